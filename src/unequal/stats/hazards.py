"""Month by month: the chance that a deal still open is won, or lost, in that month; learned with a prior.

A deal that reaches month j is won, is lost or stays, with chances (h_won, h_lost, 1 - h_won - h_lost). Each month has
its own Dirichlet law, counted from the deals that were watched in it, on top of a prior worth `strength` deals a month.
So there is an answer with no win at all, and after the last month with data the prior takes over (show that dashed).
Months are independent, so the mean of a curve is the curve of the mean chances: exact, without drawing.

Conventions for deals that are watched for part of a month only. Month j is (j - 1, j]. A deal that ends at a time t is
counted in month ceil(t), one that ends at 0 in month 1. A deal still open at its last look inside month j counts as
half a deal that stayed in it; at the very end of the month as one. A deal that came into view late counts from the
first month that begins at or after its entry; what happened in the month of entry itself is left out, win or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unequal.errors import InputError

from .spells import LOST, OPEN, WON, Floats, Spells
from .time_to_win import TimeToWin

STRENGTH = 2.0  # pseudo-deals a month that the prior weighs; assumption
ON_THE_BORDER = 1e-9  # a time this near to the end of a month is the end of the month


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of started deals at given times; the last axis is the times, axes before it are draws.

    Attributes:
        still_open: Not ended; the three sum to 1.
        won: Won so far.
        lost: Lost so far.
    """

    still_open: Floats
    won: Floats
    lost: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazards:
    """Chances of each month, given open at its start; the last axis is the months, axes before it are draws.

    Attributes:
        won: Chance to be won in month 1, 2, ...
        lost: Chance to be lost in month 1, 2, ...
    """

    won: Floats
    lost: Floats

    @property
    def months(self) -> int:
        """Number of months that the chances reach."""
        return self.won.shape[-1]

    def at_month_ends(self) -> Shares:
        """Return the shares at the end of months 0, 1, 2, ...

        >>> constant_prior(0.1, 0.4, months=2).at_month_ends().won
        array([0.  , 0.1 , 0.15])
        """
        after: Floats = np.cumprod(1.0 - self.won - self.lost, axis=-1, dtype=np.float64)
        start = np.ones((*self.won.shape[:-1], 1))
        still_open = np.concatenate((start, after), axis=-1)
        before = still_open[..., :-1]
        won = np.concatenate((0 * start, np.cumsum(before * self.won, axis=-1)), axis=-1)
        lost = np.concatenate((0 * start, np.cumsum(before * self.lost, axis=-1)), axis=-1)
        return Shares(still_open=still_open, won=won, lost=lost)

    def at(self, times: ArrayLike) -> Shares:
        """Return the shares at any times, straight between month ends, so that they always sum to 1.

        Raises:
            InputError: a time lies beyond the last month.
        """
        month, part = self._position(np.asarray(times, dtype=np.float64).ravel())
        ends = self.at_month_ends()
        return Shares(
            still_open=_between(ends.still_open, month, part),
            won=_between(ends.won, month, part),
            lost=_between(ends.lost, month, part),
        )

    def win_by(self, ages: ArrayLike, lengths: ArrayLike) -> Floats:
        """Return the chance that a deal open at an age is won within a further length of time, per draw.

        Both ends come from the same draw. nan where the draw leaves nothing open at the age.

        >>> constant_prior(0.1, 0.4, months=4).win_by([0, 2], [2, 2])
        array([0.15, 0.15])
        """
        age, length = (
            each.ravel() for each in np.broadcast_arrays(np.asarray(ages, np.float64), np.asarray(lengths, np.float64))
        )
        ends = self.at_month_ends()
        start, stop = self._position(age), self._position(age + length)
        open_then = _between(ends.still_open, *start)
        won = _between(ends.won, *stop) - _between(ends.won, *start)
        return np.divide(won, open_then, out=np.full(won.shape, np.nan), where=open_then > 0)

    def with_win_odds(self, times: float) -> Hazards:
        """Return chances with the odds of a win against a loss multiplied, and as many endings a month as before.

        The share still open does not change, so `win_by` of the result changes the future of a deal and not its past.

        >>> better = constant_prior(0.1, 0.4, months=1).with_win_odds(4.0)
        >>> better.won, better.lost
        (array([0.25]), array([0.25]))
        """
        either = self.won + self.lost
        weighed = self.won * times
        share = np.divide(weighed, weighed + self.lost, out=np.zeros_like(either), where=weighed + self.lost > 0)
        return Hazards(won=either * share, lost=either * (1 - share))

    def _position(self, times: Floats) -> tuple[NDArray[np.intp], Floats]:
        if times.size and times.max() > self.months + ON_THE_BORDER:
            found = f"Month {times.max():g} was asked for, and the monthly chances end with month {self.months}."
            raise InputError(found, mend="Give the prior a longer horizon.")
        month = np.clip(np.floor(times), 0, max(self.months - 1, 0)).astype(np.intp)
        return month, np.clip(times - month, 0.0, 1.0)


