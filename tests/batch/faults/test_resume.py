"""A batch that is run again makes what changed, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from .bad import TINY, notebook
from .trial import books_of, published

pytestmark = pytest.mark.kernel


@pytest.fixture
def before(undisturbed, tmp_path) -> Path:
    """A batch that was run, moved to another folder: nothing of where it was is in what it left."""
    shutil.copytree(undisturbed.manifest.parent, tmp_path / "moved")
    return tmp_path / "moved"


def statuses(trial, folder: Path, *options: str) -> dict[str, str]:
    done = trial.run("batch", folder / "tiny.toml", "--out", folder / "out", *options)
    assert done.code == 0, done.text
    shutil.copytree(folder / "out" / "_batch", folder / "books", dirs_exist_ok=True)
    return {
        one["id"]: one["status"]
        for one in json.loads(next(folder.glob("books/*/run_results.json")).read_text())["items"]
    }


def test_a_batch_without_a_change_runs_nothing_also_where_it_was_moved(trial, before) -> None:
    shutil.rmtree(before / "out" / "_batch")
    assert set(statuses(trial, before).values()) == {"unchanged"}


def test_a_file_that_was_only_touched_runs_nothing(trial, before) -> None:
    shutil.rmtree(before / "out" / "_batch")
    for path in before.glob("*.*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert set(statuses(trial, before).values()) == {"unchanged"}


def test_one_file_that_changed_runs_one_and_explain_says_why(trial, before) -> None:
    shutil.rmtree(before / "out" / "_batch")
    notebook(before / "two.ipynb", *TINY, "'more'")
    told = trial.run("batch", before / "tiny.toml", "--out", before / "out", "--explain")
    assert "1 of 3 would be made." in told.text
    assert "two.ipynb has changed" in told.text
    assert not (before / "out" / "_batch").exists()
    old = published(before / "out")
    assert statuses(trial, before) == {"one": "unchanged", "two": "ok", "three": "unchanged"}
    assert {name for name, data in published(before / "out").items() if data != old[name]} == {
        "two.ipynb",
        "two.run.json",
    }
    assert books_of(before / "out")["items"][1]["reasons"] == ["notebook two.ipynb has changed"]
