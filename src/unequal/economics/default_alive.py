"""If costs stay as they are and revenue goes on growing, is the company profitable before the cash is gone?

Source: P. Graham, Default Alive or Default Dead? (2015), https://www.paulgraham.com/aord.html.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from .win_model import Floats

LONGEST_MONTHS = 120
FEWEST_MONTHS = 6  # of revenue; below it there is no slope
RECENT_MONTHS = 12
MOST_GROWTH = 1.0  # a month
PRECISION = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultAlive:
    """The answer.

    Attributes:
        growth: Mean monthly growth of revenue over the recent months; low, high: its 90 % interval.
        needed: Smallest steady growth that makes profit before the cash is gone; 0 where revenue carries the costs
            already, nan where no growth does.
        probability: That the growth is at least so high.
        profitable_months: Months until revenue carries the costs at that growth; inf where it never does.
        lowest_cash: Lowest cash on that way, or within ten years.
        costs, revenue: Money a month, now.
        n: Monthly changes that the growth was learned from.
    """

    growth: float
    low: float
    high: float
    needed: float
    probability: float
    profitable_months: float
    lowest_cash: float
    costs: float
    revenue: float
    n: int


def default_alive(cash: float, costs: float, revenue: Floats) -> DefaultAlive | None:
    """Ask Graham's question; None with fewer than six months of revenue, or where a month had none.

    The changes from month to month are taken for independent, so doubt about the growth is that of their mean.

    Args:
        cash: Cash now.
        costs: Spent in a month, as it is now.
        revenue: Revenue of each month, the last one last.

    >>> found = default_alive(100.0, 12.0, 10.0 * 1.05 ** np.arange(-6, 1))
    >>> round(found.growth, 3), found.profitable_months, found.probability
    (0.05, 4.0, 1.0)
    """
    recent = revenue[-RECENT_MONTHS - 1 :]
    if recent.size < FEWEST_MONTHS or (recent <= 0).any():
        return None
    changes = np.diff(np.log(recent))
    mean, error = float(changes.mean()), float(changes.std(ddof=1)) / math.sqrt(changes.size)
    half = _t_quantile(changes.size - 1) * error
    now = float(recent[-1])
    needed = growth_needed(cash, costs, now)
    months, lowest = way(cash, costs, now, math.expm1(mean))
    return DefaultAlive(
        growth=math.expm1(mean),
        low=math.expm1(mean - half),
        high=math.expm1(mean + half),
        needed=needed,
        probability=_chance(mean, error, needed, changes.size - 1) if costs > now else 1.0,
        profitable_months=months,
        lowest_cash=lowest,
        costs=costs,
        revenue=now,
        n=changes.size,
    )


def way(cash: float, costs: float, revenue: float, growth: float) -> tuple[float, float]:
    """Return the months until revenue carries the costs, inf when never, and the lowest cash until then.

    >>> way(10.0, 2.0, 1.0, 0.0)
    (inf, -110.0)
    """
    months = np.arange(1, LONGEST_MONTHS + 1)
    with np.errstate(over="ignore"):
        flow = revenue * (1 + growth) ** months - costs
    profitable = np.flatnonzero(np.append(revenue - costs, flow) >= 0)
    last = int(profitable[0]) if profitable.size else LONGEST_MONTHS
    lowest = min(cash, float((cash + np.cumsum(flow[:last])).min(initial=cash)))
    return (float(last) if profitable.size else math.inf), lowest


def growth_needed(cash: float, costs: float, revenue: float) -> float:
    """Return the smallest steady monthly growth with which cash lasts until profit; nan when none does."""

    def enough(growth: float) -> bool:
        months, lowest = way(cash, costs, revenue, growth)
        return math.isfinite(months) and lowest >= 0

    if costs <= revenue:
        return 0.0
    if not enough(MOST_GROWTH):
        return math.nan
    low, high = 0.0, MOST_GROWTH
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _chance(mean: float, error: float, needed: float, freedom: int) -> float:
    if math.isnan(needed):
        return 0.0
    gap = mean - math.log1p(needed)
    return float(stdtr(freedom, gap / error)) if error > 1e-12 else float(gap >= -1e-9)


def _t_quantile(freedom: int) -> float:
    return float(stdtrit(freedom, 0.95))
