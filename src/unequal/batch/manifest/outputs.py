"""Where each item will write, and that no two write to one place."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from unequal.errors import shown
from unequal.workspace.schema import as_day
from unequal.workspace.slug import slug

from .expand import BASE, Draft
from .faults import Faults
from .item import Item
from .names import settled

UNKNOWN_DAY = "its own day"


def with_ids(drafts: Sequence[Draft], faults: Faults) -> tuple[Item, ...]:
    """Return the items with ids that are all different; an id that was chosen twice is noted."""
    chosen: dict[str, Draft] = {}
    for draft in drafts:
        if draft.is_chosen and draft.item.id in chosen:
            says = f"id: {shown(draft.item.id)} is the id of another item, too ({chosen[draft.item.id].place})"
            faults.add("id-taken", draft.place, says, mend="give one of them another id")
        if draft.is_chosen:
            chosen.setdefault(draft.item.id, draft)
    ids = settled([one.item.id for one in drafts], [one.key for one in drafts], [one.is_chosen for one in drafts])
    return tuple(replace(draft.item, id=word) for draft, word in zip(drafts, ids, strict=True))


def note_clashes(drafts: Sequence[Draft], items: Sequence[Item], faults: Faults) -> None:
    """Note items that would write the same report, whatever the case of letters, or one inside of another's."""
    taken: dict[PurePosixPath, tuple[Item, Draft]] = {}
    written = [(output(item, draft), item, draft) for item, draft in zip(items, drafts, strict=True)]
    for place, item, draft in written:
        if place in taken:
            other, of_other = taken[place]
            says = f"{shown(other.id)} ({of_other.place}) and {shown(item.id)} would both write {place}"
            mend = 'take one out, or give one of them a folder of its own:  into = "…"'
            faults.add("output-taken", draft.place, says, mend=mend)
        taken.setdefault(place, (item, draft))
    for place, item, draft in written:
        for above in place.parents:
            if above in taken:
                other = taken[above][0]
                says = f"{shown(item.id)} would write {place}, inside of the report of {shown(other.id)}"
                faults.add("output-taken", draft.place, says, mend='give it another folder:  into = "…"')


def output(item: Item, draft: Draft) -> PurePosixPath:
    """Return where an item will write, below the output folder, in small letters.

    The day of a workspace that does not say it stands as `UNKNOWN_DAY`: then scenarios are compared.
    """
    if draft.source.kind == "notebook":
        return PurePosixPath(item.into.casefold(), f"{item.id}.ipynb")
    path = draft.source.path
    name = path.resolve().name if path is not None else draft.source.name
    day = item.as_of or (own_day(path, item.scenario) if path is not None else None) or UNKNOWN_DAY
    period = day if item.scenario == BASE else f"{day}-{slug(item.scenario)}"
    return PurePosixPath(item.into.casefold(), slug(name).casefold(), period.casefold())


def own_day(folder: Path, scenario: str) -> str | None:
    """Return the day that a workspace looks from, None where it cannot be told: that is found when it runs."""
    files = [folder / "workspace.toml"] if scenario == BASE else [
        folder / "scenarios" / f"{scenario}.toml",
        folder / "workspace.toml",
    ]  # fmt: skip
    for file in files:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            day = as_day(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("as_of"))
            if isinstance(day, date):
                return day.isoformat()
    return None
