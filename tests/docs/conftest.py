"""A page's fenced blocks, and a folder in which its commands run as a reader would run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
TIME_LIMIT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced block.

    Attributes:
        language: The word behind the opening fence, empty where there is none.
        text: What stands in it.
        above: The text of the paragraph right above it.
        follows: Whether it stands right below another fence.
    """

    language: str
    text: str
    above: str
    follows: bool


@pytest.fixture(scope="session")
def fences() -> Callable[[Path], list[Fence]]:
    """Return a page's fenced blocks, in order."""

    def of(page: Path) -> list[Fence]:
        tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
        found: list[Fence] = []
        for place, token in enumerate(tokens):
            if token.type != "fence":
                continue
            before = tokens[max(place - 3, 0) : place]
            above = before[1].content if len(before) == 3 and before[1].type == "inline" else ""
            follows = bool(before) and before[-1].type == "fence"
            found.append(Fence(language=token.info.strip(), text=token.content, above=above, follows=follows))
        return found

    return of


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A folder with what the pages name of a checkout, and `unequal` on the path."""

    folder: Path
    environment: dict[str, str]

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a block as it stands; it stops at the first command that fails."""
        return subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    folder = tmp_path / "checkout"
    samples = Path("data") / "sample"
    shutil.copytree(ROOT / samples / "harbor", folder / samples / "harbor")
    # the files alone: an export for the pages that import it, and a company that is refused for a loop over all
    shutil.copytree(ROOT / samples / "quarry" / "data", folder / samples / "quarry" / "data")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    tools = tmp_path / "bin"
    tools.mkdir()
    _unequal(tools)
    here = str(Path(sys.executable).parent)  # the virtual environment's, not resolved: links lead out of it
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(tools), here, os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT / "src"),
        "UNEQUAL_CACHE": str(tmp_path / "cache"),
    }
    environment.pop("UNEQUAL_REPORT", None)
    return Workshop(folder=folder, environment=environment)


def _unequal(tools: Path) -> None:
    """Put the command beside the tools, for an environment into which the package was not installed."""
    command = tools / "unequal"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m unequal "$@"\n', encoding="utf-8")
    command.chmod(0o755)
