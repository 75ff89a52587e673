"""What would have to be true, one lever at a time, and whether it can be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from unequal.economics.cash import HORIZON_MONTHS, CashPath
from unequal.economics.cash_levers import burn_cut_to_last, cash_to_last
from unequal.economics.levers import Levers, search_of
from unequal.workbook import Inputs
from unequal.workbook.registered import number

from .feasible import BETTER, BURN_CUT, FASTER, Reach, more_deals, raise_in, room_for_deals, within
from .knobs import Knobs
from .outlook import SEED, Clock

COLUMNS = ("lever", "now", "needed", "unit", "reach", "times")
RAISE = "B27"
WEEKS_PER_MONTH = 30.4375 / 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The levers.

    Attributes:
        table: lever, now, needed (nan: no value is enough), unit, reach, times (how many times today's value, or the
            other way round where less is needed; nan where that says nothing). No rows where no date presses.
        room: Deals that today's sellers have room for; nan where not known.
        odds_times: By how much the odds of a win would have to be better.
        extra_deals: Deals that would have to start today beside the others; nan where no number is enough.
    """

    table: pd.DataFrame
    room: float
    odds_times: float
    extra_deals: float


def conditions(inputs: Inputs, knobs: Knobs, path: CashPath, clock: Clock, probability: float) -> Conditions:
    """Solve each lever for the chance that counts as enough, the others staying as they are."""
    if path.default_alive:
        return Conditions(
            table=pd.DataFrame(columns=list(COLUMNS)), room=math.nan, odds_times=math.nan, extra_deals=math.nan
        )
    search = search_of(
        clock.model, clock.pipeline, path.decision_months, knobs.wins_needed, np.random.default_rng(SEED)
    )
    found = search.solved(knobs.go_probability, known=probability if path.decision_months > 0 else math.nan)
    room = room_for_deals(inputs, clock, path.decision_months)
    rows = [*_of_cash(inputs, knobs, path, found), *_of_deals(knobs, clock, found, room)]
    return Conditions(
        table=pd.DataFrame(rows, columns=list(COLUMNS)),
        room=room,
        odds_times=found.win_odds_times,
        extra_deals=found.extra_deals,
    )


def _of_cash(inputs: Inputs, knobs: Knobs, path: CashPath, found: Levers) -> list[dict[str, Any]]:
    """Return the levers that move the date: time, and the cash, the burn or the raise that gives it."""
    horizon, now = found.horizon_months, max(path.decision_months, 0.0)
    last = horizon + knobs.raise_months + knobs.reserve_months
    cash = max(cash_to_last(path.monthly, last), path.cash) if math.isfinite(last) else math.nan
    cut = burn_cut_to_last(path.monthly, last) if math.isfinite(last) else math.nan
    less_burn = within(cut / path.monthly_burn if path.monthly_burn > 0 else math.inf, BURN_CUT)
    rows = [
        _row("horizon", now, horizon, "months", less_burn),
        _row("cash", path.cash, cash, "money", Reach.UNKNOWN),
        _row("burn", path.monthly_burn, path.monthly_burn - cut, "money a month", less_burn),
    ]
    if knobs.raise_months > 0:
        left = min(path.runway_months, HORIZON_MONTHS) - knobs.reserve_months - horizon
        typical = inputs.workspace.register[RAISE].values.get("typical_weeks", math.nan) / WEEKS_PER_MONTH
        usual = number(inputs, RAISE)
        shorter = left if left >= 0 else math.nan
        rows.append(_row("raise", knobs.raise_months, shorter, "months", raise_in(left, usual=usual, typical=typical)))
    return rows


def _of_deals(knobs: Knobs, clock: Clock, found: Levers, room: float) -> list[dict[str, Any]]:
    """Return the levers that move the wins, and the bar."""
    open_n, share = float(clock.pipeline.ages.size), clock.model.win_share(1.0)
    likely = float(found.wins_likely) if found.wins_likely > 0 else math.nan
    return [
        _row("deals", open_n, open_n + found.extra_deals, "deals", more_deals(found.extra_deals, room)),
        _row("odds", share, found.win_share, "share", within(found.win_share / share, BETTER)),
        _row("pace", 1.0, found.pace_times, "times", within(found.pace_times, FASTER)),
        _row("bar", float(knobs.wins_needed), likely, "wins", Reach.UNKNOWN),
    ]


def _row(lever: str, now: float, needed: float, unit: str, reach: Reach) -> dict[str, Any]:
    if math.isnan(needed):
        reach = Reach.IMPOSSIBLE
    elif (needed >= now) if lever in ("burn", "raise", "bar") else (needed <= now):
        reach, needed = Reach.ENOUGH, now
    low, high = sorted((now, needed)) if math.isfinite(needed) else (math.nan, math.nan)
    times = high / low if low > 0 else math.nan
    return {"lever": lever, "now": now, "needed": needed, "unit": unit, "reach": reach.value, "times": times}
