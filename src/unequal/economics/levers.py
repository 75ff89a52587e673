"""What would have to be true for enough wins in time: one lever at a time, everything else as it is.

Every lever only helps, so the smallest change that is enough can be searched for, by bisection. All searches use the
same draws of the truth. What has happened stays as it was: better odds and a faster pace count from now on, because a
faster past would turn every old open deal into one that looks lost already.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unequal.stats.many_wins import at_least_refined
from unequal.stats.poisson_binomial import MOST_DEALS, at_least, binomial_at_least

from .pipeline import Outlook, Pipeline, outlook_of
from .tails import evenly, expected
from .win_model import Floats, Truths, Windows, WinModel

LONGEST_MONTHS = 120.0
MOST_ODDS = 1e6
DRAWS = 2_000  # of which every so-manieth is searched with
STEPS = 150_000  # of the exact sum, at each question of a search
FEWEST_DRAWS, MOST_DRAWS = 200, 500
MANY = 25  # wins; from here on mean, variance and skewness speak for the exact sum
SORT_MONTHS = 12.0  # the draws are put in the order of the wins that they expect within so many months, or the date
PRECISION = 5e-3  # of months, and of the logarithm of a multiple


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
    return search_of(model, pipeline, horizon_months, wins_needed, rng).solved(target)


@dataclass(frozen=True, slots=True)
class Search:
    """The probability of enough wins as a function of one lever; make it with `search_of`."""

    model: WinModel
    truths: Truths
    pipeline: Pipeline
    horizon: float
    wins: int
    outlook: Outlook

    def solved(self, target: float, *, known: float = math.nan) -> Levers:
        """Return each lever at the target.

        Args:
            target: Probability that counts as enough.
            known: The probability as more draws have it; the search is then shifted by the difference, so that what is
                enough already needs no change, and what is not needs one.
        """
        found = self.at_horizon(self.horizon)
        bar = target if math.isnan(known) else min(max(target + found - known, 0.0), 1.0)
        odds = _times(self.with_odds, bar, MOST_ODDS)
        return Levers(
            target=target,
            probability=found if math.isnan(known) else known,
            horizon_months=smallest(self.at_horizon, bar, first=max(self.horizon, 1.0), most=LONGEST_MONTHS),
            extra_deals=_fewest(self.extra_deals(), bar),
            win_odds_times=odds,
            win_share=math.nan if math.isnan(odds) else self.model.win_share(odds),
            pace_times=_times(self.at_pace, bar, LONGEST_MONTHS / max(self.horizon, 1.0)),
            wins_likely=self.wins_likely(bar),
        )

    def at_horizon(self, months: float) -> float:
        """Return the probability by a date, new deals going on as planned."""
        outlook = self.outlook if months == self.horizon else outlook_of(self.pipeline, months)
        return float(self._enough(self.truths, outlook, 1.0).mean())

    def with_odds(self, times: float) -> float:
        """Return the probability with the odds of a win multiplied from now on."""
        oldest = float(self.pipeline.ages.max(initial=0.0))
        near = self.truths.within(oldest + self.horizon)
        return float(self._enough(near.with_win_odds(times), self.outlook, 1.0).mean())

    def at_pace(self, times: float) -> float:
        """Return the probability if every deal moved so many times as fast from now on."""
        return float(self._enough(self.truths, self.outlook, times).mean())

    def extra_deals(self) -> Callable[[int], float]:
        """Return the probability by the number of deals started now beside the others."""
        outlook = self.outlook
        chances = self.truths.chances(outlook.windows)
        chance = np.clip(self.truths.chances(Windows(ages=np.zeros(1), lengths=np.array([self.horizon]))), 0.0, 1.0)
        if self.wins >= MANY:
            both, counts = np.hstack((chances, chance)), outlook.deals_through
            return lambda deals: float(at_least_refined(both, np.append(counts, deals), self.wins).mean())
        tails = at_least(outlook.by_deal(chances), self.wins)
        exactly = np.diff(-tails, axis=1)  # 0, 1, … wins - 1 without the extra deals
        missing = self.wins - np.arange(self.wins)

        def probability(deals: int) -> float:
            more = binomial_at_least(missing[None, :], deals, chance)
            return float((tails[:, -1] + (exactly * more).sum(axis=1)).mean())

        return probability

    def wins_likely(self, target: float) -> int:
        """Return the largest number of wins that is likely enough."""
        outlook = self.outlook
        chances = self.truths.chances(outlook.windows)
        if self.wins < MANY:
            most = min(outlook.place.size, 2 * MANY)
            tails = at_least(outlook.by_deal(chances), most).mean(axis=0)
            return int(np.count_nonzero(tails >= target)) - 1
        low, high = 0, outlook.place.size + 1
        while high - low > 1:
            middle = (low + high) // 2
            likely = at_least_refined(chances, outlook.deals_through, middle).mean() >= target
            low, high = (middle, high) if likely else (low, middle)
        return low

    def _enough(self, truths: Truths, outlook: Outlook, pace: float) -> Floats:
        windows = Windows(ages=outlook.windows.ages, lengths=outlook.windows.lengths * pace)
        chances = truths.chances(windows)
        if self.wins >= MANY:
            return at_least_refined(np.clip(chances, 0.0, 1.0), outlook.deals_through, self.wins)
        return at_least(outlook.by_deal(chances), self.wins)[:, -1]


def search_of(
    model: WinModel, pipeline: Pipeline, horizon_months: float, wins_needed: int, rng: np.random.Generator
) -> Search:
    """Return the search for a plan; every question of it is answered from the same few draws, evenly chosen."""
    horizon = max(horizon_months, 0.0)
    oldest = float(pipeline.ages.max(initial=0.0))
    truths = model.truths(rng, DRAWS, months=oldest + LONGEST_MONTHS)
    outlook = outlook_of(pipeline, max(horizon, SORT_MONTHS))
    steps = max(outlook.place.size, 1) * (1 if wins_needed >= MANY else wins_needed + 1)
    kept = int(np.clip(STEPS // steps, FEWEST_DRAWS, MOST_DRAWS))
    chosen = truths.only(evenly(expected(truths, outlook), kept))
    return Search(model, chosen, pipeline, horizon, wins_needed, outlook_of(pipeline, horizon))


def smallest(rising: Callable[[float], float], target: float, *, first: float, most: float) -> float:
    """Return the smallest argument, 0 to `most`, at which a rising function has reached a target, else nan.

    The far end, where a question costs most, is asked only when nothing nearer is enough.

    >>> round(smallest(lambda x: x / 10, 0.25, first=1.0, most=12.0), 2)
    2.5
    """
    low, high = 0.0, min(first, most)
    if rising(low) >= target:
        return low
    while rising(high) < target:
        if high >= most:
            return math.nan
        low, high = high, min(2 * high, most)
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) >= target else (middle, high)
    return high


def _times(probability: Callable[[float], float], target: float, most: float) -> float:
    """Return the smallest multiple from 1 to `most` that is enough, searched on the log scale."""

    def of_log(log: float) -> float:
        return probability(math.exp(log))

    return math.exp(smallest(of_log, target, first=0.5, most=math.log(most)))


def _fewest(probability: Callable[[int], float], target: float) -> float:
    low, high = -1, 0
    while probability(high) < target:
        if high >= MOST_DEALS:
            return math.nan
        low, high = high, min(max(4 * high, 4), MOST_DEALS)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if probability(middle) >= target else (middle, high)
    return float(high)
