"""What the files of a simulated company show of consumers who serve themselves, and of customers served by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import poisson

from unequal.units import DAYS_PER_MONTH, HOURS_PER_FTE_MONTH

from .known_traps import CONSUMER, REACHABLE_SHARE, SERVED, SelfServed, WellServed, self_served, well_served
from .months import first_day, month_number
from .simulated import AS_OF, SEED, Company, stream

SIGNUPS, HELPED = 20, 2  # a deal of the company's size
MOST_TRIED = 40
HISTORY_MONTHS, WINDOW_MONTHS = 36, 12
HOURS_WIDTH, TICKET_WIDTH = 0.5, 0.6  # sd on the log scale: of customers, of the months of one
PRACTICAL_SHARE = 0.80
LEAST_SIZE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Traps:
    """The truth of both, and the tables that show something of it."""

    self_served: SelfServed
    well_served: WellServed
    tables: Mapping[str, pd.DataFrame]


def traps_of(company: Company, *, seed: int = SEED) -> Traps:
    """Return both traps of a company; the numbers of sign-ups and customers follow its number of deals.

    Args:
        company: From `simulated`.
        seed: The one that the company is of.
    """
    size = max(LEAST_SIZE, company.seen[company.plan.target].n)
    alone = self_served(stream(seed, company.number, "self served"))
    cared = well_served(size, stream(seed, company.number, "well served"))
    draws = stream(seed, company.number, "trap tables")
    customers = _customers(cared, draws)
    tables = {
        "customers": customers.drop(columns=["from", "until"]),
        "revenue": _revenue(cared, customers),
        "activities": _activities(cared, customers, draws),
        "cost_pools": _pools(cared),
        "segments": _segments(alone, [*company.seen]),
        "market": _market(alone, cared),
        "funnel": _funnel(alone, size, draws),
        "usability": _usability(alone, size, draws),
    }
    return Traps(self_served=alone, well_served=cared, tables=tables)


def plan_text(traps: Traps) -> tuple[str, str]:
    """Return the lines of `[plan]`, and the tables of the two segments' plans."""
    alone, cared = traps.self_served, traps.well_served
    scalars = f"target_arr = {alone.target_arr:.0f}\nacquisition_budget = {alone.acquisition_budget:.0f}\n"
    consumer = f'\n[plan.segments.{CONSUMER}]\narr_share = 0.15\nmotion = "self_serve"\n'
    served = f"\n[plan.segments.{SERVED}]\narr_share = 0.15\nnet_new_per_month = {cared.net_new}\n"
    return scalars, f"{consumer}{served}avoidable_fixed_cost = {cared.service.fixed_cost}\n"


def _funnel(alone: SelfServed, size: int, rng: np.random.Generator) -> pd.DataFrame:
    counts = {False: SIGNUPS * size, True: max(LEAST_SIZE, HELPED * size)}
    rates = {False: alone.unassisted, True: alone.assisted}
    rows = [
        {
            "segment": CONSUMER,
            "period": "2026-Q2",
            "channel": "guided" if helped else "website",
            "assisted": helped,
            "signups": float(count),
            "converted": float(np.count_nonzero(rng.random(count) < rates[helped])),
            "spend": round(alone.cost_per_signup * count, 2),
            "contacts_30d": float(poisson.ppf(rng.random(), alone.contacts * count)),
        }
        for helped, count in counts.items()
    ]
    return pd.DataFrame(rows)


def _usability(alone: SelfServed, size: int, rng: np.random.Generator) -> pd.DataFrame:
    tried = min(size, MOST_TRIED)
    succeeded = float(np.count_nonzero(rng.random(tried) < alone.success))
    row = {"segment": CONSUMER, "task": "first use", "tried": float(tried), "succeeded": succeeded}
    return pd.DataFrame([{**row, "minutes_to_first_value": round(alone.minutes, 1)}])


def _segments(alone: SelfServed, others: list[str]) -> pd.DataFrame:
    """Return what was typed: the consumers' figures, which are true, and the names of the others."""
    typed = {
        "acv": round(12 * alone.price, 2),
        "gross_margin": alone.margin,
        "churn_monthly": alone.churn_monthly,
        "grade": "E2",
    }
    return pd.DataFrame([{"segment": CONSUMER, **typed}, *({"segment": name} for name in [SERVED, *others])])


