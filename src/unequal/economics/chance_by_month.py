"""The chance of enough wins by each of many days: how it rises, and when it is enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from unequal.stats.many_wins import at_least_refined
from unequal.stats.poisson_binomial import at_least

from .pipeline import Outlook, Pipeline, at_worst, outlook_of
from .win_model import Floats, Truths, WinModel

DRAWS = 600  # a curve to look at; what is decided on is worked out with more
BAND = (0.05, 0.95)
MANY = 25  # wins; from here on mean, variance and skewness speak for the exact sum


def chance_by_month(
    model: WinModel,
    pipeline: Pipeline,
    *,
    wins: int,
    months: Sequence[float],
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return the chance of at least so many wins by each day, with its 90 % band.

    Args:
        model: Chances by age and length.
        pipeline: Open deals, and the plan for new ones.
        wins: Wins asked for.
        months: The days, in months from now, ascending.
        rng: Source of randomness.
        draws: Of the truth.

    Returns:
        month, probability (mean over draws of the truth), low, high (quantiles over draws made for a band, widened
        where needed so that they hold the probability).
    """
    rows = chances_by(model, pipeline, wins=wins, months=months, rng=rng, draws=draws)
    return pd.DataFrame(rows, columns=["month", "probability", "low", "high"])


def chances_by(
    model: WinModel,
    pipeline: Pipeline,
    *,
    wins: int,
    months: Sequence[float],
    rng: np.random.Generator,
    draws: int,
) -> list[tuple[float, float, float, float]]:
    """Return the rows of `chance_by_month`."""
    until = float(pipeline.ages.max(initial=0.0)) + max(months)
    truths = model.truths(rng, draws, months=until)
    band = model.band_truths(rng, draws, months=until)
    rows: list[tuple[float, float, float, float]] = []
    for month in months:
        outlook = outlook_of(pipeline, month)
        point = float(_enough(truths, outlook, wins).mean())
        low, high = _band(band, (outlook, at_worst(outlook, model)), wins) if month > 0 else (point, point)
        rows.append((float(month), point, min(low, point), max(high, point)))
    return rows


def chance_by_truth(
    model: WinModel, pipeline: Pipeline, *, wins: int, month: float, rng: np.random.Generator
) -> Floats:
    """Return the chance of at least so many wins by a day under each draw of the truth: what would be known then."""
    until = float(pipeline.ages.max(initial=0.0)) + month
    return _enough(model.truths(rng, DRAWS, months=until), outlook_of(pipeline, month), wins)


def _band(truths: Truths, outlooks: tuple[Outlook, Outlook], wins: int) -> tuple[float, float]:
    usual, worst = outlooks
    low, high = np.quantile(_enough(truths, usual, wins), BAND)
    if worst is not usual:
        low = np.quantile(_enough(truths, worst, wins), BAND[0])
    return float(low), float(high)


def _enough(truths: Truths, outlook: Outlook, wins: int) -> Floats:
    chances = np.clip(truths.chances(outlook.windows), 0.0, 1.0)
    if wins >= MANY:
        return at_least_refined(chances, outlook.deals_through, wins)
    return at_least(outlook.by_deal(chances), wins)[:, -1]
