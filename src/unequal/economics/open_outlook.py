"""What the open deals are worth waiting for: the chance of each to be won within a window, given its age.

A deal that has been open for six months is not a deal that starts today. Its chance is read from deals that were also
open at six months. Where fewer than five deals were ever seen beyond an age, the deals say nothing about it: that is
"cannot tell", and not a chance of zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.stats.incidence import Incidence
from unequal.stats.scores import hits_range
from unequal.stats.spells import Floats, Spells
from unequal.stats.window_draws import window_draws
from unequal.units import DAYS_PER_MONTH

from .clocks import DealClocks

BORDERS = (0, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36)  # months of age; from the last on all are one
FEWEST_DRAWS, MOST_DRAWS, DRAWS_TIMES_DEALS = 2_000, 20_000, 4_000_000
TELLS, BEYOND, CANNOT_TELL = "tells", "beyond", "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOutlook:
    """Chances of the open deals.

    Attributes:
        deals: One row an open deal: deal_id, segment, owner, months (age), chance (nan: cannot tell), standing (tells;
            beyond, where the window ends after the reliable horizon; cannot tell).
        by_age: One row an age group with open deals: from_months, to_months (inf for the last), deals, told (deals of
            which something can be told), chance (their mean), low, high, standing.
        expected: Wins expected among the deals that something can be told of; nan without any.
        low, high: 90 % range of the number of those wins.
        told, untold: Open deals of which something can be told, and the others.
    """

    deals: pd.DataFrame
    by_age: pd.DataFrame
    expected: float
    low: float
    high: float
    told: int
    untold: int


def open_outlook(
    clocks: DealClocks, curve: Incidence, *, within_months: float, rng: np.random.Generator
) -> OpenOutlook:
    """Return the chances of the open deals to be won within a window.

    Args:
        clocks: The clocks of one segment, or of all.
        curve: Their curve, in days.
        within_months: Length of the window.
        rng: Source of randomness, for the intervals.
    """
    length = within_months * DAYS_PER_MONTH
    rows = clocks.open_deals()
    ages = rows["days"].to_numpy(dtype=np.float64)
    chance = curve.win_by(ages, length)
    standing = np.where(np.isnan(chance), CANNOT_TELL, np.where(ages + length > curve.reliable_horizon, BEYOND, TELLS))
    deals = rows[["deal_id", "segment", "owner", "months"]].assign(chance=chance, standing=standing)
    told = deals[deals["chance"].notna()]
    drawn = _drawn(curve.spells, ages[~np.isnan(chance)], length, rng)
    low, high = hits_range(drawn, rng) if len(told) else (math.nan, math.nan)
    return OpenOutlook(
        deals=deals.reset_index(drop=True),
        by_age=_by_age(deals, told, drawn),
        expected=float(told["chance"].sum()) if len(told) else math.nan,
        low=low,
        high=high,
        told=len(told),
        untold=len(deals) - len(told),
    )


def _drawn(watched: Spells, ages: Floats, length: float, rng: np.random.Generator) -> Floats:
    """Return joint draws of the deals' chances: one row a draw, one column a deal."""
    distinct, place = np.unique(ages, return_inverse=True)
    if not distinct.size:
        return np.empty((0, 0))
    draws = int(np.clip(DRAWS_TIMES_DEALS // ages.size, FEWEST_DRAWS, MOST_DRAWS))
    chunks = window_draws(watched, distinct, np.full(distinct.size, length), rng=rng, draws=draws)
    return np.concatenate([chunk.won for chunk in chunks], axis=1)[place].T


def _by_age(deals: pd.DataFrame, told: pd.DataFrame, drawn: Floats) -> pd.DataFrame:
    group_of_all = _group(deals["months"])
    group_of_told = _group(told["months"])
    rows = []
    for group in np.unique(group_of_all):
        inside = group_of_told == group
        some = bool(inside.any())
        chance = float(told["chance"][inside].mean()) if some else math.nan
        low, high = np.quantile(drawn[:, inside].mean(axis=1), [0.05, 0.95]) if some else (math.nan, math.nan)
        rows.append(
            {
                "from_months": float(BORDERS[group]),
                "to_months": float(BORDERS[group + 1]) if group + 1 < len(BORDERS) else math.inf,
                "deals": int((group_of_all == group).sum()),
                "told": int(inside.sum()),
                "chance": chance,
                "low": 0.0 if chance == 0 else float(low),  # before the first win nothing bounds it from below
                "high": float(high),
                "standing": _standing(set(told["standing"][inside])),
            }
        )
    return pd.DataFrame(rows, columns=[*AGE_COLUMNS])


AGE_COLUMNS = ("from_months", "to_months", "deals", "told", "chance", "low", "high", "standing")


def _group(months: pd.Series) -> np.ndarray:
    return np.searchsorted(BORDERS, months.to_numpy(dtype=np.float64), side="right") - 1


def _standing(standings: set[str]) -> str:
    """Return how sure a group is: as sure as its least sure deal."""
    if not standings:
        return CANNOT_TELL
    return BEYOND if BEYOND in standings else TELLS
