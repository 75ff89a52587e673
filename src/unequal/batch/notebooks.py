"""The notebooks of one report, run and told of cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat

from unequal.kernels.execute import Surroundings
from unequal.kernels.limits import KernelLimits
from unequal.kernels.notebooks import ReportNotebook
from unequal.kernels.several import execute_all
from unequal.workbook.context import VARIABLE, ReportContext

from .manifest.item import Limits
from .progress import Progress

LABEL = 60  # characters of a cell's first line, for who watches


def run_notebooks(
    notebooks: Sequence[ReportNotebook],
    context: ReportContext,
    surroundings: Surroundings,
    *,
    at_once: int,
    progress: Progress,
) -> list[str]:
    """Run the notebooks of a report and return them, executed, in the order given.

    Args:
        notebooks: The notebooks.
        context: What the report has settled; every kernel gets it.
        surroundings: What they run in; `VARIABLE` in its environment names the context's file.
        at_once: How many run beside each other.
        progress: Told of each notebook and cell.

    Raises:
        ReportFailed, EnvironmentFault: Of the first notebook that failed.
    """
    assert VARIABLE in surroundings.environment
    parameters = {
        "workspace": str(context.workspace),
        "as_of": context.as_of.isoformat(),
        "scenario": context.scenario,
    }
    paths = [one.path for one in notebooks]
    watch = Watch(paths, progress)
    return execute_all(paths, parameters, surroundings, at_once=at_once, told=watch.told)


class Watch:
    """Turns positions of cells into events that name them.

    Args:
        paths: Of the notebooks that will run.
        progress: Told of each.
    """

    def __init__(self, paths: Sequence[Path], progress: Progress) -> None:
        self._progress, self._of = progress, len(paths)
        self._begun: dict[Path, list[str]] = {}
        self._finished = 0

    def told(self, path: Path, cell: int | None) -> None:
        """Tell of a cell that begins, or of a notebook that has finished."""
        if path not in self._begun:
            self._begun[path] = labels(path)
            self._notebook(path, "started")
        if cell is not None:
            of = self._begun[path]
            number = min(cell, len(of) - 1)  # papermill has put a cell of parameters in
            self._progress.listen(
                {"event": "cell", "notebook": path.stem, "cell": cell, "of": len(of), "label": of[number]}
            )
            return
        self._finished += 1
        self._notebook(path, "done")
        self._progress.tell(f"{path.stem} done ({self._finished} of {self._of})")

    def _notebook(self, path: Path, state: str) -> None:
        event: dict[str, Any] = {"event": "notebook", "notebook": path.stem, "state": state}
        self._progress.listen({**event, "number": self._finished, "of": self._of})


def kernel_limits(limits: Limits) -> KernelLimits:
    """Return what each notebook of an item may take."""
    given = asdict(limits)
    given.pop("report_seconds")
    return KernelLimits(**given)


def labels(path: Path) -> list[str]:
    """Return the first line of each cell of a notebook, as whoever watches may be shown it."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.source.strip().splitlines() or [""])[0][:LABEL] for cell in cells]
