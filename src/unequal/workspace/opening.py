"""`open_workspace`: read the folder, find every fault, raise them as one error, or return a `Workspace`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from unequal.assumptions import Override
from unequal.errors import Problem, shown

from .checks import (
    check_assumptions,
    check_conventions,
    check_plan_names,
    check_segments,
    check_tables,
    plain_locale,
)
from .document import Document, Documents
from .faults import Faults
from .folder import FILE, brand_in, find_folder, notes_in, read_documents, scenario_documents, scenario_names
from .locate import KeyPath, written
from .model import BASE, KnobLayer, Origin, Workspace
from .resolve import knob_problems
from .schema import WorkspaceFile, as_day
from .shape import read_shape
from .slug import slug
from .sources import Found, find_sources, named_sources, unexpected_in

GUESSED = "as_of"  # id in the register under which an import says that it guessed the day

Models = Mapping[str, type[BaseModel]]


def open_workspace(
    path: str | Path,
    *,
    as_of: str | date | None = None,
    scenario: str | None = BASE,
    models: Models | None = None,
) -> Workspace:
    """Open a company's folder.

    Args:
        path: The folder, or its workspace.toml. A folder without that file is good when data/ holds declared tables:
            then the defaults hold, and `as_of` must be given.
        as_of: The day to look from; None takes the one that the file says.
        scenario: Name of a file in ``scenarios/``; ``base`` or None for none.
        models: Knobs of each analysis. With them, ``[knobs.…]`` and every key of ``[plan]`` are checked in the same
            pass; without, a key of ``[plan]`` must be one of `PLAN_KEYS`, and `check_knobs` does the rest.

    Raises:
        InputError: The folder is missing, or the configuration has faults: all of them, each with its key, value, line
            and mend.
        EnvironmentFault: The folder may not be read.
    """
    folder = find_folder(Path(path))
    documents = read_documents(folder, scenario or BASE)
    checked = _checked(folder, documents, as_of, models)
    file, scenarios = checked.file, scenario_names(folder)
    return Workspace(
        path=folder,
        name=file.name or folder.name,
        slug=slug(folder.name),
        as_of=checked.as_of,
        as_of_origin=checked.as_of_origin,
        currency=file.currency,
        locale=(locale := plain_locale(file.locale) or file.locale),
        language=locale.partition("_")[0],
        scenario=scenario or BASE,
        scenarios=scenarios,
        sources=checked.found.files,
        databases=checked.found.databases,
        unexpected=_unexpected(folder, scenarios, documents.base),
        assumptions=checked.overrides,
        layers=checked.layers,
        notes=notes_in(folder),
        brand=brand_in(folder),
        origins=checked.origins,
        **_said(file),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A configuration in which no fault was found."""

    file: WorkspaceFile
    found: Found
    overrides: dict[str, Override]
    as_of: date
    as_of_origin: str
    layers: tuple[KnobLayer, ...]
    origins: Mapping[str, Origin]


def _checked(folder: Path, documents: Documents, as_of: str | date | None, models: Models | None) -> _Checked:
    """Find every fault in one pass, and raise them together."""
    faults = Faults(documents)
    file = read_shape(documents.merged(), faults)
    check_conventions(file, faults)
    found = _sources(folder, check_tables(file, faults), faults)
    check_segments(file, (*found.files, *found.databases), faults)
    check_plan_names(file, {name for model in (models or {}).values() for name in model.model_fields}, faults)
    overrides = check_assumptions(file, faults)
    day, origin = _as_of(as_of, file, documents, overrides.get(GUESSED), faults)
    layers, origins = _layers(documents, file), _origins(documents)
    faults.problems.extend(knob_problems(layers, models, origins) if models is not None else ())
    faults.raise_any(shown(folder.name))
    return _Checked(
        file=file,
        found=found,
        overrides=overrides,
        as_of=day,
        as_of_origin=origin,
        layers=layers,
        origins=origins,
    )


