"""The draws behind `window_draws`, kept: any window, asked for at any time, is looked up in the same truths.

`window_draws` draws only as far as its windows reach and throws the draws away. Whoever asks for many windows one after
another, as a knob is turned, keeps them: the same clocks then give the same draws, whichever windows are asked first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .beta_paths import factors_up_to, paths
from .spells import WON, Floats, Spells, risk_table
from .window_draws import DRAWS


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPaths:
    """Draws of the whole curve; one column a draw.

    Attributes:
        watched: The clocks.
        times: Distinct times of an ending up to each row but the first; above 2,000 of them some are left out.
        still_open: Share still open before the first ending, and after each.
        ended: Share won before the first ending, and after each.
        minus_log_next: Of the next ending that nobody has seen, one a draw.
        next_won: Share of it that is won, one a draw.
    """

    watched: Spells
    times: Floats
    still_open: Floats
    ended: Floats
    minus_log_next: Floats
    next_won: Floats

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.next_won.size

    def only(self, chosen: slice | NDArray[np.intp]) -> WindowPaths:
        """Return the chosen draws."""
        return WindowPaths(
            watched=self.watched,
            times=self.times,
            still_open=self.still_open[:, chosen],
            ended=self.ended[:, chosen],
            minus_log_next=self.minus_log_next[chosen],
            next_won=self.next_won[chosen],
        )

    def won(self, starts: ArrayLike, lengths: ArrayLike) -> Floats:
        """Return the chance to be won within each window, given open at its start: one row a window."""
        start, length = (each.ravel() for each in np.broadcast_arrays(np.asarray(starts, float), np.asarray(lengths)))
        first = np.searchsorted(self.times, start, side="right")
        last = np.searchsorted(self.times, start + length, side="right")
        begun, left = self.still_open[first], self.still_open[last]
        in_view = self.watched.in_view_after(start + length)
        watched = np.where(in_view > 0, in_view, 1.0)[:, None]
        ending = np.where(in_view[:, None] > 0, -np.expm1(-self.minus_log_next / watched), 1.0)
        found = self.ended[last] - self.ended[first]
        ending *= self.next_won
        ending *= left
        found += ending
        found /= begun
        return found


def window_paths(watched: Spells, *, rng: np.random.Generator, draws: int = DRAWS) -> WindowPaths:
    """Draw the whole curve of the beta product once.

    Args:
        watched: The clocks.
        rng: Source of randomness.
        draws: Number of draws.

    >>> from unequal.stats.spells import spells
    >>> kept = window_paths(spells(range(1, 21), [1, 2] * 10), rng=np.random.default_rng(1))
    >>> kept.won([0, 4], [6, 6]).shape
    (2, 4000)
    """
    table = risk_table(watched)
    factors = factors_up_to(table, np.array([table.times.size], dtype=np.intp), WON)
    still_open, ended = paths(factors, draws, rng)
    return WindowPaths(
        watched=watched,
        times=table.times[factors.until - 1],
        still_open=still_open,
        ended=ended,
        minus_log_next=rng.standard_exponential(draws),
        next_won=rng.beta(0.5, 0.5, size=draws),
    )
