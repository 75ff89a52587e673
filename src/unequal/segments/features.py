"""Columns as numbers that a tree can split: numbers as they are, words as yes or no, blanks as one more question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MOST_WORDS = 20  # of a column; rarer ones split nobody off
_YES_NO = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One column that a tree may split.

    Attributes:
        field: Column of the accounts.
        word: The word it asks for; None for a number, or for whether the field is known.
        asks_known: Whether it asks if the field is filled in.
        fills: Value that stands in for a blank number; nan where nothing is blank.
        whole: Whether the numbers are whole ones.
        is_flag: Whether the field says yes or no.
    """

    field: str
    word: str | None = None
    asks_known: bool = False
    fills: float = float("nan")
    whole: bool = False
    is_flag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Columns and what each asks.

    Attributes:
        values: One row an account, without blanks.
        names: What each column asks.
    """

    values: NDArray[np.float64]
    names: tuple[Feature, ...]


def features_of(rows: pd.DataFrame, *, least: int) -> Features:
    """Return the columns that can split off at least `least` accounts.

    A number is itself, a blank the middle of the others with a column that asks whether it is known; a word is one
    column each.

    >>> rows = pd.DataFrame({"employees": [5.0, 9.0, None], "country": ["DE", "FR", "DE"]})
    >>> found = features_of(rows, least=1)
    >>> [(one.field, one.word, one.asks_known) for one in found.names]
    [('country', 'DE', False), ('country', 'FR', False), ('employees', None, False), ('employees', None, True)]
    """
    columns: list[NDArray[np.float64]] = []
    names: list[Feature] = []
    for field in sorted(rows.columns):
        for feature, column in _split(str(field), rows[field], least):
            columns.append(column)
            names.append(feature)
    values = np.column_stack(columns) if columns else np.zeros((len(rows), 0))
    return Features(values=values, names=tuple(names))


def _split(field: str, column: pd.Series, least: int) -> list[tuple[Feature, NDArray[np.float64]]]:
    blank = column.isna().to_numpy()
    number = _as_numbers(column)
    found = _numbers(field, number, column) if number is not None else _words(field, column, least)
    if least <= blank.sum() <= blank.size - least:
        found.append((Feature(field=field, asks_known=True), (~blank).astype(np.float64)))
    return found


def _as_numbers(column: pd.Series) -> pd.Series | None:
    """Return a column of numbers, of yes and no as 1 and 0; None where any word stands in it."""
    said = column.dropna().astype("str").str.strip().str.lower()
    as_number = pd.to_numeric(said.map(_YES_NO).fillna(pd.to_numeric(said, errors="coerce")), errors="coerce")
    if as_number.isna().any():
        return None
    return as_number.astype("float64").replace([np.inf, -np.inf], np.nan).reindex(column.index)


def _numbers(field: str, number: pd.Series, column: pd.Series) -> list[tuple[Feature, NDArray[np.float64]]]:
    there = number.dropna()
    if there.nunique() < 2:
        return []
    fills = float(there.median())
    said = set(column.dropna().astype("str").str.strip().str.lower())
    feature = Feature(
        field=field, fills=fills if number.isna().any() else float("nan"), whole=bool((there % 1 == 0).all()),
        is_flag=said <= set(_YES_NO),
    )  # fmt: skip
    return [(feature, number.fillna(fills).to_numpy(dtype=np.float64))]


def _words(field: str, column: pd.Series, least: int) -> list[tuple[Feature, NDArray[np.float64]]]:
    word = column.astype("str").str.strip()
    counts = word.value_counts()
    kept = sorted((str(name) for name in counts.index[counts >= least]), key=lambda name: (-counts[name], name))
    return [
        (Feature(field=field, word=name), np.asarray(word.eq(name).fillna(value=False), dtype=np.float64))
        for name in kept[:MOST_WORDS]
        if len(counts) > 1 or column.isna().any()
    ]
