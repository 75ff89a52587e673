"""Three growths of a group of customers, kept apart: of customers, of what those who were there pay, of all revenue.

    revenue now = revenue then + new customers + more from the old - less from the old - what the lost paid

Who is still inside a first term could not have left, and is in no retention; all are in the growth of revenue.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.stats.proportions import jeffreys, jeffreys_probability
from unequal.stats.resampled_sums import FEWEST, SEED, Estimate, ratio_from_draws, resampled_sums
from unequal.stats.spells import Floats
from unequal.units import DAYS_PER_MONTH, MONTHS_PER_YEAR

LEVEL = 0.90
LEAST_LISTED = 0.8  # share of revenue with a list price; below it there is no figure at list prices (assumption)
NOT_KNOWN = Estimate(value=math.nan, low=math.nan, high=math.nan, probability=math.nan, n=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logos:
    """Customers who came and who went in a window.

    Attributes:
        start: There when it began.
        born, left: Came, went.
        probability: That they come faster than they go.
    """

    start: int
    born: int
    left: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What a group pays, at the end of a window against its beginning.

    Attributes:
        start, end: Money a month of all.
        new, more, less, lost: What changed between them, money a month; less and lost are taken away.
        total: Logarithm of end over start, a year; probability: that it is above 0.
        nrr: Of those past a renewal: what they pay now over what they paid; probability: that it is above 1.
        shrinks: Probability that it is below 1.
        grr: The same, each counted at most at what it paid.
        nrr_listed: The net figure at list prices, so that discounts given or ended are no growth.
        stayed: Share of customers who stayed, of those past a renewal.
        in_first_term: Customers at the beginning who could not have left yet.
        top_expansion: Share of what is paid more that one customer pays; nan where nobody pays more.
        paused: Customers without a bill who count as there.
    """

    start: float
    end: float
    new: float
    more: float
    less: float
    lost: float
    total: Estimate
    nrr: Estimate
    shrinks: float
    grr: Estimate
    nrr_listed: Estimate
    stayed: Estimate
    in_first_term: int
    top_expansion: float
    paused: int


def logos(view: pd.DataFrame, gone: pd.Series, as_of: date, *, months: int) -> Logos:
    """Return who came and went in the months before a day.

    Args:
        view: start_date of each customer.
        gone: Day on which each left, by customer_id.
        as_of: Where the window ends.
        months: Its length.

    >>> view = pd.DataFrame({"customer_id": ["a", "b"], "start_date": pd.to_datetime(["2020-01-01", "2026-01-01"])})
    >>> found = logos(view, pd.Series(dtype="datetime64[ns]"), date(2026, 6, 30), months=12)
    >>> found.start, found.born, found.left
    (1, 1, 0)
    """
    end = pd.Timestamp(as_of)
    begin = end - pd.Timedelta(days=months * DAYS_PER_MONTH)
    left = gone.reindex(view["customer_id"]).astype("datetime64[ns]").set_axis(view.index)
    came = view["start_date"]
    born = int(((came > begin) & (came <= end)).sum())
    died = int((came.notna() & (left > begin) & (left <= end)).sum())
    there = int(((came <= begin) & ~(left <= begin)).sum())
    chance = float(jeffreys_probability(born, born + died, above=0.5)) if born + died else math.nan
    return Logos(start=there, born=born, left=died, probability=chance)


def growth_of(rows: pd.DataFrame, renewed: pd.Series, *, months: int, seed: int = SEED, level: float = LEVEL) -> Growth:
    """Return how what a group pays has grown.

    Args:
        rows: From `paid_at_both_ends`, of the group.
        renewed: Whether each customer is past a first term, by customer_id; missing counts as past.
        months: Length of the window.
        seed: Of the draws of customers.
        level: Of the intervals.
    """
    start, end = rows["start"].to_numpy(dtype=np.float64), rows["end"].to_numpy(dtype=np.float64)
    was = start > 0
    past = renewed.astype("object").reindex(rows["customer_id"]).ne(False).to_numpy(dtype=np.bool_)
    change = end - start
    return Growth(
        start=float(start.sum()),
        end=float(end.sum()),
        new=float(end[~was].sum()),
        more=float(change[was & (change > 0)].sum()),
        less=float(np.abs(change[was & (change < 0) & (end > 0)]).sum()),
        lost=float(start[was & (end == 0)].sum()),
        total=_a_year(_ratio(end, start, seed, level), months),
        nrr=_ratio(end[was & past], start[was & past], seed, level),
        shrinks=_below_one(end[was & past], start[was & past], seed),
        grr=_ratio(np.minimum(start, end)[was & past], start[was & past], seed, level),
        nrr_listed=_listed(rows[was & past], seed, level),
        stayed=_stayed(end[was & past] > 0, level),
        in_first_term=int((was & ~past).sum()),
        top_expansion=_top(np.where(was & past, np.maximum(change, 0.0), 0.0)),
        paused=int(rows["paused"].fillna(value=False).sum()),
    )


def _ratio(top: Floats, bottom: Floats, seed: int, level: float) -> Estimate:
    n, total = top.size, float(bottom.sum())
    if not n or total <= 0:
        return NOT_KNOWN
    sums = resampled_sums(np.column_stack([top, bottom]), seed=seed)
    return ratio_from_draws(sums[:, 0], sums[:, 1], float(top.sum()) / total, n, level=level)


def _below_one(top: Floats, bottom: Floats, seed: int) -> float:
    if top.size < FEWEST or bottom.sum() <= 0:
        return math.nan
    sums = resampled_sums(np.column_stack([top, bottom]), seed=seed)
    return float((sums[:, 0] < sums[:, 1] - 1e-9 * bottom.sum()).mean())


def _a_year(ratio: Estimate, months: int) -> Estimate:
    years = months / MONTHS_PER_YEAR
    with np.errstate(divide="ignore"):
        value, low, high = (float(np.log(one)) / years for one in (ratio.value, ratio.low, ratio.high))
    return Estimate(value=value, low=low, high=high, probability=ratio.probability, n=ratio.n)


def _listed(rows: pd.DataFrame, seed: int, level: float) -> Estimate:
    """Return the ratio at list prices, of those whose list prices are known; a customer who left pays 0."""
    begin = rows["list_start"].to_numpy(dtype=np.float64)
    end = np.where(rows["end"] > 0, rows["list_end"], 0.0).astype(np.float64)
    known = np.isfinite(begin) & np.isfinite(end) & (begin > 0)
    paid = rows["start"].to_numpy(dtype=np.float64)
    if not known.any() or paid[known].sum() < LEAST_LISTED * paid.sum():
        return NOT_KNOWN
    return _ratio(end[known], begin[known], seed, level)


def _stayed(stayed: np.ndarray, level: float) -> Estimate:
    n, hits = int(stayed.size), int(stayed.sum())
    if not n:
        return NOT_KNOWN
    ends = jeffreys(hits, n, level=level)
    return Estimate(value=hits / n, low=float(ends.low), high=float(ends.high), probability=math.nan, n=n)


def _top(expansion: Floats) -> float:
    total = float(expansion.sum())
    return float(expansion.max()) / total if total > 0 else math.nan
