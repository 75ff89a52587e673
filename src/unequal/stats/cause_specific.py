"""What moves a win: hazards of winning and of losing, each with its own hazard ratios.

A property that makes deals be won sooner and one that makes them be lost later both bring more wins. So both hazards
are modelled, and a chance comes from both:

    P(win by a + h | open at a, x)  =  sum over a < u <= a + h of  S(u- | x) / S(a | x) dL_w(u | x)
    S(u | x)  =  product of  1 - dL_w - dL_l,          dL_k(u | x)  =  dL_0k(u) exp(x b_k)

The won model alone would read every lost deal as one that may still be won. Below ten endings of each kind a property
nothing is fitted.

Source: R. L. Prentice et al., Biometrics 34 (1978) 541; baseline as in N. Breslow, Biometrics 30 (1974) 89; ten endings
a property as in P. Peduzzi et al., Journal of Clinical Epidemiology 48 (1995) 1503.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .cox import Cox, cox
from .spells import FEWEST, LOST, WON, Floats, Spells, risk_table

EVENTS_EACH = 10  # of each ending, a property
EVERYBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing was fitted.

    Attributes:
        reason: ``few`` endings, or ``apart``: a property decides alone, or two say the same.
        more_won, more_lost: How many more endings are needed; 0 where there are enough.
    """

    reason: Literal["few", "apart"]
    more_won: int
    more_lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The baseline of a stratum, at properties of 0.

    Attributes:
        watched: Its clocks.
        times: Distinct times of an ending, ascending.
        won, lost: Increments of the two cumulative hazards at those times.
    """

    watched: Spells
    times: Floats
    won: Floats
    lost: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSpecific:
    """Both models, and the pace of each stratum.

    Attributes:
        won, lost: Hazard ratios.
        paces: By stratum.
    """

    won: Cox
    lost: Cox
    paces: dict[str, Pace]

    def win_by(self, age: float, length: float, values: ArrayLike, stratum: str = EVERYBODY) -> float:
        """Return the chance that a deal open at an age is won within a further length of time.

        nan where fewer than 5 deals of the stratum were ever watched beyond the age, or none would still be open.

        Args:
            age: On the clock, in the unit of the durations.
            length: Of the window.
            values: The deal's properties, on the scale they were fitted on.
            stratum: The deal's own.
        """
        at = np.asarray(values, dtype=np.float64)
        tilt = np.exp([[at @ self.won.effects], [at @ self.lost.effects]])
        return float(win_chances(self.paces[stratum], age, length, tilt)[0])


def win_chances(pace: Pace, age: float, length: float, tilts: Floats) -> Floats:
    """Return the chances to be won within a window, at several multiples of the hazards.

    Args:
        pace: The baseline.
        age: From which on.
        length: Of the window.
        tilts: Multiples of the hazard of a win (first row) and of a loss (second row), one column a chance.

    >>> from unequal.stats.spells import spells
    >>> pace = Pace(watched=spells([1] * 5 + [2] * 5, [1, 2, 0, 0, 0] * 2), times=np.array([1.0, 2.0]),
    ...             won=np.array([0.1, 0.2]), lost=np.array([0.1, 0.2]))
    >>> win_chances(pace, 0, 2, np.array([[1.0, 2.0], [1.0, 1.0]])).round(3)
    array([0.26, 0.48])
    """
    if pace.watched.observed_beyond([age])[0] < FEWEST:
        return np.full(tilts.shape[1], np.nan)
    won, lost = pace.won[:, None] * tilts[0], pace.lost[:, None] * tilts[1]
    most = np.maximum(won + lost, 1.0)  # where more would end than are open, all end, in the same proportion
    won, lost = won / most, lost / most
    still = np.vstack([np.ones(tilts.shape[1]), np.cumprod(1.0 - won - lost, axis=0)])
    start, end = np.searchsorted(pace.times, [age, age + length], side="right")
    wins = (still[start:end] * won[start:end]).sum(axis=0)
    open_then = still[start]
    return np.divide(wins, open_then, out=np.full_like(wins, np.nan), where=open_then > 0)


def cause_specific(watched: Spells, values: Floats, *, strata: Sequence[str] | None = None) -> CauseSpecific | Refused:
    """Fit the hazards of a win and of a loss, each with its own effects; order of rows changes nothing.

    Args:
        watched: The clocks.
        values: One row a clock, one column a property, best centred.
        strata: Each with its own pace, one a clock; None gives all the same.

    >>> from unequal.stats.spells import spells
    >>> few = cause_specific(spells([1, 2, 3], [1, 2, 0]), np.array([[0.0], [1.0], [1.0]]))
    >>> few
    Refused(reason='few', more_won=9, more_lost=9)
    """
    more = more_needed(watched, values.shape[1])
    if any(more):
        return Refused(reason="few", more_won=more[0], more_lost=more[1])
    won = cox(watched, values, cause=WON, strata=strata)
    lost = cox(watched, values, cause=LOST, strata=strata)
    if won is None or lost is None:
        return Refused(reason="apart", more_won=0, more_lost=0)
    names = np.full(watched.n, EVERYBODY) if strata is None else np.asarray(strata)
    tilts = np.exp(values @ np.column_stack([won.effects, lost.effects]))
    paces = {str(name): _pace(watched.where(names == name), tilts[names == name]) for name in np.unique(names)}
    return CauseSpecific(won=won, lost=lost, paces=paces)


def more_needed(watched: Spells, columns: int) -> tuple[int, int]:
    """Return how many more wins and losses so many properties need.

    >>> from unequal.stats.spells import spells
    >>> more_needed(spells([1] * 25, [1] * 9 + [2] * 16), 2)
    (11, 4)
    """
    counts = [int(np.count_nonzero(watched.event == cause)) for cause in (WON, LOST)]
    won, lost = (max(EVENTS_EACH * columns - count, 0) for count in counts)
    return won, lost


def _pace(watched: Spells, tilts: Floats) -> Pace:
    """Return Breslow's increments: endings at a time over the multiples of those at risk then."""
    table = risk_table(watched)
    return Pace(
        watched=watched,
        times=table.times,
        won=table.wins / watched.sum_at_risk(tilts[:, 0], table.times),
        lost=table.losses / watched.sum_at_risk(tilts[:, 1], table.times),
    )
