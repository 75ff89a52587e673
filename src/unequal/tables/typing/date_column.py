"""A column of days or months, in the order that the whole column, or else the whole table, shows."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.tables.spec import Column, Kind

from .column import Cells, Spot, TypedColumn
from .dates import FIRST, LAST, WrittenDate, day_of, in_order, settled, take_apart
from .missing import is_missing

TOLD_FORMS = (("serial-dates", "serial"), ("epoch-dates", "epoch"))


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many cells can be read day first only, month first only, and both ways with different results."""

    day_first: int = 0
    month_first: int = 0
    both: int = 0

    def __add__(self, other: OrderEvidence) -> OrderEvidence:
        return OrderEvidence(
            self.day_first + other.day_first, self.month_first + other.month_first, self.both + other.both
        )

    @property
    def order(self) -> str | None:
        """Return the order when all that speaks speaks for it, else None."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return "dmy" if self.day_first else "mdy"


def parts_of(cells: Cells, given: str | None = None) -> list[WrittenDate | None]:
    """Return the distinct cells of a column taken apart; None for what is no date.

    Args:
        cells: The cells.
        given: The order that the workspace gives, which also holds for dates divided by points.
    """
    return [None if is_missing(text) else settled(take_apart(text), given) for text in cells.texts]


def order_evidence(cells: Cells, parts: list[WrittenDate | None], kind: Kind) -> OrderEvidence:
    """Return what the cells of one column say about the order of day and month."""
    counts = {"day": 0, "month": 0, "both": 0}
    numbers: list[tuple[int, int]] = []
    for written, rows in zip(parts, cells.rows().tolist(), strict=True):
        if written is None or written.form != "numbers":
            continue
        numbers.append((written.first, written.second))
        if written.first > 12 or written.second > 12:
            counts["day" if written.first > 12 else "month"] += rows
        elif written.first != written.second:
            counts["both"] += rows
    if kind is Kind.MONTH_START:
        side = _side_of_ones(numbers)
        counts[side] += counts["both"] if side != "both" else 0
    return OrderEvidence(counts["day"], counts["month"], counts["both"])


def _side_of_ones(numbers: list[tuple[int, int]]) -> str:
    """Return where the day stands when every cell is the first of another month."""
    firsts, seconds = {first for first, _ in numbers}, {second for _, second in numbers}
    if firsts == {1} and len(seconds) > 1:
        return "day"
    return "month" if seconds == {1} and len(firsts) > 1 else "both"


def date_column(cells: Cells, parts: list[WrittenDate | None], column: Column, order: str | None) -> TypedColumn:
    """Return a column of days.

    Args:
        cells: Its cells.
        parts: The same taken apart.
        column: Its declaration.
        order: ``dmy``, ``mdy`` or ``ymd``; None when neither the workspace nor the column nor the table tells it.
    """
    readings = [_read(written, column.kind, order) for written in parts]
    faults = []
    for code in ("unreadable-date", "date-order-undecidable", "date-out-of-range"):
        at = [_fault(text, reading) == code for text, reading in zip(cells.texts, readings, strict=True)]
        if any(at):
            faults.append(Spot(code=code, at=cells.spread(at), says=_says(code, order)))
    days = [reading if isinstance(reading, dt.date) else None for reading in readings]
    ends = [_month_end(day) if day and column.kind is Kind.MONTH_END else day for day in days]
    starts = [day.replace(day=1) if day and column.kind is Kind.MONTH_START else day for day in ends]
    values = np.array([np.datetime64(day or "NaT", "D") for day in starts], dtype="datetime64[D]")
    return TypedColumn(
        values=pd.Series(values.astype("datetime64[ns]")[cells.codes]),
        faults=tuple(faults),
        notes=tuple(_notes(cells, parts, days, starts)),
    )


def _read(written: WrittenDate | None, kind: Kind, order: str | None) -> dt.date | str:
    """Return the day, or the code of what is wrong."""
    if written is None or (written.form == "month" and kind is Kind.DATE):
        return "unreadable-date"
    if written.form == "numbers":
        written = _ordered(written, order)
        if written is None:
            return "date-order-undecidable"
    day = day_of(written)
    if day is None:
        return "unreadable-date"
    return day if FIRST <= day <= LAST else "date-out-of-range"


def _ordered(written: WrittenDate, order: str | None) -> WrittenDate | None:
    if order in {"dmy", "mdy"} or (order == "ymd" and written.short):
        return in_order(written, str(order))
    if written.first > 12 or written.first == written.second:
        return in_order(written, "dmy")
    return in_order(written, "mdy") if written.second > 12 else None


def _fault(text: str, reading: dt.date | str) -> str:
    return "" if isinstance(reading, dt.date) or is_missing(text) else reading


def _says(code: str, order: str | None) -> str:
    words = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
    if code == "unreadable-date" and order:
        return f"expected a date in the order {words[order]}"
    return ""


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _notes(
    cells: Cells, parts: list[WrittenDate | None], days: list[dt.date | None], mended: list[dt.date | None]
) -> list[Spot]:
    def seen(test: Callable[[WrittenDate], bool]) -> list[bool]:
        return [written is not None and test(written) for written in parts]

    notes = [
        Spot(code=code, at=cells.spread(seen(lambda w, form=form: w.form == form)))
        for code, form in TOLD_FORMS
        if any(seen(lambda w, form=form: w.form == form))
    ]
    short = seen(lambda written: written.short)
    if any(short):
        notes.append(Spot(code="two-digit-years", at=cells.spread(short)))
    zones = {written.zone for written in parts if written and written.zone}
    if len(zones) > 1:
        says = f"times carry {len(zones)} zones: {', '.join(sorted(zones)[:4])}"
        notes.append(Spot(code="time-zones", at=cells.spread(seen(lambda written: bool(written.zone))), says=says))
    moved = [
        old != new and written is not None and written.form != "month"
        for old, new, written in zip(days, mended, parts, strict=True)
    ]
    if any(moved):
        code = "month-not-first-day" if all(day is None or day.day == 1 for day in mended) else "month-not-last-day"
        notes.append(Spot(code=code, at=cells.spread(moved)))
    return notes
