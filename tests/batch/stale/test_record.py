"""The record beside an executed notebook: written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
from pathlib import Path

import pytest

from unequal.batch.stale import write_record
from unequal.errors import EnvironmentFault
from unequal.report.disk import Disk

MARKS = {"notebook prices.ipynb": "0" * 64}


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "prices.ipynb"
    path.write_text("{}", encoding="utf-8")
    return path


def test_it_lies_beside_the_notebook_and_holds_its_hash(notebook: Path) -> None:
    record = write_record(notebook, MARKS)
    content = json.loads(record.read_text(encoding="utf-8"))
    assert record.name == "prices.run.json"
    assert content["schema"] == "unequal.notebook-run/1"
    assert (content["fingerprint"], content["sha256"]) == (MARKS, hashlib.sha256(b"{}").hexdigest())


def test_it_is_the_same_bytes_twice_and_leaves_nothing_else(notebook: Path) -> None:
    (notebook.parent / ".prices.run.json.new").write_text("of a writer that was killed", encoding="utf-8")
    first = write_record(notebook, MARKS).read_bytes()
    assert write_record(notebook, MARKS).read_bytes() == first
    assert sorted(path.name for path in notebook.parent.iterdir()) == ["prices.ipynb", "prices.run.json"]


class Full(Disk):
    def file(self, path: Path, data: bytes) -> None:
        super().file(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_older_record(notebook: Path) -> None:
    older = write_record(notebook, MARKS).read_bytes()
    with pytest.raises(EnvironmentFault, match="full"):
        write_record(notebook, {}, disk=Full())
    assert (notebook.parent / "prices.run.json").read_bytes() == older


def test_a_notebook_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"none\.ipynb"):
        write_record(tmp_path / "none.ipynb", MARKS)
