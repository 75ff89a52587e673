"""The chance of enough wins for many plans at once: as `wins_by` has it for few wins, nearly so for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unequal.stats.many_wins import at_least_refined

from .levers import MANY
from .pipeline import Outlook, Pipeline, at_worst, outlook_of
from .tails import evenly, expected
from .win_model import Floats, Truths, WinModel
from .wins import BAND, BAND_DRAWS, DRAWS, wins_by

KEPT = 500  # draws, every so-manieth of all


def chances_of(
    model: WinModel, pipeline: Pipeline, *, horizon_months: float, wins: Sequence[int]
) -> list[tuple[float, float, float]]:
    """Return the probability of at least so many wins with its 90 % band, for each number asked.

    Args:
        model: Chances by age and length, best with `with_common_draws`.
        pipeline: Open deals and the plan for new ones.
        horizon_months: Months from now; 0 or less leaves no time for any win.
        wins: Numbers of wins; from `MANY` on, mean, variance and skewness speak for the exact sum.
    """
    rng = np.random.default_rng(0)  # what keeps its draws takes no notice of it
    if max(wins) < MANY:
        found = wins_by(model, pipeline, horizon_months=horizon_months, most=max(wins), rng=rng).table
        rows = found[["probability", "low", "high"]].to_numpy(dtype=np.float64)
        return [(float(rows[k, 0]), float(rows[k, 1]), float(rows[k, 2])) for k in wins]
    outlook = outlook_of(pipeline, horizon_months)
    point = _tails(model.truths(rng, DRAWS, months=outlook.windows.until), outlook, wins).mean(axis=1)
    low, high = _band(model, outlook, wins) if outlook.horizon > 0 else (point, point)
    return list(zip(point.tolist(), np.minimum(low, point).tolist(), np.maximum(high, point).tolist(), strict=True))


def _band(model: WinModel, outlook: Outlook, wins: Sequence[int]) -> tuple[Floats, Floats]:
    truths = model.band_truths(np.random.default_rng(0), BAND_DRAWS, months=outlook.windows.until)
    low, high = np.quantile(_tails(truths, outlook, wins), BAND, axis=1)
    if (worst := at_worst(outlook, model)) is not outlook:
        low = np.quantile(_tails(truths, worst, wins), BAND[0], axis=1)
    return low, high


def _tails(truths: Truths, outlook: Outlook, wins: Sequence[int]) -> Floats:
    near = truths.within(outlook.windows.until)
    some = near.only(evenly(expected(near, outlook), KEPT))
    chances = np.clip(some.chances(outlook.windows), 0.0, 1.0)
    return np.stack([at_least_refined(chances, outlook.deals_through, one) for one in wins])
