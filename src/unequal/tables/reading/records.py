"""A text -> records of cells, each with the line where it begins.

Most lines hold no quote and are cut by `str.split`. A line with a quote is read by the strict rules of RFC 4180, over
several lines if need be. Where the rules are broken the line is read alone and leniently, so that one bad quote never
swallows the good rows below it.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from .dialect import Dialect

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Attributes:
        line: Physical line where it begins, the first being 1.
        cells: Letter for letter, without the quotes that enclose a cell.
        text: As it stands in the file.
        fault: Code of what is wrong with the quotes; empty when nothing is.
    """

    line: int
    cells: list[str]
    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The physical lines of a text.

    Attributes:
        text: All of it.
        starts: Where each line begins.
        ends: Where each line ends, without its line end.
        breaks: The kinds of line end between them.
    """

    text: str
    starts: list[int]
    ends: list[int]
    breaks: frozenset[str]

    def __getitem__(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def __len__(self) -> int:
        return len(self.starts)


def lines_of(text: str) -> Lines:
    r"""Return the lines of a text; CR, LF and CRLF end a line, nothing else does.

    >>> [lines_of("a\r\nb")[i] for i in range(2)]
    ['a', 'b']
    """
    found = list(_LINE_END.finditer(text))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    if starts[-1] == len(text):  # the last line end ends a line and begins none
        starts, ends = starts[:-1], ends[:-1]
    return Lines(text=text, starts=starts, ends=ends, breaks=frozenset(match[0] for match in found))


def records_of(lines: Lines, dialect: Dialect) -> Iterator[Record]:
    """Yield the records of a text in order."""
    index, delimiter = dialect.first, dialect.delimiter
    while index < len(lines):
        line = lines[index]
        if '"' in line:
            record, index = _quoted(lines, index, dialect)
            yield record
            continue
        cells = line.split(delimiter) if delimiter else [line]
        if dialect.skip_space:
            cells = [cells[0], *(cell.removeprefix(" ") for cell in cells[1:])]
        index += 1
        yield Record(index, cells, line)


def _quoted(lines: Lines, index: int, dialect: Dialect) -> tuple[Record, int]:
    quick = _quick(lines[index], dialect)
    if quick is not None:
        return Record(index + 1, quick, lines[index]), index + 1
    start = lines.starts[index]
    strict = _strict(lines.text, start, dialect)
    if strict is not None:
        cells, end = strict
        after = bisect_left(lines.ends, end, lo=index) + 1
        if after == index + 1:
            return Record(index + 1, cells, lines.text[start:end]), after
        if len(cells) == dialect.width:
            return Record(index + 1, cells, lines.text[start:end], _swallowed(lines, index, after, dialect)), after
    line = lines[index]
    lenient, closed = _lenient(line, dialect)
    fault = "stray-quote" if closed else "unclosed-quote"
    return Record(index + 1, lenient, line, fault), index + 1


def _quick(line: str, dialect: Dialect) -> list[str] | None:
    """Return the cells of a line whose quotes do nothing but enclose cells, else None."""
    if len(dialect.delimiter) != 1 or dialect.skip_space:
        return None
    try:
        cells = next(csv.reader((line,), delimiter=dialect.delimiter, strict=True))
    except csv.Error:
        return None
    return None if '"' in "".join(cells) else cells


def _swallowed(lines: Lines, index: int, after: int, dialect: Dialect) -> str:
    """Tell whether a quoted cell holds lines that look like rows of the table."""
    inner = range(index + 1, after - 1)
    rows = sum(len(lines[i].split(dialect.delimiter)) == dialect.width for i in inner) if dialect.delimiter else 0
    return "quoted-cell-holds-rows" if rows and rows == len(inner) and dialect.width + rows > 3 else ""


def _strict(text: str, at: int, dialect: Dialect) -> tuple[list[str], int] | None:
    """Return the cells of the record at a position, and where it ends; None when a quote stands where none may."""
    cells: list[str] = []
    delimiter = dialect.delimiter
    while True:
        if dialect.skip_space and cells and text.startswith(" ", at):
            at += 1
        cell, at = _strict_quoted(text, at) if text.startswith('"', at) else _bare(text, at, delimiter)
        if cell is None:
            return None
        cells.append(cell)
        if at == len(text) or text[at] in "\r\n":
            return cells, at
        if not delimiter or not text.startswith(delimiter, at):
            return None
        at += len(delimiter)


def _bare(text: str, at: int, delimiter: str) -> tuple[str | None, int]:
    end = _LINE_END.search(text, at)
    stop = end.start() if end else len(text)
    cut = text.find(delimiter, at, stop) if delimiter else -1
    stop = cut if cut >= 0 else stop
    cell = text[at:stop]
    return (None if '"' in cell else cell), stop


def _strict_quoted(text: str, at: int) -> tuple[str | None, int]:
    begin = at + 1
    close = text.find('"', begin)
    while close >= 0 and text.startswith('""', close):
        close = text.find('"', close + 2)
    if close < 0:
        return None, at
    return text[begin:close].replace('""', '"'), close + 1


def _lenient(line: str, dialect: Dialect) -> tuple[list[str], bool]:
    """Return the cells of one line, a quote inside a cell being a letter, and whether the last cell is closed."""
    cells: list[str] = []
    delimiter = dialect.delimiter or "\n"
    at = 0
    while True:
        if dialect.skip_space and cells and line.startswith(" ", at):
            at += 1
        if line.startswith('"', at):
            close = _closing(line, at + 1, delimiter)
            if close < 0:
                return [*cells, line[at:]], False
            cells.append(line[at + 1 : close].replace('""', '"'))
            at = close + 1
        else:
            cut = line.find(delimiter, at)
            stop = cut if cut >= 0 else len(line)
            cells.append(line[at:stop])
            at = stop
        if at >= len(line):
            return cells, True
        at += len(delimiter)


def _closing(line: str, at: int, delimiter: str) -> int:
    """Return where the quote that closes a cell stands: before a delimiter or the end; -1 when there is none."""
    close = line.find('"', at)
    while close >= 0:
        ends = close + 1 == len(line) or line.startswith(delimiter, close + 1)
        escaped = line.startswith('""', close) and line[close - 1 : close] != "\\"
        if ends:
            return close
        close = line.find('"', close + (2 if escaped else 1))
    return -1
