from __future__ import annotations

from collections.abc import Iterator

import pytest

from unequal.cli import verify
from unequal.verify.figures import Published, published


def as_if(monkeypatch: pytest.MonkeyPatch, expected: str) -> None:
    """Let one source say something of a figure that is 0.8571 here."""

    def one() -> Iterator[Published]:
        figures = (published("share after week 6", expected, 0.8571),)
        yield Published(code="R13", title="Survival", source="a journal", figures=figures)

    monkeypatch.setattr(verify, "reproduced", one)


def test_published_and_found_stand_side_by_side_with_the_source(unequal) -> None:
    told = unequal("verify")
    assert told.code == 0
    assert "share in remission after week 6      0.8571      0.8571" in told.out
    assert "Freireich et al., Blood 21 (1963)" in told.out
    assert told.out.splitlines()[-1].endswith("figures are as published.")


def test_a_figure_that_differs_ends_with_1_and_is_marked(unequal, monkeypatch) -> None:
    as_if(monkeypatch, "0.8581")
    told = unequal("verify")
    assert told.code == 1
    assert "0.8581 0.857100 differs" in " ".join(told.out.split())
    assert "1 of 1 figures differ from what was published." in told.out


def test_the_machine_gets_every_figure(unequal, monkeypatch) -> None:
    as_if(monkeypatch, "0.8581")
    told = unequal("verify", "--json")
    assert told.json["ok"] is False
    assert told.json["published"][0]["figures"][0] == {
        "name": "share after week 6",
        "expected": 0.8581,
        "found": 0.8571,
        "within": 5e-05,
        "places": 4,
        "agrees": False,
    }
    assert "differs" in told.err
