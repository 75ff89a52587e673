"""A tool known by its header line: lists of words in, recognitions and mappings out.

Most exports differ only in their words. So a tool is data: which headers mean which of our columns, which words mean
won. `HeaderTool` turns such lists into a `Recogniser`. Headers are compared as `headers.plain` gives them, whole words
only; what merely looks alike is named to the user and never used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from unequal.errors import shown

from . import contents
from .headers import fitting, nearest, plain
from .looks import allowed, looks_like
from .model import Asked, ColumnMap, Confidence, RawFile, Recognition, TableMap, ValueMap

HELPER = 0.4  # a file that fills a table always comes first
OWN_NAME = 0.8  # the highest score for words that many tools use; a tool's own header line may say more


class Recogniser(Protocol):
    """What a module in `tools` offers under the name ``TOOL``."""

    @property
    def name(self) -> str:
        """Name of the tool, for messages."""
        ...

    def recognises(self, file: RawFile, asked: Asked) -> Recognition:
        """Say what the file is, and how sure."""
        ...

    def maps(self, file: RawFile, table: str, asked: Asked) -> TableMap:
        """Map a file that this tool recognised as a table of ours."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """The headers that fill one table of ours.

    Attributes:
        headers: Our column -> their headers, plain, the strongest first. Our own name always counts, before them.
        needs: Groups of our columns; of each group one at least must be found.
        shares: Our column -> the column of ours whose header it may read as well.
        key: Our column that must hold each value once.
        not_with: Headers, plain, that together say that the file is something else.
        outcomes: Words of the status, plain, -> ours.
        least: Share of the file's headers that must be understood.
    """

    table: str
    headers: Mapping[str, tuple[str, ...]]
    needs: tuple[tuple[str, ...], ...]
    shares: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    not_with: frozenset[str] = frozenset()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    least: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperWords:
    """A file that fills no table of ours: how to know it, and what to say of it.

    Attributes:
        needs: Groups of headers, plain; of each group one at least must be there.
        says: Why it is not used as a table, one sentence.
    """

    kind: str
    needs: tuple[tuple[str, ...], ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderTool:
    """A `Recogniser` made of lists of words."""

    name: str
    tables: tuple[TableWords, ...]
    helpers: tuple[HelperWords, ...] = ()
    most: float = OWN_NAME

    def recognises(self, file: RawFile, asked: Asked) -> Recognition:
        """Try each table, then each helper; the one with the most headers understood wins."""
        tried = [self._tried(words, file, asked) for words in self.tables]
        fits = [each for each in tried if each.kind is not None]
        if fits:
            return max(fits, key=lambda each: each.score)
        for helper in self.helpers:
            found = [fitting(group, file.headers) for group in helper.needs]
            if all(found):
                columns = tuple(headers[0] for headers in found)
                return Recognition(kind=helper.kind, score=HELPER, why=helper.says, columns=columns)
        return min(tried, key=lambda each: len(each.missing) - each.score)

    def maps(self, file: RawFile, table: str, asked: Asked) -> TableMap:
        """Map the columns, and the words of the status."""
        words = next(each for each in self.tables if each.table == table)
        columns = find_columns(words, file, asked)
        mapped = TableMap(table=table, file=file, columns=columns)
        return TableMap(table=table, file=file, columns=columns, words=_outcomes(words, mapped))

    def _tried(self, words: TableWords, file: RawFile, asked: Asked) -> Recognition:
        columns = find_columns(words, file, asked)
        found = {each.ours for each in columns}
        free = [header for header in file.headers if header not in {each.theirs for each in columns}]
        missing = tuple(_lacking(words, group, free) for group in words.needs if not found & set(group))
        share = len({each.theirs for each in columns}) / max(1, len(file.headers))
        plains = {plain(header) for header in file.headers}
        else_ = bool(words.not_with) and words.not_with <= plains
        if missing or else_ or share < words.least:
            return Recognition(kind=None, score=share, why="", nearest=words.table, missing=missing)
        seen = ", ".join(f"{each.ours} = {each.theirs}" for each in columns if each.ours in _deciding(words))
        return Recognition(kind=words.table, score=0.5 + (self.most - 0.5) * share, why=f"its columns say so ({seen})")


def _lacking(words: TableWords, group: tuple[str, ...], headers: list[str]) -> str:
    """Return our columns that are missing, with the header that was perhaps meant."""
    known = [synonym for ours in group for synonym in (plain(ours), *words.headers[ours])]
    near = next((header for header in headers if plain(header) not in known and nearest(header, known)), None)
    return " or ".join(group) + (f" (perhaps {shown(near)})" if near else "")


def _deciding(words: TableWords) -> set[str]:
    return {column for group in words.needs for column in group}


def find_columns(words: TableWords, file: RawFile, asked: Asked) -> tuple[ColumnMap, ...]:
    """Find a header for each column of ours; no header is read twice but where `shares` allows it.

    What the user laid down comes first and is never questioned; a header whose cells do not look like our column's
    kind is passed over.
    """
    given = {ours: header for (table, ours), header in asked.columns.items() if table == words.table}
    given = {ours: header for ours, header in given.items() if header in file.headers}
    taken = dict(given)
    found = [ColumnMap(ours=o, theirs=h, why="given", confidence=Confidence.GIVEN) for o, h in given.items()]
    for ours, synonyms in words.headers.items():
        if ours in given:
            continue
        shared = taken.get(words.shares.get(ours, ""))
        free = [h for h in fitting((plain(ours), *synonyms), file.headers) if h not in taken.values() or h == shared]
        fits = [h for h in free if _fits(words, ours, file.column(h))]
        if fits:
            taken[ours] = fits[0]
            found.append(ColumnMap(ours=ours, theirs=fits[0], why=_why(ours, fits[0]), others=tuple(fits[1:])))
    return tuple(found)


def _why(ours: str, theirs: str) -> str:
    return "the same name" if plain(ours) == plain(theirs) else "a header that means the same"


def _fits(words: TableWords, ours: str, cells: pd.Series) -> bool:
    there = contents.filled(cells)
    if ours == words.key:
        return contents.is_key(cells)
    if ours == "status" and words.outcomes:
        return any(plain(word) in words.outcomes for word in there.unique())
    return there.empty or looks_like(words.table, ours, there)


def _outcomes(words: TableWords, mapped: TableMap) -> tuple[ValueMap, ...]:
    status = mapped.cells("status")
    if status is None or not words.outcomes:
        return ()
    seen = list(contents.filled(status).drop_duplicates())
    known = [
        ValueMap(ours="status", theirs=word, means=words.outcomes[plain(word)], why="a known word")
        for word in seen
        if plain(word) in words.outcomes
    ]
    guessed = [word for word in seen if plain(word) not in words.outcomes and never_closed(mapped, word, known)]
    return (
        *known,
        *(
            ValueMap(
                ours="status",
                theirs=word,
                means="open",
                why="no row with this word has a close date, nearly all won and lost ones have",
                confidence=Confidence.GUESS,
            )
            for word in guessed
            if word not in allowed(words.table, "status")
        ),
    )


def never_closed(mapped: TableMap, word: str, known: list[ValueMap]) -> bool:
    """Tell whether rows with a status word lack a close date that the won and lost ones have."""
    status, closed = mapped.cells("status"), mapped.cells("closed_at")
    if status is None or closed is None:
        return False
    over = {each.theirs for each in known if each.means != "open"}
    dated = closed != ""
    ended = status.isin(over)
    return bool(ended.any() and dated[ended].mean() >= 0.95 and not dated[status == word].any())
