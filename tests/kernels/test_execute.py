"""One notebook, run to the end or failed with the cell that failed and how to mend it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from unequal.errors import EnvironmentFault, ReportFailed
from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.processes import Nursery

Write = Callable[..., Path]


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as made:
        yield made


@pytest.fixture
def around(nursery: Nursery, cwd: Path) -> Surroundings:
    return Surroundings(nursery=nursery, cwd=cwd)


def printed(text: str) -> list[str]:
    cells = nbformat.reads(text, as_version=4).cells
    return [
        one.text for cell in cells if cell.cell_type == "code" for one in cell.outputs if one.output_type == "stream"
    ]


PLANTED = "raise SystemExit('a planted module was imported')"


@pytest.mark.kernel
def test_a_notebook_runs_with_what_it_declares_and_imports_nothing_planted(
    notebook: Write, cwd: Path, around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "acme" / "data"
    data.mkdir(parents=True)
    path = notebook(
        f"a: int | None = 1\nfolder: str = {str(data)!r}\n",
        "print(a, folder, 'secret' in globals())",
        "import os, pathlib; print(os.environ['MINE'], os.environ['TZ'], pathlib.Path.cwd().name)",
        "os.chdir(folder); import pandas; print(pandas.DataFrame({'x': [1]}).shape)",
    )
    for place in (cwd, data, path.parent):
        for name in ("pandas", "unequal", "json", "ipykernel_launcher"):
            (place / f"{name}.py").write_text(PLANTED, encoding="utf-8")
    before = path.read_bytes()
    monkeypatch.setenv("MINE", "outside")
    text = execute(path, {"a": 7, "secret": "no"}, replace(around, environment={"MINE": "inside"}))
    assert printed(text) == [f"7 {data} False\n", "inside UTC empty\n", "(1, 1)\n"]
    assert path.read_bytes() == before
    assert os.environ["MINE"] == "outside"
    assert "PYTHONSAFEPATH" not in os.environ


@pytest.mark.kernel
def test_a_failing_cell_names_notebook_cell_fault_and_mend(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "x = 1", "\nsmall = x\nx / (small - 1)")
    with pytest.raises(ReportFailed) as failed:
        execute(path, {}, around)
    assert failed.value.found == "01_own.ipynb stopped at cell 2, `small = x`: ZeroDivisionError: division by zero"
    assert failed.value.mend == "Open the notebook in JupyterLab, run it to that cell, and mend the cell."


@pytest.mark.kernel
def test_a_fault_that_knows_its_mend_keeps_it(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import unequal\nunequal.run('runwayy', 'nowhere')")
    with pytest.raises(ReportFailed) as failed:
        execute(path, {}, around)
    assert failed.value.found.startswith("01_own.ipynb stopped at cell 1, `import unequal`: InputError: There is no")
    assert "Did you mean 'runway'?" in failed.value.found
    assert failed.value.mend.startswith("Name one of data_check,")


@pytest.mark.kernel
def test_a_kernel_that_dies_is_told(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import os; os._exit(9)")
    with pytest.raises(ReportFailed, match=r"The kernel of 01_own\.ipynb died while it ran\.\nMend: Look for a cell"):
        execute(path, {}, around)


def test_without_a_kernel_the_environment_is_at_fault(notebook: Write, around: Surroundings) -> None:
    around = replace(around, name="no-such-kernel")
    with pytest.raises(EnvironmentFault, match=r"no Jupyter kernel 'no-such-kernel' to run 01_own\.ipynb"):
        execute(notebook(None, "1"), {}, around)


def test_a_parameters_cell_that_computes_is_refused_before_a_kernel_starts(
    notebook: Write, around: Surroundings
) -> None:
    path = notebook("as_of = date.today()", "1")
    with pytest.raises(
        ReportFailed, match=r"cell of 01_own\.ipynb cannot be read: the value of as_of(.|\n)*Mend: Give"
    ):
        execute(path, {}, around)


@pytest.mark.parametrize("text", ["", "no json", "{}", '{"cells": 3, "nbformat": 4, "nbformat_minor": 5}'])
def test_a_file_that_is_no_notebook_is_told_by_name(text: str, around: Surroundings, tmp_path: Path) -> None:
    path = tmp_path / "02_broken.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportFailed, match=r"02_broken\.ipynb is no notebook\.\nMend: Open it in JupyterLab"):
        execute(path, {}, around)


def test_a_notebook_that_is_gone_is_the_environments_fault(around: Surroundings, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"03_gone\.ipynb cannot be read: No such file"):
        execute(tmp_path / "03_gone.ipynb", {}, around)
