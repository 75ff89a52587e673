"""A file of any format that is read -> a table of texts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from unequal.errors import Problem, column_letter
from unequal.tables.problem_codes import found

from .dialect import Dialect, dialect_of
from .encoding import decode
from .file import format_of, read_bytes, refuse
from .parquet import read_parquet
from .raw import RawTable
from .records import Lines, lines_of, records_of
from .shape import shape
from .signs import odd_signs
from .suspicions import without_suspects
from .workbook import read_workbook

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
CTRL_Z = "\x1a"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read.

    Attributes:
        raw: Its table.
        sha256: Hash of its bytes.
    """

    raw: RawTable
    sha256: str


def read_file(path: Path, name: str, sheet: str | None = None) -> ReadFile:
    """Return the table in a local file.

    Args:
        path: The file; its ending says whether a workbook or Parquet is meant, any other ending is text.
        name: The file's name in messages.
        sheet: The sheet of a workbook; None: the first with data.

    Raises:
        InputError: When the file cannot be used at all.
    """
    data = read_bytes(path, name)
    raw = _table(data, name, path.suffix.lower(), sheet)
    return ReadFile(raw=raw, sha256=hashlib.sha256(data).hexdigest())


def _table(data: bytes, name: str, ending: str, sheet: str | None) -> RawTable:
    actual = format_of(data)
    if ending == ".parquet" and actual != "a Parquet file":
        refuse(name, "cut-parquet")
    if ending == ".parquet":
        return _checked(shape(read_parquet(data, name), name), name)
    if ending in WORKBOOKS and data.startswith(b"\xd0\xcf\x11\xe0"):
        refuse(name, "protected-workbook")
    if ending in WORKBOOKS and data.startswith(b"PK"):
        book = read_workbook(data, name, sheet)
        raw = _checked(shape(book.records, name), name)
        return _with_columns(replace(raw, problems=(*book.problems, *raw.problems)))
    if actual is not None:
        refuse(name, "other-format", f"the file is {actual}, not what its name says")
    raw = read_text(data, name)
    if ending in WORKBOOKS:
        raw = replace(raw, problems=(found("text-named-workbook", file=name), *raw.problems))
    return raw


def read_text(data: bytes, name: str) -> RawTable:
    """Return the table in the bytes of a CSV, TSV or similar text.

    Raises:
        InputError: When there is no table in them.
    """
    decoded = decode(data, name)
    text, told = decoded.text, list(decoded.problems)
    if text.rstrip("\r\n").endswith(CTRL_Z):
        text = text.rstrip("\r\n" + CTRL_Z)
        told.append(found("ctrl-z-at-end", file=name))
    if not text.strip(" \t\r\n\f\v\x00\u00a0\u200b\ufeff"):
        refuse(name, "only-blanks")
    lines = lines_of(text)
    dialect = dialect_of([lines[i] for i in range(min(len(lines), 600))])
    told.extend(_dialect_notes(dialect, name))
    raw = shape(records_of(lines, dialect), name, width=dialect.width, bad_line=decoded.cut_line)
    told.extend(_line_end_notes(lines, raw, name))
    raw = _checked(raw, name)
    return replace(raw, problems=(*told, *odd_signs(text, name), *raw.problems))


def _checked(raw: RawTable, name: str) -> RawTable:
    return _with_columns(without_suspects(raw, name))


def _dialect_notes(dialect: Dialect, name: str) -> list[Problem]:
    if not dialect.unusual:
        return []
    says = f"cells are divided by {dialect.delimiter.encode('unicode_escape').decode()}"
    return [found("unusual-delimiter", says, file=name)]


def _line_end_notes(lines: Lines, raw: RawTable, name: str) -> list[Problem]:
    """Tell mixed line ends, but not those inside quoted cells."""
    if len(lines.breaks) < 2:
        return []
    begins = {line - 1 for line in raw.lines} | {item.line - 1 for item in raw.set_aside}
    ends: dict[str, int] = {}
    for index in sorted(begins):
        if index:
            ends.setdefault(lines.text[lines.ends[index - 1] : lines.starts[index]], index)
    if len(ends) < 2:
        return []
    return [found("mixed-line-ends", file=name, line=max(ends.values()))]


def _with_columns(raw: RawTable) -> RawTable:
    """Return the table with its problems naming a column where they know its letter only."""
    letters = {column_letter(i): name for i, name in enumerate(raw.header)}
    named = (
        replace(p, column_name=letters.get(p.column)) if p.column and p.column_name is None else p for p in raw.problems
    )
    return replace(raw, problems=tuple(named))
