"""Columns of a mapped table as days and numbers, as far as a plan needs them.

The workspace types its tables itself when it is opened; here cells are read only to say something about them.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from . import contents
from .looks import declared
from .model import TableMap


def texts(table: TableMap, ours: str) -> pd.Series:
    """Return our column as text, all empty where the file does not hold it."""
    cells = table.cells(ours)
    return pd.Series("", index=table.file.cells.index, dtype="str") if cells is None else cells


def days(table: TableMap, ours: str) -> pd.Series:
    """Return our column as days, NaT where there is none."""
    return contents.dates(texts(table, ours), table.date_order)


def amounts(table: TableMap, ours: str) -> list[Decimal | None]:
    """Return our column as exact numbers, None where there is none."""
    return [contents.number(cell, table.decimal) for cell in texts(table, ours)]


def of_kind(table: TableMap, what: str) -> tuple[str, ...]:
    """Return our columns that are read from the file and hold dates (``is_date``) or numbers (``is_number``)."""
    return tuple(each.ours for each in table.columns if getattr(declared(table.table, each.ours).kind, what))
