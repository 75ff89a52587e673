"""How a property of a deal multiplies its hazard of ending one way: Cox's model, Efron's ties, late entry, strata.

Whoever is at risk just before an ending is compared with whoever ended; how fast things end in general drops out. Each
stratum has its own pace, so that properties are compared within a stratum only.

Source: D. R. Cox, Journal of the Royal Statistical Society B 34 (1972) 187; ties as in B. Efron, Journal of the
American Statistical Association 72 (1977) 557.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .spells import Floats, Spells

STEPS = 30
ENOUGH = 1e-9  # a Newton step smaller than this is none
WILDEST = 10.0  # logarithm of a hazard ratio; what goes beyond it has no largest likelihood
HALVINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Cox:
    """Logarithms of hazard ratios, one a property.

    Attributes:
        effects: One a column.
        covariance: Of the effects (inverse of the observed information).
        events: Endings that were compared.
    """

    effects: Floats
    covariance: Floats
    events: int

    @property
    def errors(self) -> Floats:
        """Standard errors."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stratum:
    """One stratum, cut for fast sums.

    Attributes:
        values: Properties of the deals whose clocks are here.
        tied: Row in the times of each deal that ended then, -1 for the others.
        ended: Endings at each time.
        left, came: For each time, the sums over the deals in order of duration (of entry) that are to be taken off.
        by_duration, by_entry: Those orders.
    """

    values: Floats
    tied: NDArray[np.intp]
    ended: NDArray[np.intp]
    left: NDArray[np.intp]
    came: NDArray[np.intp]
    by_duration: NDArray[np.intp]
    by_entry: NDArray[np.intp]

    @staticmethod
    def of(watched: Spells, values: Floats, cause: int) -> _Stratum:
        """Cut one stratum."""
        own = watched.event == cause
        times, ended = np.unique(watched.duration[own], return_counts=True)
        late = np.flatnonzero(watched.entry > 0)
        by_entry = late[np.argsort(watched.entry[late], kind="stable")]
        by_duration = np.argsort(watched.duration, kind="stable")
        return _Stratum(
            values=values,
            tied=np.where(own, np.searchsorted(times, watched.duration), -1),
            ended=ended.astype(np.intp),
            left=np.searchsorted(watched.duration[by_duration], times, side="left"),
            came=np.searchsorted(watched.entry[by_entry], times, side="left"),
            by_duration=by_duration,
            by_entry=by_entry,
        )

    def at_risk(self, each: Floats) -> Floats:
        """Return the sum over the deals at risk at each time; deals in rows, times in rows."""
        gone = _sums(each[self.by_duration])
        late = _sums(each[self.by_entry])
        return gone[-1] - gone[self.left] - (late[-1] - late[self.came])

    def fit(self, effects: Floats) -> tuple[float, Floats, Floats]:
        """Return the partial log likelihood, its slope and its information."""
        eta = self.values @ effects
        weight = np.exp(eta)
        first = weight[:, None] * self.values
        second = first[:, :, None] * self.values[:, None, :]
        ended = self.tied >= 0
        sums = []
        for each in (weight, first, second):
            tied = np.zeros((self.ended.size, *each.shape[1:]))
            np.add.at(tied, self.tied[ended], each[ended])
            sums.append((self.at_risk(each), tied))
        row = np.repeat(np.arange(self.ended.size), self.ended)
        place = np.arange(row.size) - np.repeat(np.cumsum(self.ended) - self.ended, self.ended)
        part = place / self.ended[row]
        total, one, two = (risk[row] - part.reshape(-1, *[1] * (risk.ndim - 1)) * tied[row] for risk, tied in sums)
        mean = one / total[:, None]
        spread = two / total[:, None, None] - mean[:, :, None] * mean[:, None, :]
        likelihood = float(eta[ended].sum() - np.log(total).sum())
        return likelihood, self.values[ended].sum(axis=0) - mean.sum(axis=0), spread.sum(axis=0)


def cox(watched: Spells, values: Floats, *, cause: int, strata: Sequence[str] | None = None) -> Cox | None:
    """Fit hazard ratios; None where no largest likelihood exists, such as where one group never ended that way.

    Args:
        watched: The clocks.
        values: One row a clock, one column a property, best centred.
        cause: The ending that is modelled; any other takes a deal out of the risk set.
        strata: Whom to compare with whom, one a clock; None compares all.

    >>> from unequal.stats.spells import spells
    >>> both = np.array([[0.0], [1.0], [0.0], [1.0]])
    >>> found = cox(spells([1, 1, 2, 2], [1, 1, 1, 1]), both, cause=1)
    >>> None if found is None else round(float(found.effects[0]), 6) + 0.0
    0.0
    """
    pieces = [_Stratum.of(part, own, cause) for part, own in _cut(watched, values, strata)]
    pieces = [one for one in pieces if one.ended.size]
    at = _Place.of(pieces, np.zeros(values.shape[1]))
    for _ in range(STEPS):
        nearer = _nearer(pieces, at)
        if nearer is None:
            return None
        moved, at = np.abs(nearer.effects - at.effects).max(initial=0.0), nearer
        if moved < ENOUGH:
            covariance = np.asarray(np.linalg.inv(at.information), dtype=np.float64)
            return Cox(effects=at.effects, covariance=covariance, events=int(sum(one.ended.sum() for one in pieces)))
    return None


def _cut(watched: Spells, values: Floats, strata: Sequence[str] | None) -> list[tuple[Spells, Floats]]:
    if strata is None:
        return [(watched, values)]
    names = np.asarray(strata)
    return [(watched.where(names == name), values[names == name]) for name in np.unique(names)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the search stands: effects, and the partial log likelihood with its slope and information there."""

    effects: Floats
    likelihood: float
    slope: Floats
    information: Floats

    @staticmethod
    def of(pieces: list[_Stratum], effects: Floats) -> _Place:
        likelihood, slope, information = 0.0, np.zeros(effects.size), np.zeros((effects.size, effects.size))
        for piece in pieces:
            own = piece.fit(effects)
            likelihood, slope, information = likelihood + own[0], slope + own[1], information + own[2]
        return _Place(effects, likelihood, slope, information)


def _nearer(pieces: list[_Stratum], at: _Place) -> _Place | None:
    """Return a place at least as likely, one step of Newton's on, halved as often as needed; None: none found."""
    step = _step(at.slope, at.information)
    if step is None:
        return None
    for halving in range(HALVINGS):
        effects = at.effects + step / 2**halving
        if np.abs(effects).max(initial=0.0) > WILDEST:
            continue
        found = _Place.of(pieces, effects)
        if found.likelihood >= at.likelihood - ENOUGH:
            return found
    return None


def _step(slope: Floats, information: Floats) -> Floats | None:
    """Return Newton's step; None where the properties cannot be told apart."""
    if not np.isfinite(information).all() or np.linalg.cond(information) > 1 / np.finfo(float).eps ** 0.5:
        return None
    return np.asarray(np.linalg.solve(information, slope), dtype=np.float64)


def _sums(each: Floats) -> Floats:
    return np.concatenate([np.zeros((1, *each.shape[1:])), np.cumsum(each, axis=0)])
