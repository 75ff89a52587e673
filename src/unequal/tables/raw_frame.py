"""A file as it stands, for people and for other rooms: cells letter for letter, and all that was odd."""

from __future__ import annotations

from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from unequal.errors import InputError
from unequal.tables.problem_codes import found
from unequal.tables.reading.raw import RawTable
from unequal.tables.reading.reader import read_file

NOT_LOCAL = ("http://", "https://", "s3://", "gs://", "ftp://", "file://", "hdfs://")


def read_raw(path: str | PathLike[str], *, sheet: str | None = None) -> pd.DataFrame:
    """Read a CSV, TSV, XLSX, ODS or Parquet file without changing a letter of any cell.

    The path names one local file; it is never a pattern and never an address on the network. Ids keep their zeros,
    "NA" stays "NA", an empty cell is an empty text.

    Args:
        path: The file.
        sheet: Sheet of a workbook; None: the first one with data.

    Returns:
        A frame of ``str``, the header in ``.columns``. In ``.attrs``: ``problems``, dicts with code, line, row, column,
        column_name, value, says, mend, count and fate; ``set_aside``, dicts with line, text and code; ``lines``, the
        physical line of each row, and ``rows``, the row that a spreadsheet shows; ``blank``, blank records; ``sha256``.

    Raises:
        InputError: When the file is missing, empty or no table at all.
    """
    text = str(path)
    if text.lower().startswith(NOT_LOCAL):
        problem = found("not-a-file", f"{text} is an address, not a file", file=text, fate="refused")
        raise InputError(f"{text} cannot be used.", problems=[problem])
    local = Path(path)
    read = read_file(local, local.name or text, sheet)
    frame = frame_of(read.raw)
    frame.attrs = {**_attributes(read.raw), "sha256": read.sha256}
    return frame


def frame_of(raw: RawTable) -> pd.DataFrame:
    """Return the rows as a frame of ``str`` under the file's own names, which may repeat."""
    frame = pd.DataFrame(list(raw.rows), columns=range(len(raw.header)), dtype="str")
    frame.columns = pd.Index(raw.header, dtype="str")
    return frame


def _attributes(raw: RawTable) -> dict[str, Any]:
    keys = ("code", "line", "row", "column", "column_name", "value", "says", "mend", "count", "fate")
    problems = [{key: asdict(problem)[key] for key in keys} for problem in raw.problems]
    return {
        "problems": problems,
        "set_aside": [{"line": item.line, "text": item.text, "code": item.code} for item in raw.set_aside],
        "lines": list(raw.lines),
        "rows": list(raw.numbers),
        "blank": raw.blank,
    }
