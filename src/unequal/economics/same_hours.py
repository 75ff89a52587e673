"""The same selling hours spent in another segment: how many deals they are, and what those bring by the same day."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .capacity import spread_starts
from .pipeline import Pipeline
from .win_model import WinModel
from .wins import wins_by

DRAWS = 4_000
MOST_DEALS = 2_000  # beyond it nobody could start them, and nothing more is learned


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What must be there by the day.

    Attributes:
        wins: So many wins, whatever they are worth.
        arr: So much revenue a year.
        months: The day, in months from now.
    """

    wins: int
    arr: float
    months: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What hours bring in a segment by a day.

    Attributes:
        deals: Opportunities that the hours pay for.
        started: Of these, started before the day.
        expected_wins: By the day.
        probability: Of as many wins as the bar asks for.
        expected_arr: Money a year.
        arr_probability: Of as much revenue as the bar asks for; nan where the value of a win is not known.
    """

    deals: int
    started: int
    expected_wins: float
    probability: float
    expected_arr: float
    arr_probability: float


def spent(
    model: WinModel, bar: Bar, *, hours: float, hours_per_opportunity: float, acv: float, most_a_month: float = math.inf
) -> Spent:
    """Return what so many hours bring in new deals of a segment.

    Args:
        model: The segment's chances.
        bar: What must be there.
        hours: To be spent.
        hours_per_opportunity: Of a whole deal in this segment.
        acv: What a win is worth a year; nan where it is not known.
        most_a_month: Deals that sellers can start in a month.
    """
    deals = min(int(hours / hours_per_opportunity + 1e-9), MOST_DEALS)
    starts = spread_starts(deals, bar.months, most_a_month=most_a_month)
    pipeline = Pipeline(deal_ids=(), ages=np.empty(0), starts=starts)
    return outcome(model, pipeline, bar, acv=acv, deals=deals)


def outcome(model: WinModel, pipeline: Pipeline, bar: Bar, *, acv: float, deals: int) -> Spent:
    """Return what a pipeline brings by the bar's day; every win is taken to be worth the same."""
    for_arr = wins_for(bar.arr, acv)
    asked = [bar.wins, *([for_arr] if for_arr is not None else [])]
    found = wins_by(
        model, pipeline, horizon_months=bar.months, most=max(asked), rng=np.random.default_rng(9), draws=DRAWS
    )
    return Spent(
        deals=deals,
        started=len(pipeline.starts) + pipeline.ages.size,
        expected_wins=found.expected,
        probability=found.at_least(bar.wins),
        expected_arr=found.expected * acv,
        arr_probability=math.nan if for_arr is None else found.at_least(for_arr),
    )


def wins_for(arr: float, acv: float) -> int | None:
    """Return how many wins are worth so much a year; None where it is not known what one is worth.

    >>> wins_for(240_000, 24_000), wins_for(240_001, 24_000)
    (10, 11)
    """
    if not (math.isfinite(arr) and acv > 0):
        return None
    return max(math.ceil(arr / acv - 1e-9), 1)
