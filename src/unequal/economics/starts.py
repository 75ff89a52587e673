"""If so many deals are started at once: how likely are enough wins, and what is the last moment to start?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.stats.poisson_binomial import binomial_at_least, chance_needed, smallest_number, smallest_time

from .win_model import WinModel

LONGEST_MONTHS = 120.0
GO = 0.80  # from here on an event is likely enough to plan on (assumption, user-set)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartQuestion:
    """Deals started together, and the date by which the wins must be there.

    Attributes:
        deals: Deals started together.
        wins_needed: Wins that must be there.
        target: Probability that is enough.
        horizon_months: Months after which enough wins are there with that probability; nan when never.
        latest_safe_start_months: Months from now until the last safe start; nan when it has passed or never was.
        by_start: One row a month of the start, 0, 1, …, before the decision date: start_month, probability.
        deals_needed: Deals that would have to be started now; nan when no number is enough.
    """

    deals: int
    wins_needed: int
    target: float
    horizon_months: float
    latest_safe_start_months: float
    by_start: pd.DataFrame
    deals_needed: float


def start_question(
    model: WinModel, *, deals: int, wins_needed: int, decision_months: float, target: float = GO
) -> StartQuestion:
    """Answer the question with the mean curve of the model (the plug-in: equal deals, one truth).

    Args:
        model: Chances by age and length.
        deals: Deals started together.
        wins_needed: Wins that must be there by the decision date.
        decision_months: The decision date in months from now; nan or below 0 leaves no start.
        target: Probability that is enough.
    """
    horizon = horizon_needed(model, deals=deals, wins_needed=wins_needed, target=target)
    latest = decision_months - horizon
    open_months = max(decision_months, 0.0) if math.isfinite(decision_months) else 0.0
    starts = np.arange(math.ceil(open_months), dtype=np.float64)
    return StartQuestion(
        deals=deals,
        wins_needed=wins_needed,
        target=target,
        horizon_months=horizon,
        latest_safe_start_months=latest if latest >= 0 else math.nan,
        by_start=pd.DataFrame(
            {
                "start_month": starts.astype(np.int64),
                "probability": binomial_at_least(wins_needed, deals, model.won(open_months - starts)),
            }
        ),
        deals_needed=deals_needed(model, months=open_months, wins_needed=wins_needed, target=target),
    )


def horizon_needed(model: WinModel, *, deals: int, wins_needed: int, target: float = GO) -> float:
    """Return the months that deals started together need for enough wins; nan when ten years are not enough."""
    chance = chance_needed(wins_needed, deals, target)
    if math.isnan(chance):
        return math.nan
    return smallest_time(lambda months: float(model.won([months])[0]), chance, LONGEST_MONTHS)


def deals_needed(model: WinModel, *, months: float, wins_needed: int, target: float = GO) -> float:
    """Return how many deals must be started now for enough wins in time; nan when no number is enough."""
    number = smallest_number(float(model.won([months])[0]), wins_needed, target)
    return math.nan if number is None else float(number)
