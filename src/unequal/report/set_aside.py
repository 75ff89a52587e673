"""Rows set aside, as CSV that a spreadsheet can open without computing what a cell says.

A cell that a spreadsheet would read as a formula gets an apostrophe in front, as it does when typed by hand: one that
begins with ``= + - @``, a tab, a NUL or their full-width forms, also behind blanks and line breaks; and one that begins
with an apostrophe, so that the way back is certain. Numbers stay as they are, ``-3.5`` too. `read_set_aside_csv` takes
exactly one apostrophe away again.
"""

from __future__ import annotations

import csv
import io
import re

import pandas as pd

from .inert import whole

ACTS = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\0']")
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,\u00a0' ]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?\s*%?")
MARK = "\ufeff"  # tells Excel that it is UTF-8


def set_aside_csv(rows: pd.DataFrame) -> bytes:
    """Return rows set aside as CSV: UTF-8 with its mark, LF, cells as they stood.

    Args:
        rows: Original cells as text, with ``line``, ``code`` and ``reason``.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([guarded(str(name)) for name in rows.columns])
    for row in rows.itertuples(index=False, name=None):
        writer.writerow([guarded("" if _is_missing(cell) else str(cell)) for cell in row])
    return (MARK + text.getvalue()).encode()


def read_set_aside_csv(data: bytes) -> pd.DataFrame:
    """Return what `set_aside_csv` wrote, cell for cell, as text."""
    lines = list(csv.reader(io.StringIO(data.decode().removeprefix(MARK), newline="")))
    head, *rows = [[cell.removeprefix("'") for cell in line] for line in lines]
    return pd.DataFrame(rows, columns=pd.Index(head), dtype="str")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("-3.5"), guarded("-3.5+cmd"), guarded("'n"), guarded("plain")
    ("'=1+1", '-3.5', "'-3.5+cmd", "''n", 'plain')
    """
    text = whole(cell)
    return f"'{text}" if ACTS.match(text) and not NUMBER.fullmatch(text) else text


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell)
