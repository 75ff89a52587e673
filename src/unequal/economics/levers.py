"""What would have to be true for enough wins in time: one lever at a time, everything else as it is.

Every lever only helps, so the smallest change that is enough can be searched for. All searches use the same draws of
the truth. What has happened stays as it was: better odds and a faster pace count from now on, because a faster past
would turn every old open deal into one that looks lost already.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unequal.stats.poisson_binomial import MOST_DEALS, at_least, binomial_at_least, smallest_time

from .pipeline import Pipeline, outlook_of
from .win_model import Floats, Truths, Windows, WinModel

LONGEST_MONTHS = 120.0
MOST_ODDS = 1e6
DRAWS = 4_000
FEWEST_DRAWS = 200
CELLS = 2_000_000
PRECISION = 1e-3  # of months, and of the logarithm of a multiple


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """The smallest change of each lever that is enough; nan where no change of it ever is.

    Attributes:
        target: The probability that counts as enough.
        probability: The probability as things stand.
        horizon_months: Months until enough wins are likely enough, new deals going on as planned. Cash for it is burn
            times (horizon + reserve + raise); the burn that lasts so long is cash over the same months.
        extra_deals: Further deals, all started now.
        win_odds_times: By how much the odds of a win against a loss must be multiplied.
        win_share: Share of started deals won within 36 months, if they were.
        pace_times: How many times faster every deal must move.
        wins_likely: The largest number of wins that is likely enough as things stand.
    """

    target: float
    probability: float
    horizon_months: float
    extra_deals: float
    win_odds_times: float
    win_share: float
    pace_times: float
    wins_likely: int


def levers(
    model: WinModel,
    pipeline: Pipeline,
    *,
    horizon_months: float,
    wins_needed: int,
    target: float,
    rng: np.random.Generator,
) -> Levers:
    """Solve each lever for the target.

    Args:
        model: Chances by age and length.
        pipeline: Open deals and the plan for new ones.
        horizon_months: The decision date in months from now; at 0 or below only a longer horizon can help.
        wins_needed: Wins that must be there by then.
        target: Probability that counts as enough.
        rng: Source of randomness.
    """
    oldest = float(pipeline.ages.max(initial=0.0))
    draws = int(np.clip(CELLS // max(pipeline.ages.size, 1), FEWEST_DRAWS, DRAWS))
    truths = model.truths(rng, draws, months=oldest + LONGEST_MONTHS)
    search = _Search(truths, pipeline, max(horizon_months, 0.0), wins_needed)
    odds = _times(search.with_odds, target, MOST_ODDS)
    return Levers(
        target=target,
        probability=search.at_horizon(search.horizon),
        horizon_months=smallest_time(search.at_horizon, target, LONGEST_MONTHS, precision=PRECISION),
        extra_deals=_fewest(search.with_extra_deals, target),
        win_odds_times=odds,
        win_share=math.nan if math.isnan(odds) else model.win_share(odds),
        pace_times=_times(search.at_pace, target, LONGEST_MONTHS / max(search.horizon, 1.0)),
        wins_likely=search.wins_likely(target),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """The probability of enough wins as a function of one lever."""

    truths: Truths
    pipeline: Pipeline
    horizon: float
    wins: int

    def at_horizon(self, months: float) -> float:
        return self._mean(self.truths, months, 1.0)

    def with_odds(self, times: float) -> float:
        return self._mean(self.truths.with_win_odds(times), self.horizon, 1.0)

    def at_pace(self, times: float) -> float:
        return self._mean(self.truths, self.horizon, times)

    def with_extra_deals(self, deals: int) -> float:
        tails = self._tails(self.truths, self.horizon, 1.0)
        exactly = np.diff(-tails, axis=1)  # 0, 1, … wins_needed - 1 wins without the extra deals
        chance = self.truths.chances(Windows(ages=np.zeros(1), lengths=np.array([self.horizon])))
        missing = self.wins - np.arange(self.wins)
        more = binomial_at_least(missing[None, :], deals, np.clip(chance, 0.0, 1.0))
        return float((tails[:, -1] + (exactly * more).sum(axis=1)).mean())

    def wins_likely(self, target: float) -> int:
        outlook = outlook_of(self.pipeline, self.horizon)
        most = min(outlook.place.size, max(100, 2 * self.wins))
        tails = at_least(outlook.by_deal(self.truths.chances(outlook.windows)), most).mean(axis=0)
        return int(np.count_nonzero(tails >= target)) - 1

    def _mean(self, truths: Truths, horizon: float, pace: float) -> float:
        return float(self._tails(truths, horizon, pace)[:, -1].mean())

    def _tails(self, truths: Truths, horizon: float, pace: float) -> Floats:
        outlook = outlook_of(self.pipeline, horizon)
        windows = Windows(ages=outlook.windows.ages, lengths=outlook.windows.lengths * pace)
        return at_least(outlook.by_deal(truths.chances(windows)), self.wins)


def _times(probability: Callable[[float], float], target: float, most: float) -> float:
    """Return the smallest multiple from 1 to `most` that is enough, searched on the log scale."""

    def of_log(log: float) -> float:
        return probability(math.exp(log))

    return math.exp(smallest_time(of_log, target, math.log(most), precision=PRECISION))


def _fewest(probability: Callable[[int], float], target: float) -> float:
    low, high = -1, 1
    while probability(high) < target:
        if high >= MOST_DEALS:
            return math.nan
        low, high = high, min(4 * high, MOST_DEALS)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if probability(middle) >= target else (middle, high)
    return float(high)
