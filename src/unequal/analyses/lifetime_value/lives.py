"""When each customer came, when it could have left, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.customers import end_users
from unequal.customers.profit import customer_profit
from unequal.customers.terms import usual_term
from unequal.economics.lifetime.renewals import Renewals, renewals
from unequal.units import DAYS_PER_MONTH
from unequal.workbook import Inputs

MONTHLY = 1.0
SLACK = 1.0  # months by which a leaver's last day may miss the renewal (assumption)
FEWEST_MONTHS = 3  # there in the window, for a customer's own money to count
MONEY = ("contribution", "gross_margin", "revenue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """The end users who have bought.

    Attributes:
        rows: customer_id, segment, start, end (of who left), active, months (lived), money (a month; nan unknown).
        money_is: ``contribution``, ``gross_margin`` or ``revenue``, the best that is known of most.
        watched_from: Day from which leavers are on record; missing where they are from the start.
        moment: The day that is looked from.
    """

    rows: pd.DataFrame
    money_is: str
    watched_from: pd.Timestamp | None
    moment: pd.Timestamp

    def of(self, segment: str, everybody: str) -> pd.DataFrame:
        """Return the customers of a segment."""
        return self.rows if segment == everybody else self.rows[self.rows["segment"].eq(segment)]


def lives_of(inputs: Inputs) -> Lives:
    """Return when customers came and went."""
    moment = pd.Timestamp(inputs.as_of)
    view = end_users(inputs.customers)
    view = view[view["start_date"].notna()]
    profit = customer_profit(view, inputs.tables, inputs.as_of).set_index("customer_id")
    money_is = next((one for one in MONEY if len(profit) and profit[one].notna().mean() > 1 / 2), "revenue")
    there = profit["months"].reindex(view["customer_id"])
    money = (profit[money_is] / profit["months"]).reindex(view["customer_id"]).where(there >= FEWEST_MONTHS)
    end = view["end_date"]
    rows = pd.DataFrame(
        {
            "customer_id": view["customer_id"],
            "segment": view["customer_id"].map(inputs.labels.customers).fillna("unknown"),
            "start": view["start_date"],
            "end": end,
            "active": end.isna(),
            "months": ((end.fillna(moment) - view["start_date"]).dt.days / DAYS_PER_MONTH).clip(lower=0.0),
            "money": money.to_numpy(),
            "sum": profit[money_is].reindex(view["customer_id"]).to_numpy(),
            "there": there.to_numpy(),
        }
    ).sort_values("customer_id", ignore_index=True)
    return Lives(rows=rows, money_is=money_is, watched_from=_watched_from(rows, inputs), moment=moment)


def _watched_from(rows: pd.DataFrame, inputs: Inputs) -> pd.Timestamp | None:
    """Return the first month of the bills where nobody is on record as having left before it, although many came."""
    revenue = inputs.tables.get("revenue")
    if revenue is None or revenue.empty:
        return None
    first = revenue["month"].min()
    return None if (rows["end"] < first).any() or not (rows["start"] < first).any() else first


def period_of(rows: pd.DataFrame, inputs: Inputs, typed: float | None) -> float:
    """Return the months from one renewal to the next: typed, of the contracts of most of them, else one."""
    contracts = inputs.tables.get("contracts")
    if typed is not None:
        return float(typed)
    if contracts is None or rows["customer_id"].isin(contracts["customer_id"]).mean() <= 1 / 2:
        return MONTHLY
    term = usual_term(contracts, rows["customer_id"])
    return float(max(MONTHLY, round(term))) if np.isfinite(term) else MONTHLY


def histories(rows: pd.DataFrame, period: float, watched_from: pd.Timestamp | None) -> tuple[Renewals, pd.DataFrame]:
    """Return the renewals seen, and of each customer those made and the months until the next."""
    lived, left = rows["months"].to_numpy(dtype=np.float64), ~rows["active"].to_numpy(dtype=bool)
    asked = np.maximum(1, np.ceil((lived - min(SLACK, period / 4)) / period))
    made = np.where(left, asked - 1, np.floor(lived / period))
    before = np.zeros_like(made)
    if watched_from is not None:
        earlier = (watched_from - rows["start"]).dt.days.to_numpy(dtype=np.float64) / DAYS_PER_MONTH
        before = np.minimum(np.maximum(0, np.floor(earlier / period)), made)
    known = rows.assign(made=made, until_next=period - lived % period)
    return renewals(made, left, before), known
