"""One segment's curves with their intervals, drawn once for every day that anybody asks about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unequal.stats.beta_product import product_interval
from unequal.stats.incidence import Incidence, cumulative_incidence
from unequal.stats.intervals import Interval
from unequal.stats.spells import LOST, WON, Floats, Spells
from unequal.stats.survival import survival_interval

DAYS = (30, 60, 90, 120, 180, 270, 365)
SEED = 7
# Draws of an interval: the fewer the deals the wider it is, and the more draws its ends need to be good to .003.
FEWEST_DRAWS, MOST_DRAWS, DRAWS_TIMES_DEALS = 10_000, 60_000, 1_500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentCurve:
    """Shares won, lost and still open of one segment.

    Attributes:
        curve: The shares.
        horizon: Reliable horizon, days; nan when there is none.
        days: Every day that may be asked about, ascending.
        won: Interval of the share won, at those days.
    """

    curve: Incidence
    horizon: float
    days: Floats
    won: Interval

    @staticmethod
    def of(watched: Spells, *, most_draws: int = MOST_DRAWS) -> SegmentCurve:
        """Return the curves of some clocks; with fewer draws where no figure of the interval is told to a point."""
        curve = cumulative_incidence(watched)
        horizon = curve.reliable_horizon
        asked = [0.0, *DAYS] + ([] if np.isnan(horizon) else [horizon])
        days = np.union1d(curve.times, asked)
        rng = np.random.default_rng([SEED, WON])
        won = product_interval(watched, days, cause=WON, rng=rng, draws=min(_draws(watched), most_draws))
        return SegmentCurve(curve=curve, horizon=horizon, days=days, won=won)

    @property
    def shown_days(self) -> Floats:
        """Day 0, every day on which a deal ended, and the horizon."""
        return np.union1d(self.curve.times, [0.0] if np.isnan(self.horizon) else [0.0, self.horizon])

    def won_interval(self, days: Floats) -> Interval:
        """Return the interval of the share won at some of the days asked about."""
        row = np.searchsorted(self.days, days)
        return Interval(low=self.won.low[row], high=self.won.high[row])

    def outcomes(self, days: Floats) -> Iterator[tuple[str, Floats, Interval]]:
        """Yield outcome, shares and their intervals at some of the days asked about."""
        levels = self.curve.at(days)
        watched = self.curve.spells
        rng = np.random.default_rng([SEED, LOST])
        lost = product_interval(watched, days, cause=LOST, rng=rng, draws=_draws(watched))
        yield "won", levels.won, self.won_interval(days)
        yield "lost", levels.lost, lost
        yield "open", levels.still_open, survival_interval(watched, days)


def _draws(watched: Spells) -> int:
    return int(np.clip(DRAWS_TIMES_DEALS // max(watched.n, 1), FEWEST_DRAWS, MOST_DRAWS))
