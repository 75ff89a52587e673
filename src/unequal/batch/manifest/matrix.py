"""A matrix: every combination of the values of its axes, in the order in which they are written."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from unequal.errors import did_you_mean
from unequal.workspace.slug import slugs

from .entries import Entry, Said
from .faults import Faults, KeyPath, dotted
from .kinds import plain
from .names import id_slug

MOST_POINTS = 10_000
PLAIN_AXES = ("scenario", "as_of")
_DEPTHS = {"knobs": 3, "parameters": 2}
_AXES = "scenario, as_of, knobs.<analysis>.<knob>, parameters.<name>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One combination.

    Attributes:
        values: By axis.
        id_part: What it adds to an id.
        into: Slug of the folder that keeps its output apart; empty where scenario and day do so.
    """

    values: Mapping[KeyPath, Said]
    id_part: str = ""
    into: str = ""


def points(entry: Entry, faults: Faults, *, without: Collection[str] = ()) -> list[Point]:
    """Return the combinations of an item's matrix, one without values where it has none; faults are noted.

    Args:
        entry: The item.
        faults: Where faults are noted.
        without: Axes about which somebody else has the word.
    """
    said = entry.said("matrix")
    if said is None:
        return [Point(values={})]
    axes = [axis for path, value in _axes(said.value, ()) if (axis := _axis(path, value, said, faults))]
    axes = [axis for axis in axes if axis[0][0] not in without]
    if math.prod(len(values) for _, values in axes) > MOST_POINTS:
        says = f"matrix: more than {MOST_POINTS:,} combinations"
        faults.add("matrix-too-big", said.place, says, mend="take an axis out, or write several items")
        return [Point(values={})]
    combinations = [
        dict(zip((path for path, _ in axes), values, strict=True))
        for values in itertools.product(*(values for _, values in axes))
    ]
    ids = _labels(combinations, lambda path: path != ("scenario",))
    folders = _labels(combinations, lambda path: len(path) > 1)
    return [
        Point(values=values, id_part=id_slug(name) if name else "", into=folder)
        for values, name, folder in zip(combinations, ids, folders, strict=True)
    ]


def _axes(table: Mapping[str, Any], path: KeyPath) -> list[tuple[KeyPath, Any]]:
    """Return the axes of a matrix, whether their keys are dotted texts or tables."""
    found: list[tuple[KeyPath, Any]] = []
    for key, value in table.items():
        here = (*path, *key.split("."))
        found.extend(_axes(value, here) if isinstance(value, Mapping) else [(here, value)])
    return found


def _axis(path: KeyPath, values: Any, said: Said, faults: Faults) -> tuple[KeyPath, list[Said]] | None:
    place = said.layer.where.value(("matrix", *path))
    known = path[0] in PLAIN_AXES and len(path) == 1
    if not known and len(path) != _DEPTHS.get(str(path[0])):
        near = did_you_mean(str(path[0]), (*PLAIN_AXES, *_DEPTHS))
        faults.add("axis-wrong", place, f"matrix: {dotted(path)} is no axis.{near}", mend=f"use one of {_AXES}")
        return None
    if not isinstance(values, list) or not values:
        says = f"matrix: {dotted(path)} is no list of values"
        faults.add("axis-wrong", place, says, mend=f'write "{dotted(path)}" = [ …, … ]', value=values)
        return None
    written = [_written(one) for one in values]
    if len(set(written)) < len(written):
        twice = next(one for one in written if written.count(one) > 1)
        says = f"matrix: {dotted(path)} holds {twice} twice"
        faults.add("axis-wrong", place, says, mend="write each value once")
        return None
    return path, [Said(path=("matrix", *path), value=plain(one), layer=said.layer) for one in values]


def _labels(combinations: list[dict[KeyPath, Said]], counts: Any) -> list[str]:
    """Return a slug for each combination of the axes that count; different combinations, different slugs."""
    names = [
        " ".join(f"{_short(path)} {_written(said.value)}" for path, said in values.items() if counts(path))
        for values in combinations
    ]
    by_name = slugs(name for name in names if name)
    return [by_name.get(name, "") for name in names]


def _short(path: KeyPath) -> str:
    return " ".join(str(part) for part in path[1:])


def _written(value: Any) -> str:
    """Return a value as a slug can tell it from others: a minus would be a hyphen there."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and value < 0:
        return f"minus {abs(value)}"
    return str(value)
