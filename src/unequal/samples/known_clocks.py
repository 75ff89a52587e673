"""The truth about a segment's deals, in shapes that the workbook's own assumption does and does not have.

The workbook assumes two lognormal clocks, and learns from monthly chances. Companies are not obliged to be so. Times
here are lognormal, gamma, Weibull, or a mixture of a fast and a slow kind, and some deals never end at all.

A deal that lasts 12.3 days ends on day 13, so a share at any time is the share at the end of the last whole day before
it: truth and a table of days agree exactly, with nothing lost to rounding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc, gammaincinv, ndtr, ndtri

from unequal.units import DAYS_PER_MONTH

Floats = NDArray[np.float64]

KIND_SPREAD = 0.5  # of a mixture: spread within each kind, as part of the whole spread
KIND_DISTANCE = math.sqrt(1 - KIND_SPREAD**2)  # of each kind from the middle, so that the whole spread is as asked
A_MOMENT = 1e-6  # of a day; a time this near to the end of a day is the end of the day


class Shape(StrEnum):
    """What a time to an ending is distributed like."""

    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    WEIBULL = "weibull"
    MIXTURE = "mixture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time to one kind of ending; months.

    Attributes:
        shape: Of the distribution.
        median: Months by which half have ended so.
        sigma: Spread: the standard deviation of the logarithm; of a gamma, the spread of the lognormal that has the
            same standard deviation relative to its mean.
    """

    shape: Shape
    median: float
    sigma: float

    def ended(self, months: ArrayLike) -> Floats:
        """Return the share ended by each time.

        >>> Clock(shape=Shape.GAMMA, median=8, sigma=0.45).ended([0, 8]).round(3)
        array([0. , 0.5])
        """
        return self._share(np.maximum(np.asarray(months, dtype=np.float64), 0.0), upper=False)

    def lasting(self, months: ArrayLike) -> Floats:
        """Return the share that lasts longer, from the upper tail: nothing cancels."""
        return self._share(np.maximum(np.asarray(months, dtype=np.float64), 0.0), upper=True)

    def times(self, uniform: ArrayLike) -> Floats:
        """Return the months that uniform numbers stand for, by the inverse of `ended`.

        >>> Clock(shape=Shape.MIXTURE, median=8, sigma=0.5).times(0.5).round(6)
        np.float64(8.0)
        """
        u = np.asarray(uniform, dtype=np.float64)
        if self.shape is Shape.MIXTURE:
            return self._mixture_times(u)
        if self.shape is Shape.GAMMA:
            form = self._gamma_form()
            return self.median * gammaincinv(form, u) / gammaincinv(form, 0.5)
        if self.shape is Shape.WEIBULL:
            return self.median * (-np.log1p(-u) / math.log(2)) ** (1 / self._weibull_form())
        return self.median * np.exp(self.sigma * ndtri(u))

    def _share(self, at: Floats, *, upper: bool) -> Floats:
        if self.shape is Shape.GAMMA:
            form = self._gamma_form()
            scaled = at / self.median * gammaincinv(form, 0.5)
            return gammaincc(form, scaled) if upper else gammainc(form, scaled)
        if self.shape is Shape.WEIBULL:
            hazard = math.log(2) * (at / self.median) ** self._weibull_form()
            return np.exp(-hazard) if upper else -np.expm1(-hazard)
        sign = -1.0 if upper else 1.0
        z = np.log(at / self.median, out=np.full(at.shape, -np.inf), where=at > 0) / self.sigma
        if self.shape is Shape.LOGNORMAL:
            return ndtr(sign * z)
        fast, slow = (z + KIND_DISTANCE) / KIND_SPREAD, (z - KIND_DISTANCE) / KIND_SPREAD
        return 0.5 * ndtr(sign * fast) + 0.5 * ndtr(sign * slow)

    def _mixture_times(self, u: Floats) -> Floats:
        """Return times by halving: the share ended rises, and ten spreads hold all that a uniform number can say."""
        low, high = np.full(u.shape, -10.0), np.full(u.shape, 10.0)
        for _ in range(60):
            middle = (low + high) / 2
            short = self._share(self.median * np.exp(self.sigma * middle), upper=False) < u
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        return self.median * np.exp(self.sigma * (low + high) / 2)

    def _gamma_form(self) -> float:
        return 1 / math.expm1(self.sigma**2)

    def _weibull_form(self) -> float:
        return math.pi / (math.sqrt(6) * self.sigma)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealTruth:
    """How a segment's deals end, in truth.

    Attributes:
        win_probability: Share of started deals that is won in the end.
        never: Share that is neither won nor lost, ever.
        to_win: Time to a win, of those won.
        to_loss: Time to a loss, of those lost.
    """

    win_probability: float
    to_win: Clock
    to_loss: Clock
    never: float = 0.0

    @property
    def loss_probability(self) -> float:
        """Share of started deals that is lost in the end."""
        return 1 - self.win_probability - self.never

    def won(self, months: ArrayLike) -> Floats:
        """Return the share of started deals won by each time.

        >>> clock = Clock(shape=Shape.LOGNORMAL, median=8, sigma=0.45)
        >>> DealTruth(win_probability=0.2, to_win=clock, to_loss=clock).won([0.0, 8.0]).round(2)
        array([0. , 0.1])
        """
        return self.win_probability * self.to_win.ended(whole_days(months))

    def lost(self, months: ArrayLike) -> Floats:
        """Return the share of started deals lost by each time."""
        return self.loss_probability * self.to_loss.ended(whole_days(months))

    def still_open(self, months: ArrayLike) -> Floats:
        """Return the share of started deals still open at each time."""
        at = whole_days(months)
        won, lost = self.win_probability * self.to_win.lasting(at), self.loss_probability * self.to_loss.lasting(at)
        return won + lost + self.never

    def win_by(self, ages: ArrayLike, lengths: ArrayLike) -> Floats:
        """Return the chance that a deal open at an age is won within a further length of time; 0 where none is open."""
        start = np.asarray(ages, dtype=np.float64)
        open_then = self.still_open(start)
        won = self.won(start + np.asarray(lengths, dtype=np.float64)) - self.won(start)
        return np.divide(won, open_then, out=np.zeros(np.shape(won)), where=open_then > 0)

    def draw(self, rng: np.random.Generator, deals: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the day on which each deal ends, counted from its creation, inf for never, and whether it is won."""
        fate, moment = rng.random(deals), rng.random(deals)
        won = fate < self.win_probability
        months = np.where(won, self.to_win.times(moment), self.to_loss.times(moment))
        days = np.maximum(np.ceil(months * DAYS_PER_MONTH - A_MOMENT), 1.0)
        return np.where(fate >= 1 - self.never, np.inf, days), won


def whole_days(months: ArrayLike) -> Floats:
    """Return times at the end of the last whole day, in months.

    >>> float(whole_days(1.0)) * 30.4375
    30.0
    """
    return np.floor(np.asarray(months, dtype=np.float64) * DAYS_PER_MONTH + A_MOMENT) / DAYS_PER_MONTH
