"""A customer who ended and paid afterwards: the revenue is the better witness of the end."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .checkup import Checkup


def mend_ends(checkups: Mapping[str, Checkup]) -> None:
    """Move the end of customers with later revenue to the end of their last month with revenue.

    Where that month is the last of the whole table the customer has not ended as far as the file says, and the end
    becomes null.
    """
    customers, revenue = checkups.get("customers"), checkups.get("revenue")
    if customers is None or revenue is None or "end_date" not in customers.positions:
        return
    paid = revenue.rows()
    paid = paid[paid["mrr"] > 0]
    if paid.empty:
        return
    last = customers.frame["customer_id"].map(paid.groupby("customer_id")["month"].max())
    ends = customers.frame["end_date"]
    at = (last > ends).to_numpy() & customers.kept
    if not at.any():
        return
    later = pd.Series(last + pd.offsets.MonthEnd(0)).where(last < paid["month"].max()).astype("datetime64[ns]")
    says = "the customer paid after this day; the last month with revenue counts as the end"
    customers.note(at, "end-date-with-later-revenue", "end_date", says=says)
    customers.frame = customers.frame.assign(end_date=ends.where(~at, later))
