"""Labels as codes, and what becomes of customers that a scheme cannot place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.segments.order import UNKNOWN

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]
LEAST_UNKNOWN = 0.05  # share of customers from which "unknown" is a level of its own (assumption)
LEFT_OUT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The labels of one scheme.

    Attributes:
        names: The segments, sorted.
        codes: Place of each customer's segment among the names; -1 for who is left out.
        unknown: Customers that the scheme could not place.
    """

    names: tuple[str, ...]
    codes: Codes
    unknown: int

    @property
    def segments(self) -> int:
        """How many segments occur."""
        return len(self.names)

    @property
    def dropped(self) -> int:
        """How many customers are left out, since too few have no label to be a level of their own."""
        return int((self.codes < 0).sum())

    @property
    def largest_share(self) -> float:
        """Share of the customers in the largest segment, among those who have one."""
        sizes = np.bincount(self.codes[self.codes >= 0])
        return float(sizes.max() / sizes.sum()) if sizes.size else float("nan")

    def of(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Grouping:
        """Return the grouping of some of the customers."""
        return replace(self, codes=self.codes[rows])


def grouping(labels: pd.Series) -> Grouping:
    """Return labels as codes; who has none is a level of its own from 5 % of the customers on, else left out.

    >>> found = grouping(pd.Series(["b", "a", "b", None]))
    >>> found.names, found.codes.tolist(), found.unknown
    (('a', 'b', 'unknown'), [1, 0, 1, 2], 1)
    >>> grouping(pd.Series(["a"] * 20 + ["unknown"])).dropped
    1
    """
    said = labels.astype("str")
    missing = (said.isna() | said.eq(UNKNOWN)).to_numpy()
    few = missing.sum() < LEAST_UNKNOWN * len(said)
    filled = said.mask(missing, None if few else UNKNOWN)
    codes, names = pd.factorize(filled, sort=True)
    return Grouping(
        names=tuple(str(name) for name in names), codes=np.asarray(codes, dtype=np.intp), unknown=int(missing.sum())
    )
