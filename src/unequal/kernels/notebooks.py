"""Which notebook belongs to which analysis: the shipped one, or the company's own of the same name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from unequal.shipped import shipped

NUMBERED = re.compile(r"^(\d\d)_(\w+)\.ipynb$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotebook:
    """One notebook of a report.

    Attributes:
        analysis: The analysis that it shows, or its own name where it shows none.
        path: Where it lies.
        own: Whether it is the company's and not the shipped one.
    """

    analysis: str
    path: Path
    own: bool


def notebooks_for(workspace: Path, analyses: Iterable[str]) -> list[ReportNotebook]:
    """Return the notebooks of a report in reading order.

    Args:
        workspace: Folder of the company; its ``notebooks/`` holds own notebooks, or copies that replace shipped ones.
        analyses: Names of the analyses that have something to say.
    """
    wanted = set(analyses)
    chosen = {path.name: ReportNotebook(analysis=name, path=path, own=False)
              for path, name in _numbered(shipped("notebooks")) if name in wanted}  # fmt: skip
    known = {name for _, name in _numbered(shipped("notebooks"))}
    for path, name in _numbered(workspace / "notebooks"):
        if name in wanted or name not in known:
            chosen[path.name] = ReportNotebook(analysis=name, path=path, own=True)
    return [chosen[name] for name in sorted(chosen)]


def _numbered(folder: Path) -> list[tuple[Path, str]]:
    found = [(path, NUMBERED.match(path.name)) for path in sorted(folder.glob("*.ipynb"))]
    return [(path, match[2]) for path, match in found if match]
