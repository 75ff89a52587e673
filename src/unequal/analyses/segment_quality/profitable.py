"""Does a customer of the segment leave anything, after what it costs to serve and to win?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import skew, trim_mean

from unequal.customers.terms import Life
from unequal.economics.clocks import DealClocks
from unequal.economics.own_deals import own_deals
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import tier_prior
from unequal.economics.typed_figures import SPREAD
from unequal.economics.unit_economics import acquisition_cost
from unequal.findings.grade import grade_of_own
from unequal.stats.proportions import jeffreys
from unequal.stats.resampled_sums import FEWEST, SEED, Estimate, mean_rate
from unequal.stats.spells import Floats
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook.segment_figures import Figure, SegmentFigures

from .judged import PROFITABLE, Judged

CYCLE_END = 36.0  # months within which an opportunity is won or is not
FEWEST_DEALS = 5
TOO_SKEWED = 2.0  # from here on a few large ones make the mean, and the trimmed mean is shown beside it
TRIMMED = 0.1  # from each end
TAIL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Profit:
    """What a customer of a segment leaves in a year.

    Attributes:
        earned: After cost to serve; probability: that it is above 0.
        after: The same less what winning a customer costs, spread over its life; nan where that is not known.
        median, trimmed: Of the customers; trimmed is nan unless a few large ones make the mean.
        earning, earning_low, earning_high: Share of customers who leave something.
        margin: Contribution over revenue of all together.
        mean_margin: Mean of the customers' own.
        gross: Before cost to serve, money a customer-year.
        cost_to_win: Money for one customer won, the lost included.
        grade: Of that cost.
        life: Years that a customer stays, at most five; nan below five customers.
        credited: Customers who were credited more than they were billed.
        n: Customers.
        missing: What is not known: nobody, few, no_revenue, no_cost, no_service, no_cac or empty.
    """

    earned: Estimate
    after: Estimate
    median: float
    trimmed: float
    earning: float
    earning_low: float
    earning_high: float
    margin: float
    mean_margin: float
    gross: float
    cost_to_win: float
    grade: str
    life: float
    credited: int
    n: int
    missing: str


def profit_of(rows: pd.DataFrame, cost: Figure, life: Life, *, seed: int = SEED) -> Profit:
    """Return what the customers of a segment leave.

    Args:
        rows: From `customer_profit`, of the segment.
        cost: What winning a customer costs.
        life: How long it stays.
        seed: Of the draws.
    """
    years = rows["months"].to_numpy(dtype=np.float64) / MONTHS_PER_YEAR
    money = rows["contribution"].to_numpy(dtype=np.float64)
    earned, draws = mean_rate(money, years, seed=seed)
    known = bool(len(rows)) and bool(np.isfinite(money).all())
    hits = int((money > 0).sum())
    ends = jeffreys(hits, len(rows)) if known else None
    yearly = money / years if known else np.full(1, np.nan)
    is_skewed = known and len(rows) >= FEWEST and np.ptp(yearly) > 0 and abs(float(skew(yearly))) > TOO_SKEWED
    revenue = float(rows["revenue"].sum(skipna=False)) if len(rows) else math.nan
    return Profit(
        earned=earned,
        after=_after(earned, draws, cost, life, seed),
        median=float(np.median(yearly)),
        trimmed=float(trim_mean(yearly, TRIMMED)) if is_skewed else math.nan,
        earning=hits / len(rows) if known else math.nan,
        earning_low=float(ends.low) if ends else math.nan,
        earning_high=float(ends.high) if ends else math.nan,
        margin=float(money.sum()) / revenue if revenue > 0 else math.nan,
        mean_margin=float(rows["margin"].mean()) if known else math.nan,
        gross=float(rows["gross_margin"].sum(skipna=False)) / years.sum() if len(rows) else math.nan,
        cost_to_win=cost.value,
        grade=cost.grade,
        life=life.years if life.n >= FEWEST else math.nan,
        credited=int((rows["revenue"] < 0).sum()),
        n=len(rows),
        missing=_missing(rows, cost),
    )


def profitable(found: Profit) -> Judged:
    """Return the test: after the cost of winning where it is known, else before it, which alone can only fail."""
    if found.missing not in ("", "no_cac"):
        return Judged(test=PROFITABLE, reason=found.missing, n=found.n)
    is_half = found.missing == "no_cac"
    shown = found.earned if is_half else found.after
    return Judged(
        test=PROFITABLE, reason="before" if is_half else "after", unit="money a year", n=found.n, is_half=is_half,
        grade=str(grade_of_own(found.n)), source="revenue, activities, cost_pools",
        estimate=shown.value, low=shown.low, high=shown.high, probability=shown.probability,
    )  # fmt: skip


def _missing(rows: pd.DataFrame, cost: Figure) -> str:
    if rows.empty:
        return "nobody"
    for column, key in (("revenue", "no_revenue"), ("direct_cost", "no_cost"), ("cost_to_serve", "no_service")):
        if rows[column].isna().any():
            return key
    if len(rows) < FEWEST:
        return "few"
    return "" if cost.is_known and math.isfinite(cost.value) else "no_cac"


def _after(earned: Estimate, draws: Floats, cost: Figure, life: Life, seed: int) -> Estimate:
    """Return the contribution less the cost of winning a year; that cost is as uncertain as its grade says."""
    spread_over = cost.value / life.years if life.n >= FEWEST and life.years > 0 else math.nan
    value = earned.value - spread_over
    if draws.size < 2 or not math.isfinite(value):
        return Estimate(value=value, low=math.nan, high=math.nan, probability=math.nan, n=earned.n)
    rng = np.random.default_rng(seed)
    costs = spread_over * np.exp(SPREAD.get(cost.grade, SPREAD["E5"]) * rng.standard_normal(draws.size))
    left = rng.permutation(draws) - costs
    low, high = np.quantile(left, [TAIL, 1 - TAIL])
    return Estimate(value=value, low=float(low), high=float(high), probability=float((left > 0).mean()), n=earned.n)


def cost_to_win(figures: SegmentFigures, clocks: DealClocks, *, with_onboarding: bool) -> Figure:
    """Return what one won customer costs, the lost included; unknown without the cost or the chance of a deal.

    The chance is the one typed, else that of the segment's own deals within three years.

    Args:
        figures: What is known of the segment.
        clocks: All deals with a clock.
        with_onboarding: Whether to add what was typed for bringing a customer on board; not where it is already among
            the hours of service.
    """
    each, rate = figures.opportunity_cost, _win_rate(figures, clocks)
    if not (each.is_known and rate.is_known and rate.value > 0):
        return Figure()
    onboarding = figures.onboarding_cost if with_onboarding else 0.0
    return Figure(
        value=acquisition_cost(each.value, rate.value, onboarding=onboarding),
        grade=max(each.grade, rate.grade),
        source="segments, deals",
        n=rate.n,
    )


def _win_rate(figures: SegmentFigures, clocks: DealClocks) -> Figure:
    typed = figures.typed_row() or {}
    value, grade = typed.get("win_rate"), typed.get("grade")
    if value is not None and not pd.isna(value):
        return Figure(value=float(value), grade=grade if isinstance(grade, str) else "E5", source="segments")
    own = clocks.of(figures.name)
    if len(own.frame) < FEWEST_DEALS:
        return Figure()
    register = figures.inputs.workspace.register
    prior = tier_prior(figures.name, median_acv=figures.acv.value, register=register)
    model = own_deals(own, prior, mates=tier_mates(clocks, figures.name, prior, register=register))
    return Figure(value=float(model.won([CYCLE_END])[0]), grade=model.grade, source="deals", n=model.n_deals)
