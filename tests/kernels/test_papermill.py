"""papermill's own command line with our engine, on a notebook that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from papermill import execute_notebook

from unequal.kernels import processes
from unequal.kernels.limits import LimitReached
from unequal.kernels.processes import Nursery

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


def test_papermills_own_time_limit_holds(notebook: Write, nursery: Nursery, monkeypatch) -> None:
    monkeypatch.setattr(processes, "_shared", [nursery])
    path = notebook(None, "while True: pass")
    with pytest.raises(LimitReached, match="had a cell that took longer than 1 seconds"):
        execute_notebook(path, None, engine_name="unequal", execution_timeout=1, progress_bar=False)


def test_papermill_works_where_nothing_is_forked(notebook: Write, monkeypatch) -> None:
    with Nursery(warm=False) as cold:
        monkeypatch.setattr(processes, "_shared", [cold])
        done = execute_notebook(notebook(None, "print(3)"), None, engine_name="unequal", progress_bar=False)
    assert done.cells[0].outputs[0].text == "3\n"
