"""The committed cash path: what is planned and signed, without any win that is still to come.

The date by which wins must be seen comes from this path. It must not hold the wins it judges, or hope would pay for
itself. Each month's flow is taken from the first of these that knows it:

1. the finance table's own costs of that month, else the mean of the last three months that have costs; against them the
   committed receipts of that month, else what today's customers will pay, else the mean of the last three months that
   have committed receipts (never two of these together, so nothing counts twice);
2. `[plan].monthly_burn`, where the table has no costs, or has costs for past months and no receipts at all;
3. the mean change of the last balances, three changes at most (new customers and money raised are then in it).

Cash is straight between month ends. A month is a calendar month here, so that a month's plan stands where it belongs;
one month on the axis of the result is one such month from `as_of`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.units import days

from .flows import Flows, Known, flows_of

HORIZON_MONTHS = 36
BURN_MONTHS = 12  # over which the burn of a reserve is averaged, so that one yearly receipt does not hide it


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPlan:
    """What the plan says about cash.

    Attributes:
        cash: Cash on `as_of`, where the finance table has no balance; None when unknown.
        monthly_burn: Net burn, money a month, where the finance table has no costs; None when unknown.
        reserve_months: Months of burn that are never touched.
        raise_months: Months that raising money takes; 0 when no raise is planned.
    """

    cash: float | None = None
    monthly_burn: float | None = None
    reserve_months: float
    raise_months: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPath:
    """The committed path.

    Attributes:
        monthly: One row a month 0 … 36 from `as_of`: month, date, cash, inflow and outflow (of the month that ends
            there), reserve (money), basis (where the month's flow comes from, empty in row 0).
        cash: Cash on `as_of`; balance_on: the day of the balance it was rolled forward from.
        runway_months: First moment at which cash falls below zero; inf when it stays at or above for 36 months.
        monthly_burn: Mean net burn of the coming 12 months, money a month; below zero when cash grows.
        reserve: `reserve_months` of that burn, money; 0 when cash grows.
        lowest_cash: Lowest cash within 36 months.
        decision_months: Runway (36 at most) less reserve and raise: wins must be seen by then. nan: default alive, cash
            never falls below the reserve within 36 months; 0 or below: that day has passed.
        from_customers: Whether what today's customers are expected to pay stands for the receipts of a month before
            cash ends, or before the 36 months do.
    """

    monthly: pd.DataFrame
    cash: float
    balance_on: date
    runway_months: float
    monthly_burn: float
    reserve: float
    lowest_cash: float
    decision_months: float
    from_customers: bool = False

    @property
    def default_alive(self) -> bool:
        """Whether cash never falls below the reserve within 36 months."""
        return math.isnan(self.decision_months)


def committed_path(
    as_of: date,
    plan: CashPlan,
    *,
    finance: pd.DataFrame | None = None,
    receipts: NDArray[np.float64] | None = None,
) -> CashPath | None:
    """Return the committed path; None when cash or burn is unknown, which is not the same as zero.

    Args:
        as_of: The day from which it is looked.
        plan: What the plan says about cash.
        finance: The finance table, known on `as_of`.
        receipts: What today's customers will pay in each coming month (`recurring_receipts`); it is never added to a
            month's committed receipts.

    >>> path = committed_path(date(2026, 6, 30), CashPlan(cash=900_000, monthly_burn=75_000, reserve_months=2,
    ...                                                   raise_months=6))
    >>> path.runway_months, path.decision_months, path.reserve
    (12.0, 4.0, 150000.0)
    """
    known = Known(finance=finance, cash=plan.cash, monthly_burn=plan.monthly_burn, receipts=receipts)
    flows = flows_of(as_of, known, months=HORIZON_MONTHS)
    return None if flows is None else path_of(as_of, plan, flows)


def day_after(as_of: date, months: float) -> date:
    """Return the day so many months of 30.4375 days after `as_of`.

    >>> day_after(date(2026, 6, 30), 12)
    datetime.date(2027, 6, 30)
    """
    return as_of + timedelta(days=round(days(months)))


def path_of(as_of: date, plan: CashPlan, flows: Flows) -> CashPath:
    """Return the committed path of flows that are known already; of the plan only reserve and raise are read."""
    at = np.arange(HORIZON_MONTHS + 1, dtype=np.float64)
    cash = np.interp(at, flows.months, flows.cash)
    burn = float(cash[0] - cash[BURN_MONTHS]) / BURN_MONTHS
    reserve = plan.reserve_months * max(burn, 0.0)
    runway = _first_below_zero(flows, float(cash[0]))
    within = (flows.months > 0) & (flows.months < HORIZON_MONTHS)
    lowest = float(min(cash.min(), flows.cash[within].min(initial=math.inf)))
    buffer = plan.reserve_months + plan.raise_months
    return CashPath(
        monthly=_monthly(as_of, flows, at, reserve),
        cash=float(cash[0]),
        balance_on=flows.balance_on,
        runway_months=runway,
        monthly_burn=burn,
        reserve=reserve,
        lowest_cash=lowest,
        from_customers=flows.expected_from < min(runway, HORIZON_MONTHS),
        decision_months=math.nan if lowest >= reserve else min(runway, float(HORIZON_MONTHS)) - buffer,
    )


def _monthly(as_of: date, flows: Flows, at: NDArray[np.float64], reserve: float) -> pd.DataFrame:
    ends = _ends(as_of, at.size)
    basis = np.array(["", *flows.basis], dtype=object)[np.searchsorted(flows.months, at - 1e-9)]
    return pd.DataFrame(
        {
            "month": at.astype(np.int64),
            "date": ends,
            "cash": np.interp(at, flows.months, flows.cash),
            "inflow": np.diff(np.interp(at, flows.months, flows.inflow), prepend=np.nan),
            "outflow": np.diff(np.interp(at, flows.months, flows.outflow), prepend=np.nan),
            "reserve": reserve,
            "basis": pd.Series(np.where(at == 0, "", basis), dtype="str"),
        }
    )


@lru_cache(maxsize=8)
def _ends(as_of: date, number: int) -> pd.DatetimeIndex:
    """Return the day of each month end on the path's axis, the first being the day itself."""
    moment = pd.Timestamp(as_of)
    to_month_end = pd.offsets.MonthEnd(0) if moment.is_month_end else pd.Timedelta(0)
    days = [moment + pd.DateOffset(months=month) + to_month_end for month in range(number)]
    return pd.DatetimeIndex(days).as_unit("ns")


def _first_below_zero(flows: Flows, cash_now: float) -> float:
    if cash_now < 0:
        return 0.0
    ahead = flows.months > 0
    months, cash = np.append(0.0, flows.months[ahead]), np.append(cash_now, flows.cash[ahead])
    below = np.flatnonzero(cash < 0)
    if not below.size:
        return math.inf
    after = below[0]
    part = cash[after - 1] / (cash[after - 1] - cash[after])
    crossing = float(months[after - 1] + part * (months[after] - months[after - 1]))
    return crossing if crossing < HORIZON_MONTHS else math.inf
