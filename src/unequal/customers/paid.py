"""What each customer paid a month at the beginning and at the end of a window; a pause is no end.

A customer without a bill for two months or less pauses: at the beginning if it came back so soon, at the end if nobody
says that it has left. A pause counts as the last bill before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from .served import WINDOW_MONTHS

PAUSE_MONTHS = 2  # without a bill; longer is leaving (assumption)
COLUMNS = ("customer_id", "start", "end", "list_start", "list_end", "paused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Bills of two months a window apart.

    Attributes:
        rows: customer_id, start, end (money a month; 0 where nothing was billed), list_start, list_end (the same at
            list price; nan where it is not said), paused (whether it pauses at the end); whoever paid at either end.
        months: Length of the window.
        known_months: How far back the bills go; below `months` there are no rows.
    """

    rows: pd.DataFrame
    months: int
    known_months: int

    @property
    def waits(self) -> int:
        """Months until the bills go back far enough; 0 where they do."""
        return max(self.months - self.known_months, 0)


def paid_at_both_ends(
    revenue: pd.DataFrame | None,
    gone: pd.Series,
    as_of: date,
    *,
    months: int = WINDOW_MONTHS,
    pause: int = PAUSE_MONTHS,
) -> Paid:
    """Return what was paid at both ends of the window that ends with the last month of bills.

    Args:
        revenue: As the table has it; None where there is none.
        gone: Day on which each customer left, by customer_id; missing for who has not.
        as_of: The day that is looked from.
        months: Length of the window.
        pause: Months without a bill that are no end.
    """
    empty = pd.DataFrame({name: pd.Series(dtype="str" if name == "customer_id" else "float64") for name in COLUMNS})
    known = None if revenue is None else revenue[(revenue["month"] <= pd.Timestamp(as_of)) & (revenue["mrr"] > 0)]
    if known is None or known.empty:
        return Paid(rows=empty, months=months, known_months=0)
    bills = _bills(known)
    last, first = int(bills["at"].max()), int(bills["at"].min())
    if last - first < months:
        return Paid(rows=empty, months=months, known_months=last - first)
    begin = _paid_then(bills, last - months, pause, gone)
    end = _paid_then(bills, last, pause, gone)
    ids = begin.index.union(end.index)
    rows = pd.DataFrame(
        {
            "customer_id": ids,
            "start": begin["mrr"].reindex(ids, fill_value=0.0).to_numpy(),
            "end": end["mrr"].reindex(ids, fill_value=0.0).to_numpy(),
            "list_start": begin["list_mrr"].reindex(ids).to_numpy(),
            "list_end": end["list_mrr"].reindex(ids).to_numpy(),
            "paused": (end["at"].reindex(ids) < last).to_numpy(),
        }
    )
    return Paid(rows=rows, months=months, known_months=last - first)


def last_bills(revenue: pd.DataFrame | None, as_of: date, *, pause: int = PAUSE_MONTHS) -> pd.Series:
    """Return the month after the last bill of those without one for longer than a pause, by customer_id.

    They have left, whether or not anybody wrote it down.
    """
    if revenue is None or revenue.empty:
        return pd.Series(dtype="datetime64[ns]")
    known = revenue[(revenue["month"] <= pd.Timestamp(as_of)) & (revenue["mrr"] > 0)]
    if known.empty:
        return pd.Series(dtype="datetime64[ns]")
    last = known.groupby("customer_id")["month"].max()
    silent_since = known["month"].max() - pd.DateOffset(months=pause)
    return last[last < silent_since] + pd.DateOffset(months=1)


def _bills(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a customer and month; `at` counts months."""
    listed = rows["list_mrr"] if "list_mrr" in rows.columns else pd.Series(float("nan"), index=rows.index)
    dated = pd.DataFrame(
        {
            "customer_id": rows["customer_id"],
            "at": rows["month"].dt.year * 12 + rows["month"].dt.month,
            "mrr": rows["mrr"],
            "list_mrr": listed,
        }
    )
    sums = dated.groupby(["customer_id", "at"], sort=True)
    return sums["mrr"].sum().to_frame().join(sums["list_mrr"].sum(min_count=1)).reset_index()


def _paid_then(bills: pd.DataFrame, at: int, pause: int, gone: pd.Series) -> pd.DataFrame:
    """Return the bill in force of each customer in a month, its own or the last one before a pause."""
    before = bills[(bills["at"] <= at) & (bills["at"] >= at - pause)].groupby("customer_id").last()
    after = bills[bills["at"] > at].groupby("customer_id")["at"].min().reindex(before.index)
    is_last = at == bills["at"].max()
    left = gone.reindex(before.index)
    left_by = (left.dt.year * 12 + left.dt.month) <= at
    silent = before["at"] < at
    came_back = (after - before["at"] - 1) <= pause
    still = ~left_by if is_last else came_back
    return before[~silent | still.to_numpy()]
