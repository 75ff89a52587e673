"""All columns of a table -> values, with conventions shared between columns where one alone does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from unequal.tables.source import TableSource
from unequal.tables.spec import Column, Kind, Table

from . import date_column, numbers
from .column import Cells, TypedColumn, cells_of
from .words import choice_column, text_column, yes_no_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How a table writes numbers and dates, as far as it tells.

    Attributes:
        mark: Decimal mark of the table, None when no column tells it.
        order: Order of dates of the table, None when no column tells it or columns contradict each other.
    """

    mark: str | None
    order: str | None


def type_columns(raw: Mapping[str, pd.Series], table: Table, source: TableSource) -> dict[str, TypedColumn]:
    """Return the declared columns that the file has, typed.

    Args:
        raw: Our name -> the file's cells.
        table: The declaration.
        source: Words and conventions that the workspace gives.
    """
    mapped = {name: _translated(cells, source.values.get(name, {})) for name, cells in raw.items()}
    cells = {name: cells_of(column) for name, column in mapped.items()}
    typist = _Typist(table, source, cells)
    return {name: typist.typed(table.column(name), mapped[name]) for name in raw}


def _translated(cells: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """Return cells in our words; a word that differs by case or blanks only is the same word."""
    if not words:
        return cells
    exact = dict(words)
    loose = {word.strip().casefold(): ours for word, ours in words.items()}
    plain = cells.str.strip()
    found = plain.map(exact).where(plain.isin(exact), plain.str.casefold().map(loose))
    return cells.where(found.isna(), found).astype("str")


class _Typist:
    """Types the columns of one table; looks at all of them once for the conventions."""

    def __init__(self, table: Table, source: TableSource, cells: Mapping[str, Cells]) -> None:
        self._table, self._source, self._cells = table, source, cells
        columns = [table.column(name) for name in cells]
        self._numbers = {c.name: numbers.parts_of(cells[c.name]) for c in columns if c.kind.is_number}
        self._dates = {
            c.name: date_column.parts_of(cells[c.name], source.date_order) for c in columns if c.kind.is_date
        }
        self._marks = {name: numbers.evidence_of(cells[name], parts) for name, parts in self._numbers.items()}
        orders = [self._order_evidence(name) for name in self._dates]
        self._shared = Conventions(
            mark=sum(self._marks.values(), start=numbers.Evidence()).mark,
            order=sum(orders, start=date_column.OrderEvidence()).order,
        )

    def _order_evidence(self, name: str) -> date_column.OrderEvidence:
        return date_column.order_evidence(self._cells[name], self._dates[name], self._table.column(name).kind)

    def typed(self, column: Column, raw: pd.Series) -> TypedColumn:
        """Return one column."""
        cells = self._cells[column.name]
        if column.kind.is_number:
            return self._number(column, cells)
        if column.kind.is_date:
            return self._date(column, cells)
        if column.kind is Kind.BOOLEAN:
            return yes_no_column(cells)
        if column.kind is Kind.CHOICE:
            return choice_column(cells, column, self._table.name)
        return text_column(cells, raw, column.kind)

    def _number(self, column: Column, cells: Cells) -> TypedColumn:
        own = self._marks[column.name]
        mark = self._source.decimal or own.mark or self._shared.mark
        return numbers.number_column(cells, self._numbers[column.name], column, mark)

    def _date(self, column: Column, cells: Cells) -> TypedColumn:
        own = self._order_evidence(column.name)
        contradicts = bool(own.day_first and own.month_first)
        order = self._source.date_order or own.order or (None if contradicts else self._shared.order)
        return date_column.date_column(cells, self._dates[column.name], column, order)


def empty_column(column: Column, rows: int) -> pd.Series:
    """Return a declared column that the file does not have: all missing, of its own type.

    >>> str(empty_column(Column(name="acv", kind=Kind.MONEY, says=""), 2).dtype)
    'float64'
    """
    if column.kind.is_number:
        return pd.Series(float("nan"), index=range(rows), dtype="float64")
    if column.kind.is_date:
        return pd.Series(pd.NaT, index=range(rows), dtype="datetime64[ns]")
    if column.kind is Kind.BOOLEAN:
        return pd.Series(pd.NA, index=range(rows), dtype="boolean")
    return pd.Series([None] * rows, dtype="str")