def _said(file: WorkspaceFile) -> dict[str, Any]:
    """Return what needs no more than the file."""
    return {
        "fiscal_year_start": file.fiscal_year_start,
        "deals_complete_from": file.deals_complete_from,
        "rates": {code: entry.rate for code, entry in file.currencies.items()},
        "rate_sources": {code: entry.source for code, entry in file.currencies.items()},
        "scheme": file.segments.scheme,
        "cuts": dict(file.segments.cuts),
        "plan": file.plan.scalars(),
        "plan_segments": {name: plan.model_dump(exclude_unset=True) for name, plan in file.plan.segments.items()},
        "plan_bets": {name: plan.model_dump(exclude_unset=True) for name, plan in file.plan.bets.items()},
        "knobs": {name: dict(knobs) for name, knobs in file.knobs.items()},
    }


def _sources(folder: Path, entries: Any, faults: Faults) -> Found:
    from unequal.tables.declared import TABLES

    return find_sources(folder, entries, TABLES, faults)


def _as_of(
    given: str | date | None, file: WorkspaceFile, documents: Documents, guess: Override | None, faults: Faults
) -> tuple[date, str]:
    if given is not None:
        return _given_day(given, faults), "given"
    if file.as_of is None:
        _note_missing_day(documents, faults)
        return date.min, ""
    if guess is not None and guess.value == file.as_of:
        return file.as_of, guess.source
    scenario = documents.scenario
    said_there = scenario is not None and scenario.says(("as_of",))
    return file.as_of, _label(scenario).strip() if said_there else FILE


def _unexpected(folder: Path, scenarios: Iterable[str], base: Document) -> tuple[str, ...]:
    """Return what belongs to no table, in this scenario or in any other."""
    from unequal.tables.declared import TABLES

    by_base = named_sources(base)
    by_scenarios = [named_sources(document) for document in scenario_documents(folder, scenarios)]
    named = {source for sources in (by_base, *by_scenarios) for source in sources.values()}
    return unexpected_in(folder, [table for table in TABLES if table not in by_base], named)


def _given_day(given: Any, faults: Faults) -> date:
    try:
        day = as_day(given)
        if isinstance(day, date):
            return day
        reason = "no day"
    except ValueError as fault:
        reason = str(fault)
    mend = "write the day as 2026-06-30"
    faults.problems.append(Problem(code="value-wrong", says=f"as_of = {shown(given)}: {reason}", mend=mend))
    return date.min


def _note_missing_day(documents: Documents, faults: Faults) -> None:
    if documents.base.says(("as_of",)):
        return  # it is there and wrong, which is noted already
    mend = f"write  as_of = 2026-06-30  (the day of your export) at the top of {FILE}, or give --as-of"
    faults.add("as-of-missing", ("as_of",), "the day to look from is not said, and it is never today", mend=mend)


def _layers(documents: Documents, file: WorkspaceFile) -> tuple[KnobLayer, ...]:
    """Cut the checked plan and knobs apart again by file, since a scenario's plan wins over a workspace's knobs."""
    said = [document for document in (documents.base, documents.scenario) if document is not None]
    return tuple(_layer(document, documents, file) for document in said)


def _layer(document: Document, documents: Documents, file: WorkspaceFile) -> KnobLayer:
    plan = document.tree.get("plan", {})
    knobs = document.tree.get("knobs", {})
    checked = file.plan.scalars()
    return KnobLayer(
        file=document.shown_as,
        label=_label(document if document is documents.scenario else None),
        plan={key: plan[key] for key in checked if isinstance(plan, Mapping) and key in plan},
        knobs={
            name: {key: value for key, value in knobs[name].items() if key in values}
            for name, values in file.knobs.items()
            if isinstance(knobs, Mapping) and isinstance(knobs.get(name), Mapping)
        },
    )


def _label(document: Document | None) -> str:
    return f"scenario {Path(document.shown_as).stem} " if document else ""


def _origins(documents: Documents) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for path in _keys(documents.merged(), ()):
        document = documents.of(path)
        found[written(path)] = Origin(file=document.shown_as, line=document.line(path))
    return found


def _keys(tree: Mapping[str, Any], path: KeyPath) -> list[KeyPath]:
    found: list[KeyPath] = []
    for key, below in tree.items():
        found.append((*path, key))
        if isinstance(below, Mapping):
            found.extend(_keys(below, (*path, key)))
    return found
