"""How many of the started deals are won, lost and still open by each time: Aalen-Johansen with exact ties.

Open deals are not dropped, and lost deals are not treated as open: each deal leaves the count of those at risk when it
ends or when our view of it ends, and a win at time t is weighed with the share still open just before t. So

    still open + won + lost = 1    at every time.

Two questions are often mixed up, and have a function each: `Incidence.time_until` (of ALL started deals, when has this
share been won?) and `Incidence.time_to_win` (of those won by the horizon, how long did this share take at most?).

Source: O. Aalen, Annals of Statistics 6 (1978) 534; M. Pintilie, Competing Risks (2006), equation 4.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .spells import FEWEST, Floats, RiskTable, Spells, risk_table

RELIABLE_SHARE = 0.10  # the horizon ends where fewer than a tenth of all deals are still watched
TOLERANCE = 1e-9  # shares closer than this are equal: they are sums of many fractions


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Shares at given times, each array shaped as the times asked for.

    Attributes:
        still_open: Share of started deals that has not ended.
        won: Share won so far.
        lost: Share lost so far.
        se_won: Standard error of `won`.
        se_lost: Standard error of `lost`.
    """

    still_open: Floats
    won: Floats
    lost: Floats
    se_won: Floats
    se_lost: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """Shares of started deals won, lost and still open; right-continuous steps.

    Attributes:
        times: Distinct times at which a deal ended, ascending, in the unit of the durations.
        at_risk: Deals being watched just before each time.
        wins: Deals won at each time.
        losses: Deals lost at each time.
        still_open: Share not ended, just after each time.
        won: Share won up to each time.
        lost: Share lost up to each time.
        se_won: Standard error of `won` (Aalen).
        se_lost: Standard error of `lost`.
        starts_at: 0, or the time that a deal must have reached for the shares to apply (late entry only).
        spells: The clocks behind the curve.
    """

    times: Floats
    at_risk: Floats
    wins: Floats
    losses: Floats
    still_open: Floats
    won: Floats
    lost: Floats
    se_won: Floats
    se_lost: Floats
    starts_at: float
    spells: Spells

    @property
    def reliable_horizon(self) -> float:
        """Last time of an ending with at least 5 deals and a tenth of all at risk; nan when there is none."""
        enough = self.times[self.at_risk >= max(FEWEST, RELIABLE_SHARE * self.spells.n)]
        return float(enough[-1]) if enough.size else float("nan")

    def at(self, times: ArrayLike) -> Levels:
        """Return the shares at any times; before the first ending all are open.

        >>> from unequal.stats.spells import spells
        >>> curve = cumulative_incidence(spells([1, 2, 3, 4], [1, 2, 0, 1]))
        >>> curve.at([0, 2.5]).won
        array([0.  , 0.25])
        """
        row = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="right")
        return Levels(
            still_open=_step(self.still_open, row, 1.0),
            won=_step(self.won, row, 0.0),
            lost=_step(self.lost, row, 0.0),
            se_won=_step(self.se_won, row, 0.0),
            se_lost=_step(self.se_lost, row, 0.0),
        )

    def time_until(self, share: float) -> float:
        """Return when this share of ALL started deals has been won; nan when not reached by the reliable horizon."""
        return self._first(share)

    def time_to_win(self, share: float) -> float:
        """Return by when this share of the deals won by the reliable horizon was won; nan without such a win.

        This is what "our sales cycle" usually means. It is shown together with the horizon.
        """
        won = float(self.at(self.reliable_horizon).won)
        return self._first(share * won) if won > 0 else float("nan")

    def win_by(self, ages: ArrayLike, lengths: ArrayLike) -> Floats:
        """Return the chance that a deal open at an age is won within a further length of time.

        nan where fewer than 5 deals were ever watched beyond the age: nothing can be told, which is not a chance of 0.

        >>> from unequal.stats.spells import spells
        >>> curve = cumulative_incidence(spells([1, 2, 3, 4, 5, 6], [2, 1, 1, 2, 1, 0]))
        >>> curve.win_by([1, 3], 2)
        array([0.4, nan])
        """
        from_age, length = np.broadcast_arrays(np.asarray(ages, np.float64), np.asarray(lengths, np.float64))
        start, end = self.at(from_age), self.at(from_age + length)
        known = (self.spells.observed_beyond(from_age) >= FEWEST) & (start.still_open > 0)
        return np.where(known, (end.won - start.won) / np.where(known, start.still_open, 1.0), np.nan)

    def _first(self, share: float) -> float:
        reached = (self.won >= share - TOLERANCE) & (self.times <= self.reliable_horizon)
        return float(self.times[reached][0]) if reached.any() else float("nan")


def cumulative_incidence(watched: Spells) -> Incidence:
    """Estimate the shares won, lost and still open by each time (Aalen-Johansen, exact ties, late entry).

    All open, none lost, none won, one row and no rows at all give the curve one expects: what did not happen stays 0,
    and with no ending at all everything stays open.

    >>> from unequal.stats.spells import spells
    >>> curve = cumulative_incidence(spells([1, 2, 2, 3], [1, 1, 2, 0]))
    >>> curve.won, curve.lost, curve.still_open
    (array([0.25, 0.5 ]), array([0.  , 0.25]), array([0.75, 0.25]))
    """
    table = risk_table(watched)
    ended = table.wins + table.losses
    still_open: Floats = np.cumprod(1.0 - ended / table.at_risk, dtype=np.float64)
    before = np.concatenate(([1.0], still_open))[:-1]
    return Incidence(
        times=table.times,
        at_risk=table.at_risk,
        wins=table.wins,
        losses=table.losses,
        still_open=still_open,
        won=np.cumsum(before * table.wins / table.at_risk),
        lost=np.cumsum(before * table.losses / table.at_risk),
        se_won=_standard_error(table, before, table.wins),
        se_lost=_standard_error(table, before, table.losses),
        starts_at=table.starts_at,
        spells=watched,
    )


def _standard_error(table: RiskTable, before: Floats, of_cause: Floats) -> Floats:
    """Return Aalen's standard error at each time.

    The sums over (F(t) - F(t_i)) are built up from non-negative steps. Multiplying the square out instead would need
    three sums, and takes differences of large numbers where few are left at risk.
    """
    n, ended = table.at_risk, table.ended
    own = of_cause * (n - of_cause)
    jump = before * of_cause / n
    spread = _ratio(ended, (n - 1) * (n - ended))
    cross = _ratio(before * own, n * (n - ended) * (n - 1))
    spread_so_far = _shifted(np.cumsum(spread))
    first = np.cumsum(jump * spread_so_far)
    second = np.cumsum(jump * (2 * _shifted(first) + jump * spread_so_far))
    variance = (
        second + np.cumsum(_ratio(before**2 * own, n**2 * (n - 1))) - 2 * np.cumsum(jump * _shifted(np.cumsum(cross)))
    )
    return np.sqrt(np.maximum(variance, 0.0))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _shifted(values: Floats) -> Floats:
    return np.concatenate(([0.0], values))[:-1]


def _step(values: Floats, row: np.ndarray, first: float) -> Floats:
    return np.concatenate(([first], values))[row]
