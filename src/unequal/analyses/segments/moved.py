"""How much the scheme in force explains as its cuts move, from 30 % lower to 30 % higher."""

from __future__ import annotations

import numpy as np
import pandas as pd

from unequal.findings import Thresholds, verdict_of_claim
from unequal.segments import UNKNOWN
from unequal.segments.comparison import cuts_of, grouping, left_out, probability_of_more, resampled, with_cuts_moved

from .learned import Learned, Schemes, thinned
from .targets import Floats, Target

STEPS = (-0.30, -0.25, -0.20, -0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30)
COARSE = (-0.30, -0.20, -0.10, 0.10, 0.20, 0.30)  # for one cut alone
ALL_CUTS = "all"
COLUMNS = ("cut", "by", "cuts", "segments", "r2", "low", "high", "better_than_all", "verdict")
TAIL = 0.05
NOTHING = 1e-9


def moved_cuts(target: Target, all_schemes: Schemes, in_force: str, enough: float) -> pd.DataFrame:
    """Return a row a move: cut ("all", or the segment whose lower bound moves), by, cuts, segments, r2, low, high.

    And better_than_all, the probability to explain more than treating all alike, with its verdict. No rows where the
    scheme in force has no cuts.
    """
    learned = all_schemes.found[in_force]
    names = list(cuts_of(learned.rule))
    moves = [(ALL_CUTS, by) for by in STEPS] + [(name, by) for name in names if len(names) > 1 for by in COARSE]
    looked_at = thinned(np.arange(len(all_schemes.view)))
    view, counted = all_schemes.view.iloc[looked_at], target.rows[looked_at]
    rows = looked_at[counted]
    values, weights = target.values[rows], None if target.weights is None else target.weights[rows]
    told, errors = [], []
    for cut, by in moves:
        labels, cuts = _labels(learned, view, cut, by)
        if labels is None:
            continue
        found = grouping(labels)
        told.append({"cut": cut, "by": by, "cuts": cuts, "segments": found.segments})
        errors.append(left_out(values, found.codes[counted], weights))
    if not told:
        return pd.DataFrame(columns=list(COLUMNS))
    draws = resampled(errors)
    low, high = pd.DataFrame(draws).quantile([TAIL, 1 - TAIL]).to_numpy()
    table = pd.DataFrame(told).assign(r2=[one.r2 for one in errors], low=low, high=high)
    sure = [_sure(column) for column in draws.T]
    turns = Thresholds(go=enough, stop=1 - enough)
    verdicts = [verdict_of_claim(one, thresholds=turns).value for one in sure]
    return table.assign(better_than_all=sure, verdict=verdicts)[list(COLUMNS)]


def _labels(learned: Learned, view: pd.DataFrame, cut: str, by: float) -> tuple[pd.Series | None, str]:
    rule = with_cuts_moved(learned.rule, by, only=None if cut == ALL_CUTS else cut)
    if rule is None:
        return None, ""
    shown = ", ".join(f"{name} {_plain(bound)}" for name, bound in cuts_of(rule).items())
    if by == 0:
        return learned.labels.loc[view.index], shown
    return rule.assign(view).fillna(UNKNOWN), shown


def _sure(draws: Floats) -> float:
    """Return how sure it is that more is explained; nan where it is one segment, which is treating all alike."""
    return probability_of_more(draws, 0.0) if np.nanmax(np.abs(draws), initial=0.0) > NOTHING else float("nan")


def _plain(bound: float) -> str:
    return f"{bound:,.0f}" if bound >= 1000 else f"{bound:.4g}"
