"""One item of a batch, made in a process of its own; what it meets is told as events."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from unequal.errors import EnvironmentFault, InputError, UnequalError
from unequal.kernels.failure import NotebookFailed, Stopped, without_values
from unequal.kernels.memory import peak_mb
from unequal.kernels.processes import Nursery
from unequal.report import notebook_text
from unequal.report.disk import fault_of

from .manifest.item import Item
from .notebooks import kernel_limits
from .places import at_hand, is_address, sent
from .progress import Progress
from .report import ReportJob, make_report
from .run.gates import findings_beside
from .single import run_single
from .stale import fingerprint, place_of

Json = dict[str, Any]
Findings = tuple[Json, ...]
OK, FAILED = 0, 1


def main(arguments: Json, tell: Callable[[Json], None]) -> int:
    """Make an item; the last event tells how it went, the exit code is 0 or 1.

    Args:
        arguments: ``item`` as JSON; ``out``, folder or address where reports lie; ``failed``, folder for a notebook
            that failed, as far as it came.
        tell: Told of steps, notebooks and cells, and at last ``ok`` or ``failed``.
    """
    item = Item.from_json(arguments["item"])
    progress = Progress(listen=tell)
    try:
        with Nursery() as nursery:
            tempfile.tempdir = str(nursery.folder)  # cleared away however this process ends
            place, findings = _made(item, arguments["out"], progress)
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is this item's, and told
        tell({"event": "failed", **told_of(fault, Path(arguments["failed"]))})
        return FAILED
    tell({"event": "ok", "report": place, "findings": findings, "seconds": progress.seconds, "peak_mb": peak_mb()})
    return OK


def _made(item: Item, out: str, progress: Progress) -> tuple[str, Findings]:
    """Make an item and return where it stands, and what it found."""
    with at_hand(item) as here, tempfile.TemporaryDirectory() as aside:
        marks = fingerprint(here)
        place = place_of(here)
        local = Path(aside) if is_address(out) else Path(out)
        if here.notebook is not None:
            run_single(here, local / place, marks, progress)
        else:
            make_report(_job(here, local, marks), progress=progress)
        if is_address(out):
            sent(local / place, f"{out.rstrip('/')}/{place}")
        whole = f"{out.rstrip('/')}/{place}" if is_address(out) else str(local / place)
        if here.notebook is not None:
            return whole, ()
        return f"{whole}/report.html", findings_beside(local / place / "report.html")


def _job(item: Item, out: Path, marks: Mapping[str, str]) -> ReportJob:
    assert item.workspace is not None
    return ReportJob(
        workspace=Path(item.workspace),
        out=out,
        into=item.into,
        as_of=item.as_of,
        scenario=item.scenario,
        given=item.given,
        manifest=item.knobs,
        limits=kernel_limits(item.limits),
        at_once=1,  # other items use the other cores
        fingerprint=marks,
    )


def told_of(fault: Exception, failed: Path) -> Json:
    """Return what is told of an item that could not be made; a notebook that failed is left in a folder."""
    if isinstance(fault, NotebookFailed):
        at = fault.at
        about: Json = {"kind": fault.kind, "notebook": at.notebook, "cell": at.cell, "cause": fault.cause}
        about["left"] = _left(at, failed)
    elif isinstance(fault, OSError):
        return told_of(fault_of(fault, failed.parent), failed)
    elif isinstance(fault, MemoryError):
        mend = "Run fewer items at once with --jobs, or give the machine more memory."
        return {"kind": "memory", "found": "There was not enough memory to make the report.", "mend": mend, "cause": ""}
    elif not isinstance(fault, UnequalError):
        return _bug(fault)
    else:
        kinds = ((InputError, "refused"), (EnvironmentFault, "environment"))
        kind = next((name for one, name in kinds if isinstance(fault, one)), "render")
        codes = sorted({problem.code for problem in fault.problems})
        about = {"kind": kind, "cause": ", ".join(codes) or without_values(fault.found)}
    problems = [asdict(one) for one in fault.problems]
    return {"found": fault.found, "mend": fault.mend, "problems": problems, **about}


def _left(at: Stopped, failed: Path) -> str | None:
    """Write a notebook as far as it came, for who looks into it, and return its path."""
    path = failed / at.notebook
    try:
        failed.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(notebook_text(at.executed), encoding="utf-8")
    except OSError:  # the failure itself is told all the same
        return None
    return str(path)


def _bug(fault: Exception) -> Json:
    return {
        "kind": "bug",
        "found": f"This is a bug in unequal: {type(fault).__name__}: {fault}",
        "mend": "Report it with the lines of its traceback, which stand in run_results.json.",
        "cause": f"bug: {type(fault).__name__}: {without_values(str(fault))}",
        "traceback": "".join(traceback.format_exception(fault)),
    }
