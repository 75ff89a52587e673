"""Numbers as people write them, by the convention of the whole column.

1.234 is a thousand in Berlin and a little more than one in London. A single cell cannot tell; a column mostly can,
since 12.5 or 1,234.50 in any of its cells can be read in one way only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.tables.spec import Column, Kind

from .column import Cells, Spot, TypedColumn
from .missing import is_missing

SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "US$": "USD", "R$": "BRL", "A$": "AUD", "C$": "CAD"}
SYMBOLS |= {"$": "$", "¥": "¥"}  # several countries' money: the workspace's own currency decides
_MONEY = re.compile(r"US\$|R\$|A\$|C\$|[€£₹$¥]|zł|[A-Z]{3}")
_ASCII = str.maketrans(
    dict.fromkeys("−–‒﹣－", "-") | dict.fromkeys("\u00a0\u202f\u2009\u2007\u3000", " ") | {"’": "'"}
)
_GROUPED = re.compile(r"(?<=\d)[ '](?=\d{3}(?:\D|$)|\d{2,3}(?:[ ']\d{2,3})*[ ']\d{3}(?:\D|$))")
_SHAPES = {
    ".": re.compile(r"(?:\d+|[1-9]\d{0,2}(?:,\d{2,3})*,\d{3})(?:\.\d*)?|\.\d+"),
    ",": re.compile(r"(?:\d+|[1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3})(?:,\d*)?|,\d+"),
}
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SWISS = re.compile(r"[.,]-+$")
_POWER = re.compile(r"\d+(?:([.,])\d+)?[eE][+-]?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written, taken apart.

    Attributes:
        core: Digits, points and commas.
        negative: It is below zero.
        percent: A percent sign stands behind it.
        currency: Code or symbol that stands with it.
        foreign: Its digits are others than 0 to 9.
    """

    core: str
    negative: bool = False
    percent: bool = False
    currency: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many cells of a column can be read with a decimal point only, with a comma only, and both ways."""

    point: int = 0
    comma: int = 0
    both: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.point + other.point, self.comma + other.comma, self.both + other.both)

    @property
    def mark(self) -> str | None:
        """Return the decimal mark of the majority, None when nothing speaks for either."""
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","


def take_apart(text: str) -> Written | None:
    """Return the parts of a number, or None when the text is none.

    >>> take_apart("(1.234,50 €)")
    Written(core='1.234,50', negative=True, percent=False, currency='EUR', foreign=False)
    >>> take_apart("about 5") is None
    True
    """
    if _PLAIN.fullmatch(text):
        return Written(text.removeprefix("-"), text.startswith("-"))
    plain, foreign = _digits(text.translate(_ASCII))
    plain = _SWISS.sub("", plain)
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1].strip() if negative else plain
    plain, currency = _currency(plain)
    if plain[:1] in "+-" or plain[-1:] == "-":
        negative = negative != ("-" in {plain[0], plain[-1]}) if plain else negative
        plain = plain.strip("+-").strip()
        plain, later = _currency(plain)
        currency = currency or later
    percent = plain.endswith("%")
    plain = _GROUPED.sub("", plain.removesuffix("%").strip())
    if not any(_SHAPES[mark].fullmatch(plain) for mark in ".,") and not _POWER.fullmatch(plain):
        return None
    return Written(plain, negative, percent, currency, foreign)


def _digits(text: str) -> tuple[str, bool]:
    if text.isascii():
        return text.strip(), False
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text).strip()
    return plain.replace("٫", ".").replace("٬", ",").replace("％", "%"), plain != text.strip()


def _currency(text: str) -> tuple[str, str]:
    for match in _MONEY.finditer(text):
        if match.start() == 0 or match.end() == len(text):
            rest = (text[: match.start()] + text[match.end() :]).strip()
            return rest, SYMBOLS.get(match[0], match[0])
    return text, ""


def value_of(core: str, mark: str) -> float | None:
    """Return a number read with a decimal mark, or None when it cannot be.

    >>> value_of("1.234,50", ","), value_of("1.234,50", ".")
    (1234.5, None)
    """
    if mark == "." and "," not in core and core.count(".") < 2 and "e" not in core and "E" not in core:
        return float(core)  # most numbers of most files
    power = _POWER.fullmatch(core)
    if power:
        value = float(core.replace(",", ".")) if power[1] in {None, mark} else None
        return value if value is not None and np.isfinite(value) else None
    if not _SHAPES[mark].fullmatch(core):
        return None
    thousands = "," if mark == "." else "."
    return float(core.replace(thousands, "").replace(mark, "."))


def parts_of(cells: Cells) -> list[Written | None]:
    """Return the distinct cells of a column taken apart; None for what is no number."""
    return [None if is_missing(text) else take_apart(text) for text in cells.texts]


def evidence_of(cells: Cells, parts: list[Written | None]) -> Evidence:
    """Return what the cells of one column say about its decimal mark."""
    point = comma = both = 0
    for written, rows in zip(parts, cells.rows().tolist(), strict=True):
        if written is None or written.core.isdigit():
            continue
        whole, _, decimals = written.core.partition(".")
        if len(decimals) in {1, 2} and whole.isdigit():  # most numbers of most files
            point += rows
            continue
        with_point, with_comma = value_of(written.core, "."), value_of(written.core, ",")
        if with_comma is None:
            point += rows
        elif with_point is None:
            comma += rows
        elif with_point != with_comma:
            both += rows
    return Evidence(point, comma, both)


def number_column(cells: Cells, parts: list[Written | None], column: Column, mark: str | None) -> TypedColumn:
    """Return a column of numbers.

    Args:
        cells: Its cells.
        parts: The same taken apart.
        column: Its declaration.
        mark: The decimal mark, None when neither the workspace nor the column nor the table tells it.
    """
    evidence = evidence_of(cells, parts)
    guess = mark or _whole_mark(parts, column) or "."
    values = [_value(written, column, guess) for written in parts]
    faults: list[Spot] = []
    unread = [v is None and not is_missing(text) for v, text in zip(values, cells.texts, strict=True)]
    if any(unread):
        faults.append(Spot(code="unreadable-number", at=cells.spread(unread), says=_expected(column, guess, evidence)))
    ambiguous = mark is None and evidence.both > 0 and column.kind is not Kind.COUNT
    notes = _notes(cells, parts, guess if ambiguous else None)
    numbers = np.array([np.nan if v is None else v for v in values], dtype="float64")
    if column.kind is Kind.SHARE and _is_percent(numbers, parts, column):
        notes.append(Spot(code="share-as-percent", at=cells.spread([np.abs(v) > 0 for v in numbers])))
        numbers = numbers / 100
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    outside = (numbers < low) | (numbers > high)
    if outside.any():
        faults.append(Spot(code="out-of-range", at=cells.spread(outside.tolist()), says=_bounds(column)))
    numbers = np.where(outside, np.nan, numbers)
    return TypedColumn(
        values=pd.Series(numbers[cells.codes], dtype="float64"),
        faults=tuple(faults),
        notes=tuple(notes),
        currencies=_currencies(cells, parts),
    )


def _whole_mark(parts: list[Written | None], column: Column) -> str | None:
    """Return the mark by which counts and amounts are whole: neither people nor money have three decimals."""
    if column.kind not in {Kind.COUNT, Kind.MONEY}:
        return None
    text = "".join(written.core for written in parts if written)
    if "." in text and "," in text:
        return None
    return "," if "." in text else "."


def _value(written: Written | None, column: Column, mark: str) -> float | None:
    if written is None or (written.percent and column.kind is not Kind.SHARE):
        return None
    if written.currency and column.kind is not Kind.MONEY:
        return None
    value = value_of(written.core, mark)
    if value is None:
        return None
    value = -value if written.negative and value else value
    return value / 100 if written.percent else value


def _notes(cells: Cells, parts: list[Written | None], guess: str | None) -> list[Spot]:
    notes = []
    if guess:
        differ = [p is not None and value_of(p.core, ".") != value_of(p.core, ",") for p in parts]
        first = next(part.core for part, odd in zip(parts, differ, strict=True) if part and odd)
        value = value_of(first, guess)
        says = f"no cell tells whether point or comma divides decimals; {first} was read as {value:g}"
        notes.append(Spot(code="ambiguous-decimal", at=cells.spread(differ), says=says))
    foreign = [p is not None and p.foreign for p in parts]
    if any(foreign):
        notes.append(Spot(code="other-digits", at=cells.spread(foreign)))
    return notes


def _expected(column: Column, mark: str, evidence: Evidence) -> str:
    name = "point" if mark == "." else "comma"
    mine = evidence.point if mark == "." else evidence.comma
    known = evidence.point + evidence.comma
    seen = f" (as in {mine} of {known} rows)" if mine and known > mine else ""
    sort = {Kind.SHARE: "a share, such as 0.25 or 25 %", Kind.COUNT: "a whole number"}.get(column.kind, "a number")
    return f"expected {sort} with a {name} for decimals{seen}"


def _bounds(column: Column) -> str:
    if column.low is None or column.high is None:
        side = f"not below {column.low:g}" if column.low is not None else f"not above {column.high:g}"
        return f"expected a number {side}"
    return f"expected a number between {column.low:g} and {column.high:g}"


def _is_percent(numbers: np.ndarray, parts: list[Written | None], column: Column) -> bool:
    if any(written is not None and written.percent for written in parts):
        return False
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    least = 1 if column.high is not None else 10
    return bool(sizes.size and sizes.min() >= min(least, 1) and least < sizes.max() <= 1000)


def _currencies(cells: Cells, parts: list[Written | None]) -> pd.Series | None:
    codes = np.array([written.currency if written else "" for written in parts], dtype=object)
    return pd.Series(codes[cells.codes], dtype="str") if codes.any() else None
