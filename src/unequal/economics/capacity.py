"""Hours: what sellers have left to spend, what a seller can win in a year, and what a service team can give."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from unequal.units import HOURS_PER_FTE_MONTH, MONTHS_PER_YEAR

SELLING_HOURS_A_YEAR = 630.0  # of one seller: 1,800 hours, 35 % of them selling (B22, B23)
OPEN_DEALS = 20.0  # that one seller can carry (B24)
PRACTICAL_SHARE = 0.80  # of theoretical hours (B37)


def hours_left(ages: ArrayLike, *, mean_open_months: float, hours_per_opportunity: float) -> float:
    """Return the selling hours that open deals still ask for; one that has outlived the mean asks for none.

    Args:
        ages: Months that each deal has been open.
        mean_open_months: Of all deals, won and lost.
        hours_per_opportunity: Of a whole deal.

    >>> round(hours_left([7, 5, 4, 3, 2, 1], mean_open_months=6.88, hours_per_opportunity=120))
    338
    """
    left = np.maximum(1 - np.asarray(ages, dtype=np.float64) / mean_open_months, 0.0)
    return float(hours_per_opportunity * left.sum())


def spread_starts(deals: int, months: float, *, most_a_month: float = math.inf) -> tuple[float, ...]:
    """Return the month in which each deal is started: evenly, the first now, and no more than sellers can start.

    Deals that do not fit in before the end are left out.

    Args:
        deals: How many.
        months: Until then; the last one is started in the last month that begins before it.
        most_a_month: What sellers can start.

    >>> spread_starts(5, 3.5)
    (0.0, 0.0, 1.0, 2.0, 3.0)
    >>> spread_starts(5, 2.0, most_a_month=1)
    (0.0, 1.0)
    """
    available = math.ceil(max(months, 0.0))
    if available == 0:
        return ()
    each, more = divmod(deals, available)
    most = math.floor(most_a_month + 1e-9) if math.isfinite(most_a_month) else deals
    counts = [min(each + (place < more), most) for place in range(available)]
    return tuple(float(month) for month, count in enumerate(counts) for _ in range(count))


def wins_per_seller_year(
    *,
    win_rate: float,
    hours_per_opportunity: float,
    mean_open_months: float,
    selling_hours: float = SELLING_HOURS_A_YEAR,
    open_deals: float = OPEN_DEALS,
) -> float:
    """Return how many wins a year one seller is good for: bound by hours, or by deals that can be open at once.

    By Little's law a seller who carries so many open deals ends open_deals / mean_open_months of them a month, wins
    and losses.

    >>> round(wins_per_seller_year(win_rate=0.18, hours_per_opportunity=120, mean_open_months=6.9), 3)
    0.945
    """
    by_hours = selling_hours / hours_per_opportunity if hours_per_opportunity > 0 else math.inf
    return win_rate * min(by_hours, open_deals * MONTHS_PER_YEAR / mean_open_months)


def first_year_share(ramp_months: float) -> float:
    """Return how much of a full year a new seller is good for: nothing in month 1, all from the end of the ramp on.

    >>> round(first_year_share(5), 3), round(first_year_share(1), 3)
    (0.792, 0.917)
    """
    months = np.arange(MONTHS_PER_YEAR)
    reached = np.minimum(months / max(ramp_months - 1, 1.0), 1.0)
    return float(reached.mean())


def practical_hours(capacity_hours: ArrayLike, fte: ArrayLike, *, share: float = PRACTICAL_SHARE) -> float:
    """Return the hours that pools can truly give in a month: theoretical ones times the practical share.

    Args:
        capacity_hours: Theoretical hours of each pool; nan takes them from its people.
        fte: Full-time people in each pool.
        share: What remains after holidays, meetings and illness.

    >>> round(practical_hours([500.0, float("nan")], [3.0, 1.0]), 1)
    538.7
    """
    stated, people = np.asarray(capacity_hours, dtype=np.float64), np.asarray(fte, dtype=np.float64)
    theoretical = np.where(np.isnan(stated), people * HOURS_PER_FTE_MONTH, stated)
    return float(share * theoretical.sum())
