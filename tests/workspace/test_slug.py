from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.workspace import slug, slugs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acme", "acme"),
        ("Acme Ltd.", "acme-ltd"),
        ("Müller & Söhne", "muller-sohne"),
        ("Straße", "strasse"),
        ("../../etc/cron.d/x", "etc-cron-d-x"),
        ("/abs", "abs"),
        ("..\\x", "x"),
        ("C:x", "c-x"),
        ("\\\\host\\share", "host-share"),
        ("-rf", "rf"),
        ("Acme {Ltd}", "acme-ltd"),
        ("%s", "s"),
        ("a\nb\x1b[0m", "a-b-0m"),
        ("株式会社", "株式会社"),
        ("2026", "2026"),
    ],
)
def test_a_name_becomes_a_path_part(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["CON", "nul", "aux.", "COM1", "lpt9", "prn "])
def test_a_device_of_windows_gets_a_hash(name):
    assert re.fullmatch(r"[a-z]+\d?-[0-9a-f]{8}", slug(name))


@pytest.mark.parametrize("name", ["con.x", "console", "com10"])
def test_what_only_begins_like_a_device_stays(name):
    assert "-" not in slug(name).replace("con-x", "")


@pytest.mark.parametrize("name", ["", ".", "..", "…", "  ", "///"])
def test_a_name_of_which_nothing_is_left_gets_a_hash(name):
    assert re.fullmatch(r"workspace-[0-9a-f]{8}", slug(name))


def test_a_long_name_is_cut_with_a_hash():
    one, other = slug("a" * 300), slug("a" * 301)
    assert len(one) == 60
    assert one != other


@given(st.text())
def test_a_slug_is_legal_everywhere_and_its_own_slug(name):
    made = slug(name)
    assert made == slug(made)
    assert 0 < len(made.encode()) <= 60
    assert all(c.isalnum() or c == "-" for c in made)
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert made == made.casefold()


@given(st.lists(st.text(), max_size=8))
def test_distinct_names_have_distinct_slugs(names):
    made = slugs(names)
    assert len(set(made.values())) == len(set(names))


def test_only_names_that_collide_get_a_hash():
    made = slugs(["Acme", "ACME", "Beta"])
    assert made["Beta"] == "beta"
    assert re.fullmatch(r"acme-[0-9a-f]{8}", made["Acme"])


def test_two_ways_to_write_an_accent_are_two_names():
    made = slugs(["caf\u00e9", "cafe\u0301"])
    assert len(set(made.values())) == 2
