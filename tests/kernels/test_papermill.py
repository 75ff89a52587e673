"""papermill's own command line with our engine, on a notebook that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from .seen import outputs

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Write = Callable[..., Path]


def papermill(*arguments: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papermill", *map(str, arguments), "--language", "python"]
    environment = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def left(temporary: Path) -> list[str]:
    return [path.name for path in temporary.iterdir() if path.name.startswith("unequal-")]


def test_a_notebook_that_is_not_ours_runs_with_its_parameters_and_what_lies_beside_it(
    notebook: Write, tmp_path: Path
) -> None:
    path, done = notebook("x = 1", "import beside, os; print(x, beside.word, os.getcwd())"), tmp_path / "out.ipynb"
    (path.parent / "beside.py").write_text("word = 'beside'")
    (tmp_path / "t").mkdir()
    ran = papermill(path, done, "--engine", "unequal", "-p", "x", 3, cwd=path.parent, TMPDIR=str(tmp_path / "t"))
    assert ran.returncode == 0, ran.stderr
    assert outputs(done.read_text())[-1] == f"3 beside {path.parent}\n"
    assert left(tmp_path / "t") == []


def test_a_notebook_that_fails_is_told_and_written_as_papermill_does(notebook: Write, tmp_path: Path) -> None:
    path, done = notebook(None, "print('before')", "1 / 0", "print('after')"), tmp_path / "out.ipynb"
    ran = papermill(path, done, "--engine", "unequal", cwd=tmp_path)
    assert ran.returncode == 1
    assert "ZeroDivisionError: division by zero" in ran.stderr
    cells = [cell for cell in nbformat.read(done, as_version=4).cells if cell.cell_type == "code"]
    assert [len(cell.outputs) for cell in cells] == [1, 1, 0]


def test_papermills_own_time_limit_holds(notebook: Write, tmp_path: Path) -> None:
    path = notebook(None, "while True: pass")
    ran = papermill(path, tmp_path / "out.ipynb", "--engine", "unequal", "--execution-timeout", 1, cwd=tmp_path)
    assert ran.returncode == 1
    assert "had a cell that took longer than 1 seconds" in ran.stderr


def test_papermill_works_where_nothing_is_forked(notebook: Write, tmp_path: Path) -> None:
    path, done = notebook("x = 1", "print(x)"), tmp_path / "out.ipynb"
    ran = papermill(path, done, "--engine", "unequal", "-p", "x", 3, cwd=tmp_path, UNEQUAL_KERNELS="cold")
    assert ran.returncode == 0, ran.stderr
    assert outputs(done.read_text())[-1] == "3\n"
