from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unequal.kernels import notebooks as room
from unequal.kernels.notebooks import ReportNotebook, notebooks_for
from unequal.shipped import shipped

Write = Callable[..., Path]
SHIPPED = ("00_start_here", "01_data_check", "07_runway", "17_memo")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped notebooks, empty files here."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    for name in (*SHIPPED, "discovery"):
        (folder / f"{name}.ipynb").write_text("", encoding="utf-8")
    monkeypatch.setattr(room, "shipped", lambda _: folder)
    return folder


def names(found: list[ReportNotebook]) -> list[tuple[str, str, bool]]:
    return [(one.path.name, one.analysis, one.own) for one in found]


def test_shipped_notebooks_stand_in_reading_order_without_what_has_nothing_to_say(folder: Path, tmp_path: Path) -> None:
    found = notebooks_for(tmp_path, ["memo", "data_check"])
    assert names(found) == [("01_data_check.ipynb", "data_check", False), ("17_memo.ipynb", "memo", False)]
    assert found[0].path == folder / "01_data_check.ipynb"


def test_an_own_notebook_of_the_same_name_replaces_the_shipped_one(
    folder: Path, tmp_path: Path, notebook: Write
) -> None:
    own = notebook(None, name="07_runway.ipynb")
    found = notebooks_for(tmp_path, ["data_check", "runway"])
    assert names(found) == [("01_data_check.ipynb", "data_check", False), ("07_runway.ipynb", "runway", True)]
    assert found[1].path == own


def test_an_own_notebook_of_no_analysis_joins_in_its_place(folder: Path, tmp_path: Path, notebook: Write) -> None:
    notebook(None, name="05_weather.ipynb")
    assert names(notebooks_for(tmp_path, ["data_check", "runway"])) == [
        ("01_data_check.ipynb", "data_check", False),
        ("05_weather.ipynb", "weather", True),
        ("07_runway.ipynb", "runway", False),
    ]


def test_an_own_notebook_of_an_analysis_with_nothing_to_say_stays_out(
    folder: Path, tmp_path: Path, notebook: Write
) -> None:
    notebook(None, name="07_runway.ipynb")
    assert names(notebooks_for(tmp_path, ["data_check"])) == [("01_data_check.ipynb", "data_check", False)]


@pytest.mark.parametrize("name", ["weather.ipynb", "5_weather.ipynb", "05_weather.txt", "05-weather.ipynb"])
def test_a_file_without_a_number_in_front_is_no_part_of_a_report(
    name: str, folder: Path, tmp_path: Path, notebook: Write
) -> None:
    notebook(None, name=name)
    assert names(notebooks_for(tmp_path, [])) == []


def test_every_shipped_notebook_with_a_number_belongs_to_an_analysis_or_starts() -> None:
    found = {name for _, name in room._numbered(shipped("notebooks"))}
    from unequal.analyses import analyses

    assert found - {"start_here"} == set(analyses())
