"""Which programmes the company can run at once: cash for the sum of their paths, sellers for that of their hours."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from unequal.economics.affordable import best_together, headroom
from unequal.economics.cash import HORIZON_MONTHS
from unequal.economics.uncertain import chance_of
from unequal.economics.win_model import Floats
from unequal.workbook import Inputs

from .cash_there import CashThere
from .knobs import Knobs
from .rows import DRAWS, SEED, Weighed
from .segment_inputs import BEFORE_SERVICE

COLUMNS = ("number", "segments", "plan", "headroom", "probability", "sellers_needed", "sellers", "weak")
WEAK = ("E4", "E5")
TOGETHER = pd.DataFrame(columns=list(COLUMNS))


def pursued(inputs: Inputs, knobs: Knobs, names: Sequence[str]) -> tuple[str, ...]:
    """Return the segments that the plan spends hours on or expects revenue of, else its target; else all of them."""
    plans = inputs.workspace.plan_segments
    shares = {
        name: max((float(plans.get(name, {}).get(key) or 0.0) for key in ("hours_share", "arr_share")), default=0.0)
        for name in names
    }
    planned = tuple(name for name in names if shares[name] > 0)
    target = inputs.segment_asked(knobs.target_segment) or knobs.target_segment
    return planned or ((target,) if target in names else tuple(names))


def funded_together(weighed: Sequence[Weighed], there: CashThere, planned: Sequence[str]) -> pd.DataFrame:
    """Return, for one, two, … programmes at once, which leave most cash, and how likely it is enough; the plan's last.

    Segments whose path is not known are left out.
    """
    known = {one.own.name: one for one in weighed if not np.isnan(one.path).any()}
    if not known:
        return TOGETHER
    paths = {name: one.path[:HORIZON_MONTHS] for name, one in known.items()}
    numbers = range(1, len(known) + 1)
    best = [best_together(there.base, paths, there.reserve, number=number)[0] for number in numbers]
    plan = tuple(name for name in known if name in planned) or tuple(known)
    chosen = [*((one, False) for one in best), (plan, True)]
    base, sellers = there.draws(np.random.default_rng(SEED), DRAWS), _sellers(weighed)
    return pd.DataFrame(
        [{**_at_once([known[name] for name in names], there, base), "plan": is_plan, "sellers": sellers}
         for names, is_plan in chosen]
    )[list(COLUMNS)]  # fmt: skip


def _at_once(chosen: Sequence[Weighed], there: CashThere, base: Floats) -> dict[str, object]:
    summed, point = np.zeros_like(base), np.zeros_like(there.base)
    for one in chosen:
        summed += one.drawn_path
        point = point + one.path[:HORIZON_MONTHS]
    return {
        "number": len(chosen),
        "segments": ", ".join(one.own.name for one in chosen),
        "headroom": float(headroom(there.base, point, there.reserve)),
        "probability": chance_of(headroom(base, summed, there.reserve) >= 0),
        "sellers_needed": sum(one.row_of_effort["sellers_needed"] for one in chosen),
        "weak": any(one.grade in WEAK or one.own.margin[1] == BEFORE_SERVICE for one in chosen),
    }


def _sellers(weighed: Sequence[Weighed]) -> float:
    """Return all sellers that there are; nan where nobody says."""
    said = [one.own.reps for one in weighed if not math.isnan(one.own.reps)]
    return float(sum(said)) if said else math.nan
