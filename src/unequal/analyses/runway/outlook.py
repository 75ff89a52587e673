"""The core of the answer: the committed path, the deal clocks, and the wins that they bring by the decision date."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from unequal.economics.cash import CashPath
from unequal.economics.common_draws import CommonDraws, with_common_draws
from unequal.economics.pipeline import Pipeline
from unequal.economics.wins import Wins, chance_of, wins_by
from unequal.segments.order import ALL
from unequal.workbook import Inputs

from .deal_clock import DealClock, deal_clocks, new_deals
from .knobs import Knobs

SEED = 8
AT_ONCE = 8  # wins
MORE_THAN_NEEDED = 2  # so that a reader sees what one win more or fewer would mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One segment's deals, with draws that are made once.

    Attributes:
        deals: The segment's deals and what is assumed of it.
        model: Its chances, from draws that stay as knobs are turned.
        pipeline: Its open deals, and those that the plan starts.
    """

    deals: DealClock
    model: CommonDraws
    pipeline: Pipeline


def target_of(inputs: Inputs, asked: str) -> str:
    """Return the segment that is spoken of: the one asked for, or the nearest that anything is known of."""
    rows = inputs.tables.get("segments")
    typed: list[str] = [] if rows is None else rows["segment"].to_list()
    if asked in typed:
        return asked
    deals = inputs.tables.get("deals")
    if typed and (deals is None or not len(deals)):
        return typed[0]
    return inputs.segment_asked(asked) or ALL


def clocks_of(inputs: Inputs, knobs: Knobs) -> dict[str, Clock]:
    """Return the clock of each segment in reading order, the target's among them."""
    target = target_of(inputs, knobs.target_segment)
    known = inputs.once(("clocks", target), lambda: deal_clocks(inputs, target=target))
    models = inputs.once(
        ("models", target),
        lambda: {name: with_common_draws(one.model, SEED, one.pipeline.ages) for name, one in known.items()},
    )
    return {
        name: Clock(
            deals=one,
            model=models[name],
            pipeline=one.with_new(new_deals(inputs, name, target, knobs.new_deals_per_month)),
        )
        for name, one in known.items()
    }


def wins_of(inputs: Inputs, clock: Clock, knobs: Knobs, path: CashPath) -> Wins:
    """Return the wins of a segment by the decision date, up to some more than are needed."""
    enough = _looked_up(knobs)
    found = inputs.once(_key(clock, path, enough), lambda: _wins(clock, path.decision_months, enough))
    return replace(found, table=found.table.iloc[: knobs.wins_needed + MORE_THAN_NEEDED + 1])


def wins_up_to(inputs: Inputs, clock: Clock, path: CashPath, most: int) -> pd.DataFrame:
    """Return the chances of at least 0, 1, … wins of a segment by the decision date, up to `most` or more."""
    enough = AT_ONCE * math.ceil(most / AT_ONCE)
    return inputs.once(_key(clock, path, enough), lambda: _wins(clock, path.decision_months, enough)).table


def _looked_up(knobs: Knobs) -> int:
    """Return up to how many wins are worked out at once: another bar is then looked up."""
    return AT_ONCE * math.ceil((knobs.wins_needed + MORE_THAN_NEEDED) / AT_ONCE)


def _key(clock: Clock, path: CashPath, most: int) -> tuple[Any, ...]:
    return "wins", clock.deals.segment, clock.pipeline.new_per_month, path.decision_months, most


def _wins(clock: Clock, months: float, most: int) -> Wins:
    return wins_by(clock.model, clock.pipeline, horizon_months=months, most=most, rng=np.random.default_rng(SEED))


def chance_of_enough(inputs: Inputs, knobs: Knobs, path: CashPath) -> float:
    """Return the chance of enough wins of the target by a path's decision date; nan where no date presses."""
    if path.default_alive:
        return math.nan
    clock = clocks_of(inputs, knobs)[target_of(inputs, knobs.target_segment)]
    if (whole := inputs.kept.get(key := _key(clock, path, _looked_up(knobs)))) is not None:
        return whole.at_least(knobs.wins_needed)
    found = inputs.once(
        ("chance", *key),
        lambda: chance_of(
            clock.model,
            clock.pipeline,
            horizon_months=path.decision_months,
            most=_looked_up(knobs),
            rng=np.random.default_rng(SEED),
        ),
    )
    return float(found[knobs.wins_needed])
