"""Intervals for a share x of n, and for the difference of two shares. All arguments broadcast; n = 0 gives nan."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, ndtri

from unequal.errors import InputError

from .intervals import Interval
from .spells import Floats

LEVEL = 0.90


def jeffreys(hits: ArrayLike, trials: ArrayLike, *, level: float = LEVEL) -> Interval:
    """Return the Jeffreys interval, for statements of probability and for pictures.

    Quantiles of Beta(x + 1/2, n - x + 1/2); the low end is 0 without a hit and the high end 1 without a miss.
    Source: Brown, Cai and DasGupta, Statistical Science 16 (2001) 101.

    >>> ends = jeffreys(15, 22, level=0.95)
    >>> float(ends.low.round(4)), float(ends.high.round(4))
    (0.4743, 0.8449)
    """
    x, n = _checked(hits, trials)
    tail = (1 - level) / 2
    low = np.where(x > 0, betaincinv(x + 0.5, n - x + 0.5, tail), 0.0)
    high = np.where(x < n, betaincinv(x + 0.5, n - x + 0.5, 1 - tail), 1.0)
    return _unless_empty(low, high, n)


def jeffreys_probability(hits: ArrayLike, trials: ArrayLike, *, above: ArrayLike) -> Floats:
    """Return the probability that the share is above a value, under Beta(x + 1/2, n - x + 1/2).

    >>> float(jeffreys_probability(5, 10, above=0.5).round(3))
    0.5
    """
    x, n = _checked(hits, trials)
    return 1 - betainc(x + 0.5, n - x + 0.5, np.asarray(above, dtype=np.float64))


def clopper_pearson(hits: ArrayLike, trials: ArrayLike, *, level: float = LEVEL) -> Interval:
    """Return the Clopper-Pearson interval, when the low end alone carries a decision: it never covers too little.

    A one-sided 95 % bound is an end of the two-sided 90 % interval.

    >>> float(clopper_pearson(0, 25, level=0.90).high.round(3))  # 1 - 0.05 ** (1 / 25)
    0.113
    """
    x, n = _checked(hits, trials)
    tail = (1 - level) / 2
    low = np.where(x > 0, betaincinv(np.maximum(x, 1), n - x + 1, tail), 0.0)
    high = np.where(x < n, betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail), 1.0)
    return _unless_empty(low, high, n)


def wilson(hits: ArrayLike, trials: ArrayLike, *, level: float = LEVEL) -> Interval:
    """Return the Wilson score interval.

    >>> ends = wilson(9, 1500, level=0.95)
    >>> float(ends.low.round(4)), float(ends.high.round(4))
    (0.0032, 0.0114)
    """
    x, n = _checked(hits, trials)
    many = np.where(n > 0, n, 1.0)
    z = ndtri((1 + level) / 2)
    centre = (x + z**2 / 2) / (many + z**2)
    half = z / (many + z**2) * np.sqrt(x * (many - x) / many + z**2 / 4)
    low = np.where(x > 0, centre - half, 0.0)
    high = np.where(x < n, centre + half, 1.0)
    return _unless_empty(low, high, n)


def newcombe_difference(
    hits: ArrayLike, trials: ArrayLike, other_hits: ArrayLike, other_trials: ArrayLike, *, level: float = LEVEL
) -> Interval:
    """Return the interval of the first share minus the second, from their Wilson intervals.

    Source: Newcombe, Statistics in Medicine 17 (1998) 873, method 10.

    >>> ends = newcombe_difference(22, 80, 9, 1500, level=0.95)
    >>> float(ends.low.round(4)), float(ends.high.round(4))
    (0.183, 0.3755)
    """
    x, n = _checked(hits, trials)
    y, m = _checked(other_hits, other_trials)
    first, second = wilson(x, n, level=level), wilson(y, m, level=level)
    p, q = x / np.where(n > 0, n, np.nan), y / np.where(m > 0, m, np.nan)
    return Interval(
        low=p - q - np.hypot(p - first.low, second.high - q), high=p - q + np.hypot(first.high - p, q - second.low)
    )


def _checked(hits: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.broadcast_arrays(np.asarray(hits, dtype=np.float64), np.asarray(trials, dtype=np.float64))
    if not ((x >= 0) & (x <= n)).all():
        raise InputError("A share has fewer than 0 hits, or more hits than trials.", mend="Give 0 <= hits <= trials.")
    return x, n


def _unless_empty(low: Floats, high: Floats, trials: Floats) -> Interval:
    return Interval(low=np.where(trials > 0, low, np.nan), high=np.where(trials > 0, high, np.nan))
