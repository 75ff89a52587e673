"""Figures as JupyterLab shows them: by their kind, in the run's locale, three significant figures at most."""

from __future__ import annotations

import datetime
import math
from typing import Any

from unequal.words import Words

UNKNOWN, ENDLESS = "–", "∞"
SHARES = ("share", "probability", "percent", "rate")
DURATIONS = ("months", "weeks", "days", "hours", "years")


def cell(value: Any, kind: str, words: Words) -> str:
    r"""Return a value of a block as it stands in a table.

    >>> cell(0.145, "percent", Words()).replace("\u00a0", " "), cell(12.02, "months", Words())
    ('14 %', '12 months')
    """
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if kind == "date":
        return day(str(value), words, "short")
    number = _number(value, kind)
    return str(value) if number is None else _written(number, kind, words)


def measured(value: Any, unit: str, words: Words) -> str:
    """Return a value with its unit, as evidence and assumptions have it.

    >>> measured(6, "months", Words()), measured(74_300, "money a month", Words()), measured(3, "wins", Words())
    ('6 months', '€74,300 a month', '3 wins')
    """
    first, _, rest = unit.partition(" ")
    if first in SHARES:
        return cell(value, "percent", words)
    if first == "money" or first in DURATIONS:
        return f"{cell(value, first, words)} {rest}".strip()
    return f"{cell(value, 'number', words)} {unit}".strip()


def _number(value: Any, kind: str) -> float | None:
    if value in ("inf", "-inf") and kind != "text":
        return float(value)
    return value if isinstance(value, (int, float)) else None


def _written(number: float, kind: str, words: Words) -> str:
    if math.isnan(number):
        return UNKNOWN
    if math.isinf(number):
        return ENDLESS if number > 0 else f"−{ENDLESS}"
    if kind in ("percent", "money") or kind in DURATIONS:
        return words.write(number, kind)
    return words.write(number, "whole") if isinstance(number, int) or kind == "count" else words.number(number)


def day(text: str, words: Words, style: str = "long") -> str:
    """Return an ISO day as the locale writes it; any other text as it is."""
    try:
        return words.date(datetime.date.fromisoformat(text[:10]), style)
    except ValueError:
        return text
