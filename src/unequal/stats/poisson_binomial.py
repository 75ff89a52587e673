"""How many of several deals with chances of their own are won: exact, by adding one deal at a time.

The law of the number of wins among independent deals is called Poisson-binomial. Adding a deal with chance p turns the
chance of k wins into q_k (1 - p) + q_(k-1) p. Only the counts below the largest one asked for are kept, and everything
at or above it is gathered in one place, so nothing is found by taking a sum away from 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv

from unequal.errors import InputError

from .spells import Floats

MOST_DEALS = 1_000_000  # a search for a number of deals stops here


def at_least(chances: ArrayLike, most: int) -> Floats:
    """Return the chances of at least 0, 1, ..., `most` wins.

    Args:
        chances: One chance a deal; or one row a draw and one column a deal.
        most: Largest number of wins asked for.

    Returns:
        Length ``most + 1``, or one such row a draw; the first is 1.

    Raises:
        InputError: a chance is missing or outside 0 to 1.

    >>> at_least([0.5, 0.5], 3)
    array([1.  , 0.75, 0.25, 0.  ])
    """
    won = _checked(chances)
    reached = min(most, won.shape[-1])  # there are no more wins than deals
    count = np.zeros((reached + 1, *won.shape[:-1]))
    count[0] = 1.0
    few, many, arriving = count[:reached], count[1:], np.empty_like(count[:reached])
    for already, chance in enumerate(np.moveaxis(won, -1, 0)):
        if already < reached:  # no more wins than deals so far
            some = arriving[: already + 1]
            np.multiply(few[: already + 1], chance, out=some)
            few[: already + 1] -= some
            many[: already + 1] += some
        else:
            np.multiply(few, chance, out=arriving)
            few -= arriving
            many += arriving
    tails = np.zeros((most + 1, *won.shape[:-1]))
    tails[: reached + 1] = np.cumsum(count[::-1], axis=0)[::-1]
    tails[0] = 1.0
    return np.moveaxis(np.minimum(tails, 1.0), 0, -1)


def pmf(chances: ArrayLike) -> Floats:
    """Return the chances of exactly 0, 1, ..., all wins; one row a draw where chances have rows.

    >>> pmf([0.5, 0.5, 0.0])
    array([0.25, 0.5 , 0.25, 0.  ])
    """
    won = _checked(chances)
    count = np.zeros((won.shape[-1] + 1, *won.shape[:-1]))
    count[0] = 1.0
    for already, chance in enumerate(np.moveaxis(won, -1, 0)):
        arriving = count[: already + 1] * chance
        count[: already + 1] -= arriving
        count[1 : already + 2] += arriving
    return np.moveaxis(count, 0, -1)


def _checked(chances: ArrayLike) -> Floats:
    won = np.asarray(chances, dtype=np.float64)
    if won.size and not (won.min() >= 0 and won.max() <= 1):
        raise InputError("A chance is missing or not between 0 and 1.", mend="Give every deal a chance from 0 to 1.")
    return won


def binomial_at_least(wins: ArrayLike, deals: ArrayLike, chance: ArrayLike) -> Floats:
    """Return the chance of at least this many wins among equal deals; arguments broadcast.

    >>> float(binomial_at_least(1, 2, 0.5))
    0.75
    """
    k, n, p = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (wins, deals, chance)))
    possible = (k > 0) & (k <= n)
    tail = betainc(np.where(possible, k, 1.0), np.where(possible, n - k + 1, 1.0), p)
    return np.where(possible, tail, np.where(k <= 0, 1.0, 0.0))


def chance_needed(wins: int, deals: int, target: float) -> float:
    """Return the chance that each of equal deals must have for at least `wins` with probability `target`.

    nan when there are fewer deals than wins.

    >>> round(chance_needed(1, 1, 0.8), 6)
    0.8
    """
    if wins <= 0:
        return 0.0
    return float(betaincinv(wins, deals - wins + 1, target)) if deals >= wins else float("nan")


def smallest_number(chance: float, wins: int, target: float, *, most: int = MOST_DEALS) -> int | None:
    """Return the fewest equal deals that give at least `wins` with probability `target`; None when `most` do not.

    >>> smallest_number(0.5, 1, 0.8)
    3
    """
    if float(binomial_at_least(wins, most, chance)) < target:
        return None
    low, high = wins - 1, most
    while high - low > 1:
        middle = (low + high) // 2
        enough = float(binomial_at_least(wins, middle, chance)) >= target
        low, high = (low, middle) if enough else (middle, high)
    return max(high, 0)


def smallest_time(rising: Callable[[float], float], target: float, longest: float, *, precision: float = 1e-6) -> float:
    """Return the first time at which a rising curve reaches a target; nan when it does not by `longest`.

    Steps are welcome: the time returned has reached the target, within `precision` after the step.

    >>> round(smallest_time(lambda t: t / 10, 0.25, 12), 4)
    2.5
    """
    if rising(0.0) >= target:
        return 0.0
    if rising(longest) < target:
        return float("nan")
    low, high = 0.0, longest
    while high - low > precision:
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) >= target else (middle, high)
    return high
