"""What a customer-month brings and what it costs before service: price after discounts and credits, direct cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from .served import WINDOW_MONTHS

MOST_UNKNOWN = 0.2  # share of bills without a direct cost; above it the cost is not known (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """Money a customer-month.

    Attributes:
        price: Recurring price, less credits; fees that come once are not in it. nan without a bill.
        direct_cost: nan where too few bills say it.
        n: Customers with a bill.
    """

    price: float
    direct_cost: float
    n: int


def billed(revenue: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS) -> Billed:
    """Return price and direct cost of a billed customer-month over a window.

    Args:
        revenue: As the table has it, of the customers in question.
        as_of: Where the window ends.
        months: Its length.

    >>> rows = pd.DataFrame({"customer_id": ["a", "a"], "month": pd.to_datetime(["2026-05-01", "2026-06-01"]),
    ...                      "mrr": [60.0, 60.0], "one_off": [float("nan"), -30.0], "direct_cogs": [6.0, 6.0]})
    >>> found = billed(rows, date(2026, 6, 30))
    >>> found.price, found.direct_cost
    (45.0, 6.0)
    """
    first = pd.Timestamp(as_of).to_period("M").to_timestamp() - pd.DateOffset(months=months - 1)
    rows = revenue[(revenue["month"] >= first) & (revenue["month"] <= pd.Timestamp(as_of)) & (revenue["mrr"] > 0)]
    if rows.empty:
        return Billed(price=float("nan"), direct_cost=float("nan"), n=0)
    credited = rows["one_off"].clip(upper=0.0).fillna(0.0)
    cost = rows["direct_cogs"]
    known = float(cost.isna().mean()) <= MOST_UNKNOWN
    return Billed(
        price=float((rows["mrr"] + credited).mean()),
        direct_cost=float(cost.mean()) if known else float("nan"),
        n=int(rows["customer_id"].nunique()),
    )
