"""Whether a lever can be pulled that far: sellers' hours for more deals, plain limits for the others."""

from __future__ import annotations

import math
from enum import StrEnum

import pandas as pd

from unequal.economics.capacity import hours_left
from unequal.workbook import Inputs
from unequal.workbook.registered import number

from .outlook import Clock

MONTHS_PER_YEAR = 12
# How far a lever goes within a plan, and how far with an effort. Assumptions: nobody has published such limits.
BURN_CUT = (0.10, 0.30)  # share of the burn
FASTER = (1.25, 1.5)  # times the pace
BETTER = (1.25, 1.75)  # times the share won
MORE_HANDS = 2.0  # times what today's sellers have room for: somebody more must be hired


class Reach(StrEnum):
    """How far away a lever's value is."""

    ENOUGH = "enough already"
    WITHIN = "within reach"
    STRETCH = "a stretch"
    OUT = "out of reach"
    UNKNOWN = "not known"
    IMPOSSIBLE = "impossible"


def within(value: float, limits: tuple[float, float]) -> Reach:
    """Return where a value stands between a plan's limit and an effort's.

    >>> within(1.2, FASTER), within(5.9, FASTER)
    (<Reach.WITHIN: 'within reach'>, <Reach.OUT: 'out of reach'>)
    """
    near, far = limits
    return Reach.WITHIN if value <= near else Reach.STRETCH if value <= far else Reach.OUT


def raise_in(months: float, *, usual: float, typical: float) -> Reach:
    """Return whether a raise can be so short: as long as most take, as long as half take, or shorter."""
    return Reach.WITHIN if months >= usual else Reach.STRETCH if months >= typical else Reach.OUT


def more_deals(extra: float, room: float) -> Reach:
    """Return whether sellers have room for more deals; not known where sellers or hours are not."""
    if math.isnan(room):
        return Reach.UNKNOWN
    return Reach.WITHIN if extra <= room else Reach.STRETCH if extra <= MORE_HANDS * room else Reach.OUT


def room_for_deals(inputs: Inputs, clock: Clock, months: float) -> float:
    """Return how many more deals today's sellers can take on now and carry to the date; nan where that is not known.

    Bound by hours, those of the open deals and of the planned ones taken off, and by the deals that a seller can have
    open at once.
    """
    sellers, hours = _sellers(inputs, clock), _hours_each(inputs, clock)
    if math.isnan(sellers) or math.isnan(hours) or months <= 0:
        return math.nan
    selling, most_open = (number(inputs, name) for name in ("selling_hours_per_rep_year", "open_deals_per_rep"))
    taken = hours_left(clock.pipeline.ages, mean_open_months=clock.deals.mean_open_months, hours_per_opportunity=hours)
    taken += clock.pipeline.new_per_month * math.ceil(months) * hours
    by_hours = (sellers * selling / MONTHS_PER_YEAR * months - taken) / hours if hours else math.inf
    return max(min(by_hours, sellers * most_open - clock.pipeline.ages.size), 0.0)


def _sellers(inputs: Inputs, clock: Clock) -> float:
    """Return who sells in the segment: as typed, else the owners of its open deals."""
    typed = _typed(inputs, clock, "reps")
    if not math.isnan(typed):
        return typed
    rows = clock.deals.deals
    owners = rows.loc[rows["outcome"].eq("open"), "owner"].dropna() if len(rows) else pd.Series(dtype="str")
    return float(owners.nunique()) if len(owners) else math.nan


def _hours_each(inputs: Inputs, clock: Clock) -> float:
    """Return the selling hours of a deal: the plan's, else as typed, else the mean of what was logged."""
    planned = inputs.workspace.plan_segments.get(clock.deals.segment, {}).get("hours_per_opportunity")
    if planned is not None:
        return float(planned)
    typed = _typed(inputs, clock, "sales_hours_per_opportunity")
    if not math.isnan(typed):
        return typed
    deals = inputs.tables.get("deals")
    if deals is None:
        return math.nan
    logged = deals.loc[deals["deal_id"].isin(clock.deals.deals["deal_id"]) & deals["closed_at"].notna(), "hours_sales"]
    return float(logged.mean())


def _typed(inputs: Inputs, clock: Clock, column: str) -> float:
    rows = inputs.tables.get("segments")
    if rows is None:
        return math.nan
    found = rows.loc[rows["segment"].eq(clock.deals.segment), column].dropna()
    return float(found.iloc[0]) if len(found) else math.nan
