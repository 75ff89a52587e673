"""The selling hours that Over-Reach ties up, and what they would bring in each other segment by the same day."""

from __future__ import annotations

import math

import pandas as pd

from unequal.economics.capacity import hours_left
from unequal.economics.open_time import mean_open_time
from unequal.economics.same_hours import Bar, Spent, outcome, spent
from unequal.segments.order import ALL
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs
from unequal.workbook.end_user_deals import end_user_clocks
from unequal.workbook.segment_figures import SegmentFigures

from .chances import Chances, other_segments
from .over_reach_signs import Reached

COLUMNS = (
    "segment", "own", "deals", "started", "expected_wins", "probability", "expected_arr", "arr_probability",
)  # fmt: skip
NOWHERE = pd.DataFrame(columns=list(COLUMNS))


def hours_to_spend(own: Chances, months: float) -> float:
    """Return the hours that open deals still ask for, and those of the deals that will be started until the date."""
    each = own.figures.hours_per_opportunity.value
    left = hours_left(own.pipeline.ages, mean_open_months=mean_open_time(own.model), hours_per_opportunity=each)
    return left + each * _new(own, months)


def _new(own: Chances, months: float) -> int:
    return int(own.new_per_month * math.ceil(max(months, 0.0)))


def elsewhere(inputs: Inputs, found: Reached, hours: float) -> pd.DataFrame:
    """Return what the hours bring in each segment on the same bars: as many wins, and as much revenue.

    The segment itself keeps its open deals and starts those of the plan; every other one starts from nothing, with the
    same sellers.
    """
    assert found.runway is not None
    own, figures = found.own, found.own.figures
    wins = found.runway.wins_needed
    bar = Bar(wins=wins, arr=wins * figures.acv.value, months=found.date_months)
    deals = own.pipeline.ages.size + _new(own, found.date_months)
    rows = [_row(figures.name, outcome(own.model, own.pipeline, bar, acv=figures.acv.value, deals=deals), own=True)]
    if figures.name != ALL and not math.isnan(hours):
        clocks = end_user_clocks(inputs)
        others = [Chances(SegmentFigures(inputs, name), clocks, 0.0) for name in other_segments(inputs, figures.name)]
        rows += [
            _row(other.figures.name, _spent(found, other, bar, hours), own=False) for other in others if _can(other)
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _can(other: Chances) -> bool:
    known = len(other.clocks.frame) > 0 or other.typed is not None
    return known and other.figures.hours_per_opportunity.value > 0


def _spent(found: Reached, other: Chances, bar: Bar, hours: float) -> Spent:
    each, sellers = other.figures.hours_per_opportunity.value, found.own.figures.sellers.value
    most = math.inf if math.isnan(sellers) else sellers * found.knobs.selling_hours_a_year / MONTHS_PER_YEAR / each
    return spent(
        other.model, bar, hours=hours, hours_per_opportunity=each, acv=other.figures.acv.value, most_a_month=most
    )


def _row(name: str, found: Spent, *, own: bool) -> dict[str, object]:
    return {
        "segment": name,
        "own": own,
        "deals": found.deals,
        "started": found.deals if own else found.started,
        "expected_wins": found.expected_wins,
        "probability": found.probability,
        "expected_arr": found.expected_arr,
        "arr_probability": found.arr_probability,
    }
