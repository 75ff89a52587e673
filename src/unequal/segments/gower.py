"""How far apart two accounts are when fields are numbers and words and some are missing (Gower 1971).

A number counts as its difference over the range of all, a word as 0 when equal and 1 when not; the distance is the mean
over the fields that both have, and nan where they share none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
        total, shared = np.zeros((len(left), len(right))), np.zeros((len(left), len(right)))
        for field, span in self.ranges.items():
            one, other = (rows[field].to_numpy(dtype=np.float64) for rows in (left, right))
            apart = np.minimum(np.abs(one[:, None] - other[None, :]) / span, 1.0)
            total, shared = total + np.nan_to_num(apart), shared + ~np.isnan(apart)
        for field in self.word_fields:
            one, other = (rows[field].to_numpy(dtype=object) for rows in (left, right))
            both = ~pd.isna(one)[:, None] & ~pd.isna(other)[None, :]
            total, shared = total + (both & (one[:, None] != other[None, :])), shared + both
        return np.divide(total, shared, out=np.full(total.shape, np.nan), where=shared > 0)


def learn_gower(rows: pd.DataFrame, number_fields: tuple[str, ...], word_fields: tuple[str, ...]) -> Gower:
    """Return the distance whose ranges are those of the rows; fields that do not vary say nothing and are left out."""
    spans = {field: float(rows[field].max() - rows[field].min()) for field in number_fields}
    return Gower(
        ranges={field: span for field, span in spans.items() if span > 0},
        word_fields=tuple(field for field in word_fields if len(rows[field].dropna().unique()) > 1),
    )
