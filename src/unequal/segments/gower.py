"""How far apart two accounts are when fields are numbers and words and some are missing (Gower 1971).

A number counts as its difference over the range of all, a word as 0 when equal and 1 when not; the distance is the mean
over the fields that both have, and nan where they share none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SLICE = 100_000  # rows at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Gower:
    """A distance with its ranges learned.

    Attributes:
        ranges: Range of each numeric field; a field that does not vary is left out.
        word_fields: Fields that hold words.
    """

    ranges: dict[str, float]
    word_fields: tuple[str, ...]

    def between(self, left: pd.DataFrame, right: pd.DataFrame) -> Floats:
        """Return the distance of each row of one frame to each row of the other.

        >>> rows = pd.DataFrame({"size": [0.0, 10.0], "country": ["DE", None]})
        >>> learn_gower(rows, ("size",), ("country",)).between(rows, rows)
        array([[0., 1.],
               [1., 0.]])
        """
        parts = (self._numbers(left, right), self._words(left, right))
        total = np.zeros((len(left), len(right)), dtype=np.float64)
        shared = np.zeros_like(total)
        for apart in chain(*parts):
            absent = np.isnan(apart)
            total += np.where(absent, 0.0, apart)
            shared += ~absent
        return np.divide(total, shared, out=np.full(total.shape, np.nan), where=shared > 0)

    def nearest(self, rows: pd.DataFrame, centres: pd.DataFrame) -> NDArray[np.intp]:
        """Return the place of the nearest centre for each row, the first of equals, -1 where they share no field.

        Rows are taken in slices, so that memory does not grow with them.
        """
        found = [
            _nearest(self.between(rows.iloc[start : start + SLICE], centres)) for start in range(0, len(rows), SLICE)
        ]
        return np.concatenate([np.zeros(0, dtype=np.intp), *found])

    def _numbers(self, left: pd.DataFrame, right: pd.DataFrame) -> Iterator[Floats]:
        for field, span in self.ranges.items():
            one, other = (rows[field].to_numpy(dtype=np.float64) for rows in (left, right))
            yield np.minimum(np.abs(one[:, None] - other[None, :]) / span, 1.0)

    def _words(self, left: pd.DataFrame, right: pd.DataFrame) -> Iterator[Floats]:
        for field in self.word_fields:
            codes, _ = pd.factorize(pd.concat([left[field], right[field]]))
            one, other = codes[: len(left), None], codes[None, len(left) :]
            yield np.where((one < 0) | (other < 0), np.nan, (one != other).astype(np.float64))


def learn_gower(rows: pd.DataFrame, number_fields: tuple[str, ...], word_fields: tuple[str, ...]) -> Gower:
    """Return the distance whose ranges are those of the rows; fields that do not vary say nothing and are left out."""
    spans = {field: float(rows[field].max() - rows[field].min()) for field in number_fields}
    return Gower(
        ranges={field: span for field, span in spans.items() if span > 0},
        word_fields=tuple(field for field in word_fields if len(rows[field].dropna().unique()) > 1),
    )


def _nearest(apart: Floats) -> NDArray[np.intp]:
    place = np.where(np.isnan(apart), np.inf, apart).argmin(axis=1)
    return np.where(np.isnan(apart).all(axis=1), -1, place)
