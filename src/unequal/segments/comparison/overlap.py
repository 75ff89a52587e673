"""Whether two schemes are one under two names."""

from __future__ import annotations

import numpy as np

from .grouping import Codes


def adjusted_rand(first: Codes, second: Codes) -> float:
    """Return the adjusted Rand index of two groupings: 1 the same, 0 as alike as by chance; nan where undecided.

    Customers that either leaves out are left out.

    Source: L. Hubert and P. Arabie, Journal of Classification 2 (1985) 193; from one table of counts, since
    scikit-learn's needs a sort of all customers for each pair.

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    both = (first >= 0) & (second >= 0)
    one, other = first[both], second[both]
    if one.size < 2:
        return float("nan")
    wide = int(other.max()) + 1
    together = _pairs(np.bincount(one * wide + other))
    in_first, in_second, all_pairs = _pairs(np.bincount(one)), _pairs(np.bincount(other)), _pairs(np.array([one.size]))
    expected = in_first * in_second / all_pairs
    most = (in_first + in_second) / 2
    return (together - expected) / (most - expected) if most != expected else float("nan")


def _pairs(sizes: Codes) -> float:
    counts = sizes.astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())