def _market(alone: SelfServed, cared: WellServed) -> pd.DataFrame:
    counts = {CONSUMER: alone.reachable, SERVED: cared.service.reachable}
    rows = [
        {"segment": name, "source": "census", "year": 2025.0, "count": float(round(n / REACHABLE_SHARE)), "grade": "E3"}
        for name, n in counts.items()
    ]
    return pd.DataFrame(rows)


def _customers(cared: WellServed, rng: np.random.Generator) -> pd.DataFrame:
    """Return customers who came evenly over three years, as many of them still there as is true; months from now."""
    kept: list[tuple[float, float]] = []
    here = 0
    while here < cared.customers:
        came = -HISTORY_MONTHS * rng.random()
        left = came - np.log1p(-rng.random()) / cared.service.churn_monthly
        here += left > 0
        kept.append((came, left))
    frame = pd.DataFrame(sorted(kept), columns=["from", "until"])
    return frame.assign(
        customer_id=[f"C-{number:04d}" for number in range(1, len(frame) + 1)],
        start_date=_day(frame["from"]),
        end_date=_day(frame["until"].where(frame["until"] <= 0)),
        role="end_user",
        segment=SERVED,
    )


def _day(months: pd.Series) -> pd.Series:
    days = np.floor(months * DAYS_PER_MONTH)
    return (pd.Timestamp(AS_OF) + pd.to_timedelta(days, unit="D")).astype("datetime64[ns]")


def _months_there(customers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a customer and month of the last twelve in which it was there on the first day."""
    now = month_number(AS_OF)
    firsts = [pd.Timestamp(first_day(month)) for month in range(now - WINDOW_MONTHS + 1, now + 1)]
    every = customers.merge(pd.DataFrame({"month": pd.to_datetime(firsts).astype("datetime64[ns]")}), how="cross")
    there = (every["start_date"] <= every["month"]) & ~(every["end_date"] <= every["month"])
    return every[there].reset_index(drop=True)


def _revenue(cared: WellServed, customers: pd.DataFrame) -> pd.DataFrame:
    there = _months_there(customers)
    bills = {"mrr": cared.service.price, "direct_cogs": cared.service.variable_cost}
    return there[["customer_id", "month"]].assign(**bills)


def _activities(cared: WellServed, customers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return a piece of service each month that a customer was there, long for some customers, and their onboarding."""
    there = _months_there(customers)
    usual = dict(zip(customers["customer_id"], _lognormal(HOURS_WIDTH, len(customers), rng), strict=True))
    hours = cared.service.hours * there["customer_id"].map(usual) * _lognormal(TICKET_WIDTH, len(there), rng)
    service = pd.DataFrame(
        {
            "customer_id": there["customer_id"],
            "date": there["month"] + pd.to_timedelta(14, unit="D"),
            "skill": "support",
            "hours": hours.round(4),
            "kind": "ticket",
        }
    )
    new = customers[customers["from"] > -WINDOW_MONTHS]
    first = {"date": new["start_date"], "skill": "support", "kind": "onboarding"}
    spent = cared.service.onboarding_hours * _lognormal(HOURS_WIDTH, len(new), rng)
    onboarding = pd.DataFrame({"customer_id": new["customer_id"], **first, "hours": spent.round(4)})
    return pd.concat([service, onboarding], ignore_index=True)


def _lognormal(width: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return values of mean 1."""
    return np.exp(width * ndtri(np.maximum(rng.random(size), 1e-12)) - width**2 / 2)


def _pools(cared: WellServed) -> pd.DataFrame:
    """Return a team of which four fifths of the hours can be spent, at the true cost of a spent hour."""
    service, now = cared.service, month_number(AS_OF)
    people = service.capacity_hours / PRACTICAL_SHARE / HOURS_PER_FTE_MONTH
    months = [pd.Timestamp(first_day(month)) for month in range(now - WINDOW_MONTHS + 1, now + 1)]
    cost = round(service.cost_per_hour * service.capacity_hours, 2)
    row = {"cost": cost, "fte": round(people, 6), "skill": "support", "driver": "hours"}
    return pd.DataFrame({"pool": "support", "month": pd.to_datetime(months).astype("datetime64[ns]"), **row})
