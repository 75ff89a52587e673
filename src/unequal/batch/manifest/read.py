"""`read_manifest`: read, expand, check whole, and only then hand out what there is to run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from unequal.errors import InputError, shown
from unequal.workspace.schema import as_day

from .document import Toml, read_toml
from .entries import Entry, Layer
from .expand import Asked, drafts_of
from .faults import Faults, Place
from .gates import gate_of
from .item import Batch, Gate
from .knobs import good_given, good_knobs
from .known import Known
from .lock import batch_id
from .outputs import note_clashes, with_ids
from .parameters import note_idle
from .schema import BatchLimitKeys, Defaults, GateKeys, ItemKeys, ManifestKeys
from .select import check_words, selected
from .shape import held_against
from .sources import LISTS, row_entries, spread

TOML = ".toml"


def read_manifest(
    path: str | Path,
    *,
    set_: Mapping[str, Mapping[str, Any]] | None = None,
    as_of: str | None = None,
    scenario: str | None = None,
    select: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Batch:
    """Read a manifest, whole, and return the batch that it stands for.

    Args:
        path: A .toml file, or a list of clients: .csv or .jsonl.
        set_: Knobs of the command line, by analysis; they count before those of the manifest.
        as_of: The day to look from, instead of all that the manifest says.
        scenario: The scenario, instead of all that the manifest says.
        select: Words such as ``tag:eu``; an item is run when one of them means it.
        exclude: Words; an item is not run when one of them means it.

    Raises:
        InputError: What is wrong with the manifest, all of it at once. What is wrong inside of a company's own folder
            is not: that is found when it runs, and stops nobody else.
        NothingSelected: No item is left.
        EnvironmentFault: A file may not be read.
    """
    path = Path(path).absolute()
    faults, known = Faults(), Known()
    asked = _asked(set_ or {}, as_of, scenario, known, faults)
    check_words(select, "--select", faults)
    check_words(exclude, "--exclude", faults)
    name, entries, gates, seconds = _said(path, known, faults)
    drafts = [draft for entry in entries for draft in drafts_of(entry, asked, known, faults)]
    items = with_ids(drafts, faults)
    note_clashes(drafts, items, faults)
    _note_idle_parameters(entries, known, faults)
    faults.raise_any(path.name)
    kept = selected(items, select, exclude)
    return Batch(name=name, id=batch_id(name, kept), items=kept, gates=gates, source=str(path), batch_seconds=seconds)


def _asked(
    given: Mapping[str, Mapping[str, Any]], as_of: str | None, scenario: str | None, known: Known, faults: Faults
) -> Asked:
    if as_of is not None:
        try:
            as_of = as_day(as_of).isoformat()
        except (ValueError, AttributeError):
            says = "expected a day, as in 2026-06-30"
            faults.add("value-wrong", Place(file="--as-of"), says, mend="give a day", value=as_of)
    return Asked(as_of=as_of, scenario=scenario, given=good_given(given, known, faults))


_Manifest = tuple[str, list[Entry], tuple[Gate, ...], float | None]


def _said(path: Path, known: Known, faults: Faults) -> _Manifest:
    ending = path.suffix.lower()
    if ending in LISTS:
        return path.stem, row_entries(path, path.name, (), faults), (), None
    if ending != TOML:
        found = f"{shown(path.name)} is no manifest."
        raise InputError(found, mend="give a .toml file, or a list of clients: .csv or .jsonl")
    toml = read_toml(path, path.name, faults)
    if toml is None:
        return path.stem, [], (), None
    return _of_toml(path, toml, known, faults)


def _of_toml(path: Path, toml: Toml, known: Known, faults: Faults) -> _Manifest:
    manifest = held_against(ManifestKeys, toml.tree, toml.at(), faults)
    limits = held_against(BatchLimitKeys, manifest.limits or {}, toml.at("limits"), faults)
    keys = held_against(Defaults, manifest.defaults or {}, toml.at("defaults"), faults)
    defaults = Layer(keys=keys, where=toml.at("defaults"), base=path.parent, shared=True)
    good_knobs(Entry(layers=(defaults,)).leaves("knobs", 3).values(), known, faults)
    entries: list[Entry] = []
    for number, item in enumerate(manifest.items or ()):
        where = toml.at("items", number)
        layer = Layer(keys=held_against(ItemKeys, item, where, faults), where=where, base=path.parent)
        entries.extend(spread(Entry(layers=(layer, defaults)), faults))
    gates = [
        gate_of(held_against(GateKeys, gate, toml.at("gates", n), faults), n + 1, toml.at("gates", n), known, faults)
        for n, gate in enumerate(manifest.gates or ())
    ]
    if not toml.tree.get("items"):
        mend = 'write  [[items]]  and below it  workspace = "clients/acme"'
        faults.add("item-source", Place(file=path.name), "the manifest has no items", mend=mend)
    seconds = limits.batch_seconds
    seconds = None if seconds is None or math.isinf(seconds) else seconds
    return manifest.name or path.stem, entries, tuple(gate for gate in gates if gate), seconds


def _note_idle_parameters(entries: Sequence[Entry], known: Known, faults: Faults) -> None:
    """Note parameters of the defaults that no notebook of the manifest declares."""
    names = known.parameters
    if names is None or not entries:
        return
    for layer in entries[0].layers:
        if layer.shared:
            for said in Entry(layers=(layer,)).leaves("parameters", 2).values():
                note_idle(said, names, faults)
