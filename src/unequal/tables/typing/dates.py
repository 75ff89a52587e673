"""Days as people write them, by the order of the whole column.

03/04/2026 is the 3rd of April or the 4th of March. A single cell cannot tell; a column mostly can, since 25/03/2026 in
any of its cells, or of the table's other date columns, can be read in one way only. Where nothing tells, nothing is
guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

FIRST, LAST = dt.date(1900, 1, 2), dt.date(2199, 12, 31)  # what lies beyond stands for never or not known
SERIAL_ZERO = dt.date(1899, 12, 30)
_TIME = (
    r"(?:[T ,]+(?:at )?(?P<clock>\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?)\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})(?:T(\d{6})(?P<zone>Z)?)?")
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([^\W\d_]{3,10})\.?,?[ -]'?(\d{4}|\d{2})" + _TIME
)
_NAME_FIRST = re.compile(r"(?:[A-Za-z]{3,9}, )?([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME)
_MONTH = re.compile(r"(\d{4})[-/.]?(\d{2})|(\d{1,2})[-/.](\d{4})|([^\W\d_]{3,10})\.?[ -]'?(\d{4}|\d{2})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_NAMES = (
    ("jan", "gen", "ene", "janv"),
    ("feb", "fév", "fev", "févr"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "ago", "aou"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_BY_NAME = {name: number for number, names in enumerate(_NAMES, 1) for name in names}


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it is written, taken apart.

    Attributes:
        form: ``day`` (known), ``month`` (no day given), ``numbers`` (order not known), ``dotted`` (the same divided by
            points), ``serial`` or ``epoch``.
        year: Four digits.
        first: Month where it is known, else the first number.
        second: Day where it is known, else the second number; 0 without a day.
        short: The year has two digits.
        zone: Zone of the time, empty without.
    """

    form: str
    year: int
    first: int
    second: int
    short: bool = False
    zone: str = ""


def take_apart(text: str) -> WrittenDate | None:
    """Return the parts of a date, or None when the text is none.

    >>> take_apart("2026-06-30T10:00:00Z")
    WrittenDate(form='day', year=2026, first=6, second=30, short=False, zone='Z')
    >>> take_apart("03/04/2026").form
    'numbers'
    """
    for read in (_year_first, _year_last, _named, _number, _month):
        written = read(text)
        if written is not None:
            return written
    return None


def _year_first(text: str) -> WrittenDate | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return WrittenDate("day", int(match[1]), int(match[3]), int(match[4]), zone=match["zone"] or "")
    match = _COMPACT.fullmatch(text)
    if match:
        return WrittenDate("day", int(match[1]), int(match[2]), int(match[3]), zone=match["zone"] or "")
    return None


def _year_last(text: str) -> WrittenDate | None:
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        return None
    year, short = _full_year(match[4])
    first, second = int(match[1]), int(match[3])
    form = "dotted" if match[2] == "." else "numbers"
    return WrittenDate(form, year, first, second, short=short, zone=match["zone"] or "")


def _named(text: str) -> WrittenDate | None:
    match = _NAMED.fullmatch(text)
    if match and _by_name(match[2]):
        year, short = _full_year(match[3])
        return WrittenDate("day", year, _by_name(match[2]), int(match[1]), short=short, zone=match["zone"] or "")
    match = _NAME_FIRST.fullmatch(text)
    if match and _by_name(match[1]):
        return WrittenDate("day", int(match[3]), _by_name(match[1]), int(match[2]), zone=match["zone"] or "")
    return None


def _number(text: str) -> WrittenDate | None:
    match = _SERIAL.fullmatch(text)
    if match:
        day = SERIAL_ZERO + dt.timedelta(days=int(match[1]))
        return WrittenDate("serial", day.year, day.month, day.day)
    match = _EPOCH.fullmatch(text)
    if match:
        day = dt.datetime.fromtimestamp(int(match[1]), tz=dt.UTC).date()
        return WrittenDate("epoch", day.year, day.month, day.day)
    return None


def _month(text: str) -> WrittenDate | None:
    match = _MONTH.fullmatch(text)
    if not match:
        return None
    if match[1]:
        return WrittenDate("month", int(match[1]), int(match[2]), 0)
    if match[3]:
        return WrittenDate("month", int(match[4]), int(match[3]), 0)
    year, short = _full_year(match[6])
    return WrittenDate("month", year, _by_name(match[5]), 0, short=short) if _by_name(match[5]) else None


def _full_year(text: str) -> tuple[int, bool]:
    if len(text) == 4:
        return int(text), False
    return int(text) + (2000 if int(text) < 69 else 1900), True


def _by_name(name: str) -> int:
    name = name.casefold()
    return _BY_NAME.get(name[:4]) or _BY_NAME.get(name[:3]) or 0


def in_order(written: WrittenDate, order: str) -> WrittenDate:
    """Return a date of unknown order read in an order.

    >>> day_of(in_order(take_apart("26-06-30"), "ymd"))
    datetime.date(2026, 6, 30)
    """
    if order == "dmy":
        return replace(written, form="day", first=written.second, second=written.first)
    if order == "ymd":
        year, _ = _full_year(f"{written.first:02}")
        return replace(written, form="day", year=year, first=written.second, second=written.year % 100)
    return replace(written, form="day")


def settled(written: WrittenDate | None, order: str | None) -> WrittenDate | None:
    """Return a date divided by points in a given order, else day first, as it is everywhere."""
    return in_order(written, order or "dmy") if written and written.form == "dotted" else written


def day_of(written: WrittenDate) -> dt.date | None:
    """Return the day, the first of the month where no day is given; None when there is no such day.

    >>> day_of(take_apart("2026-02-30")) is None
    True
    """
    try:
        return dt.date(written.year, written.first, written.second or 1)
    except ValueError:
        return None
