"""Over-Reach: the plan counts on sales that take longer than the cash."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.analyses.runway.facts import Facts as Runway
from unequal.economics.chance_by_month import chance_by_month
from unequal.economics.missing_datum import NOTHING as NOTHING_TO_ASK
from unequal.findings.grade import Grade, worst
from unequal.workbook import Inputs
from unequal.workbook.end_user_deals import end_user_clocks, partner_deals
from unequal.workbook.segment_figures import SegmentFigures

from .chances import Chances
from .changes import Change
from .knobs import Knobs
from .over_reach_hours import NOWHERE, elsewhere, hours_to_spend
from .over_reach_signs import BENCHMARK, GUESSED, OWN, PAST, Reached, changes_of, signs_of
from .plan import depends_on, share_of
from .signs import Sign

SEED = 9
CURVE = (0.0, *map(float, range(1, 25)), 30.0, 36.0)  # months
NO_CURVE = pd.DataFrame(columns=["month", "probability", "low", "high"])


@dataclass(frozen=True, slots=True, kw_only=True)
class OverReach:
    """What the detector stands on.

    Attributes:
        rule: ``own deals``, ``benchmark`` (too few own deals), ``alive`` (no date presses), ``past`` (the date has
            passed), ``side bet``, ``guessed`` (nothing but somebody's guess of the cycle), ``unknown`` (cash missing).
        segment, asked: The segment spoken of, and the one that the plan names.
        share: Of the plan; nan where it is not said.
        decision_months, decision_date: nan and None without one.
        wins_needed: By then.
        probability, low, high: Of so many wins by then; nan where not asked.
        n: Own deals with a clock.
        won: Of these, won.
        partner_deals: Deals of partners, in no figure here.
        grade: Of the evidence on deals.
        cash_grade, cash_source: Of the decision date.
        median_months, quarter_months: Until half, and a quarter, of the wins of such deals are there, by benchmark.
        cycle_from: ``typed`` or ``tier``.
        cover: Expected revenue of open deals by the date, over the plan's revenue; nan where not known.
        signs: The signs.
        changes: Every lever, solved.
        elsewhere: segment, own, deals, started, expected_wins, probability, expected_arr, arr_probability: the same
            hours in each segment.
        curve: month, probability, low, high: how the chance rises.
        to_find_out: What would most likely change the runway's answer if it were known, where that is about the same
            deals; see `runway.facts`.
        hours: Selling hours that are left to spend by the date.
        enough, hopeless: Probabilities from which on, and below which, an event is judged.
    """

    rule: str
    segment: str
    asked: str
    share: float
    decision_months: float
    decision_date: date | None
    wins_needed: int
    probability: float
    low: float
    high: float
    n: int
    won: int
    partner_deals: int
    grade: str
    cash_grade: str
    cash_source: str
    median_months: float
    quarter_months: float
    cycle_from: str
    cover: float
    signs: tuple[Sign, ...]
    changes: tuple[Change, ...]
    elsewhere: pd.DataFrame
    curve: pd.DataFrame
    to_find_out: pd.DataFrame
    hours: float
    enough: float
    hopeless: float


def over_reach(inputs: Inputs, knobs: Knobs) -> OverReach:
    """Set the segment that the plan depends on against the decision date."""
    runway: Runway | None = inputs.run("runway")
    asked = runway.asked if runway else inputs.segment_asked(knobs.target_segment) or knobs.target_segment
    plans = inputs.workspace.plan_segments
    depended = depends_on(plans, target=asked, depends_from=knobs.depends_from)
    named = depended[0] if depended else asked
    # where this data cannot tell whose deals are whose, all stand for one
    segment = runway.target if runway is not None and named == runway.asked else named
    own = Chances(SegmentFigures(inputs, segment), end_user_clocks(inputs), _new_deals(inputs, segment, runway))
    reached = Reached(knobs=knobs, runway=runway, own=own, share=share_of(plans, named), depends=bool(depended))
    return _facts(inputs, reached, asked)


def _new_deals(inputs: Inputs, segment: str, runway: Runway | None) -> float:
    """Return deals that the plan starts a month: the plan's are the target's, others have what their own plan says."""
    if runway is not None and segment == runway.target:
        return runway.pipeline.new_per_month
    return float(inputs.workspace.plan_segments.get(segment, {}).get("net_new_per_month", 0.0))


def _facts(inputs: Inputs, found: Reached, asked: str) -> OverReach:
    rule, own, runway = found.rule, found.own, found.runway
    looked_at = rule in (OWN, BENCHMARK, GUESSED)
    probability, low, high = found.chance if looked_at else (math.nan, math.nan, math.nan)
    hours = hours_to_spend(own, found.date_months) if looked_at else math.nan
    clocks, cycle_from, _ = found.cycle
    return OverReach(
        rule=rule,
        segment=own.figures.name,
        asked=asked,
        share=found.share,
        decision_months=found.date_months,
        decision_date=runway.decision_date if runway else None,
        wins_needed=runway.wins_needed if runway else 0,
        probability=probability,
        low=low,
        high=high,
        n=len(own.clocks.frame),
        won=own.won,
        partner_deals=partner_deals(own.everybody),
        grade=_grade(found),
        cash_grade=_cash_grade(inputs),
        cash_source=runway.source if runway else "",
        median_months=clocks.win_median,
        quarter_months=found.quarter_months,
        cycle_from=cycle_from,
        cover=found.cover if looked_at else math.nan,
        signs=signs_of(found),
        changes=changes_of(found),
        elsewhere=elsewhere(inputs, found, hours) if looked_at else NOWHERE,
        curve=_curve(found) if looked_at or rule == PAST else NO_CURVE,
        to_find_out=_to_find_out(found),
        hours=hours,
        enough=found.knobs.go_probability,
        hopeless=found.knobs.stop_probability,
    )


def _to_find_out(found: Reached) -> pd.DataFrame:
    if found.runway is None:
        return NOTHING_TO_ASK
    return found.runway.to_find_out if found.own.figures.name == found.runway.target else NOTHING_TO_ASK


def _grade(found: Reached) -> str:
    if found.rule == BENCHMARK:
        return str(worst([Grade.RULE_OF_THUMB, Grade(found.cycle[2])]))
    if found.runway is not None and found.own.figures.name == found.runway.target:
        return found.runway.wins_grade
    return found.own.model.grade


def _cash_grade(inputs: Inputs) -> str:
    """Return how good the decision date is, as the runway has found."""
    grades = [one.grade for one in inputs.findings("runway") if one.code == "runway.decision_date"]
    return str(grades[0]) if grades else str(Grade.GUESS)


def _curve(found: Reached) -> pd.DataFrame:
    assert found.runway is not None
    wins = found.runway.wins_needed
    return chance_by_month(
        found.own.model, found.own.pipeline, wins=wins, months=CURVE, rng=np.random.default_rng(SEED)
    )
