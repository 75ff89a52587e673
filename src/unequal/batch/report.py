"""One company's report, from its tables to the folder moved into place."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from unequal.analyses import analyses
from unequal.analyses.door import open_report, opened
from unequal.errors import InputError, did_you_mean
from unequal.kernels.execute import Surroundings
from unequal.kernels.limits import KernelLimits
from unequal.kernels.notebooks import ReportNotebook, notebooks_for
from unequal.kernels.processes import Nursery
from unequal.report import (
    as_html,
    assemble,
    memo_pdf,
    notebook_text,
    pdf_with_notes,
    read_brand,
    record_text,
    scrub,
    set_aside_csv,
    write_report,
)
from unequal.workbook import Session
from unequal.workbook.context import VARIABLE, ReportContext
from unequal.workspace import slug

from .describe import describe
from .notebooks import run_notebooks
from .progress import Progress

# What a report's kernels import; none starts a thread.
PRELOADED = ("unequal.batch.report",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportJob:
    """What is asked for.

    Attributes:
        workspace: Folder of the company.
        out: Where reports lie.
        as_of: The day to look from; None takes the workspace's.
        scenario: Name of the scenario.
        given: Knobs by analysis, as the command line gave them.
        manifest: Knobs by analysis, as a manifest's item gave them.
        into: Slug of a folder below `out`; empty for none.
        limits: What each notebook may take.
        at_once: How many notebooks run beside each other.
        fingerprint: Hashes of all that the report depends on, for run.json; see `stale`.
    """

    workspace: Path
    out: Path
    as_of: str | datetime.date | None = None
    scenario: str = "base"
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    manifest: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    into: str = ""
    limits: KernelLimits = field(default_factory=KernelLimits)
    at_once: int = field(default_factory=lambda: os.cpu_count() or 1)
    fingerprint: Mapping[str, str] = field(default_factory=dict)


def make_report(job: ReportJob, *, progress: Progress | None = None) -> Path:
    """Make a company's report and return the path of its report.html.

    Raises:
        InputError: Inputs are refused; nothing was executed.
        ReportFailed: A notebook failed; an older report stands as it was.
        EnvironmentFault: Disk, permission or kernel.
    """
    step = progress or Progress()
    with ExitStack() as stack:
        nursery = stack.enter_context(Nursery(preload=PRELOADED))
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=nursery.folder)))
        with step.step("tables", f"Reading {job.workspace.name or job.workspace}"):
            session, context = _settled(job, temporary)
            names = _checked(session, job)
        with step.step("analyses", "Computing"):
            for name in names:
                session.facts(name)
        notebooks = notebooks_for(session.workspace.path, [name for name in names if not session.missing(name)])
        with step.step("notebooks", f"Running {len(notebooks)} notebooks"):
            around = _surroundings(job, nursery, temporary)
            texts = run_notebooks(notebooks, context, around, at_once=job.at_once, progress=step)
        return _written(job, session, notebooks=notebooks, texts=texts, step=step)


def _settled(job: ReportJob, temporary: Path) -> tuple[Session, ReportContext]:
    workspace = opened(job.workspace, as_of=job.as_of, scenario=job.scenario)
    context = ReportContext(
        workspace=workspace.path.resolve(),
        as_of=workspace.as_of,
        as_of_given=job.as_of is not None,
        scenario=job.scenario,
        store=temporary / "store",
        given=job.given,
        manifest=job.manifest,
    )
    context.write(temporary / "context.json")
    return open_report(context), context


def _checked(session: Session, job: ReportJob) -> list[str]:
    """Return the names of all analyses, once every knob and table of the run has been found good."""
    names = list(analyses())
    for unknown in [name for name in job.given if name not in names]:
        found = f"There is no analysis '{unknown}' to set a knob of.{did_you_mean(unknown, names)}"
        raise InputError(found, mend=f"Name one of {', '.join(names)}: --set {names[-1]}.knob=value.")
    for name in names:
        session.knobs(name)
    _ = session.tables
    if session.workspace.brand is not None:
        read_brand(session.workspace.brand)  # a brand that cannot be used is told of now, not after the notebooks
    return names


def _surroundings(job: ReportJob, nursery: Nursery, temporary: Path) -> Surroundings:
    empty = temporary / "empty"
    empty.mkdir()
    return Surroundings(
        nursery=nursery,
        cwd=empty,
        environment={VARIABLE: str(temporary / "context.json")},
        limits=job.limits,
    )


def _written(
    job: ReportJob, session: Session, *, notebooks: list[ReportNotebook], texts: list[str], step: Progress
) -> Path:
    space = session.workspace
    places = {str(space.path.resolve()): space.path.resolve().name, str(space.path): space.path.name}
    scrubbed = [scrub(nbformat.reads(text, as_version=4), places) for text in texts]
    run = describe(session, list(analyses()), notebooks)
    document = assemble(run, [(one.analysis, node) for one, node in zip(notebooks, scrubbed, strict=True)])
    with step.step("html", "Writing HTML"):
        files: dict[str, bytes] = {"report.html": as_html(document).encode()}
    with step.step("pdf", "Writing PDF"):
        made = pdf_with_notes(document)
        files["report.pdf"] = made.data
        memo = memo_pdf(document)
    if memo is not None:
        files["memo.pdf"] = memo
    files["record.json"] = record_text(document).encode()
    for one, node in zip(notebooks, scrubbed, strict=True):
        files[f"notebooks/{one.path.name}"] = notebook_text(node).encode()
    for table, rows in sorted(session.tables.set_aside.items()):
        if len(rows):
            files[f"set_aside/{table}.csv"] = set_aside_csv(rows)
    period = space.as_of.isoformat() + ("" if space.scenario == "base" else f"-{slug(space.scenario)}")
    told = {**run, "pdf_notes": list(made.notes), "timings": step.seconds, "fingerprint": dict(job.fingerprint)}
    folder = write_report(job.out / job.into, space.slug, period, files, told)
    return folder / "report.html"
