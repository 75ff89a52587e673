"""What a segment's customers are worth: months still to come, times what a month leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.economics.lifetime.present_value import monthly_discount
from unequal.economics.lifetime.renewal_draws import RenewalDraws, renewal_draws
from unequal.economics.lifetime.renewals import Floats, fit_renewals
from unequal.stats.spells import FEWEST, spells
from unequal.stats.survival import Survival, kaplan_meier, survival_interval
from unequal.units import DAYS_PER_MONTH, MONTHS_PER_YEAR

from .knobs import Knobs
from .lives import histories

SBG, SURVIVAL, NONE = "shifted beta-geometric", "survival", "none"
ENOUGH = 30  # leavers, from which on the data speak alone
FEW = 5  # leavers, below which nothing is said beyond what was watched
USUAL_WEIGHT = 5.0  # renewals that the usual chance of a tier counts as
TAILS = (0.05, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """One segment.

    Attributes:
        row: Its figures; see `Facts.segments`.
        customers: customer_id, segment, months, value, low, high of its active customers.
        values: Draws of what a new customer is worth; empty where there are none.
    """

    row: dict[str, object]
    customers: pd.DataFrame
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A segment as it is looked at."""

    name: str
    rows: pd.DataFrame
    period: float
    watched_from: pd.Timestamp | None
    usual_monthly: float


def worth_of(case: Case, knobs: Knobs) -> Worth:
    """Value one segment, by the model that its leavers allow."""
    seen, known = histories(case.rows, case.period, case.watched_from)
    discount = monthly_discount(knobs.discount_annual, knobs.horizon_months)
    model = NONE if seen.asked < FEWEST else SURVIVAL if seen.leavers < FEW else SBG
    mean, se = _money(case.rows)
    active = known[known["active"]]
    params = (math.nan, math.nan)
    reach = float(knobs.horizon_months)
    if model == SBG:
        weight = 0.0 if seen.leavers >= ENOUGH else USUAL_WEIGHT
        draws = renewal_draws(
            seen, usual=1 - (1 - case.usual_monthly) ** case.period, weight=weight, a_year=MONTHS_PER_YEAR / case.period
        )
        fitted = (fit_renewals(seen) if not weight else None) or draws.middle
        params = (fitted.alpha, fitted.beta)
        new, own = _by_draws(draws, active, case.period, discount)
    elif model == SURVIVAL:
        new, own, reach = _as_far_as_watched(case, active, discount)
    else:
        new, own = np.full(3, math.nan), np.full((3, len(active)), math.nan)
    values = _values(new, mean, se) if model == SBG else new * mean
    low, high = (np.quantile(values, TAILS) if model == SBG else sorted(values[1:])) if se == se else (math.nan,) * 2
    row = {
        "segment": case.name, "model": model, "period": case.period, "customers": len(case.rows),
        "active": int(case.rows["active"].sum()), "leavers": seen.leavers, "asked": int(seen.asked),
        "alpha": params[0], "beta": params[1], "months": float(new.mean() if model == SBG else new[0]),
        "money": mean, "value": float(values.mean() if model == SBG else values[0]),
        "low": float(low), "high": float(high), "reach": reach,
    }  # fmt: skip
    kept = _customers(active, own, mean)
    row["kept"] = float(kept["value"].mean()) if len(kept) else math.nan
    return Worth(row=row, customers=kept, values=values if model == SBG else np.array([]))


def _money(rows: pd.DataFrame) -> tuple[float, float]:
    """Return what a customer-month leaves on average, and its standard error; nan below five customers."""
    known = rows[rows["sum"].notna() & (rows["there"] > 0)]
    months = float(known["there"].sum())
    if not months:
        return math.nan, math.nan
    mean = float(known["sum"].sum()) / months
    n = len(known)
    if n < FEWEST:
        return mean, math.nan
    off = known["sum"] - mean * known["there"]
    return mean, float(np.sqrt((off**2).sum() * n / (n - 1))) / months


def _by_draws(draws: RenewalDraws, active: pd.DataFrame, period: float, discount: Floats) -> tuple[Floats, Floats]:
    new = draws.months(np.array([[0.0, period]]), period, discount)[:, 0]
    waits = np.column_stack([active["made"], np.ceil(active["until_next"])]).astype(np.float64)
    rows, which = np.unique(waits, axis=0, return_inverse=True)
    found = draws.months(rows, period, discount)
    own = np.vstack([found.mean(axis=0), np.quantile(found, TAILS, axis=0)]) if len(rows) else np.zeros((3, 0))
    return new, own[:, which.ravel()]


def _values(months: Floats, mean: float, se: float) -> Floats:
    spread = np.random.default_rng(12).standard_normal(len(months)) * (se if se == se else 0.0)
    return months * (mean + spread)


def _as_far_as_watched(case: Case, active: pd.DataFrame, discount: Floats) -> tuple[Floats, Floats, float]:
    """Return months (estimate, low, high) of a new customer and of each active one, and the age that was watched."""
    lived = np.maximum(case.rows["months"].to_numpy(dtype=np.float64), 0.5)
    entry = None
    if case.watched_from is not None:
        entry = np.maximum(
            (case.watched_from - case.rows["start"]).dt.days.to_numpy(dtype=np.float64) / DAYS_PER_MONTH, 0.0
        )
    watched = spells(lived, (~case.rows["active"]).to_numpy().astype(np.int64), entry)
    reach = float(np.sort(lived)[-FEWEST]) if len(lived) >= FEWEST else 0.0
    curve, at = kaplan_meier(watched), np.arange(len(discount), dtype=np.float64) + 0.5
    ends = survival_interval(watched, at)
    seen = at <= reach
    share = np.stack([curve.at(at), ends.low, ends.high])
    new = (share * discount * seen).sum(axis=1) if seen.any() else np.full(3, math.nan)
    own = [_left(curve, age, at, discount, reach) for age in active["months"]]
    return new, np.stack(own, axis=1) if own else np.zeros((3, 0)), reach


def _left(curve: Survival, age: float, at: Floats, discount: Floats, reach: float) -> Floats:
    ahead = age + at
    seen = ahead <= reach
    if not seen.any():
        return np.full(3, math.nan)
    share = curve.at(ahead[seen]) / curve.at(np.array([age]))
    expected = float((share * discount[seen]).sum())
    return np.array([expected, expected * float(share[-1]), float(discount[seen].sum())])


def _customers(active: pd.DataFrame, own: Floats, mean: float) -> pd.DataFrame:
    money = active["money"].fillna(mean).to_numpy(dtype=np.float64)
    months, sides = own[0], np.sort(own[1:3] * money, axis=0)
    return pd.DataFrame(
        {
            "customer_id": active["customer_id"].to_numpy(), "segment": active["segment"].to_numpy(),
            "months": months, "value": months * money, "low": sides[0], "high": sides[1],
        }
    )  # fmt: skip
