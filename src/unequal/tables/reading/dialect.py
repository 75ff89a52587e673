"""Which delimiter a text has, from how evenly it cuts the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

USUAL = (",", ";", "\t", "|")
UNUSUAL = ("\x1f", "\x1e", "\x01", "~", "^")
SAMPLED_LINES = 500
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
        return Dialect(
            delimiter=delimiter,
            width=_widths(_logical(lines[1:SAMPLED_LINES]), delimiter).most_common(1)[0][0],
            first=1,
        )
    sample = [line for line in _logical(lines[:SAMPLED_LINES]) if line.strip()]
    delimiter, unusual = _best(sample, USUAL), False
    if not delimiter:
        delimiter = _best(sample, UNUSUAL)
        unusual = bool(delimiter)
    if delimiter == "|" and _is_doubled(sample):
        delimiter, unusual = "||", True
    if not delimiter:
        return Dialect(delimiter="", width=1)
    width = _widths(sample, delimiter).most_common(1)[0][0]
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


def _widths(lines: Sequence[str], delimiter: str) -> Counter[int]:
    return Counter(len(cut(line, delimiter)) for line in lines) or Counter([1])


def _best(sample: Sequence[str], delimiters: Sequence[str]) -> str:
    best, best_score = "", 0.0
    for delimiter in delimiters:
        widths = [len(cut(line, delimiter)) for line in sample if delimiter in line]
        if not widths:
            continue
        (width, lines), *_ = Counter(widths).most_common(1)
        evenness = lines / len(sample)
        begins = len(cut(sample[0], delimiter)) == width
        if (evenness < 0.5 and not begins) or width < 2:
            continue
        score = evenness + 0.5 * begins + 0.01 * min(width, 20)
        if score > best_score:
            best, best_score = delimiter, score
    return best if best_score >= 0.6 else ""


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
