"""A folder as an operator has it: a manifest, clients beside it, a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from unequal.batch.manifest import Batch, read_manifest
from unequal.errors import InputError, Problem

PARAMETERS = """\
region: str  # no default, so none of its business
year: int = 2026
rate: float = 0.5
label: str = "x"  # what it is called
kind: Literal["new", "old"] = "new"
wins: int | None = None
dry = False
codes: list = []
frame: pd.DataFrame = None
"""


@dataclass(frozen=True)
class Desk:
    folder: Path

    def company(self, name: str, toml: str = "as_of = 2026-06-30\n", **scenarios: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True)
        (folder / "workspace.toml").write_text(toml, encoding="utf-8")
        for scenario, text in scenarios.items():
            (folder / "scenarios").mkdir(exist_ok=True)
            (folder / "scenarios" / f"{scenario}.toml").write_text(text or "[plan]\ncash = 1\n", encoding="utf-8")
        return folder

    def notebook(self, name: str, source: str = PARAMETERS, language: str = "python") -> Path:
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
        about = {"kernelspec": {"name": "x", "display_name": "x", "language": language}}
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=about)
        path = self.folder / name
        nbformat.write(notebook, path)
        return path

    def write(self, text: str, name: str = "batch.toml", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def read(self, text: str, name: str = "batch.toml", **asked: Any) -> Batch:
        return read_manifest(self.write(text, name), **asked)

    def refused(self, text: str, name: str = "batch.toml", **asked: Any) -> list[Problem]:
        with pytest.raises(InputError, match="is refused, and nothing was run") as caught:
            self.read(text, name, **asked)
        assert caught.value.exit_code == 3
        assert all(problem.mend and problem.code for problem in caught.value.problems)
        return list(caught.value.problems)

    def one(self, text: str, name: str = "batch.toml", **asked: Any) -> Problem:
        problems = self.refused(text, name, **asked)
        assert len(problems) == 1, problems
        return problems[0]

    def ids(self, text: str, name: str = "batch.toml", **asked: Any) -> list[str]:
        return [item.id for item in self.read(text, name, **asked).items]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


@pytest.fixture
def acme(desk: Desk) -> Callable[[str], str]:
    """A desk with one company; what is written becomes the rest of its item."""
    desk.company("acme", downside="", upside="")
    return lambda rest: f'[[items]]\nworkspace = "acme"\n{rest}'
