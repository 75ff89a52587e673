"""The one way to a number: notebook, command line, batch, panels and tests all come through here."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from unequal.shipped import shipped
from unequal.workbook import Run, Session, Store, cache_folder
from unequal.workbook.context import ReportContext, current, refuse_other
from unequal.workspace import Workspace, open_workspace, resolve_knobs

from . import discovered, find


def run(
    name: str,
    workspace: str | Path,
    *,
    as_of: str | datetime.date | None = None,
    scenario: str | None = None,
    **knobs: Any,
) -> Run:
    """Run one analysis of one company.

    Args:
        name: One of `analyses()`.
        workspace: Folder of the company.
        as_of: The day to look from, a date or ISO text; None takes the workspace's.
        scenario: Name of a file in ``scenarios/``; None is ``base``, the workspace as it is.
        **knobs: Knobs of the analysis; None leaves one as the workspace has it.

    Returns:
        Findings, facts, tables, charts and the record.

    Raises:
        InputError: An unknown name, knob, scenario, a value out of range, or tables that are refused.
    """
    find(name)
    context = current()
    if context is not None and _same_place(context.workspace, Path(workspace)):
        return _run_in_report(name, context, as_of=as_of, scenario=scenario, knobs=knobs)
    session = Session(
        opened(workspace, as_of=as_of, scenario=scenario or "base"),
        find=find,
        store=_store(cache_folder()),
        given={name: {key: value for key, value in knobs.items() if value is not None}},
    )
    return Run(session, find(name))


def opened(workspace: str | Path, *, as_of: str | datetime.date | None, scenario: str) -> Workspace:
    """Return a workspace whose every knob, of every analysis, has been found good.

    A relative path that is not there but names a sample company is the one that comes with the package, so that the
    notebooks' own default works from any folder.
    """
    return open_workspace(
        _or_sample(Path(workspace)),
        as_of=as_of,
        scenario=scenario,
        models={name: analysis.knobs for name, analysis in discovered().items()},
    )


def _or_sample(path: Path) -> Path:
    sample = Path("data") / "sample"
    if path.exists() or path.is_absolute() or path.parent != sample:
        return path
    found = shipped(sample.as_posix()) / path.name
    return found if found.exists() else path


def open_report(context: ReportContext) -> Session:
    """Return the session that a report and all its notebooks share."""
    return Session(
        opened(context.workspace, as_of=context.as_of if context.as_of_given else None, scenario=context.scenario),
        find=find,
        store=_store(context.store),
        given=context.given,
        manifest=context.manifest,
    )


def _run_in_report(
    name: str, context: ReportContext, *, as_of: Any, scenario: str | None, knobs: dict[str, Any]
) -> Run:
    session = open_report(context)
    settled = {**dict(session.knobs(name).values), "as_of": str(context.as_of), "scenario": context.scenario}
    # what no run would take is refused as in any run, before it is compared
    typed = dict(resolve_knobs(find(name).knobs, name, session.workspace, given=knobs).values)
    asked: dict[str, Any] = {key: typed[key] for key, value in knobs.items() if value is not None}
    if str(as_of or context.as_of) != settled["as_of"] or scenario not in (None, context.scenario):
        other = opened(context.workspace, as_of=as_of or context.as_of, scenario=scenario or context.scenario)
        asked |= {"as_of": str(other.as_of), "scenario": other.scenario}
    refuse_other(name, context, asked, settled)
    return Run(session, find(name))


def _same_place(one: Path, other: Path) -> bool:
    return one.expanduser().resolve() == other.expanduser().resolve()


@cache
def _store(folder: Path | None) -> Store:
    return Store(folder)
