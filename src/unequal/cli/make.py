"""Commands that make a report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unequal.batch.progress import Progress

from .told import answer, json_wanted, machine, progress


def report(
    workspace: Path, *, out: Path, as_of: str | None, scenario: str, given: Mapping[str, Mapping[str, Any]]
) -> int:
    """Make a company's report; the last line on stdout is the path of report.html."""
    from unequal.batch.report import ReportJob, make_report

    job = ReportJob(workspace=workspace, out=out, as_of=as_of, scenario=scenario, given=given)
    with progress() as tell:
        page = make_report(job, progress=Progress(tell))
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "report": str(page)})
    else:
        answer(str(page))
    return 0


def demo(company: str, *, out: Path) -> int:
    """Make the report of an invented company."""
    from unequal.samples import find

    return report(find(company), out=out, as_of=None, scenario="base", given={})
