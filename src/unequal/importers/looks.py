"""Whether cells look like what a column of ours holds, by its declared kind."""

from __future__ import annotations

import pandas as pd

from unequal.tables.declared import TABLES, Column, Kind

from .contents import ENOUGH, date_order, decimal_mark

_YES_NO = frozenset({"true", "false", "yes", "no", "y", "n", "1", "0"})


def declared(table: str, ours: str) -> Column:
    """Return the declaration of our column.

    Raises:
        KeyError: No such table or column.

    >>> declared("deals", "closed_at").kind is Kind.DATE
    True
    """
    return TABLES[table].column(ours)


def allowed(table: str, ours: str) -> tuple[str, ...]:
    """Return the words that our column takes, none where it takes any.

    >>> allowed("deals", "status")
    ('open', 'won', 'lost', 'no_decision')
    """
    return declared(table, ours).allowed


def looks_like(table: str, ours: str, cells: pd.Series) -> bool:
    """Tell whether four of five filled cells are of our column's kind; ids and texts may look like anything.

    >>> looks_like("deals", "closed_at", pd.Series(["2017-03-01"])), looks_like("deals", "acv", pd.Series(["cheap"]))
    (True, False)
    """
    column = declared(table, ours)
    words = cells.str.casefold()
    if column.kind.is_date:
        return date_order(cells) is not None
    if column.kind.is_number:
        return decimal_mark(cells) is not None
    if column.kind is Kind.BOOLEAN:
        return bool(words.isin(_YES_NO).mean() >= ENOUGH)
    if column.kind is Kind.CHOICE:
        return bool(words.isin({*column.allowed, *column.synonyms}).mean() >= ENOUGH)
    return True
