from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from unequal.kernels import processes
from unequal.kernels.execute import Surroundings
from unequal.kernels.processes import Nursery


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook: its parameters cell (None for none) and its other cells."""

    def write(parameters: str | None, *cells: str, name: str = "01_own.ipynb") -> Path:
        made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        if parameters is not None:
            made.cells.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        made.cells.extend(nbformat.v4.new_code_cell(source) for source in cells)
        path = tmp_path / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        nbformat.write(made, path)
        return path

    return write


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One for all tests that only use it; those that kill make their own."""
    with Nursery() as made:
        yield made


@pytest.fixture
def own_nursery(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    """A nursery to be killed, which has little to import."""
    monkeypatch.setattr(processes, "PRELOADED", ())
    with Nursery(warm=True) as made:
        yield made


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def around(nursery: Nursery, cwd: Path) -> Surroundings:
    return Surroundings(nursery=nursery, cwd=cwd)
