"""From an item as written to the items that it stands for: each folder, each scenario, each point of a matrix."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from unequal.errors import did_you_mean, shown
from unequal.workspace.schema import as_day
from unequal.workspace.slug import slug

from .entries import Entry, Said
from .faults import Faults, Place, dotted
from .item import Item, Limits
from .knobs import ByAnalysis, good_knobs
from .known import Declared, Known
from .matrix import Point, points
from .names import id_slug, is_id, joined
from .parameters import good_parameters
from .schema import LimitKeys
from .sources import Source, found_source, scenarios_of

BASE = "base"
ONLY_WORKSPACE = ("scenario", "scenarios", "as_of", "knobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says for all items; it counts before the manifest.

    Attributes:
        as_of: The day to look from, ISO.
        scenario: The scenario, instead of those of the manifest.
        given: Knobs by analysis.
    """

    as_of: str | None = None
    scenario: str | None = None
    given: ByAnalysis = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item that still lacks its final id.

    Attributes:
        item: The item, with the id that it would have alone.
        source: Its company or notebook.
        key: What tells it apart from all others, the same on every machine.
        is_chosen: Whether its id was written by hand.
        place: Where it stands.
    """

    item: Item
    source: Source
    key: str
    is_chosen: bool
    place: Place


def drafts_of(entry: Entry, asked: Asked, known: Known, faults: Faults) -> list[Draft]:
    """Return the items that an entry stands for; what is wrong is noted and left out."""
    said = entry.said("workspace", "notebook")
    if said is None:
        return []
    source = found_source(said, faults)
    _note_two_words(entry, faults)
    over = [name for name, value in (("scenario", asked.scenario), ("as_of", asked.as_of)) if value is not None]
    combinations = points(entry, faults, without=over)
    common = Item(
        id="",
        workspace=source.address if source.kind == "workspace" else None,
        notebook=source.address if source.kind == "notebook" else None,
        tags=entry.tags(),
        limits=_limits(entry),
        retries=retries.value if (retries := entry.said("retries")) else 1,
    )
    make = _of_notebook if source.kind == "notebook" else _of_workspace
    return [
        _draft(item, entry, source, point, faults)
        for point in combinations
        for item in make(_Making(entry, source, point, common, asked), known, faults)
    ]


@dataclass(frozen=True, slots=True)
class _Making:
    """One combination of an entry, on its way to an item."""

    entry: Entry
    source: Source
    point: Point
    common: Item
    asked: Asked

    def leaves(self, table: str, depth: int) -> list[Said]:
        """Return the values of a table, those of the combination before the entry's."""
        turned = {path: said for path, said in self.point.values.items() if path[0] == table}
        return list({**self.entry.leaves(table, depth), **turned}.values())


def _of_notebook(making: _Making, known: Known, faults: Faults) -> list[Item]:
    _note_misplaced(making, ONLY_WORKSPACE, "a notebook takes parameters; this is for workspaces", faults)
    parameters = good_parameters(making.leaves("parameters", 2), _declared(making.source, known, faults), faults)
    return [replace(making.common, parameters=parameters)]


def _of_workspace(making: _Making, known: Known, faults: Faults) -> list[Item]:
    _note_misplaced(making, ("parameters",), "parameters are for notebooks; a workspace has knobs", faults)
    day = making.point.values.get(("as_of",)) or making.entry.said("as_of")
    item = replace(
        making.common,
        as_of=making.asked.as_of or (_day(day, faults) if day else None),
        knobs=good_knobs(making.leaves("knobs", 3), known, faults),
        given=making.asked.given,
    )
    return [replace(item, scenario=scenario) for scenario in _scenarios(making, faults)]


def _scenarios(making: _Making, faults: Faults) -> list[str]:
    """Return the scenarios to run; one that the workspace does not have is noted."""
    if making.asked.scenario is not None:
        place, names = Place(file="--scenario"), [making.asked.scenario]
    else:
        said = making.point.values.get(("scenario",)) or making.entry.said("scenarios", "scenario")
        if said is None:
            return [BASE]
        place, names = said.place, said.value if isinstance(said.value, list) else [said.value]
    for name in names:
        _check_scenario(name, making.source, place, faults)
    return [name for name in dict.fromkeys(names) if isinstance(name, str)]


