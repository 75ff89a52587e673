"""How many customers leave, and whether those who get more of our time leave less."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import gamma

from unequal.stats.proportions import newcombe_difference
from unequal.units import DAYS_PER_MONTH

from .served import WINDOW_MONTHS, Rate, months_in_window

LEVEL = 0.90
FEWEST_A_HALF = 5  # customers; below it a difference says nothing


def churn_monthly(view: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS) -> Rate:
    """Return the share of customers who leave in a month, from leavers and customer-months of a window.

    With d leavers in E customer-months the rate follows Gamma(d + ½, E); with none the point is ½ / E and not zero.

    >>> rows = pd.DataFrame({"start_date": pd.to_datetime(["2020-01-01"] * 10),
    ...                      "end_date": pd.to_datetime(["2026-06-29", *[None] * 9])})
    >>> round(churn_monthly(rows, date(2026, 6, 30)).value, 4)
    0.0083
    """
    found = leavers(view, as_of, months=months)
    if found.exposed <= 0:
        return Rate(value=np.nan, low=np.nan, high=np.nan, n=0)
    tail = (1 - LEVEL) / 2
    low, high = gamma.ppf([tail, 1 - tail], found.left + 0.5, scale=1 / found.exposed)
    return Rate(value=(found.left or 0.5) / found.exposed, low=float(low), high=float(high), n=found.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leavers:
    """Who left in a window, of how many.

    Attributes:
        left: Customers who left in it.
        exposed: Customer-months in it.
        n: Customers who were there in it.
    """

    left: int
    exposed: float
    n: int


def leavers(view: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS) -> Leavers:
    """Return who left in a window that ends on a day.

    >>> rows = pd.DataFrame({"start_date": pd.to_datetime(["2020-01-01"] * 2),
    ...                      "end_date": pd.to_datetime(["2026-06-29", None])})
    >>> leavers(rows, date(2026, 6, 30)).left
    1
    """
    end = pd.Timestamp(as_of)
    start = end - pd.Timedelta(days=months * DAYS_PER_MONTH)
    there = months_in_window(view, as_of, months=months)
    left = view["start_date"].notna() & (view["end_date"] > start) & (view["end_date"] <= end)
    return Leavers(left=int(left.sum()), exposed=float(there.sum()), n=int((there > 0).sum()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchAndStay:
    """Retention over a year of the half that got more of our time, less that of the half that got less.

    Observational: customers who struggle get more time, so this is what goes together, not what time does.

    Attributes:
        difference, low, high: Shares, -1 to 1; nan below five customers a half.
        n: Customers who were there a year ago.
    """

    difference: float
    low: float
    high: float
    n: int


def touch_and_stay(view: pd.DataFrame, rows: pd.DataFrame, as_of: date) -> TouchAndStay:
    """Compare the retention of both halves, by service hours a month while they were there.

    Args:
        view: One row a customer.
        rows: From `served`, over twelve months.
        as_of: The day that is looked from.
    """
    start = pd.Timestamp(as_of) - pd.Timedelta(days=WINDOW_MONTHS * DAYS_PER_MONTH)
    old = view[(view["start_date"] <= start) & ~(view["end_date"] <= start)]
    joined = old.merge(rows[["customer_id", "months", "hours"]], on="customer_id")
    rate = joined["hours"] / joined["months"]
    stayed = ~(joined["end_date"] <= pd.Timestamp(as_of))
    more = rate.rank(method="first") > len(rate) / 2
    n = len(joined)
    if min(int(more.sum()), int((~more).sum())) < FEWEST_A_HALF or rate.isna().any():
        return TouchAndStay(difference=np.nan, low=np.nan, high=np.nan, n=n)
    high_touch, low_touch = stayed[more], stayed[~more]
    ends = newcombe_difference(high_touch.sum(), len(high_touch), low_touch.sum(), len(low_touch), level=LEVEL)
    return TouchAndStay(
        difference=float(high_touch.mean() - low_touch.mean()), low=float(ends.low), high=float(ends.high), n=n
    )
