"""What is told of a notebook that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from unequal.errors import ReportFailed

from .limits import LimitReached

SKIPPED = "skip-execution"
OPEN_IT = "Open the notebook in JupyterLab, run it to that cell, and mend the cell."
OUT_OF_MEMORY = "Let the cell take less at once, or raise memory_mb in the manifest's limits."
OF_MEMORY = ("MemoryError", "OutOfMemoryException")  # numpy's and Arrow's have names of their own, and DuckDB's
MENDS_OF = {"StdinNotImplementedError": "Nobody is there to answer: take input() out, and make it a parameter."}
MENDS = {
    "time": "Look for a loop that does not end, or raise the limit in the manifest's limits.",
    "memory": "Let the notebook take less at once, or raise memory_mb in the manifest's limits.",
    "output": "Print less, or raise output_mb in the manifest's limits.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Where a notebook stopped.

    Attributes:
        notebook: Name of its file.
        cell: Position of the cell, where it is known.
        executed: The notebook as far as it came.
    """

    notebook: str
    cell: int | None
    executed: NotebookNode


class NotebookFailed(ReportFailed):
    """A notebook was started and did not come to its end.

    Args:
        found: What was found, one sentence.
        mend: What the user can do about it.
        kind: ``cell``, ``time``, ``memory``, ``output`` or ``kernel``.
        at: Where it stopped.
        cause: What failed without names and values, so that failures of one cause can be told together.
    """

    def __init__(self, found: str, *, mend: str, kind: str, at: Stopped, cause: str = "") -> None:
        super().__init__(found, mend=mend)
        self.kind, self.at, self.cause = kind, at, cause or found


def of_cell(name: str, fault: Any, executed: NotebookNode) -> NotebookFailed:
    """Return what is told of papermill's `PapermillExecutionError`."""
    lines = str(fault.evalue).splitlines()
    said = " ".join(line for line in lines if not line.startswith("Mend:"))
    mends = [line.removeprefix("Mend:").strip() for line in lines if line.startswith("Mend:")]
    source = str(fault.source).strip().splitlines()
    error = f"{fault.ename}: {said}" if said else f"{fault.ename}."
    in_memory = fault.ename.endswith(OF_MEMORY)
    return NotebookFailed(
        f"{name} stopped at cell {fault.exec_count}, `{source[0] if source else ''}`: {error}",
        mend=mends[-1] if mends else OUT_OF_MEMORY if in_memory else MENDS_OF.get(fault.ename, OPEN_IT),
        kind="memory" if in_memory else "cell",
        at=Stopped(notebook=name, cell=fault.cell_index, executed=executed),
        cause=f"{name}: {without_values(error)}",
    )


def of_limit(name: str, limit: LimitReached, executed: NotebookNode) -> NotebookFailed:
    """Return what is told of a notebook that took more than it may."""
    return NotebookFailed(
        f"{name} {limit.found}.",
        mend=MENDS[limit.kind],
        kind=limit.kind,
        at=Stopped(notebook=name, cell=_running(executed), executed=executed),
    )


def of_death(name: str, executed: NotebookNode) -> NotebookFailed:
    """Return what is told of a notebook whose kernel is no more."""
    mend = "Look for a cell that needs more memory than there is; run the notebook in JupyterLab to see it."
    found = f"The kernel of {name} died while it ran."
    at = Stopped(notebook=name, cell=_running(executed), executed=executed)
    return NotebookFailed(found, mend=mend, kind="kernel", at=at)


def refuse_half(name: str, notebook: NotebookNode) -> None:
    """Refuse a notebook that ended early without an error: papermill takes `sys.exit(0)` for success.

    Raises:
        NotebookFailed: A cell was not run.
    """
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or SKIPPED in cell.metadata.get("tags", []):
            continue
        not_run = cell.source.strip() and cell.execution_count is None
        if not_run or any(one.get("ename") == "SystemExit" for one in cell.outputs):
            found = f"{name} ended {'before' if not_run else 'in'} its cell {number}, with no error."
            mend = "Take `sys.exit()`, `exit()` or `quit()` out of " + ("the cells before it." if not_run else "it.")
            at = Stopped(notebook=name, cell=number, executed=notebook)
            raise NotebookFailed(found, mend=mend, kind="cell", at=at)


def without_values(text: str) -> str:
    """Return a message without its numbers and quoted values, so that two of one cause are equal.

    >>> without_values("deals.csv, line 12: 'acme' is no id")
    'deals.csv, line …: … is no id'
    """
    return re.sub(r"'[^']*'|\"[^\"]*\"|\d[\d.,]*\d|\d", "…", text)


def _running(notebook: NotebookNode) -> int | None:
    """Return the position of the cell that ran last."""
    begun = [
        number
        for number, cell in enumerate(notebook.cells)
        if cell.metadata.get("papermill", {}).get("status") in ("running", "completed", "failed")
        and cell.metadata["papermill"].get("start_time")
    ]
    return begun[-1] if begun else None
