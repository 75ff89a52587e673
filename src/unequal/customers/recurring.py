"""What a customer pays a month: now, and in the last month in which it paid."""

from __future__ import annotations

import pandas as pd

from unequal.units import MONTHS_PER_YEAR


def recurring_revenue(revenue: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return recurring revenue a customer, money a month.

    "Now" is the last month that the table has for anybody, not the customer's own last month: a customer who has no row
    in that month pays nothing now, and a customer who is not in the table at all is unknown (not in the result).

    Returns:
        Index customer_id; `mrr_now`, `arr_now`, `mrr_last` (in the last month with revenue above zero, nan if there was
        none), `first_revenue_month`, `last_revenue_month` (months with revenue above zero).

    >>> rows = pd.DataFrame({"customer_id": ["a", "a", "b"], "mrr": [10.0, 20.0, 5.0],
    ...                      "month": pd.to_datetime(["2026-05-01", "2026-06-01", "2026-05-01"])})
    >>> recurring_revenue(rows, as_of=pd.Timestamp("2026-06-30"))[["mrr_now", "mrr_last"]].to_dict("index")
    {'a': {'mrr_now': 20.0, 'mrr_last': 20.0}, 'b': {'mrr_now': 0.0, 'mrr_last': 5.0}}
    """
    known = revenue[revenue["month"] <= as_of]
    by_month = known.groupby(["customer_id", "month"], as_index=False)["mrr"].sum()
    paid = by_month[by_month["mrr"] > 0].sort_values("month", kind="stable").groupby("customer_id")
    now = by_month[by_month["month"] == by_month["month"].max()].set_index("customer_id")["mrr"]
    everybody = pd.Index(by_month["customer_id"].unique(), name="customer_id", dtype="str")
    mrr_now = now.reindex(everybody, fill_value=0.0).astype("float64")
    return pd.DataFrame(
        {
            "mrr_now": mrr_now,
            "arr_now": mrr_now * MONTHS_PER_YEAR,
            "mrr_last": paid["mrr"].last().reindex(everybody),
            "first_revenue_month": paid["month"].first().reindex(everybody),
            "last_revenue_month": paid["month"].last().reindex(everybody),
        },
        index=everybody,
    )