def _between(at_month_ends: Floats, month: NDArray[np.intp], part: Floats) -> Floats:
    if at_month_ends.shape[-1] == 1:
        return at_month_ends[..., month]
    return (1 - part) * at_month_ends[..., month] + part * at_month_ends[..., month + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Dirichlet law of each month; arrays as long as the prior has months.

    Attributes:
        won: Weight of won: deals won in the month, plus the prior's.
        lost: Weight of lost.
        stayed: Weight of staying open.
        observed_months: Last month in which any deal was watched to its end; after it only the prior speaks.
    """

    won: Floats
    lost: Floats
    stayed: Floats
    observed_months: int

    def mean(self) -> Hazards:
        """Return the mean chances; curves made from them are the exact means of the curves."""
        total = self.won + self.lost + self.stayed
        return Hazards(won=self.won / total, lost=self.lost / total)

    def draws(self, rng: np.random.Generator, n: int) -> Hazards:
        """Return n draws of the chances, one row a draw."""
        won, lost, stayed = (
            rng.standard_gamma(weight, size=(n, weight.size)) for weight in (self.won, self.lost, self.stayed)
        )
        total = won + lost + stayed
        return Hazards(won=won / total, lost=lost / total)


def posterior(watched: Spells, prior: Hazards, *, strength: float = STRENGTH) -> Posterior:
    """Return the law of the monthly chances after what was watched.

    Args:
        watched: Clocks in months.
        prior: Chances expected before any data; its months are the months of the result. What was watched later is not
            used.
        strength: Deals a month that the prior weighs, above 0.

    Raises:
        InputError: the strength is not above 0.

    >>> from unequal.stats.spells import spells
    >>> law = posterior(spells([0.5, 1.0, 1.5], [1, 2, 0]), constant_prior(0.0, 0.0, months=2), strength=1.0)
    >>> law.won, law.lost, law.stayed
    (array([1., 0.]), array([1., 0.]), array([2. , 1.5]))
    """
    if strength <= 0:
        raise InputError(f"A prior strength of {strength} was given.", mend="Give a number of deals above 0.")
    won, lost, stayed = monthly_counts(watched, prior.months)
    seen = np.flatnonzero(won + lost + stayed)
    return Posterior(
        won=won + strength * prior.won,
        lost=lost + strength * prior.lost,
        stayed=stayed + strength * (1.0 - prior.won - prior.lost),
        observed_months=int(seen[-1]) + 1 if seen.size else 0,
    )


def monthly_counts(watched: Spells, months: int) -> tuple[Floats, Floats, Floats]:
    """Return how many deals were won, were lost and stayed in each month; the module says how parts of a month count.

    >>> from unequal.stats.spells import spells
    >>> monthly_counts(spells([1.5, 3.0], [0, 1], entry=[0.0, 0.5]), months=3)[2]  # the second is in view from month 2
    array([1. , 1.5, 0. ])
    """
    last = np.maximum(np.ceil(watched.duration - ON_THE_BORDER), 1).astype(np.intp)
    first = np.ceil(watched.entry - ON_THE_BORDER).astype(np.intp) + 1
    in_view = first <= last
    last, first, event = last[in_view], first[in_view], watched.event[in_view]
    to_the_end = watched.duration[in_view] > last - ON_THE_BORDER
    credit = np.where(event != OPEN, 0.0, np.where(to_the_end, 1.0, 0.5))
    longest = int(max(last.max(initial=0), months))
    came = np.bincount(first, minlength=longest + 2)
    left = np.bincount(last, minlength=longest + 2)
    whole_months = np.cumsum(came) - np.cumsum(left)
    stayed = whole_months.astype(np.float64) + np.bincount(last, weights=credit, minlength=longest + 2)
    won, lost = (np.bincount(last[event == cause], minlength=longest + 2) for cause in (WON, LOST))
    kept = slice(1, months + 1)
    return won[kept].astype(np.float64), lost[kept].astype(np.float64), stayed[kept]


def shaped_prior(
    win_probability: float,
    win_median: float,
    win_sigma: float,
    lost_median: float,
    lost_sigma: float,
    horizon: float,
) -> Hazards:
    """Return monthly chances with the shape of two lognormal clocks (`TimeToWin`).

    A constant chance would put wins into the first month of a sale that takes a year.

    Args:
        win_probability: Share won in the end.
        win_median: Months.
        win_sigma: Of the logarithm.
        lost_median: Months.
        lost_sigma: Of the logarithm.
        horizon: Months that the result must reach, rounded up.

    >>> shaped_prior(0.17, 8, 0.45, 4.8, 0.7, horizon=12).at([4, 12]).won.round(4)
    array([0.0105, 0.1388])
    """
    clocks = TimeToWin(
        win_probability=win_probability,
        win_median=win_median,
        win_sigma=win_sigma,
        lost_median=lost_median,
        lost_sigma=lost_sigma,
    )
    ends = np.arange(int(np.ceil(horizon)) + 1)
    open_before = clocks.still_open(ends)[:-1]
    alive = open_before > 0
    won, lost = (
        np.divide(np.diff(by(ends)), open_before, out=np.zeros(alive.size), where=alive)
        for by in (clocks.won, clocks.lost)
    )
    either = np.maximum(won + lost, 1.0)  # far out in the tail rounding can push the sum above 1
    return Hazards(won=won / either, lost=lost / either)


def constant_prior(won: float, lost: float, *, months: int) -> Hazards:
    """Return the same chances for every month.

    >>> constant_prior(0.02, 0.08, months=3).lost
    array([0.08, 0.08, 0.08])
    """
    return Hazards(won=np.full(months, won), lost=np.full(months, lost))
