"""What a declared table is made of: kinds, columns, row rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a column's cells are, and so how a text becomes a value.

    >>> Kind("money") is Kind.MONEY
    True
    """

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    DATE = "date"
    MONTH_START = "month_start"
    MONTH_END = "month_end"
    BOOLEAN = "boolean"
    CHOICE = "choice"

    @property
    def is_number(self) -> bool:
        """Tell whether values are float64."""
        return self in {Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.COUNT}

    @property
    def is_date(self) -> bool:
        """Tell whether values are days."""
        return self in {Kind.DATE, Kind.MONTH_START, Kind.MONTH_END}

    @property
    def is_text(self) -> bool:
        """Tell whether values stay letter for letter."""
        return self in {Kind.ID, Kind.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a declared table.

    Attributes:
        name: Our name; a workspace maps the client's header to it.
        kind: How cells are typed.
        says: What the column holds, one sentence with its unit.
        required: A table without the column is refused, a row without the cell set aside.
        allowed: The words of a choice.
        others: Words beside `allowed` are kept as they stand.
        synonyms: Words of common tools, in lower case, and the allowed word that they mean.
        references: ``table.column`` whose values this column repeats; any of them will do.
        keep_unresolved: An id that is not found there stays although the column is optional.
        low: Smallest value that makes sense, None when there is no bound.
        high: Largest value that makes sense.
    """

    name: str
    kind: Kind
    says: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    others: bool = False
    synonyms: Mapping[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    keep_unresolved: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """What must hold for each row, as an Ibis expression, so that it runs where the rows are.

    Attributes:
        code: Stable name of the fault.
        says: What was found and what was expected, one sentence.
        mend: What the user can do.
        fate: ``set aside`` (the row) or ``mended`` (the cell of `column` becomes null).
        holds: Ibis table -> boolean expression; null counts as holding, since nothing is known to be wrong.
        column: Our name of the column to point at.
    """

    code: str
    says: str
    mend: str
    fate: str
    holds: Callable[[Any], Any]
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A declared table.

    Attributes:
        name: Our name; without an entry in workspace.toml the file is ``data/<name>.csv``.
        says: What one row is, one sentence.
        columns: In the order in which they come out.
        key: Columns that together name a row; empty when equal rows are legal.
        rules: What must hold for each row.
        known_by: The column whose date is the day a row became known; empty when rows carry no such day.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()
    known_by: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return a column by name.

        Raises:
            KeyError: When the table declares no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
