"""What a section holds: prose, findings, charts, tables; every text cleaned, every number written out.

Where a format needs the figures themselves (a chart, a slider, a spreadsheet), the item carries its block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .prose import Tree

Json = dict[str, Any]
Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: its text, and the verdict when it is one."""

    text: str
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Head of a column, and the side that its cells keep to; numbers keep right."""

    label: str
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A table as it is read.

    Attributes:
        columns: From left to right.
        rows: Cells in the order of the columns.
        left_out: Rows that the page does not show, because there are too many.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0

    def width(self, wrapped: int = 24) -> int:
        """Return how many characters a line of it needs, about.

        Args:
            wrapped: Where a sentence in a cell is wrapped.
        """
        heads = [_longest_word(one.label) for one in self.columns]
        cells = zip(*((_needed(cell.text, wrapped) for cell in row) for row in self.rows), strict=True)
        longest = [max(column) for column in cells] or heads
        return sum(max(pair) + BETWEEN for pair in zip(heads, longest, strict=True))


BETWEEN = 2  # characters between two columns
UNBROKEN = 16  # a longer word is broken, after a point or hyphen where it has one


def _longest_word(text: str) -> int:
    return max((min(len(word), UNBROKEN) for word in text.split(" ")), default=0)


def _needed(text: str, wrapped: int) -> int:
    return max(_longest_word(text), min(wrapped, len(text)) if " " in text else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Words from a notebook's Markdown."""

    tree: Tree
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteItem:
    """The consultant's own words."""

    tree: Tree
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem:
    """A judged answer as a card.

    Attributes:
        anchor: Its address inside the page.
        verdict: go, caution, stop or cannot tell; `word` says it in the report's language.
        stands_on: One value each, with interval and n.
        assumed: What stands unproved, each with its source.
        grade: E1 to E5; `grade_means` says it in words.
        may_split: Whether it is too long to be kept on one page.
        block: The block it was made from.
    """

    anchor: str
    verdict: str
    word: str
    headline: str
    answer: str
    question: str
    action: str
    stands_on: tuple[str, ...]
    would_change: str
    assumed: tuple[tuple[str, str], ...]
    grade: str
    grade_means: str
    scope: str
    may_split: bool
    block: Json
    kind: Literal["finding"] = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartItem:
    """A chart with its sentence, its footer and its rows.

    Attributes:
        number: Counted through the report, with pictures.
        description: For somebody who cannot see it.
        footer: Source, day, n.
        data: Its rows as a table.
        spec: Vega-Lite without colours, fonts and sizes; it names its datasets.
        datasets: Name to rows.
    """

    anchor: str
    number: int
    sentence: str
    description: str
    footer: str
    data: View
    spec: Json
    datasets: Json
    block: Json
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureItem:
    """A PNG or SVG that a notebook drew by other means.

    Attributes:
        number: Counted through the report, with charts.
        media: ``image/png`` or ``image/svg+xml``.
        data: The picture's bytes.
        alt: What it shows, in words; empty when nobody said.
    """

    anchor: str
    number: int
    media: str
    data: bytes
    alt: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableItem:
    """A table with its title, a note under it and its footer."""

    anchor: str
    number: int
    title: str
    view: View
    note: str
    footer: str
    block: Json | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One thing found in a file: where, what, how to mend it, in how many rows."""

    where: str
    says: str
    mend: str
    rows: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideItem:
    """Rows read, used and set aside, with each problem found."""

    anchor: str
    counts: View
    problems: tuple[ProblemLine, ...]
    block: Json
    kind: Literal["set_aside"] = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelItem:
    """A small calculation: what goes in, and what follows."""

    anchor: str
    title: str
    inputs: View
    formulas: View
    block: Json
    kind: Literal["model"] = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One axis of a what-if, as a slider shows it.

    Attributes:
        knob: The knob it stands for; sentences name it in braces.
        values: What was computed, ascending; `shown` has the same written out.
        base: Position of the value in force, or of the nearest to it.
    """

    knob: str
    label: str
    unit: str
    values: tuple[float, ...]
    shown: tuple[str, ...]
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfItem:
    """Answers computed beforehand along up to three levers.

    Attributes:
        cells: Answers, the last lever moving fastest; `shown` has the same written out.
        verdicts: One a cell, or none at all.
        sentences: Verdict to sentence, with names in braces.
        base: Position of the answer as it is; `base_sentence` says it.
        views: For print: one lever moved at a time, the others as they are.
    """

    anchor: str
    title: str
    output: str
    unit: str
    levers: tuple[Lever, ...]
    cells: tuple[float | str | None, ...]
    shown: tuple[str, ...]
    verdicts: tuple[str, ...]
    sentences: Mapping[str, str]
    base: int
    base_sentence: str
    views: tuple[View, ...]
    block: Json
    kind: Literal["what_if"] = "what_if"


Item = Prose | NoteItem | FindingItem | ChartItem | PictureItem | TableItem | SetAsideItem | ModelItem | WhatIfItem
