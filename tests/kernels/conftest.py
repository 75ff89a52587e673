from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest


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
