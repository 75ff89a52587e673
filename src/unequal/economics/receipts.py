"""What the customers of today will still pay, month by month: contracts to their end, then retention."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.units import DAYS_PER_MONTH


def recurring_receipts(
    view: pd.DataFrame,
    *,
    as_of: date,
    churn_monthly: float | pd.Series,
    contracts: pd.DataFrame | None = None,
    months: int = 36,
) -> NDArray[np.float64]:
    """Return the receipts expected from the customers of today in each of the coming months.

    A customer pays today's recurring revenue in full until its contract ends, and from then on that times the share of
    customers that stays. No new customer, no growth, no price rise: this is the committed path. When it is billed
    (yearly in advance, say) is left aside; where it matters, `finance.committed_receipts` says so and wins.

    Args:
        view: The customer view; customers who have left or whose revenue is unknown pay nothing.
        as_of: The day from which it is looked.
        churn_monthly: Share that leaves in a month; one for all, or one by customer_id.
        contracts: The contracts table; the latest end of a customer counts.
        months: How many months to return; the first is the one after `as_of`.

    >>> view = pd.DataFrame({"customer_id": ["a"], "active": [True], "mrr_now": [100.0]})
    >>> recurring_receipts(view, as_of=date(2026, 6, 30), churn_monthly=0.1, months=3).round(2)
    array([100.,  90.,  81.])
    """
    payers = view[view["active"] & view["mrr_now"].gt(0)]
    leaving = churn_monthly if isinstance(churn_monthly, float | int) else payers["customer_id"].map(churn_monthly)
    churn = np.broadcast_to(np.asarray(leaving, dtype=np.float64), len(payers))
    bound = _months_bound(payers["customer_id"], contracts, pd.Timestamp(as_of))
    at_risk = np.maximum(np.arange(months)[:, None] - bound[None, :], 0.0)
    return (payers["mrr_now"].to_numpy(dtype=np.float64) * (1 - churn) ** at_risk).sum(axis=1)


def _months_bound(ids: pd.Series, contracts: pd.DataFrame | None, moment: pd.Timestamp) -> NDArray[np.float64]:
    if contracts is None or contracts.empty:
        return np.zeros(len(ids))
    running = contracts[contracts["start"] <= moment]
    latest = ids.map(running.groupby("customer_id")["end"].max())
    bound = ((latest - moment).dt.days / DAYS_PER_MONTH).fillna(0.0).clip(lower=0.0)
    return np.asarray(bound, dtype=np.float64)
