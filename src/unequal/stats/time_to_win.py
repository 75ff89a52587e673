"""A deal's fate as two lognormal clocks: a share of all deals is won, the rest is lost, each at its own pace.

This is what a tier's assumption looks like before there is any data, and what a founder types by hand: "one in five is
won, half of those within eight months". It serves as the shape of a prior (`hazards.shaped_prior`) and as the model
where nothing but typed figures exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from unequal.errors import InputError

from .spells import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToWin:
    """Two lognormal clocks; medians in months.

    Attributes:
        win_probability: Share of started deals that is won in the end, 0 to 1.
        win_median: Month by which half of the won deals are won.
        win_sigma: Standard deviation of the logarithm of the time to a win.
        lost_median: Month by which half of the lost deals are lost.
        lost_sigma: Standard deviation of the logarithm of the time to a loss.
    """

    win_probability: float
    win_median: float
    win_sigma: float
    lost_median: float
    lost_sigma: float

    def __post_init__(self) -> None:
        if not 0 <= self.win_probability <= 1:
            found = f"A win probability of {self.win_probability} was given."
            raise InputError(found, mend="Give a share between 0 and 1.")
        if min(self.win_median, self.win_sigma, self.lost_median, self.lost_sigma) <= 0:
            raise InputError("A median or a spread of a time is not above 0.", mend="Give months above 0.")

    def won(self, times: ArrayLike) -> Floats:
        """Return the share of started deals won by each time.

        >>> big = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
        >>> big.won([0, 8]).round(3)
        array([0. , 0.1])
        """
        return self.win_probability * ndtr(_standardised(times, self.win_median, self.win_sigma))

    def lost(self, times: ArrayLike) -> Floats:
        """Return the share of started deals lost by each time."""
        return (1 - self.win_probability) * ndtr(_standardised(times, self.lost_median, self.lost_sigma))

    def still_open(self, times: ArrayLike) -> Floats:
        """Return the share of started deals still open at each time, summed from both tails: nothing cancels."""
        to_be_won = ndtr(-_standardised(times, self.win_median, self.win_sigma))
        to_be_lost = ndtr(-_standardised(times, self.lost_median, self.lost_sigma))
        return self.win_probability * to_be_won + (1 - self.win_probability) * to_be_lost

    def win_by(self, ages: ArrayLike, lengths: ArrayLike) -> Floats:
        """Return the chance that a deal open at an age is won within a further length of time; nan where none is open.

        >>> big = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
        >>> big.win_by([7, 1], 4).round(3)
        array([0.201, 0.03 ])
        """
        start = np.asarray(ages, dtype=np.float64)
        open_then = self.still_open(start)
        won = self.won(start + np.asarray(lengths, dtype=np.float64)) - self.won(start)
        return np.divide(won, open_then, out=np.full(np.shape(won), np.nan), where=open_then > 0)


def lognormal_from_quartiles(lower: float, upper: float) -> tuple[float, float]:
    """Return median and standard deviation of the logarithm of the lognormal with these quartiles.

    >>> median, sigma = lognormal_from_quartiles(12, 18)
    >>> round(median, 3), round(sigma, 5)
    (14.697, 0.30057)
    """
    if not 0 < lower < upper:
        raise InputError(f"Quartiles {lower} and {upper} were given.", mend="Give 0 < lower < upper.")
    return float(np.sqrt(lower * upper)), float(np.log(upper / lower) / (2 * ndtri(0.75)))


def _standardised(times: ArrayLike, median: float, sigma: float) -> Floats:
    at = np.maximum(np.asarray(times, dtype=np.float64), 0.0)
    return np.log(at / median, out=np.full(at.shape, -np.inf), where=at > 0) / sigma
