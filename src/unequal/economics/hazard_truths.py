"""Draws of the monthly chances, kept so that any window can be looked up in all of them at once.

The random numbers of a year of the clock have a seed of their own: who asks for three years gets the first two as who
asks for two. So a later date, an older deal or a longer search never changes what was drawn for the months before, and
whatever is asked first, the answers are the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unequal.stats.hazards import Posterior

from .win_model import Chosen, Floats, Windows

YEAR = 12  # months whose random numbers have one seed
MOST_SEED = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardTruths:
    """What each draw says of a started deal; one row a month end 0, 1, 2 …, one column a draw.

    Attributes:
        still_open: Share that is still open.
        won: Share won so far.
    """

    still_open: Floats
    won: Floats

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.won.shape[1]

    @property
    def months(self) -> int:
        """Last month end."""
        return self.won.shape[0] - 1

    def only(self, chosen: Chosen) -> HazardTruths:
        """Return the chosen draws."""
        return HazardTruths(still_open=self.still_open[:, chosen], won=self.won[:, chosen])

    def within(self, months: float) -> HazardTruths:
        """Return the draws as far as an age."""
        needed = slice(0, math.ceil(months) + 2)
        return HazardTruths(still_open=self.still_open[needed], won=self.won[needed])

    def chances(self, windows: Windows) -> Floats:
        """Return the chances in each draw; 0 in a draw in which no deal gets that old."""
        ages = windows.ages
        won = _between(self.won, ages + windows.lengths)
        older = np.flatnonzero(ages > 0)  # of a deal that starts now nothing is won, and it is open
        if not older.size:
            return won.T
        behind = older.size == ages.size - older[0]  # as in an outlook, whose new deals stand first
        some = slice(int(older[0]), None) if behind else older
        alike = ages[older[0]] == ages[older[-1]] and np.ptp(ages[older]) == 0
        then = ages[older[:1]] if alike else ages[older]
        left, gained = _between(self.still_open, then), won[some]
        gained -= _between(self.won, then)
        if left.min() > 0:
            gained /= left
        else:
            gained = np.divide(gained, left, out=np.zeros_like(gained), where=left > 0)
        won[some] = gained
        return won.T

    def with_win_odds(self, times: float) -> HazardTruths:
        """Return the draws with better odds from now on: as many endings a month, more of them wins."""
        ended, won = -np.diff(self.still_open, axis=0), times * np.diff(self.won, axis=0)
        lost = np.maximum(ended - won / times, 0.0)
        share = np.divide(won, won + lost, out=np.zeros_like(won), where=won + lost > 0)
        start = np.zeros((1, self.draws))
        return HazardTruths(still_open=self.still_open, won=np.concatenate((start, np.cumsum(ended * share, axis=0))))


def hazard_truths(law: Posterior, rng: np.random.Generator, draws: int, *, months: float) -> HazardTruths:
    """Return draws of a law, good to an age of so many months.

    Args:
        law: Dirichlet law of every month.
        rng: Gives the seed of all years.
        draws: Number of draws.
        months: How far the windows will reach; rounded up to whole years as far as the law goes.
    """
    seed = int(rng.integers(MOST_SEED))
    last = min(YEAR * max(math.ceil(months / YEAR), 1), law.won.size)
    still_open, won = np.empty((last + 1, draws)), np.empty((last + 1, draws))
    still_open[0], won[0] = 1.0, 0.0
    for first in range(0, last, YEAR):
        of_year = np.random.default_rng([seed, first // YEAR])
        kept = slice(first, min(first + YEAR, law.won.size))
        weights = np.stack((law.won[kept], law.lost[kept], law.stayed[kept]))
        drawn = of_year.standard_gamma(weights[:, :, None], size=(*weights.shape, draws))
        drawn /= drawn.sum(axis=0)
        for month in range(first, min(kept.stop, last)):
            by_then = still_open[month]
            won[month + 1] = won[month] + by_then * drawn[0, month - first]
            still_open[month + 1] = by_then * drawn[2, month - first]
    return HazardTruths(still_open=still_open, won=won)


def _between(at_month_ends: Floats, times: Floats) -> Floats:
    """Return values between month ends; one row a time."""
    month = np.floor(times).clip(0, at_month_ends.shape[0] - 2).astype(np.intp)
    part = (times - month).clip(0.0, 1.0)[:, None]
    found = at_month_ends[month]
    if part.any():
        step = at_month_ends[month + 1]
        step -= found
        step *= part
        found += step
    return found
