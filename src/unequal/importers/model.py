"""What an import is made of, from a raw file to the finished plan.

Everything here is frozen. A `Draft` goes through the steps in `plan.py`; each step hands back a new draft with one
thing more decided, and says in a `Note` what it found. The last draft becomes the `ImportPlan` that a user reads before
anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

import pandas as pd


class Confidence(StrEnum):
    """How a decision of the import came about.

    ``given``: the user said so. ``known``: the words of the file say so. ``guess``: concluded from the contents; shown
    to the user as something to check.
    """

    GIVEN = "given"
    KNOWN = "known"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawFile:
    """One file of the export, as it stands.

    Attributes:
        path: Where it is.
        name: How messages name it.
        sha256: Hash of its bytes when it was read; the copy must have the same.
        cells: Every cell as text, empty where the file is empty.
        said: What the reader noticed, one sentence each.
        left_out: How many lines the reader took for no rows of the table.
    """

    path: Path
    name: str
    sha256: str
    cells: pd.DataFrame
    said: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names in the order of the file."""
        return tuple(str(header) for header in self.cells.columns)

    @property
    def rows(self) -> int:
        """Rows below the header."""
        return len(self.cells)

    def column(self, header: str) -> pd.Series:
        """Return the trimmed cells under a header; the first column where a header stands twice."""
        return self.cells.iloc[:, self.headers.index(header)].astype(str).str.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What one tool believes a file to be.

    Attributes:
        kind: A table of ours (``deals``), a helper (``price_list``, ``team_list``, ``dictionary``) or None.
        score: 0 (not this tool's) to 1 (certainly); above 0.8 only for the header lines of one tool.
        why: One sentence with the headers that decided.
        columns: The headers that decided, for a helper: its key, then what it tells about the key.
        nearest: The table of ours that comes nearest where none fits.
        missing: Our columns that the nearest table would need.
    """

    kind: str | None
    score: float
    why: str
    columns: tuple[str, ...] = ()
    nearest: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Our column is read from their column.

    Attributes:
        others: Further headers of the file that would fit as well.
    """

    ours: str
    theirs: str
    why: str
    confidence: Confidence = Confidence.KNOWN
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """In our column, their word means our word; an empty `means` reads the cell as missing."""

    ours: str
    theirs: str
    means: str
    why: str
    confidence: Confidence = Confidence.KNOWN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DerivedColumn:
    """A column of ours that no header holds as it is, worked out from the file: one cell a row, as text.

    Attributes:
        theirs: The header that it is made from.
    """

    ours: str
    theirs: str
    cells: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableMap:
    """How one file becomes one table of ours.

    Attributes:
        decimal: ``,`` where numbers are written so; None where a point or no mark is used.
        date_order: ``dmy`` or ``mdy`` where days are not written year first; None otherwise.
    """

    table: str
    file: RawFile
    columns: tuple[ColumnMap, ...]
    words: tuple[ValueMap, ...] = ()
    derived: tuple[DerivedColumn, ...] = ()
    decimal: str | None = None
    date_order: str | None = None

    def mapped(self, ours: str) -> ColumnMap | None:
        """Return how our column is read, None where no header holds it."""
        return next((each for each in self.columns if each.ours == ours), None)

    def header(self, ours: str) -> str:
        """Return the header that our column is read or made from, empty where there is none."""
        return next((each.theirs for each in (*self.columns, *self.derived) if each.ours == ours), "")

    def cells(self, ours: str) -> pd.Series | None:
        """Return our column as text, values put into our words; None where the file does not hold it."""
        made = next((each for each in self.derived if each.ours == ours), None)
        if made is not None:
            return pd.Series(made.cells, index=self.file.cells.index, dtype="str")
        mapped = self.mapped(ours)
        if mapped is None:
            return None
        means = {each.theirs: each.means for each in self.words if each.ours == ours}
        return self.file.column(mapped.theirs).replace(means)

    def having(self, column: ColumnMap) -> TableMap:
        """Return the table with one column read anew, whatever was derived for it dropped."""
        others = tuple(each for each in self.columns if each.ours != column.ours)
        return replace(self, columns=(*others, column))

    def without(self, ours: str) -> TableMap:
        """Return the table with one column left out."""
        return replace(self, columns=tuple(each for each in self.columns if each.ours != ours))

    def deriving(self, made: DerivedColumn) -> TableMap:
        """Return the table with one column derived instead of read."""
        return replace(
            self.without(made.ours), derived=(*(each for each in self.derived if each.ours != made.ours), made)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Helper:
    """A file that fills no table of ours, and tells something about one that does.

    Attributes:
        key: Its header whose cells name the thing (a product, a person, a column).
        tells: Its header with what is known of the thing (a price, a manager, a meaning); empty where it has none.
    """

    file: RawFile
    key: str
    tells: str = ""

    def pairs(self) -> dict[str, str]:
        """Return key -> what is told, the first where a key stands twice."""
        told = self.file.column(self.tells)
        found: dict[str, str] = {}
        for key, text in zip(self.file.column(self.key), told, strict=True):
            found.setdefault(key, text)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """What became of one file: the table it fills, or None and why not."""

    name: str
    rows: int | None
    table: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that the user should know, in a sentence and in figures.

    Attributes:
        code: Stable name such as ``deals-without-account``.
        says: What was found.
        mend: What the user can do, empty where nothing is to be done.
        count: How many rows or values.
        of: Out of how many.
        asks: True where the user has to decide.
        lines: Lines for workspace.toml that would mend it; written there as comments.
    """

    code: str
    says: str
    mend: str = ""
    table: str | None = None
    count: int | None = None
    of: int | None = None
    asks: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One key at the top of workspace.toml, with the words that say where it comes from."""

    key: str
    value: str | date
    says: str
    confidence: Confidence = Confidence.GUESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user laid down beforehand.

    Attributes:
        columns: (table, our column) -> their header.
        words: Column, ours or theirs -> their word -> our word.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """An import in the making: what the steps have decided so far.

    Attributes:
        tables: By our name.
        helpers: By kind: ``dictionary``, ``price_list``, ``team_list``, ``people``.
        joined: Helpers whose contents went into a derived column.
    """

    asked: Asked
    tables: Mapping[str, TableMap]
    helpers: Mapping[str, Helper]
    uses: tuple[FileUse, ...] = ()
    notes: tuple[Note, ...] = ()
    settings: tuple[Setting, ...] = ()
    joined: tuple[RawFile, ...] = ()

    def with_table(self, table: TableMap) -> Draft:
        """Return the draft with one table replaced."""
        return replace(self, tables={**self.tables, table.table: table})

    def noting(self, *notes: Note) -> Draft:
        """Return the draft with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def setting(self, *settings: Setting) -> Draft:
        """Return the draft with more settings."""
        return replace(self, settings=(*self.settings, *settings))

    def joining(self, file: RawFile, why: str) -> Draft:
        """Return the draft with a helper counted as used."""
        uses = tuple(replace(use, why=why) if use.name == file.name else use for use in self.uses)
        return replace(self, joined=(*self.joined, file), uses=uses)
