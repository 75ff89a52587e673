"""Intervals for the share won or lost by a time: the competing-risk beta product "J", and its exact version.

The factors of the endings up to a horizon give a random share ended by the cause and a random share still open
(`beta_paths`). Between the last ending and the horizon something may have been about to happen: one more factor, from
the Y deals in view just after the horizon, gives the room E for it, and a share v of E is counted. With v from
Beta(1/2, 1/2) and nothing censored this IS the Jeffreys interval; with v = 0 for the low end and v = 1 for the high end
it is the Clopper-Pearson interval.

The promise of coverage holds for right-censoring. With late entry these intervals are approximations; say so.
Below 1,000 deals the interval from the standard error is not used: it gives nothing before the first win, and covers
too little below 50 deals.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .beta_paths import CELLS, chunks, factors_up_to, next_ending, paths
from .incidence import Incidence, cumulative_incidence
from .intervals import Interval, from_standard_error
from .spells import FEWEST, WON, Floats, RiskTable, Spells, risk_table

MANY_DEALS, MANY_EVENTS = 1_000, 30  # from here on the interval from the standard error agrees to .001
FEWEST_DRAWS, MOST_DRAWS = 4_000, 200_000
MARKS = 1_000  # horizons worked on; more are thinned out


def product_interval(
    watched: Spells,
    times: ArrayLike,
    *,
    cause: int = WON,
    rng: np.random.Generator,
    level: float = 0.90,
    draws: int | None = None,
) -> Interval:
    """Return the interval "J" of the share ended by a cause up to each time.

    The low end is 0 before the first such ending, the high end 1 where all have ended so. From 1,000 deals up, where
    the cause has at least 30 endings by the time, the interval from the standard error is given instead: it agrees to
    .001 and costs nothing. For deals open at an age, pass ``watched.beyond(age)`` and times counted from that age.

    Args:
        watched: The clocks; fewer than 5 give nan.
        times: Horizons in the unit of the clocks, any shape.
        cause: `WON` or `LOST`.
        rng: Source of randomness.
        level: Two-sided, 0.90 for a 90 % interval.
        draws: None takes as many as are cheap, between 4,000 and 200,000.

    >>> from unequal.stats.spells import spells
    >>> uncensored = spells(range(1, 11), [1] * 10)
    >>> ends = product_interval(uncensored, [3.0], rng=np.random.default_rng(1))
    >>> ends.low.round(1), ends.high.round(1)  # Jeffreys, 3 of 10: 0.116 to 0.556
    (array([0.1]), array([0.6]))
    """
    asked = np.asarray(times, dtype=np.float64)
    low, high = np.full(asked.size, np.nan), np.full(asked.size, np.nan)
    if watched.n >= FEWEST:
        curve = cumulative_incidence(watched)
        easy = _by_standard_error(curve, asked.ravel(), cause, level)
        low, high = easy.low.copy(), easy.high.copy()
        hard = np.isnan(low)
        drawn = _by_draws(watched, asked.ravel()[hard], (cause, level, False), rng, draws)
        low[hard], high[hard] = drawn.low, drawn.high
    return Interval(low=low.reshape(asked.shape), high=high.reshape(asked.shape))


def exact_interval(
    watched: Spells,
    times: ArrayLike,
    *,
    cause: int = WON,
    rng: np.random.Generator,
    level: float = 0.90,
    draws: int | None = None,
) -> Interval:
    """Return the conservative interval of the share ended by a cause up to each time.

    It contains the interval of `product_interval`, and is Clopper-Pearson where nothing is censored. Use it when its
    low end alone carries a decision. Arguments as in `product_interval`.
    """
    asked = np.asarray(times, dtype=np.float64)
    if watched.n < FEWEST:
        nothing = np.full(asked.shape, np.nan)
        return Interval(low=nothing, high=nothing.copy())
    drawn = _by_draws(watched, asked.ravel(), (cause, level, True), rng, draws)
    return Interval(low=drawn.low.reshape(asked.shape), high=drawn.high.reshape(asked.shape))


def _by_standard_error(curve: Incidence, times: Floats, cause: int, level: float) -> Interval:
    """Return log-log intervals where there are deals and endings enough, nan elsewhere."""
    won = cause == WON
    row = np.searchsorted(curve.times, times, side="right")
    events = np.concatenate(([0.0], np.cumsum(curve.wins if won else curve.losses)))[row]
    at = curve.at(times)
    ends = from_standard_error(at.won if won else at.lost, at.se_won if won else at.se_lost, level=level)
    few = (events < MANY_EVENTS) | (curve.spells.n < MANY_DEALS)
    return Interval(low=np.where(few, np.nan, ends.low), high=np.where(few, np.nan, ends.high))


def _by_draws(
    watched: Spells, times: Floats, what: tuple[int, float, bool], rng: np.random.Generator, draws: int | None
) -> Interval:
    """Return quantiles over draws; horizons between the same endings with equal counts in view are worked on once."""
    cause, level, exact = what
    table = risk_table(watched)
    own = np.concatenate(([0.0], np.cumsum(table.wins if cause == WON else table.losses)))
    asked = np.searchsorted(table.times, times, side="right"), watched.in_view_after(times)
    states, back = np.unique(np.stack(asked).astype(np.float64), axis=1, return_inverse=True)
    kept = _marks(table, states, own)
    rows, in_view = states[0, kept].astype(np.intp), states[1, kept]
    ended, room = _shares(table, (rows, in_view), cause, rng, draws)
    tails = (1 - level) / 2, (1 + level) / 2
    if exact:
        low = np.quantile(ended, tails[0], axis=1)
        high = np.quantile(np.add(ended, room, out=ended), tails[1], axis=1, overwrite_input=True)
    else:
        room *= rng.beta(0.5, 0.5, size=room.shape[1])
        low, high = np.quantile(np.add(ended, room, out=ended), tails, axis=1, overwrite_input=True)
    low, high = np.where(own[rows] > 0, low, 0.0), np.where(_all_by(table, own)[rows], 1.0, high)
    nearest = np.searchsorted(kept, back.ravel(), side="right") - 1
    return Interval(low=low[nearest], high=high[nearest])


def _all_by(table: RiskTable, own: Floats) -> NDArray[np.bool_]:
    """Return, per number of rows used up, whether everything has ended and all of it by the cause."""
    none_left = np.concatenate(([False], np.maximum.accumulate(table.ended == table.at_risk)))
    return none_left & (own == np.concatenate(([0.0], np.cumsum(table.ended))))


def _marks(table: RiskTable, states: Floats, own: Floats) -> NDArray[np.intp]:
    """Return which horizons are worked on: all, or above `MARKS` every ending of the cause and an even choice.

    Even means that from one to the next the hazard and the logarithm of the count in view move equally little. Those
    between take the interval of the last one before them, which at such numbers of deals is the same.
    """
    if states.shape[1] <= MARKS:
        return np.arange(states.shape[1])
    rows = states[0].astype(np.intp)
    hazard = np.concatenate(([0.0], np.cumsum(table.ended / table.at_risk)))[rows]
    moved = np.abs(np.diff(hazard)) + np.abs(np.diff(np.log(np.maximum(states[1], 0.5))))
    path = np.concatenate(([0.0], np.cumsum(moved)))
    even = np.searchsorted(path, np.linspace(0.0, path[-1], MARKS))
    new_ending = np.flatnonzero(np.diff(own[rows], prepend=-1.0))
    return np.unique(np.concatenate(([0], even, new_ending)))


def _shares(
    table: RiskTable, marks: tuple[NDArray[np.intp], Floats], cause: int, rng: np.random.Generator, draws: int | None
) -> tuple[Floats, Floats]:
    """Return, per horizon and draw, the share ended by the cause and the room E for the next ending."""
    rows, in_view = marks
    factors = factors_up_to(table, rows, cause)
    wanted = draws or int(np.clip(CELLS // (factors.a.size + rows.size + 1), FEWEST_DRAWS, MOST_DRAWS))
    ended, room = np.empty((rows.size, wanted)), np.empty((rows.size, wanted))
    at = np.searchsorted(factors.until, rows, side="right")
    for chunk in chunks(wanted, factors.a.size):
        size = chunk.stop - chunk.start
        still_open, by_cause = paths(factors, size, rng)
        ended[:, chunk] = by_cause[at]
        room[:, chunk] = still_open[at] * next_ending(in_view, size, rng)
    return ended, room
