"""What deals and orders say about a customer."""

from __future__ import annotations

import pandas as pd


def deals_of_customers(deals: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the deals of each account, as known on `as_of`.

    A deal closed after `as_of` counts as open, a deal created after it does not count.

    Returns:
        Index customer_id; `n_deals`, `n_won`, `n_open` (counts), `acv` (mean of the won deals' annual contract value,
        money a year, nan where none is known), `first_won_at` and `last_won_at`.
    """
    known = deals[deals["account_id"].notna() & ~(deals["created_at"] > as_of)]
    closed = known["closed_at"].le(as_of)
    won = known["status"].eq("won") & closed
    lost = known["status"].isin(["lost", "no_decision"]) & closed
    rows = pd.DataFrame(
        {
            "customer_id": known["account_id"],
            "n_deals": 1,
            "n_won": won.astype("int64"),
            "n_open": (~won & ~lost).astype("int64"),
            "acv": known["acv"].where(won),
            "won_at": known["closed_at"].where(won),
        }
    )
    return rows.groupby("customer_id").agg(
        n_deals=("n_deals", "sum"),
        n_won=("n_won", "sum"),
        n_open=("n_open", "sum"),
        acv=("acv", "mean"),
        first_won_at=("won_at", "min"),
        last_won_at=("won_at", "max"),
    )


def orders_of_customers(orders: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the orders of each customer up to `as_of`.

    Returns:
        Index customer_id; `first_order_at`, `n_orders`, `ordered_12m` (money in the twelve months that end on `as_of`).
    """
    known = orders[orders["date"] <= as_of]
    lately = known["date"] > as_of - pd.DateOffset(years=1)
    rows = known.assign(recent=known["amount"].where(lately, 0.0))
    return rows.groupby("customer_id").agg(
        first_order_at=("date", "min"), n_orders=("date", "size"), ordered_12m=("recent", "sum")
    )
