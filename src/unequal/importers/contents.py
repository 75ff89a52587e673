"""What cells look like: days, numbers, keys. Judged on a whole column, never on its first rows."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pandas as pd

ENOUGH = 0.8  # assumption: a column is of a kind when four of five filled cells are

_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$")
_MONEY_SIGNS = re.compile(r"[\s$€£¥]|[A-Z]{3}")
_POINT = re.compile(r"^-?\d{1,3}(?:,\d{2,3})+(?:\.\d+)?$|^-?\d*\.?\d+$")
_COMMA = re.compile(r"^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^-?\d+(?:,\d+)?$")


def filled(cells: pd.Series) -> pd.Series:
    """Return the cells that are not empty."""
    return cells[cells.str.strip() != ""]


def date_order(cells: pd.Series) -> str | None:
    """Return ``ymd``, ``dmy`` or ``mdy``; ``either`` where the cells leave it open, ``mixed`` where they contradict.

    None where fewer than four of five filled cells are days.

    >>> date_order(pd.Series(["2017-03-01", ""])), date_order(pd.Series(["13/01/2017"]))
    ('ymd', 'dmy')
    >>> date_order(pd.Series(["03/04/2017"])), date_order(pd.Series(["Boston"]))
    ('either', None)
    """
    distinct = filled(cells).drop_duplicates()
    year_first = distinct.str.match(_YEAR_FIRST)
    year_last = distinct.str.extract(_YEAR_LAST).dropna().astype(int)
    if distinct.empty or (year_first.sum() + len(year_last)) / len(distinct) < ENOUGH:
        return None
    if year_last.empty:
        return "ymd"
    day_first, day_second = bool((year_last[0] > 12).any()), bool((year_last[1] > 12).any())
    return {(True, False): "dmy", (False, True): "mdy", (False, False): "either", (True, True): "mixed"}[
        (day_first, day_second)
    ]


def dates(cells: pd.Series, order: str | None) -> pd.Series:
    """Return the cells as days, NaT where a cell is none; `order` matters only where the year stands last.

    >>> dates(pd.Series(["2017-03-01 10:00", "02/03/2017", ""]), "dmy").dt.day.tolist()
    [1.0, 2.0, nan]
    """
    first = cells.str.extract(_YEAR_FIRST)
    last = cells.str.extract(_YEAR_LAST)
    day, month = (1, 0) if order == "mdy" else (0, 1)
    parts = pd.DataFrame(
        {
            "year": first[0].fillna(last[2]),
            "month": first[1].fillna(last[month]),
            "day": first[2].fillna(last[day]),
        }
    ).apply(pd.to_numeric)
    return pd.to_datetime(parts, errors="coerce")


def decimal_mark(cells: pd.Series) -> str | None:
    """Return the decimal mark of the cells, a point where it makes no difference; None where they are no numbers.

    >>> decimal_mark(pd.Series(["1.234,50", "7"])), decimal_mark(pd.Series(["1,234.50"]))
    (',', '.')
    >>> decimal_mark(pd.Series(["x"])) is None
    True
    """
    distinct = filled(cells).drop_duplicates().str.replace(_MONEY_SIGNS, "", regex=True)
    if distinct.empty:
        return None
    point, comma = distinct.str.match(_POINT).mean(), distinct.str.match(_COMMA).mean()
    if max(point, comma) < ENOUGH:
        return None
    return "," if comma > point else "."


def number(cell: str, mark: str | None) -> Decimal | None:
    """Return a cell as an exact number, None where it is none.

    >>> number("$1,234.50", "."), number("1.234,50", ","), number("", ".")
    (Decimal('1234.50'), Decimal('1234.50'), None)
    """
    bare = _MONEY_SIGNS.sub("", cell)
    if not (_COMMA if mark == "," else _POINT).match(bare):
        return None
    english = bare.replace(".", "").replace(",", ".") if mark == "," else bare.replace(",", "")
    try:
        return Decimal(english)
    except InvalidOperation:
        return None


def as_cell(value: Decimal | None, mark: str | None) -> str:
    """Return an exact number as a cell without grouping and without needless zeros.

    >>> as_cell(Decimal("1100.04") * 1_000_000, "."), as_cell(Decimal("2.50"), ","), as_cell(None, ".")
    ('1100040000', '2,5', '')
    """
    if value is None:
        return ""
    text = f"{value:f}"
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    return bare.replace(".", ",") if mark == "," else bare


def is_key(cells: pd.Series) -> bool:
    """Tell whether nearly every filled cell is there once.

    >>> is_key(pd.Series(["a", "b"])), is_key(pd.Series(["a", "a", "b"]))
    (True, False)
    """
    there = filled(cells)
    return not there.empty and there.nunique() / len(there) >= 0.9
