"""The report as one frozen tree, ready to be put on a page. Formats differ in how they draw it and in nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from unequal.words import Words

from .brand import Brand
from .items import Item, ProblemLine, View
from .prose import Tree

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One analysis.

    Attributes:
        name: Name of the analysis, ``memo`` for the memo.
        verdict: The worst that its findings say; None where it judges nothing.
    """

    name: str
    anchor: str
    title: str
    question: str
    items: tuple[Item, ...]
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One of the first things seen: a label, a figure, a few words; it leads to where it is explained."""

    label: str
    value: str
    note: str = ""
    verdict: str | None = None
    word: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A question that this data cannot answer yet, and what would answer it."""

    title: str
    question: str
    says: str
    unlock: str
    link: str = ""
    note: Tree = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """What everything rests on.

    Attributes:
        assumed: Values that nobody has set.
        chosen: Values that somebody has set, with who.
        inputs: Files with their rows and hashes.
        problems: What was found in them, where no section shows it.
        reading: How to read verdicts and grades: word and meaning.
        methods: Sentences on day, intervals, chance, versions.
        versions: Name and version of every part.
        left_out: Outputs of notebooks that no report can show.
    """

    assumed: View
    chosen: View
    inputs: View
    problems: tuple[ProblemLine, ...]
    verdicts: tuple[tuple[str, str, str], ...]
    grades: tuple[tuple[str, str, str], ...]
    methods: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Who, when, and under which assumptions; all written out."""

    company: str
    title: str
    as_of: str
    scenario: str
    made_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report.

    Attributes:
        run: What was run, cleaned.
        words: The report's language, locale and currency.
        brand: How it looks.
        memo: The section that stands first, if there is one.
        sections: The others, in reading order.
        blocks: Every block as the notebooks held it, for the record.
    """

    run: Json
    words: Words
    brand: Brand
    cover: Cover
    tiles: tuple[Tile, ...]
    memo: Section | None
    sections: tuple[Section, ...]
    open: tuple[Open, ...]
    appendix: Appendix
    blocks: tuple[Json, ...]

    @property
    def chapters(self) -> tuple[Section, ...]:
        """All sections in reading order, the memo first."""
        return (*((self.memo,) if self.memo else ()), *self.sections)
