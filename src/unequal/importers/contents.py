"""What cells look like: days, numbers, keys. Judged on a whole column, never on its first rows.

Cells are taken apart by the same functions that type a workspace's tables, so that a plan never says what the tables
will not do.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from unequal.tables.spec import Column, Kind
from unequal.tables.typing import date_column, numbers
from unequal.tables.typing.column import cells_of
from unequal.tables.typing.missing import is_missing

ENOUGH_KEYS = 0.9  # assumption: a few rows may stand twice in an export
ENOUGH = 0.8  # assumption: a column is of a kind when four of five filled cells are

_DAY = Column(name="day", kind=Kind.DATE, says="")


def filled(cells: pd.Series) -> pd.Series:
    """Return the cells that are not empty."""
    return cells[cells.str.strip() != ""]


def missing(cells: pd.Series) -> pd.Series:
    """Tell for each cell whether it means that there is no value.

    >>> missing(pd.Series(["", "n/a", "0"])).tolist()
    [True, True, False]
    """
    distinct = cells_of(cells)
    return pd.Series(distinct.spread([is_missing(text) for text in distinct.texts]), index=cells.index)


def _readable(texts: list[str], parts: list[object]) -> bool:
    there = [part is not None for text, part in zip(texts, parts, strict=True) if not is_missing(text)]
    return bool(there) and sum(there) / len(there) >= ENOUGH


def date_order(cells: pd.Series) -> str | None:
    """Return ``ymd``, ``dmy`` or ``mdy``; ``either`` where the cells leave it open, ``mixed`` where they contradict.

    None where fewer than four of five filled cells are days.

    >>> date_order(pd.Series(["2017-03-01", ""])), date_order(pd.Series(["13/01/2017"]))
    ('ymd', 'dmy')
    >>> date_order(pd.Series(["03/04/2017"])), date_order(pd.Series(["Boston"]))
    ('either', None)
    """
    distinct = cells_of(cells)
    parts = date_column.parts_of(distinct)
    if not _readable(distinct.texts, list(parts)):
        return None
    evidence = date_column.order_evidence(distinct, parts, Kind.DATE)
    if evidence.day_first and evidence.month_first:
        return "mixed"
    return evidence.order or ("either" if evidence.both else "ymd")


def dates(cells: pd.Series, order: str | None) -> pd.Series:
    """Return the cells as days, NaT where a cell is none; `order` matters only where the year stands last.

    >>> dates(pd.Series(["2017-03-01 10:00", "02/03/2017", ""]), "dmy").dt.day.tolist()
    [1.0, 2.0, nan]
    """
    distinct = cells_of(cells)
    typed = date_column.date_column(distinct, date_column.parts_of(distinct), _DAY, order)
    return typed.values.set_axis(cells.index)


def decimal_mark(cells: pd.Series) -> str | None:
    """Return the decimal mark of the cells, a point where it makes no difference; None where they are no numbers.

    >>> decimal_mark(pd.Series(["1.234,50", "7"])), decimal_mark(pd.Series(["1,234.50"]))
    (',', '.')
    >>> decimal_mark(pd.Series(["x"])) is None
    True
    """
    distinct = cells_of(cells)
    parts = numbers.parts_of(distinct)
    if not _readable(distinct.texts, list(parts)):
        return None
    return numbers.evidence_of(distinct, parts).mark or "."


def number(cell: str, mark: str | None) -> Decimal | None:
    """Return a cell as an exact number, None where it is none.

    >>> number("$1,234.50", "."), number("1.234,50", ","), number("", ".")
    (Decimal('1234.50'), Decimal('1234.50'), None)
    """
    written = numbers.take_apart(cell.strip())
    decimal = mark or "."
    if written is None or numbers.value_of(written.core, decimal) is None:
        return None
    thousands = "," if decimal == "." else "."
    value = Decimal(written.core.replace(thousands, "").replace(decimal, "."))
    return -value if written.negative else value


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
    return not there.empty and there.nunique() / len(there) >= ENOUGH_KEYS
