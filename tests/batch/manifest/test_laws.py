"""What holds for any name and any list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unequal.batch.manifest import Item, batch_id, lock_text, read_lock, read_manifest
from unequal.batch.manifest.names import LONGEST, id_slug, is_id, joined, settled
from unequal.batch.manifest.toml_lines import said_twice, toml_lines

NAMES = st.text(max_size=120) | st.sampled_from(
    ["../../etc", "CON", "a/b", "a\\b", "~", ".", "-", "東京", "ﬁ", "İ", "a" * 500]
)


@given(NAMES)
def test_any_name_becomes_an_id(name: str) -> None:
    assert is_id(id_slug(name))
    assert id_slug(id_slug(name)) == id_slug(name)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_parts_become_an_id(names: list[str]) -> None:
    whole = joined(*(id_slug(name) for name in names))
    assert is_id(whole)
    assert len(whole) <= LONGEST


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=20))
def test_ids_are_different_and_slugs(said: list[tuple[str, bool]]) -> None:
    words = [id_slug(name) for name, _ in said]
    fixed = [
        stays and words.index(word) == place for place, ((_, stays), word) in enumerate(zip(said, words, strict=True))
    ]
    keys = [f"{place}/{name}" for place, (name, _) in enumerate(said)]
    found = settled(words, keys, fixed)
    assert len(set(found)) == len(found)
    assert all(is_id(one) for one in found)
    assert [one for one, stays in zip(found, fixed, strict=True) if stays] == [
        one for one, stays in zip(words, fixed, strict=True) if stays
    ]


@given(st.lists(st.sampled_from(["a", "b", "a-6aa3107e"]), max_size=12))
def test_ids_are_different_even_where_nothing_tells_items_apart(words: list[str]) -> None:
    found = settled(words, ["same"] * len(words), [False] * len(words))
    assert len(set(found)) == len(words)


FOLDERS = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters='/\\"'), min_size=1, max_size=20).filter(
        lambda name: name.strip(".")
    ),
    min_size=1,
    max_size=6,
    unique_by=id_slug,
)


@given(names=FOLDERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_the_order_of_the_file_is_kept_and_reading_twice_is_the_same(names: list[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).mkdir(exist_ok=True)
    lines = "".join(json.dumps({"workspace": name, "tags": [str(place)]}) + "\n" for place, name in enumerate(names))
    (tmp_path / "list.jsonl").write_text(lines, encoding="utf-8")
    batch = read_manifest(tmp_path / "list.jsonl")
    assert [item.tags for item in batch.items] == [(str(place),) for place in range(len(names))]
    assert [item.workspace for item in batch.items] == [str(tmp_path / name) for name in names]
    assert read_manifest(tmp_path / "list.jsonl") == batch
    assert read_lock(lock_text(batch)) == batch


@pytest.mark.parametrize("text", ["workspace\na\n", '{"workspace": "a"}\n'])
def test_the_lock_is_sorted_and_ends_with_a_line(desk, text: str) -> None:
    desk.company("a")
    written = lock_text(desk.read(text, "x.csv" if text[0] == "w" else "x.jsonl"))
    assert written.endswith("}\n")
    assert "\r" not in written
    assert list(json.loads(written)) == sorted(json.loads(written))


def test_the_id_of_a_batch_follows_its_items() -> None:
    one, other = Item(id="a", workspace="/a"), Item(id="a", workspace="/a", retries=2)
    assert batch_id("June", [one]) == batch_id("June", [one])
    assert batch_id("June", [one]) != batch_id("June", [other])


def test_the_selected_few_are_a_batch_of_their_own(desk) -> None:
    desk.company("a")
    desk.company("b")
    text = '[[items]]\nforeach = "*"'
    assert desk.read(text).id == desk.read(text).id
    assert desk.read(text, select=["a"]).id != desk.read(text).id


@given(st.text(st.sampled_from("[]{}\"'#=.\na \\"), max_size=40))
def test_lines_of_any_text_are_found_without_a_fault(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= line <= last for lines in toml_lines(text).values() for line in lines)
    assert all(len(lines) > 1 for _, lines in said_twice(text))


def test_lines_inside_of_lists_and_texts_are_no_keys() -> None:
    text = (
        'a = [\n "]", # ]\n { x = 1 },\n]\nb = """\nc = 1\n"""\n[[items]]\nd = 1\n[items.e]\nf = 1\n[[items]]\nd = 2\n'
    )
    assert toml_lines(text) == {
        ("a",): [1], ("b",): [5], ("items",): [8, 12], ("items", 0): [8], ("items", 0, "d"): [9],
        ("items", 0, "e"): [10], ("items", 0, "e", "f"): [11], ("items", 1): [12], ("items", 1, "d"): [13],
    }  # fmt: skip
