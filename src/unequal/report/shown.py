"""Values as a reader sees them: the right kind for a unit, intervals beside, heads of columns with their unit."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from unequal.words import Words
from unequal.words.rounding import exact, significant

UNKNOWN = "–"
ENDLESS = "∞"

# what blocks call a unit -> how `words` writes it
KINDS = {
    "percent": "percent",
    "probability": "percent",
    "share": "percent",
    "rate": "percent",
    "months": "months",
    "days": "days",
    "weeks": "weeks",
    "hours": "hours",
    "years": "years",
    "money": "money",
    "times": "times",
    "": "number",
    "number": "number",
}
NUMERIC = ("number", "count", "percent", "money", "months", "days")
DURATIONS = ("months", "days", "weeks", "hours", "years")
FEW = {"months": 20, "days": 10}  # below it durations of a column have one decimal
LARGE = 100  # from here an amount in a table is written without cents


@dataclass(frozen=True, slots=True)
class Shown:
    r"""Writes values of blocks in the report's language.

    >>> shown = Shown(Words("en_GB", "EUR"))
    >>> shown.value(0.145, "probability").replace("\u00a0", " "), shown.value(1, "deals"), shown.value("inf", "months")
    ('14 %', '1 deal', 'not reached')
    """

    words: Words

    @property
    def currency(self) -> str:
        """The currency as amounts bear it: a sign, or its code."""
        return self.words.money(1).strip("1 \u00a0.,0")

    def value(self, value: Any, unit: str = "") -> str:
        """Return a value with its unit; text stays text."""
        number = number_of(value)
        if number is None:
            return UNKNOWN if value is None else self._plain(value)
        kind, rest = self._kind(unit)
        if math.isinf(number) and kind not in DURATIONS:
            return ENDLESS if number > 0 else f"−{ENDLESS}"
        written = self._numbered(number, kind, rest)
        return f"{written} {rest}" if rest and kind != "count" else written

    def interval(self, low: Any, high: Any, unit: str = "") -> str:
        """Return the two ends with the unit once; empty when there is no interval."""
        ends = number_of(low), number_of(high)
        if ends[0] is None or ends[1] is None:
            return ""
        kind, _ = self._kind(unit)
        return self.words.interval(ends[0], ends[1], "number" if kind == "count" else kind)

    def measured(self, one: dict[str, Any]) -> str:
        """Return evidence as ``runway 12 months (9–14 months, n = 20)``."""
        about = [self.interval(one.get("low"), one.get("high"), one["unit"])]
        if one.get("n") is not None and one["n"] != one["value"]:
            about.append(self.words("report.counted", n=one["n"]))
        beside = ", ".join(part for part in about if part)
        value = f"{one['name']} {self.value(one['value'], one['unit'])}"
        return f"{value} ({beside})" if beside else value

    def date(self, value: Any, style: str = "long") -> str:
        """Return an ISO day as the locale writes it; anything else as it is."""
        day = day_of(value)
        return self._plain(value) if day is None else self.words.date(day, style)

    def decimals(self, values: Iterable[Any], kind: str) -> int | None:
        """Return how many decimals all durations of a column have, so that they stand under each other."""
        if kind not in FEW:
            return None
        sizes = [abs(one) for one in map(number_of, values) if one is not None and math.isfinite(one)]
        return 1 if any(one != int(one) for one in sizes) and max(sizes) < FEW[kind] else 0

    def cell(self, value: Any, kind: str, decimals: int | None = None) -> str:
        """Return a value as it stands in a column, whose head says the unit where it has one.

        Args:
            value: Of a block.
            kind: Of the column.
            decimals: What the column's durations have.
        """
        if value is None or value == "":
            return UNKNOWN
        if kind == "date":
            return self.date(value, "short")
        number = number_of(value)
        if kind == "boolean" or isinstance(value, bool):
            return self.words("yes" if value in (True, "true", "True") else "no")
        if kind not in NUMERIC or number is None:
            return self._plain(value)
        return self._in_column(number, kind) if decimals is None else self._rounded(number, decimals)

    def _rounded(self, number: float, decimals: int) -> str:
        if math.isinf(number):
            return ENDLESS if number > 0 else f"−{ENDLESS}"
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        text = format_decimal(abs(round(number, decimals)), format=pattern, locale=self.words.numbers.locale)
        return f"−{text}" if round(number, decimals) < 0 else text

    def head(self, label: str, kind: str) -> str:
        """Return a column's label with the unit that its cells leave out, unless it says the unit already."""
        if kind == "money":
            symbols = (self.currency, self.words.currency)
            return label if any(one in label for one in symbols) else f"{label} ({self.currency})"
        if kind in ("months", "days"):
            unit = self.words(f"report.unit_{kind}")
            return label if unit.rstrip("s") in label.lower() else f"{label} ({unit})"
        return label

    def _in_column(self, number: float, kind: str) -> str:
        if math.isinf(number):
            return ENDLESS if number > 0 else f"−{ENDLESS}"
        if kind == "percent":
            return self.words.percent(number)
        if kind == "money" and abs(number) >= LARGE:
            return self.words.write(significant(exact(number)), "whole")
        if kind == "count" and number == int(number):
            return self.words.write(number, "whole")
        return self.words.number(number)

    def _numbered(self, number: float, kind: str, rest: str) -> str:
        if kind != "count":
            return self.words.write(number, kind)
        noun = f"noun.{rest}"
        if noun in self.words:
            return self.words.count(number, self.words(noun))
        whole = number == int(number)
        return f"{self.words.write(number, 'whole') if whole else self.words.number(number)} {rest}"

    def _kind(self, unit: str) -> tuple[str, str]:
        """Return how a unit is written, and what of it is said behind the number (``money a year``)."""
        first, _, rest = unit.strip().partition(" ")
        if unit in KINDS:
            return KINDS[unit], ""
        if first in KINDS and first:
            return KINDS[first], rest
        return "count", unit

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.words("yes" if value else "no")
        return str(value)


def number_of(value: Any) -> float | None:
    """Return a JSON value as a number; ``"inf"`` and ``"-inf"`` are numbers, truth values are not.

    >>> number_of("inf"), number_of(2), number_of("2"), number_of(True)
    (inf, 2.0, None, None)
    """
    if value in ("inf", "-inf"):
        return float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value):
        return float(value)
    return None


def day_of(value: Any) -> datetime.date | None:
    """Return an ISO day or moment as a day, None for anything else.

    >>> day_of("2026-06-30T12:00:00"), day_of("soon")
    (datetime.date(2026, 6, 30), None)
    """
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
