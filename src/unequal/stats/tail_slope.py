"""How fast numbers fall as sizes rise: the slope of a size distribution's tail on two logarithmic axes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from .trend import Slope, trend

FEWEST, FEWEST_FOR_AN_INTERVAL = 2, 4  # tiers


def tail_slope(bounds: ArrayLike, counts: ArrayLike, *, level: float = 0.90) -> Slope:
    """Return the slope of log10(number at or above a bound) on log10(bound).

    Never counts in bands on means of bands: that slope depends on how wide the bands are.

    Args:
        bounds: Lower bounds of the bands, above zero, ascending.
        counts: How many are in each band.
        level: Of the interval, which needs four bands or more.

    Returns:
        The slope; nan below two bands or where a band and all above it are empty; its ends nan below four.

    Source: R. Axtell, Zipf distribution of U.S. firm sizes, Science 293 (2001) 1818-1820.

    >>> round(tail_slope([1, 5, 10, 20, 100, 500], [3556927, 959641, 609355, 532972, 92159, 20256]).estimate, 3)
    -0.935
    """
    lower, number = np.asarray(bounds, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    above = np.cumsum(number[::-1])[::-1]
    known = bool(np.isfinite(lower).all() and np.isfinite(above).all())
    if lower.size < FEWEST or not known or (lower <= 0).any() or (above <= 0).any():
        return Slope(estimate=math.nan, low=math.nan, high=math.nan)
    across, up = np.log10(lower), np.log10(above)
    if lower.size < FEWEST_FOR_AN_INTERVAL:
        estimate = float(np.polynomial.polynomial.polyfit(across, up, 1)[1])
        return Slope(estimate=estimate, low=math.nan, high=math.nan)
    return trend(up, across, level=level).least_squares
