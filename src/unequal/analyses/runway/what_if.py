"""What if the raise took less time, more deals were started, or fewer wins were asked for?"""

from __future__ import annotations

import math
from dataclasses import replace

from unequal.economics.cash import HORIZON_MONTHS
from unequal.economics.common_draws import CommonDraws, with_common_draws
from unequal.economics.quick_wins import chances_of
from unequal.findings import Verdict
from unequal.words import Words
from unequal.workbook import WhatIf, WhatIfAxis

from .facts import Facts
from .judged import verdict_at
from .outlook import SEED
from .rules import is_weak

KNOBS = ("raise_months", "new_deals_per_month", "wins_needed")
RAISES = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0)  # months
TIMES = (0.5, 1.0, 2.0, 4.0)  # of the deals that the plan starts
SHARES = (0.25, 0.5, 0.75, 1.0, 1.25)  # of the wins that the plan asks for
MOST_WINS = 6


def plan(facts: Facts, words: Words) -> WhatIf:
    """Work out the chance of enough wins for each month of raising, number of new deals and number of wins."""
    raises = _with(RAISES, facts.raise_months)
    new = _with(_numbers(facts.pipeline.new_per_month), facts.pipeline.new_per_month)
    wins = _with(_bars(facts.wins_needed), facts.wins_needed)
    model = with_common_draws(facts.model, SEED, facts.pipeline.ages)
    cells = [
        cell for raising in raises for per_month in new for cell in _cells(facts, model, (raising, per_month), wins)
    ]
    told = {name: f"{{{name}}}" for name in ("value", *KNOBS)}
    return WhatIf(
        name="plan",
        title=words("what_if.title"),
        axes=tuple(
            WhatIfAxis(knob=knob, label=words(f"what_if.{knob}"), unit=unit, values=values, base=float(base))
            for knob, unit, values, base in (
                (KNOBS[0], "months", raises, facts.raise_months),
                (KNOBS[1], "deals", new, facts.pipeline.new_per_month),
                (KNOBS[2], "wins", wins, facts.wins_needed),
            )
        ),
        output=words("what_if.output"),
        unit="probability",
        cells=tuple(chance for chance, _ in cells),
        verdicts=tuple(verdict.value for _, verdict in cells),
        sentences={one.value: words(_sentence(facts, one), **told) for one in Verdict},
        chart="wins",
    )


def _sentence(facts: Facts, verdict: Verdict) -> str:
    return "what_if.alive" if facts.no_date else f"what_if.{verdict.name.lower()}"


def _cells(
    facts: Facts, model: CommonDraws, at: tuple[float, float], wins: tuple[float, ...]
) -> list[tuple[float, Verdict]]:
    """Return chance and verdict of each number of wins, for so long a raise and so many new deals a month."""
    if facts.no_date:
        return [(math.nan, Verdict.GO)] * len(wins)
    raising, per_month = at
    date = min(facts.runway_months, HORIZON_MONTHS) - facts.reserve_months - raising
    pipeline = replace(facts.pipeline, new_per_month=per_month)
    rows = chances_of(model, pipeline, horizon_months=date, wins=[int(one) for one in wins])
    return [(point, _verdict(facts, date, (point, low, high))) for point, low, high in rows]


def _verdict(facts: Facts, date: float, chance: tuple[float, float, float]) -> Verdict:
    """Judge a cell as the finding is judged; where the plan changes, the grade of the deals does not."""
    return verdict_at(date, chance, enough=facts.enough, hopeless=facts.hopeless, weak=is_weak(facts))


def _numbers(now: float) -> tuple[float, ...]:
    """Return numbers of new deals a month around the plan's."""
    return (0.0, 1.0, 2.0, 4.0, 8.0) if now < 1 else tuple(sorted({0.0, *(float(round(now * x)) for x in TIMES)}))


def _bars(needed: int) -> tuple[float, ...]:
    """Return numbers of wins around the one asked for."""
    if needed <= MOST_WINS:
        return tuple(float(one) for one in range(1, MOST_WINS + 1))
    return tuple(sorted({float(max(round(needed * x), 1)) for x in SHARES}))


def _with(values: tuple[float, ...], base: float) -> tuple[float, ...]:
    return tuple(sorted({*values, float(base)}))
