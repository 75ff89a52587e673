"""What a reader hands on: texts, the line of each, and what was found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from unequal.errors import Problem

NOT_A_ROW = frozenset({"title-line", "footer-line", "repeated-header", "second-header", "total-row"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A record of the file that is no row of the table.

    Attributes:
        line: Physical line where it begins.
        row: Row that a spreadsheet shows.
        code: Why.
        text: The record as it stands in the file.
        cells: Its cells, as far as they can be told apart.
    """

    line: int
    row: int
    code: str
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table of texts.

    Attributes:
        header: Names as they stand in the file.
        rows: Cells, each row as long as the header.
        lines: Physical line of each row, the file's first being 1.
        numbers: Row that a spreadsheet shows, of each row.
        set_aside: Records that are no rows.
        blank: Blank records.
        problems: Everything worth telling.
    """

    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    numbers: Sequence[int]
    set_aside: tuple[SetAside, ...] = ()
    blank: int = 0
    problems: tuple[Problem, ...] = field(default=())
