"""Why a report has to be made again, in words; and that nothing is said of one that stands."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import unequal.batch.stale.parts as room
import unequal.batch.stale.why as why
from unequal.batch.manifest.item import Item
from unequal.batch.places import sent
from unequal.batch.stale import fingerprint, place_of, why_stale, write_record
from unequal.batch.versions import versions

Make = Callable[[Item], Path]
Asked = Callable[..., Item]


def test_a_report_that_was_never_made(item: Item, out: Path) -> None:
    assert why_stale(item, out) == ["no report yet"]


def test_a_report_of_what_is_still_there(item: Item, out: Path, made: Make) -> None:
    made(item)
    assert why_stale(item, out) == []


def test_a_touched_file_is_not_stale(item: Item, company: Path, out: Path, made: Make) -> None:
    made(item)
    deals = company / "data" / "deals.csv"
    text = deals.read_bytes()
    deals.unlink()
    deals.write_bytes(text)
    os.utime(deals, (1, 1))
    assert why_stale(item, out) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        pytest.param("data/deals.csv", "deal_id\n2\n", "data/deals.csv has changed", id="data"),
        pytest.param("data/costs.csv", "", "data/costs.csv is new", id="new data"),
        pytest.param("data/leftover.txt", None, "data/leftover.txt is gone", id="data gone"),
        pytest.param("exports/costs.csv", None, "exports/costs.csv is gone", id="source gone"),
        pytest.param("notes/memo.md", "", "notes/memo.md is new", id="new note"),
        pytest.param("notes/runway.md", "Hire.\n", "notes/runway.md has changed", id="note"),
        pytest.param("a font.ttf", "other", "a font.ttf has changed", id="font"),
        pytest.param("notebooks/07_runway.ipynb", "{}", "notebook 07_runway.ipynb has changed", id="own notebook"),
        pytest.param("notebooks/18_own.ipynb", "{}", "notebook 18_own.ipynb is new", id="new notebook"),
    ],
)
def test_a_changed_file_is_named(
    name: str, text: str | None, sentence: str, item: Item, company: Path, out: Path, made: Make
) -> None:
    made(item)
    (company / name).unlink(missing_ok=True)
    if text is not None:
        (company / name).write_text(text, encoding="utf-8")
    assert why_stale(item, out) == [sentence]


def test_a_changed_knob(item: Item, out: Path, made: Make) -> None:
    made(item)
    assert why_stale(replace(item, given={"runway": {"wins_needed": 3}}), out) == ["knobs are set otherwise"]


def test_a_day_that_is_given_where_the_workspace_said_it(item: Item, out: Path, made: Make) -> None:
    made(item)
    assert why_stale(replace(item, as_of="2026-06-30"), out) == ["the day to look from is asked for in another way"]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"as_of": "2026-07-31"}, id="another day"),
        pytest.param({"scenario": "downside"}, id="another scenario"),
        pytest.param({"into": "eu"}, id="another folder"),
    ],
)
def test_what_lies_elsewhere_is_not_there_yet(more: dict[str, str], asked: Asked, out: Path, made: Make) -> None:
    made(asked())
    assert why_stale(asked(**more), out) == ["no report yet"]


def test_a_scenario_that_is_gone(asked: Asked, company: Path, out: Path, made: Make) -> None:
    item = asked(scenario="downside")
    made(item)
    assert why_stale(item, out) == []
    (company / "scenarios" / "downside.toml").unlink()
    [reason] = why_stale(item, out)
    assert "acme" in reason


def test_our_own_version_is_told(item: Item, out: Path, made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made(item)
    monkeypatch.setattr(room, "sources_hash", lambda: "another")
    assert why_stale(item, out) == ["unequal itself has changed"]
    newer = {**versions(), "unequal": "9.9"}
    monkeypatch.setattr(why, "versions", lambda: newer)
    assert why_stale(item, out) == [f"unequal itself has changed ({versions()['unequal']} then, 9.9 now)"]


def test_each_library_is_told(item: Item, out: Path, made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made(item)
    monkeypatch.setattr(room, "_libraries", lambda: "another")
    monkeypatch.setattr(why, "versions", lambda: {**versions(), "pandas": "9", "numpy": "8"})
    numpy, pandas = why_stale(item, out)
    assert numpy.startswith("numpy has changed (")
    assert pandas.endswith(" then, 9 now)")


@pytest.mark.parametrize("name", ["report.html", "notebooks/07_runway.ipynb"])
@pytest.mark.parametrize("text", [pytest.param(None, id="missing"), pytest.param("<b>", id="changed")])
def test_a_file_of_the_report_that_is_not_as_written(
    name: str, text: str | None, item: Item, out: Path, made: Make
) -> None:
    folder = made(item)
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    assert why_stale(item, out) == [f"{name} is missing or changed"]


def test_a_file_of_the_report_that_is_a_link_with_the_same_bytes_is_whole(item: Item, out: Path, made: Make) -> None:
    folder = made(item)
    (folder / "report.pdf").rename(out / "kept.pdf")
    (folder / "report.pdf").symlink_to(out / "kept.pdf")
    assert why_stale(item, out) == []


def test_damage_and_changes_are_told_together(item: Item, company: Path, out: Path, made: Make) -> None:
    (made(item) / "report.pdf").unlink()
    (company / "data" / "deals.csv").unlink()
    assert why_stale(item, out) == ["report.pdf is missing or changed", "data/deals.csv is gone"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"files": {', id="cut"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"{}", id="no files"),
        pytest.param(b'{"files": {"a": 1}}', id="files without hashes"),
        pytest.param(b'{"sha256": "0", "bytes": 1}', id="the record of a notebook"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
def test_a_damaged_run_json(text: bytes, item: Item, out: Path, made: Make) -> None:
    (made(item) / "run.json").write_bytes(text)
    assert why_stale(item, out) == ["run.json is damaged"]


@pytest.mark.parametrize("marks", [None, {}, [], "x"])
def test_a_report_of_a_version_that_kept_no_fingerprint(marks: object, item: Item, out: Path, made: Make) -> None:
    path = made(item) / "run.json"
    run = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**run, "fingerprint": marks}), encoding="utf-8")
    assert why_stale(item, out) == ["it does not say what it was made of"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    book=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(
                st.sampled_from(["files", "fingerprint", "versions", "sha256", "bytes", "a", "../a", "\0"]),
                below,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_run_json_makes_a_report_pass_or_fail_with_a_traceback(book: object, item: Item, out: Path) -> None:
    folder = out / place_of(item)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps(book), encoding="utf-8")
    assert why_stale(item, out) != []


def test_inputs_that_cannot_be_read_are_a_reason(item: Item, company: Path, out: Path, made: Make) -> None:
    made(item)
    (company / "workspace.toml").write_text("as_of = [", encoding="utf-8")
    assert len(why_stale(item, out)) == 1
    shutil.rmtree(company)
    [reason] = why_stale(item, out)
    assert "does not exist" in reason


def test_a_day_that_nobody_says_is_a_reason(item: Item, company: Path, out: Path) -> None:
    (company / "workspace.toml").write_text('currency = "EUR"\n', encoding="utf-8")
    assert why_stale(item, out) == ["the day to look from is not said."]


def test_a_file_that_may_not_be_read_is_said(
    item: Item, out: Path, made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(item)
    real = Path.open

    def refusing(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "deals.csv":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", refusing)
    assert why_stale(item, out) == ["data/deals.csv cannot be read: Permission denied"]


def test_a_link_that_leads_out_is_said(item: Item, company: Path, out: Path, made: Make) -> None:
    made(item)
    (company / "data" / "deals.csv").rename(company.parent / "deals.csv")
    (company / "data" / "deals.csv").symlink_to("../../deals.csv")
    assert why_stale(item, out) == ["data/deals.csv is a link that leads out of the workspace, or nowhere"]


@pytest.fixture
def notebook(tmp_path: Path) -> Item:
    (tmp_path / "prices.ipynb").write_text('{"cells": []}', encoding="utf-8")
    return Item(id="prices", workspace=None, notebook=str(tmp_path / "prices.ipynb"), into="own")


def executed(item: Item, out: Path) -> Path:
    path = out / place_of(item)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"cells": [], "done": true}', encoding="utf-8")
    write_record(path, fingerprint(item))
    return path


def test_a_notebook_is_looked_at_like_a_report(notebook: Item, out: Path) -> None:
    assert why_stale(notebook, out) == ["no notebook yet"]
    path = executed(notebook, out)
    assert path == out / "own" / "prices.ipynb"
    assert why_stale(notebook, out) == []
    assert why_stale(replace(notebook, parameters={"rate": 2}), out) == ["parameters are set otherwise"]
    path.write_text("{}", encoding="utf-8")
    assert why_stale(notebook, out) == ["prices.ipynb is missing or changed"]


def test_a_notebook_whose_record_is_damaged(notebook: Item, out: Path) -> None:
    executed(notebook, out).with_suffix(".run.json").write_text("{", encoding="utf-8")
    assert why_stale(notebook, out) == ["prices.run.json is damaged"]


def test_inputs_and_reports_at_addresses(item: Item, company: Path, out: Path, made: Make, tmp_path: Path) -> None:
    afar = replace(item, workspace=f"file://{company}")
    folder, address = made(item), f"file://{tmp_path / 'sent'}"
    assert why_stale(afar, out) == []
    assert why_stale(afar, address) == ["no report yet"]
    sent(folder, f"{address}/{place_of(item)}")
    assert why_stale(afar, f"{address}/") == []
    (tmp_path / "sent" / place_of(item) / "report.pdf").write_bytes(b"")
    assert why_stale(item, address) == ["report.pdf is missing or changed"]
