"""Month by month, what comes in and what goes out on the committed path, and where each figure comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FROM_PLAN = "finance table"
FROM_LAST_MONTHS = "last months of the finance table"
FROM_BURN = "monthly_burn"
FROM_BALANCES = "change of the balances"

LAST_MONTHS = 3  # that stand for the months after them (assumption)
COSTS = ("fixed_cost", "variable_cost", "debt_service")
RUNNING_COSTS = ("fixed_cost", "variable_cost")
MONEY = ("cash", *COSTS, "committed_receipts")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Cash at month ends, the first being the balance that all starts from.

    Attributes:
        months: Month ends as months from `as_of`; the first is 0 or below.
        cash: Cash at each of them.
        inflow, outflow: Sums since the first of them.
        basis: Where each month's flow comes from; one less than `months`.
        balance_on: Day of the first balance.
        expected_from: First month for whose receipts stands what today's customers are expected to pay; inf: for none.
    """

    months: Floats
    cash: Floats
    inflow: Floats
    outflow: Floats
    basis: tuple[str, ...]
    balance_on: date
    expected_from: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that may be known of cash.

    Attributes:
        finance: The finance table, known on the day; None without one.
        cash: Cash on the day, used where the table has no balance.
        monthly_burn: Net burn, used where the table has no costs, or costs and no receipts.
        receipts: What today's customers will pay in each coming month; None when unknown.
    """

    finance: pd.DataFrame | None
    cash: float | None
    monthly_burn: float | None
    receipts: Floats | None


def flows_of(as_of: date, known: Known, *, months: int) -> Flows | None:
    """Return the flows from the last known balance to `months` after `as_of`; None when cash or burn is unknown."""
    rows = _typed(known.finance)
    start = _last_balance(rows, as_of, known.cash)
    if start is None:
        return None
    last = pd.Timestamp(as_of) + pd.DateOffset(months=months + 1)
    ends = pd.date_range(start[0] + pd.Timedelta(days=1), last + pd.offsets.MonthEnd(0), freq="ME")
    flow = _by_month(rows, ends, as_of, known)
    if flow is None:
        return None
    at = month_number(pd.DatetimeIndex([start[0], *ends])) - month_number(pd.DatetimeIndex([as_of]))[0]
    part = np.diff(at)  # below 1 where the balance stands inside the first month
    inflow, outflow = (
        np.concatenate(([0.0], np.cumsum(flow[name].to_numpy() * part))) for name in ("inflow", "outflow")
    )
    return Flows(
        months=at,
        cash=start[1] + inflow - outflow,
        inflow=inflow,
        outflow=outflow,
        basis=tuple(flow["basis"]),
        balance_on=start[0].date(),
        expected_from=float(at[:-1][flow["expected"]].min(initial=math.inf)),
    )


def month_number(days: pd.DatetimeIndex) -> Floats:
    """Return days on an axis on which every calendar month has length 1 and ends at a whole number.

    >>> month_number(pd.DatetimeIndex(["2026-06-30", "2026-07-31"])) - month_number(pd.DatetimeIndex(["2026-06-15"]))
    array([0.5, 1.5])
    """
    return np.asarray(days.year * 12 + days.month - 1 + days.day / days.days_in_month, dtype=np.float64)


def _typed(finance: pd.DataFrame | None) -> pd.DataFrame:
    rows = pd.DataFrame({"month": []}) if finance is None else finance
    typed = rows.reindex(columns=["month", *MONEY]).astype(
        {"month": "datetime64[ns]", **dict.fromkeys(MONEY, "float64")}
    )
    return typed.set_index("month").sort_index()


def _last_balance(rows: pd.DataFrame, as_of: date, cash: float | None) -> tuple[pd.Timestamp, float] | None:
    moment = pd.Timestamp(as_of)
    known = rows["cash"].dropna().loc[:moment]
    if len(known):
        return pd.Timestamp(str(known.index[-1])), float(known.iloc[-1])
    return None if cash is None else (moment, float(cash))


def _by_month(rows: pd.DataFrame, ends: pd.DatetimeIndex, as_of: date, known: Known) -> pd.DataFrame | None:
    """Return inflow, outflow and basis by month end; None when a month has no source."""
    stated = rows[rows[list(RUNNING_COSTS)].notna().any(axis=1)]
    net = _net(rows.loc[: pd.Timestamp(as_of)], known.monthly_burn)
    if stated.empty:
        return None if net is None else _constant(ends, *net)
    receipts = _receipts(rows, ends, as_of, known.receipts)
    outflow = stated[list(COSTS)].sum(axis=1)
    carried = _constant(ends, float(outflow.tail(LAST_MONTHS).mean()), FROM_LAST_MONTHS)
    if receipts is None and net is not None:
        carried = _constant(ends, *net)  # costs alone would count no receipt at all
    inflow = pd.Series(0.0, index=ends) if receipts is None else receipts
    planned = ends.isin(stated.index)
    own = planned | carried["basis"].eq(FROM_LAST_MONTHS)
    silent = rows["committed_receipts"].reindex(ends).isna()
    return pd.DataFrame(
        {
            "inflow": inflow.where(own, carried["inflow"]),
            "expected": own & silent & (known.receipts is not None),
            "outflow": outflow.reindex(ends).fillna(carried["outflow"]),
            "basis": carried["basis"].mask(planned, FROM_PLAN),
        }
    )


def _receipts(rows: pd.DataFrame, ends: pd.DatetimeIndex, as_of: date, expected: Floats | None) -> pd.Series | None:
    """Return receipts by month end: what is committed, else what today's customers pay, else as in the last months."""
    committed = rows["committed_receipts"]
    last = committed.dropna().tail(LAST_MONTHS)
    if expected is not None and len(expected):
        ahead = np.ceil(month_number(ends) - month_number(pd.DatetimeIndex([as_of]))[0] - 1e-9).astype(int) - 1
        return committed.reindex(ends).fillna(pd.Series(expected[np.clip(ahead, 0, len(expected) - 1)], index=ends))
    return None if last.empty else committed.reindex(ends).fillna(float(last.mean()))


def _net(rows: pd.DataFrame, monthly_burn: float | None) -> tuple[float, str] | None:
    """Return what goes out net in a month, and where that is known from."""
    if monthly_burn is not None:
        return monthly_burn, FROM_BURN
    balances = rows["cash"].dropna().tail(LAST_MONTHS + 1)
    if len(balances) < 2:  # a change needs two
        return None
    at = month_number(pd.DatetimeIndex(balances.index[[0, -1]]))
    return float((balances.iloc[0] - balances.iloc[-1]) / (at[1] - at[0])), FROM_BALANCES


def _constant(ends: pd.DatetimeIndex, net_outflow: float, basis: str) -> pd.DataFrame:
    """Return the same flow every month; what comes in net stands under inflow."""
    return pd.DataFrame(
        {"inflow": max(-net_outflow, 0.0), "outflow": max(net_outflow, 0.0), "basis": basis, "expected": False},
        index=ends,
    )
