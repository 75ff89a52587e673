"""The same company as of past days, and what then came: would these figures have been right?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from unequal.economics.backtest import FEWEST_OF_EACH, FEWEST_PREDICTIONS, Look, Scores, scored, window_starts
from unequal.economics.clock_start import ClockStart
from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import durations
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import tier_prior
from unequal.segments.order import ALL, UNKNOWN
from unequal.stats.proportions import jeffreys
from unequal.tables import as_known_on
from unequal.workbook import Inputs

from .clock import clocks_from
from .knobs import Knobs

SEED = 13
FEWEST_JUDGED = 10  # predictions of a group; fewer are shown and not judged
FAR = 0.05  # share; a group is off when it is further from its chance, and by more than luck (assumption)
LUCK = 0.10  # chance that any of the groups seems off by luck alone
NAN = math.nan
SCORES = (
    "segment", "predictions", "wins", "expected", "brier", "brier_low", "brier_high", "spreadsheet", "spreadsheet_low",
    "spreadsheet_high", "skill", "skill_low", "skill_high", "better", "looks", "inside", "wait", "wait_expected",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the chances would have been, and what came.

    Attributes:
        back_months: How far back the first look was asked for.
        window_months: How far each look sees ahead.
        looks: day, until, open_deals, expected, low, high (90 % range of the number of wins), won, inside; the
            target's. Nothing but the days where too few deals had closed by then.
        scores: segment, predictions, wins, expected, brier, spreadsheet and skill with intervals, better (share of the
            draws in which the chances beat the spreadsheet), looks (that could predict), inside (of them, how often
            the wins lay in the range), wait (median months to a win within the window), wait_expected; one row a
            segment in reading order.
        groups: from_chance, to_chance, n, chance, hits, share, low, high, judged, off; the target's. `off` is further
            from the chance than 5 points, and by more than luck explains among so many groups.
        target: The segment that the looks and the groups speak of; all deals where the one asked for has too little
            past.
    """

    back_months: int
    window_months: int
    looks: pd.DataFrame
    scores: pd.DataFrame
    groups: pd.DataFrame
    target: str

    def of(self, segment: str) -> pd.Series:
        """Return the scores of a segment."""
        return self.scores[self.scores["segment"].eq(segment)].iloc[0]


def backtest(inputs: Inputs, order: tuple[str, ...], target: str, knobs: Knobs) -> Backtest | None:
    """Look from past days; None where nobody asked for it.

    Args:
        inputs: What is known now.
        order: Segments in reading order.
        target: The segment that the headline speaks of.
        knobs: How far to go back, how far each look sees ahead, and from when the deals are counted.
    """
    back_months, window_months = knobs.backtest_months, knobs.within_months
    windows = window_starts(inputs.as_of, back_months=back_months, window_months=window_months)
    if not windows:
        return None
    start = ClockStart.of(knobs.clock_from)
    known = {day: _clocks_on(inputs, start, day) for day, _ in windows}
    segments = [name for name in order if name != UNKNOWN]
    found = {name: _scored(inputs, name, windows, known) for name in segments}
    scope = target if target in found and found[target].contest is not None else ALL
    own = found[scope]
    return Backtest(
        back_months=back_months,
        window_months=min(window_months, back_months),
        looks=own.looks.astype({"inside": "boolean"}),
        scores=pd.DataFrame([_score_row(name, one) for name, one in found.items()], columns=[*SCORES]),
        groups=_groups(own),
        target=scope,
    )


def _clocks_on(inputs: Inputs, start: ClockStart, day: date) -> DealClocks:
    """Return the clocks as they stood on a day.

    The segments are those known today: a company that buys later is in no table on the day, but its size is no news.
    Without it the segments would lack the deals that were won.
    """
    complete_from = inputs.workspace.deals_complete_from
    known = as_known_on(inputs.tables, day)
    if complete_from is not None and complete_from > day:
        return durations(known["deals"].iloc[:0], day)  # no closed deal was recorded yet
    return clocks_from(inputs, start, tables=known, as_of=day)


def _scored(inputs: Inputs, name: str, windows: list[tuple[date, date]], known: dict[date, DealClocks]) -> Scores:
    looks = [_look(inputs, known[day], name, (day, until)) for day, until in windows]
    return scored(looks, inputs.tables["deals"], np.random.default_rng(SEED))


def _look(inputs: Inputs, everybody: DealClocks, name: str, window: tuple[date, date]) -> Look:
    clocks, register = everybody.of(name), inputs.workspace.register
    acv = clocks.frame["acv"].dropna()
    median = float(acv.median()) if len(acv) else NAN
    prior = tier_prior(name, median_acv=median, register=register)
    mates = tier_mates(everybody, name, prior, register=register)
    return Look(day=window[0], until=window[1], clocks=clocks, prior=prior, mates=mates)


def _score_row(name: str, found: Scores) -> dict[str, Any]:
    told = found.looks.dropna(subset="expected")
    row: dict[str, Any] = {
        **dict.fromkeys(SCORES, NAN),
        "segment": name,
        "predictions": len(found.predictions),
        "wins": found.won,
        "expected": found.expected if len(found.predictions) else NAN,
        "looks": len(told),
        "inside": int(told["inside"].astype(bool).sum()),
        "wait": found.median_wait,
        "wait_expected": found.median_wait_expected,
    }
    if found.contest is None:
        return row
    named = {"brier": found.contest.own, "spreadsheet": found.contest.rival, "skill": found.contest.skill}
    for key, score in named.items():
        row |= {key: score.value, f"{key}_low": score.low, f"{key}_high": score.high}
    return {**row, "better": found.contest.better}


def _groups(found: Scores) -> pd.DataFrame:
    columns = ["from_chance", "to_chance", "n", "chance", "hits", "share", "low", "high"]
    if found.groups is None:
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in columns}).assign(
            judged=pd.Series(dtype=bool), off=pd.Series(dtype=bool)
        )
    rows = pd.DataFrame({name: getattr(found.groups, name) for name in columns})
    judged = rows["n"].ge(FEWEST_JUDGED)
    wide = jeffreys(rows["hits"], rows["n"], level=1 - LUCK / max(int(judged.sum()), 1))
    outside = rows["chance"].lt(wide.low) | rows["chance"].gt(wide.high)
    return rows.assign(judged=judged, off=judged & outside & (rows["chance"] - rows["share"]).abs().gt(FAR))


__all__ = ["FEWEST_OF_EACH", "FEWEST_PREDICTIONS", "Backtest", "backtest"]
