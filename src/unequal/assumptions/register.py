"""The register of assumptions: read from two TOML files, overridden row by row."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from unequal.errors import InputError, did_you_mean, shown

FILES = ("benchmarks.toml", "defaults.toml")
GRADES = ("E1", "E2", "E3", "E4", "E5")
UNGRADED_OVERRIDE = "E5"  # a value that the user sets counts as own judgement until a better grade is written

Value = float | str | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One default with where it comes from.

    Attributes:
        id: ``B01`` … ``B47`` for published figures, else a path of words such as ``prior.Big.win_probability``.
        name: What it is, in the reader's words.
        value: The number in `unit`; None where the row is a table of several numbers (`values`) or an idea.
        unit: Unit of `value`, or of the numbers in `values`.
        source: Who says so; ``assumption`` where nobody outside does.
        url: Address or addresses as given; empty for an assumption of this package.
        year: Year of the data, or of the publication; None where the source does not say.
        grade: E3 official statistics or a survey, E4 practitioner's rule, E5 guess; a workspace may set E1 or E2.
        note: What a reader must know to use it.
        figure: The figure as published.
        quality: P primary, S secondary, V vendor or practitioner; empty for an assumption of this package.
        values: The numbers of a row that holds several; names end with their unit unless they are shares.
        basis: Ids that it was built from.
        follows: Id whose override changes this row, too.
        origin: ``shipped``, or ``[assumptions] <id>`` after an override.
    """

    id: str
    name: str
    value: Value | None = None
    unit: str
    source: str = "assumption"
    url: str = ""
    year: int | None = None
    grade: str
    note: str = ""
    figure: str = ""
    quality: str = ""
    values: Mapping[str, float] = field(default_factory=dict, hash=False)
    basis: tuple[str, ...] = ()
    follows: str | None = None
    origin: str = "shipped"

    @property
    def is_overridden(self) -> bool:
        """Whether a workspace has set it."""
        return self.origin != "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A workspace's own value for a row of the register.

    Attributes:
        value: In the unit of the row.
        source: Where the value comes from.
        grade: E1 to E5; None counts as a guess.
        note: What a reader must know.
    """

    value: Value
    source: str
    grade: str | None = None
    note: str = ""


def catalogue() -> dict[str, Assumption]:
    """Return every assumption by its id, as shipped.

    >>> catalogue()["reserve_months"].value
    2
    """
    return dict(_shipped())


def assumption(id: str) -> Assumption:  # noqa: A002  # the register calls it an id, and so does its reader
    """Return one assumption as shipped.

    Raises:
        InputError: No row has this id.

    >>> assumption("B31").unit
    'times wages'
    """
    return _row(_shipped(), id)


def overridden(register: Mapping[str, Assumption], overrides: Mapping[str, Override]) -> dict[str, Assumption]:
    """Return the register that is in force under a workspace's overrides.

    A row that follows another (`raise_months` follows `B27`) changes with it, unless it is overridden itself.

    Raises:
        InputError: An id is unknown, or a value does not fit its row.

    >>> own = overridden(catalogue(), {"B27": Override(value=4, source="our last round")})
    >>> own["raise_months"].value, own["raise_months"].origin
    (4, '[assumptions] B27')
    """
    result = dict(register)
    for key, override in overrides.items():
        result[key] = _apply(_row(register, key), override, origin=f"[assumptions] {key}")
    for key, row in register.items():
        if row.follows is not None and row.follows in overrides and key not in overrides:
            result[key] = _apply(row, overrides[row.follows], origin=f"[assumptions] {row.follows}")
    return result


def _row(register: Mapping[str, Assumption], key: str) -> Assumption:
    if key not in register:
        found = f"No assumption has the id {shown(key)}.{did_you_mean(key, register)}"
        raise InputError(found, mend="use an id that the report's page of assumptions shows")
    return register[key]


def _apply(row: Assumption, override: Override, *, origin: str) -> Assumption:
    fault = _misfit(row, override)
    if fault:
        raise InputError(f"The override of {row.id} ({row.name}) is refused: {fault}.", mend=_mend(row))
    return replace(
        row,
        value=override.value,
        source=override.source,
        grade=override.grade or UNGRADED_OVERRIDE,
        note=override.note,
        origin=origin,
        url="",
        year=None,
        quality="",
        figure="",
        basis=(),
    )


def _mend(row: Assumption) -> str:
    example = shown(row.value) if isinstance(row.value, str) else row.value
    return f'write {row.id} = {{ value = {example}, source = "…" }}, the value in {row.unit}'


def _misfit(row: Assumption, override: Override) -> str | None:
    if not override.source.strip():
        return "it says no source"
    if override.grade is not None and override.grade not in GRADES:
        return f"{shown(override.grade)} is no grade; grades are {', '.join(GRADES)}"
    return _wrong_value(row, override.value)


def _wrong_value(row: Assumption, value: object) -> str | None:
    if row.unit == "date":
        return None if isinstance(value, date) else f"{shown(value)} is no date"
    if row.value is None:
        return "the row is no single number, so nothing reads an override of it"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{shown(value)} is no number"
    return None


@cache
def _shipped() -> dict[str, Assumption]:
    here = files("unequal.assumptions")
    rows: dict[str, Assumption] = {}
    for name in FILES:
        tree = tomllib.loads((here / name).read_text(encoding="utf-8"))
        rows.update((row.id, row) for row in _rows(tree, path=()))
    return rows


def _rows(tree: Mapping[str, Any], *, path: tuple[str, ...]) -> Iterator[Assumption]:
    """Yield the rows of a tree of tables; a table with a unit is a row."""
    for key, below in tree.items():
        here = (*path, key)
        if "unit" in below:
            basis = tuple(below.get("basis", ()))
            source = f"assumption, built from {', '.join(basis)}" if basis else "assumption"
            yield Assumption(**{"source": source, **below, "id": ".".join(here), "basis": basis})
        else:
            yield from _rows(below, path=here)
