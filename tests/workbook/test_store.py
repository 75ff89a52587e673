"""Results are kept for as long as nothing that they follow from changes, and a disk in trouble troubles nobody."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from unequal.workbook import Store, cache_folder, codec
from unequal.workbook import store as room
from unequal.workbook.store import key_of


class Maker:
    """Makes a value and counts how often it was asked to."""

    def __init__(self, value: Any = 1.5) -> None:
        self.value = value
        self.calls = 0

    def __call__(self) -> Any:
        self.calls += 1
        return self.value


def test_a_value_is_made_once_in_a_process() -> None:
    store, make = Store(None), Maker()
    assert [store.get("a", make), store.get("a", make)] == [1.5, 1.5]
    assert make.calls == 1


def test_another_process_finds_it_on_disk(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1.0]})
    Store(tmp_path / "kept").get("a", Maker(frame))
    make = Maker()
    pd.testing.assert_frame_equal(Store(tmp_path / "kept").get("a", make), frame)
    assert make.calls == 0


def test_another_key_is_another_value(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert [store.get("a", Maker(1.0)), store.get("b", Maker(2.0))] == [1.0, 2.0]


def cut(folder: Path) -> None:
    (folder / codec.TREE).write_text('{"$": "fra', encoding="utf-8")


def without_tree(folder: Path) -> None:
    (folder / codec.TREE).unlink()


def without_frame(folder: Path) -> None:
    (folder / "0.parquet").unlink()


def garbage(folder: Path) -> None:
    (folder / "0.parquet").write_bytes(b"PAR1 no more")


def planted(folder: Path) -> None:
    (folder / codec.TREE).write_text('{"$": "object", "type": "os:system", "fields": {}}', encoding="utf-8")


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize("damage", [cut, without_tree, without_frame, garbage, planted, a_file])
def test_a_damaged_folder_counts_as_absent_and_is_replaced(damage: Callable[[Path], None], tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1.0]})
    Store(tmp_path).get("a", Maker(frame))
    damage(tmp_path / "a")
    make = Maker(frame)
    pd.testing.assert_frame_equal(Store(tmp_path).get("a", make), frame)
    assert make.calls == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    Store(tmp_path).get("a", make)
    assert make.calls == 1


def test_a_folder_that_cannot_be_made_is_harmless(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert Store(tmp_path / "file" / "cache").get("a", Maker()) == 1.5


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere, Windows has no such mode")
def test_a_folder_that_cannot_be_written_is_harmless(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert Store(tmp_path).get("a", Maker()) == 1.5
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_harmless_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_value: Any, folder: Path) -> None:
        (folder / "0.parquet").write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(codec, "save", full)
    assert Store(tmp_path).get("a", Maker()) == 1.5
    assert list(tmp_path.iterdir()) == []


def test_facts_that_cannot_be_kept_are_told_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="facts hold a set"):
        Store(tmp_path).get("a", Maker({1}))
    assert list(tmp_path.iterdir()) == []


def test_who_comes_second_leaves_the_first_ones_result(tmp_path: Path) -> None:
    slow = Store(tmp_path)

    def make() -> float:
        Store(tmp_path).get("a", Maker(1.0))  # another process is faster
        return 1.0

    assert slow.get("a", make) == 1.0
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_in_the_process_the_longest_unused_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_IN_PROCESS", 2)
    store, makers = Store(None), {name: Maker() for name in "abc"}
    for name in "abac":
        store.get(name, makers[name])
    for name in "cab":
        store.get(name, makers[name])
    assert {name: make.calls for name, make in makers.items()} == {"a": 1, "b": 2, "c": 1}


def test_on_disk_the_longest_unused_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_ON_DISK", 2)
    for age, name in ((300, "old"), (200, "older but used")):
        Store(tmp_path).get(name, Maker())
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    os.utime(tmp_path / "old", (1e9, 1e9))
    Store(tmp_path).get("older but used", Maker())
    Store(tmp_path).get("new", Maker())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "older but used"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_the_folder_is_private(tmp_path: Path) -> None:
    Store(tmp_path / "kept").get("a", Maker())
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(({"reserve_months": 2.0},), ({"reserve_months": 2.5},), id="a value"),
        pytest.param(("a", "b"), ("ab",), id="where one part ends"),
        pytest.param((1,), ("1",), id="a number is no text"),
        pytest.param((float("nan"),), (float("inf"),), id="what JSON has no word for"),
    ],
)
def test_keys_differ_where_their_parts_do(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert key_of(*one) != key_of(*other)


def test_a_key_does_not_depend_on_the_order_of_names() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


def test_a_key_takes_any_text() -> None:
    assert len(key_of("\udcff\u20ac")) == 32  # a byte of the command line that is no text


def test_the_cache_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNEQUAL_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("UNEQUAL_CACHE", "")
    assert cache_folder() is None
    monkeypatch.delenv("UNEQUAL_CACHE")
    found = cache_folder()
    assert found is not None
    assert found.parts[-2:] == ("unequal", "facts")
