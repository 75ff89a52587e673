"""What each customer leaves after all that serving it costs: revenue, direct cost, cost to serve, contribution.

    revenue - direct cost              = gross margin
    gross margin - cost to serve       = contribution
    cost to serve                      = hours of each skill x rate of its pool

Idle capacity is no customer's cost and is in nobody's row. What is not known is nan and stays nan.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from .billed import MOST_UNKNOWN
from .pool_rates import PRACTICAL_SHARE
from .served import WINDOW_MONTHS, months_in_window
from .service_cost import service_cost
from .view import TableLookup


def customer_profit(
    view: pd.DataFrame,
    tables: TableLookup,
    as_of: date,
    *,
    months: int = WINDOW_MONTHS,
    practical_share: float = PRACTICAL_SHARE,
) -> pd.DataFrame:
    """Return the profit and loss of each customer who was there in a window.

    Revenue is what was billed, one-off fees and credits included; orders where there is no revenue table. Hours cost
    what an hour of the pool of their skill costs; of a skill that no pool has, what an hour of any pool costs. A pool
    for which nobody logs hours follows its driver: tickets at 0.75 hours (assumption), equal parts, or revenue; one
    that follows hours was idle, where hours of other skills are logged, and cannot be known where none are.

    Args:
        view: Rows of the customer view.
        tables: `revenue` or `orders`, `activities`, `cost_pools`, as far as they are there.
        as_of: Where the window ends.
        months: Its length.
        practical_share: What remains of theoretical hours.

    Returns:
        customer_id, months (there, in the window), revenue, direct_cost, gross_margin, cost_to_serve, contribution
        (money in the window), margin (contribution over revenue; nan where nothing was billed); one row a customer who
        was there, in the order of the view.

    Source: time-driven activity-based costing, Kaplan and Anderson (2007).
    """
    there = view.assign(months=months_in_window(view, as_of, months=months))
    there = there[there["months"] > 0]
    found = pd.DataFrame({"months": there["months"].to_numpy()}, index=pd.Index(there["customer_id"]))
    found = found.join(_billed(found, tables, as_of, months))
    gross = found["revenue"] - found["direct_cost"]
    served = service_cost(found, tables, as_of, months=months, practical_share=practical_share).total
    contribution = gross - served
    return found.assign(
        gross_margin=gross,
        cost_to_serve=served,
        contribution=contribution,
        margin=contribution / found["revenue"].where(found["revenue"] > 0),
    ).reset_index()


def _billed(there: pd.DataFrame, tables: TableLookup, as_of: date, months: int) -> pd.DataFrame:
    """Return revenue and direct cost of each customer; nan where no table knows them."""
    revenue, orders = tables.get("revenue"), tables.get("orders")
    first = pd.Timestamp(as_of).to_period("M").to_timestamp() - pd.DateOffset(months=months - 1)
    if revenue is not None and len(revenue):
        rows = revenue[(revenue["month"] >= first) & (revenue["month"] <= pd.Timestamp(as_of))]
        cost = _direct_cost(rows)
        sums = pd.DataFrame(
            {
                "customer_id": rows["customer_id"],
                "revenue": rows["mrr"] + rows["one_off"].fillna(0.0),
                "direct_cost": cost,
            }
        ).groupby("customer_id").sum()  # fmt: skip
        return sums.reindex(there.index, fill_value=0.0).assign(
            direct_cost=lambda known: known["direct_cost"] if cost.notna().all() else np.nan
        )
    if orders is not None and len(orders):
        rows = orders[(orders["date"] >= first) & (orders["date"] <= pd.Timestamp(as_of))]
        amounts = rows.groupby("customer_id")["amount"].sum().reindex(there.index, fill_value=0.0)
        return pd.DataFrame({"revenue": amounts, "direct_cost": np.nan})
    return pd.DataFrame({"revenue": np.nan, "direct_cost": np.nan}, index=there.index)


def _direct_cost(rows: pd.DataFrame) -> pd.Series:
    """Return the direct cost of each bill; a few that nobody filled in cost the usual share of the price."""
    cost = rows["direct_cogs"]
    if rows.empty or float(cost.isna().mean()) > MOST_UNKNOWN:
        return pd.Series(np.nan, index=rows.index)
    known = rows[cost.notna()]
    billed = float(known["mrr"].sum())
    usual = float(known["direct_cogs"].sum()) / billed if billed > 0 else 0.0
    return cost.fillna(usual * rows["mrr"])
