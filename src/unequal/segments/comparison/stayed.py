"""Who was still there after a year, as an outcome with a weight.

Who has not been a customer for a year, and has not left, tells nothing yet and counts nothing; the others count for
them, by one over the chance not to be cut off before (inverse probability of censoring). Their squared error against a
foretold chance is the Brier score, and its skill over treating all alike is the share explained.

Source: E. Graf, C. Schmoor, W. Sauerbrei and M. Schumacher, Statistics in Medicine 18 (1999) 2529.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unequal.units import MONTHS_PER_YEAR

from .grouping import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Stayed:
    """Outcome and weight of each customer.

    Attributes:
        stayed: 1 for who was still there after a year, 0 for who left within it.
        weights: How much it counts; 0 for who has not been watched for a year, or whose time is not known.
    """

    stayed: Floats
    weights: Floats


def stayed_a_year(months: Floats, left: Floats, *, horizon: float = MONTHS_PER_YEAR) -> Stayed:
    """Return outcome and weight at the horizon.

    Args:
        months: Months as a customer so far, nan where the start is not known.
        left: 1 for who has left.
        horizon: Months after the start.

    >>> found = stayed_a_year(np.array([3.0, 6.0, 6.0, 20.0]), np.array([1.0, 0.0, 1.0, 0.0]))
    >>> found.stayed.tolist(), found.weights.round(2).tolist()
    ([0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 1.0, 2.0])
    """
    known = np.isfinite(months)
    gone = known & (left > 0) & (months <= horizon)
    through = known & (months > horizon)
    cut_off = known & ~gone & ~through
    times, back = np.unique(np.where(known, np.minimum(months, horizon), np.inf), return_inverse=True)
    ends, cuts = np.bincount(back, gone, times.size), np.bincount(back, cut_off, times.size)
    there = np.bincount(back, known, times.size)[::-1].cumsum()[::-1]
    at_risk = there - ends  # who leaves on a day leaves before anybody is cut off on it
    cut_share = np.divide(cuts, at_risk, out=np.zeros(times.size), where=at_risk > 0)
    remaining = np.asarray(np.cumprod(1 - cut_share), dtype=np.float64)
    before = np.concatenate([[1.0], remaining[:-1]])
    chance = np.where(through, _after(remaining, times, horizon), before[back])
    weights = np.divide(1.0, chance, out=np.zeros(months.size), where=(gone | through) & (chance > 0))
    return Stayed(stayed=through.astype(np.float64), weights=weights)


def _after(remaining: Floats, times: Floats, horizon: float) -> float:
    """Return the chance not to be cut off before the horizon."""
    before = times < horizon
    return float(remaining[before][-1]) if before.any() else 1.0