def _check_scenario(name: Any, source: Source, place: Place, faults: Faults) -> None:
    if not isinstance(name, str) or not name.isprintable() or name.startswith(".") or set(name) & set("/\\"):
        mend = "name a file of scenarios/, without .toml"
        faults.add("scenario-unknown", place, "this is no name of a scenario", mend=mend, value=name)
        return
    there = scenarios_of(source.path) if source.path is not None else None
    if name == BASE or there is None or name in there:
        return
    has = f"there are {', '.join((BASE, *there))}" if there else f"there is only {BASE}"
    says = f"{source.name} has no scenario {shown(name)}; {has}.{did_you_mean(name, (BASE, *there))}"
    mend = f"name one of them, or write {source.name}/scenarios/{name}.toml with what differs"
    faults.add("scenario-unknown", place, says, mend=mend)


def _note_two_words(entry: Entry, faults: Faults) -> None:
    for layer in entry.layers:
        both = [name for name in ("scenario", "scenarios") if layer.has(name)]
        both += ["matrix.scenario"] if "scenario" in (getattr(layer.keys, "matrix", None) or {}) else []
        if len(both) > 1:
            says = f"{' and '.join(both)} say the same thing twice"
            faults.add("key-misplaced", layer.where.value((both[0],)), says, mend="keep one of them")


def _note_misplaced(making: _Making, names: tuple[str, ...], why: str, faults: Faults) -> None:
    for layer in making.entry.layers:
        for name in names:
            if layer.has(name) and not layer.shared:
                faults.add("key-misplaced", layer.where.name((name,)), f"{name}: {why}", mend="take it out")
    for path, said in making.point.values.items():
        if path[0] in names:
            faults.add("key-misplaced", said.name_place, f"matrix.{dotted(path)}: {why}", mend="take it out")


def _declared(source: Source, known: Known, faults: Faults) -> Declared | None:
    declared = known.notebook(source.path)
    if isinstance(declared, str):
        mend = "open it in JupyterLab, and save it again"
        faults.add("not-a-notebook", source.said.place, f"notebook: {declared}", mend=mend, value=source.said.value)
        return None
    return declared


def _day(said: Said, faults: Faults) -> str | None:
    """Return a day in ISO; the manifest's own are checked already, those of a matrix are not."""
    try:
        day = as_day(said.value)
        if isinstance(day, date):
            return day.isoformat()
    except ValueError:
        pass
    says = f"{dotted(said.path)}: expected a day, as in 2026-06-30"
    faults.add("value-wrong", said.place, says, mend="give a day, as in 2026-06-30", value=said.value)
    return None


def _limits(entry: Entry) -> Limits:
    """Return the limits, each from the nearest layer that says it."""
    found: dict[str, Any] = {}
    for layer in reversed(entry.layers):
        limits = getattr(layer.keys, "limits", None)
        for name in LimitKeys.model_fields:
            if limits is not None and (value := getattr(limits, name)) is not None:
                found[name] = None if math.isinf(value) else int(value) if name == "memory_mb" else value
    return Limits(**found)


def _draft(item: Item, entry: Entry, source: Source, point: Point, faults: Faults) -> Draft:
    chosen, own = entry.said("id"), id_slug(source.name)
    base = own
    if chosen is not None:
        if not is_id(chosen.value):
            _note_unsafe("id", chosen, id_slug(chosen.value), faults)
        word = id_slug(chosen.value)
        is_of_one = chosen.layer is source.said.layer
        base = word if is_of_one else joined(word, own)  # of a foreach, it is what all its items begin with
    scenario = "" if item.scenario == BASE else id_slug(item.scenario)
    into = _into(entry, point, faults)
    return Draft(
        item=replace(item, id=joined(base, scenario, point.id_part), into=into),
        source=source,
        key="\0".join(
            (_relative(source), into, item.scenario, point.id_part, json.dumps(item.parameters, default=str))
        ),
        is_chosen=chosen is not None and chosen.layer is source.said.layer,
        place=entry.place,
    )


def _into(entry: Entry, point: Point, faults: Faults) -> str:
    said = entry.said("into")
    if said is not None and slug(said.value) != said.value:
        _note_unsafe("into", said, slug(said.value), faults)
    parts = [slug(said.value) if said is not None else "", point.into]
    return slug(whole) if (whole := "-".join(part for part in parts if part)) else ""


def _note_unsafe(key: str, said: Said, instead: str, faults: Faults) -> None:
    says = f"{key}: small letters, digits and hyphens only, since it becomes part of a path"
    faults.add("name-unsafe", said.place, says, mend=f'write  {key} = "{instead}"', value=said.value)


def _relative(source: Source) -> str:
    """Return an address as it is the same on every machine that has manifest and clients side by side."""
    if source.path is None:
        return source.address
    return Path(os.path.relpath(source.path, source.said.layer.base)).as_posix()
