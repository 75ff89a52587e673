"""Chances of many windows drawn together, for the band around a chance that several deals are won.

Each draw is one possible truth about the curve; deals open at different ages, and deals yet to start, are all looked up
in the same truth, so their chances move together. Drawing them apart would make the band too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .beta_paths import chunks, factors_up_to, next_ending, paths
from .spells import WON, Floats, Spells, risk_table

DRAWS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDraws:
    """Chances drawn together: column j of every row belongs to the same draw of the truth.

    Attributes:
        won: Chance to be won within the window, given open at its start; one row a window, one column a draw.
        still_open: Chance to be still open at the end of the window; the rest is lost.
    """

    won: Floats
    still_open: Floats


def window_draws(
    watched: Spells, starts: ArrayLike, lengths: ArrayLike, *, rng: np.random.Generator, draws: int = DRAWS
) -> Iterator[WindowDraws]:
    """Draw the chances of many windows together, some draws at a time, so that memory stays bounded.

    One set of random numbers a draw serves all windows: deals open at different ages and deals yet to start move
    together, as they must when the same unknown truth drives them. A window that starts at 0 gives the curve itself.
    Where `Spells.observed_beyond` a start is under 5 the data say next to nothing, and the draws spread from 0 to 1.

    Args:
        watched: The clocks.
        starts: Age at the start of each window; 0 for a deal that starts then.
        lengths: Length of each window.
        rng: Source of randomness.
        draws: Total number of draws over all chunks.

    >>> from unequal.stats.spells import spells
    >>> watched = spells(range(1, 21), [1, 2] * 10)
    >>> [chunk.won.shape for chunk in window_draws(watched, [0, 4], [6, 6], rng=np.random.default_rng(1))]
    [(2, 4000)]
    """
    start, length = (
        array.ravel() for array in np.broadcast_arrays(np.asarray(starts, np.float64), np.asarray(lengths, np.float64))
    )
    table = risk_table(watched)
    first = np.searchsorted(table.times, start, side="right")
    last = np.searchsorted(table.times, start + length, side="right")
    factors = factors_up_to(table, np.concatenate((first, last)), WON)
    first, last = (np.searchsorted(factors.until, row, side="right") for row in (first, last))
    in_view = watched.in_view_after(start + length)
    for chunk in chunks(draws, max(factors.a.size, start.size)):
        size = chunk.stop - chunk.start
        still_open, won = paths(factors, size, rng)
        left = still_open[last] / still_open[first]
        more = rng.beta(0.5, 0.5, size=size) * left * next_ending(in_view, size, rng)
        yield WindowDraws(won=(won[last] - won[first]) / still_open[first] + more, still_open=left - more)
