"""Rows to the bytes of a file, the same on every machine."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Sequence
from datetime import date

from .look import Look

Row = dict[str, object]


def csv_text(rows: Sequence[Row], columns: Sequence[str], look: Look) -> str:
    """Return the rows as delimited text with the headers, words, dates and decimals of the export.

    Args:
        rows: Our columns to values; a missing column is an empty cell.
        columns: Our columns in the order of the file, the key first.
        look: How the table looks.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=look.delimiter, lineterminator="\n")
    writer.writerow([look.headers.get(column, column) for column in columns])
    for row in rows:
        writer.writerow([_cell(column, row, look, str(row.get(columns[0]))) for column in columns])
    return lines.getvalue()


def _cell(column: str, row: Row, look: Look, key: str) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, date):
        return value.strftime(look.dates)
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", look.decimal)
    words = look.words.get(column, {}).get(str(value))
    # Which of several words a person typed depends on the row alone, so that a row given twice is the same twice.
    return words[zlib.crc32(f"{key} {column}".encode()) % len(words)] if words else str(value)
