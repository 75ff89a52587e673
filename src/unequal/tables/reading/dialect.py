"""Which delimiter a text has, from how evenly it cuts the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

USUAL = (",", ";", "\t", "|")
UNUSUAL = ("\x1f", "\x1e", "\x01", "~", "^")
SAMPLED_LINES = 500
LEAST_SCORE = 0.6  # assumption: of two columns at least three lines in five are cut alike
SAMPLED_CHARACTERS = 20_000
LONGEST_CELL = 60  # lines; a longer one is met after the sample
_OPENS_CELL = re.compile(r'(^|[,;\t|] ?)"')
_SEP_LINE = re.compile(r'^"?sep=(.|\\t)"?[,;\t]*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a text is cut.

    Attributes:
        delimiter: Empty when each line is one cell.
        width: The number of cells that most lines have.
        skip_space: A blank follows each delimiter and belongs to no cell.
        first: Index of the first line of the table: 1 after a ``sep=`` line.
        unusual: The delimiter is worth telling.
    """

    delimiter: str
    width: int
    skip_space: bool = False
    first: int = 0
    unusual: bool = False


def dialect_of(lines: Sequence[str]) -> Dialect:
    """Return the dialect of lines without their line ends.

    >>> dialect_of(["a;b", "1,5;2", "2,5;3"]).delimiter
    ';'
    """
    said = _SEP_LINE.match(lines[0]) if lines else None
    if said:
        delimiter = "\t" if said[1] == "\\t" else said[1]
        return Dialect(delimiter=delimiter, width=_score(_logical(lines[1:SAMPLED_LINES]), delimiter)[1], first=1)
    sample = [line for line in _logical(lines[:SAMPLED_LINES]) if line.strip()]
    delimiter, width = _best(sample, USUAL)
    unusual = not delimiter
    if unusual:
        delimiter, width = _best(sample, UNUSUAL)
    if delimiter == "|" and _is_doubled(sample):
        delimiter, width, unusual = "||", (width + 1) // 2, True
    if not delimiter:
        return Dialect(delimiter="", width=1)
    return Dialect(delimiter=delimiter, width=width, skip_space=_has_space(sample, delimiter), unusual=unusual)


def _logical(lines: Sequence[str]) -> list[str]:
    """Return lines with those joined that one quoted cell spans."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        after = at + 1
        if lines[at].count('"') % 2 and _OPENS_CELL.search(lines[at]):
            after = _closing_line(lines, at)
        joined.append("\n".join(lines[at:after]))
        at = after
    return joined


def _closing_line(lines: Sequence[str], at: int) -> int:
    for after in range(at + 1, min(at + LONGEST_CELL, len(lines))):
        if lines[after].count('"') % 2:
            return after + 1
    return at + 1


def _best(sample: Sequence[str], delimiters: Sequence[str]) -> tuple[str, int]:
    """Return the delimiter that cuts most evenly, and into how many cells; empty when none does."""
    scored = [(*_score(sample, delimiter), delimiter) for delimiter in delimiters]
    score, width, delimiter = max(scored, key=lambda entry: entry[0])
    return (delimiter, width) if score >= LEAST_SCORE else ("", 1)


def _score(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Return how evenly a delimiter cuts, from 0 to 1.7, and into how many cells."""
    widths = [len(cut(line, delimiter)) for line in lines]
    table = _inner(widths)
    if not table or (len(table) < 2 <= len(lines)):
        return 0.0, 1
    scores = []
    for width in sorted({common_width(table), table[0]} - {1}):
        evenness = table.count(width) / (len(table) if width > 2 else len(lines))
        scores.append((evenness + 0.5 * (widths[0] == width) + 0.01 * min(width, 20), width))
    return max(scores, default=(0.0, 1))


def _inner(widths: list[int]) -> list[int]:
    """Return widths without the lines of one cell at either end, which are titles and footers."""
    wide = [place for place, width in enumerate(widths) if width > 1]
    return widths[wide[0] : wide[-1] + 1] if wide else []


def common_width(widths: Sequence[int]) -> int:
    """Return the most common width, of equally common ones the larger.

    >>> common_width([1, 1, 3, 3, 2])
    3
    """
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _is_doubled(sample: Sequence[str]) -> bool:
    return all("||" in line and all(not cell for cell in line.split("|")[1::2]) for line in sample)


def _has_space(sample: Sequence[str], delimiter: str) -> bool:
    later = [cell for line in sample for cell in line.split(delimiter)[1:]]
    return delimiter != "\t" and f'{delimiter} "' in "\n".join(sample) and all(c.startswith(" ") for c in later)


def cut(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, roughly: quotes shield delimiters, and that is all.

    >>> cut('1,"a, b",2', ",")
    ['1', '"a, b"', '2']
    """
    if '"' not in line:
        return line.split(delimiter)
    cells: list[str] = []
    for piece in line[:SAMPLED_CHARACTERS].split(delimiter):  # a cell of megabytes must not cost minutes
        if cells and cells[-1].lstrip(" ").startswith('"') and cells[-1].count('"') % 2:
            cells[-1] += delimiter + piece
        else:
            cells.append(piece)
    return cells
