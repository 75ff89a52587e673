"""Which months are looked at, and what is missing there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from unequal.units import HOURS_PER_FTE_MONTH
from unequal.workbook import Inputs

LONG_HOURS = 8.0  # of one ticket, call or review; work on one rarely takes a whole day (assumption)
MOST_LONG = 0.10  # share of them; above it the column is the time until something was closed (assumption)
MOST_USE = 2.0  # times the hours of everybody; nobody works twice the day, month after month (assumption)
LONG_WORK = ("onboarding", "custom_work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What was looked at.

    Attributes:
        months: Length in force: as asked, but no longer than bills, hours and pools all reach back.
        asked: As asked; 0 is the whole history.
        activities: Pieces of work for customers that are known.
        pools: Rows of the table of pools.
        elapsed: Whether hours look like the time until something was closed; they are not used then.
        bills: Whether anything says what was billed.
        direct_cost: Whether bills say their direct cost.
    """

    months: int
    asked: int
    activities: int
    pools: int
    elapsed: bool
    bills: bool
    direct_cost: bool


def window_of(inputs: Inputs, asked: int) -> Window:
    """Return what is looked at: money and hours of the same months, or a year's bills meet a month's hours."""
    tables = {name: inputs.tables.get(name) for name in ("revenue", "orders", "activities", "cost_pools")}
    dates = {"revenue": "month", "orders": "date", "activities": "date", "cost_pools": "month"}
    there = {name: rows for name, rows in tables.items() if rows is not None and len(rows)}
    if "revenue" in there:
        there.pop("orders", None)
    reach = [_months(rows[dates[name]].min(), inputs) for name, rows in there.items()]
    longest = max(min(reach, default=1), 1)
    revenue, work = there.get("revenue"), there.get("activities")
    return Window(
        months=longest if asked == 0 else min(asked, longest),
        asked=asked,
        activities=0 if work is None else int(work["customer_id"].notna().sum()),
        pools=len(there.get("cost_pools", ())),
        elapsed=work is not None and "cost_pools" in there and looks_elapsed(work, there["cost_pools"]),
        bills=revenue is not None or "orders" in there,
        direct_cost=revenue is not None and bool(revenue["direct_cogs"].notna().any()),
    )


def _months(first: pd.Timestamp, inputs: Inputs) -> int:
    last = pd.Timestamp(inputs.as_of)
    return 12 * (last.year - first.year) + last.month - first.month + 1


def looks_elapsed(work: pd.DataFrame, pools: pd.DataFrame) -> bool:
    """Return whether hours look like the time until something was closed, and not like effort.

    A row may be a month's sheet, so long rows alone prove nothing; long rows that add up to far more hours than all
    people have do.

    >>> pools = pd.DataFrame({"month": pd.to_datetime(["2026-06-01"]), "capacity_hours": [20.0], "fte": [float("nan")]})
    >>> work = pd.DataFrame({"kind": ["ticket"] * 2, "hours": [52.0, 1.0], "minutes": [float("nan")] * 2,
    ...                      "date": pd.to_datetime(["2026-06-10"] * 2)})
    >>> looks_elapsed(work, pools), looks_elapsed(work, pools.assign(capacity_hours=60.0))
    (True, False)
    """
    rows = work[work["date"] >= pools["month"].min()]
    hours = rows["hours"].fillna(rows["minutes"] / 60)
    short = hours[~rows["kind"].isin(LONG_WORK)].dropna()
    there = float(pools["capacity_hours"].fillna(pools["fte"] * HOURS_PER_FTE_MONTH).sum())
    many = there > 0 and float(short.sum()) > MOST_USE * there
    return many and float((short > LONG_HOURS).mean()) > MOST_LONG
