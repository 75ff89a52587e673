"""`unequal`: which customers to pursue now, how to serve them, and whether the cash lasts long enough to find out.

    import unequal

    run = unequal.run("runway", "data/sample/harbor", as_of="2026-06-30")
    run.findings                      # judged answers, each with interval, n and grade
    run.chart("wins"), run.table("wins"), run.facts, run.record()

    unequal.analyses()                # names, in reading order
    unequal.read_raw("deals.csv")     # a file's cells exactly as they stand, with every deviation told

The rooms, from the ground up; each imports only lower floors:

| floor | rooms |
|---|---|
| 0 | `errors`, `units`, `words`, `assumptions` |
| 1 | `stats`, `tables` |
| 2 | `customers`, `workspace`, `importers` |
| 3 | `segments`, `economics` |
| 4 | `findings` |
| 5 | `charts` |
| 6 | `workbook` |
| 7 | `analyses` |
| 8 | `report`, `kernels` |
| 9 | `batch` |
| 10 | `samples` |
| 11 | `cli` |

Importing this module imports nothing heavy; in a Jupyter kernel it also makes charts and frames show themselves as
blocks.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analyses import analyses
    from .analyses.door import run
    from .errors import EnvironmentFault, InputError, ReportFailed, UnequalError
    from .findings import Finding, Grade, Verdict
    from .tables import read_raw
    from .workbook import Run

__all__ = [
    "EnvironmentFault",
    "Finding",
    "Grade",
    "InputError",
    "ReportFailed",
    "Run",
    "UnequalError",
    "Verdict",
    "analyses",
    "read_raw",
    "run",
]

_HOMES = {
    "EnvironmentFault": "errors",
    "Finding": "findings",
    "Grade": "findings",
    "InputError": "errors",
    "ReportFailed": "errors",
    "Run": "workbook",
    "UnequalError": "errors",
    "Verdict": "findings",
    "read_raw": "tables",
    "run": "analyses.door",
    "analyses": "analyses",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        problem = f"module 'unequal' has no attribute '{name}'"
        raise AttributeError(problem)
    _shown_in_kernel()
    home = importlib.import_module(f".{_HOMES[name]}", __name__)
    return home if _HOMES[name] == name else getattr(home, name)  # a room that shares its name can be called


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _in_kernel() -> bool:
    shell = sys.modules.get("IPython.core.getipython")
    found = shell.get_ipython() if shell else None
    return getattr(found, "kernel", None) is not None


def _shown_in_kernel() -> None:
    if _in_kernel():
        importlib.import_module(".workbook.display", __name__).install()


# a kernel that was forked has imported this before it was one, so the first call of a notebook asks again
_shown_in_kernel()
