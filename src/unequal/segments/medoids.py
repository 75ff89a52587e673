"""Groups around members: k of them, chosen so that all are as near as can be to the nearest (Kaufman & Rousseeuw 1990).

Started by their BUILD step, bettered by going back and forth between members and medoids until nothing moves (Park &
Jun 2009). A member belongs to its nearest medoid, and so does whoever comes later: the rule is the grouping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .stability import best_overlaps, drawn, mean_of_drawn

Floats = NDArray[np.float64]
Groups = NDArray[np.intp]

MOST_ROUNDS = 50
FEWEST_GROUPS, MOST_GROUPS = 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Members around medoids.

    Attributes:
        medoids: Position of each medoid.
        groups: Group of each member: the place of its medoid.
        survival: Mean best Jaccard of each group over resamples (Hennig 2007).
    """

    medoids: Groups
    groups: Groups
    survival: Floats


def around_medoids(apart: Floats, most: int) -> tuple[tuple[Groups, Groups], ...]:
    """Return medoids and groups for 2, 3 … most groups; fewer where the members do not differ enough.

    Args:
        apart: Distances of all pairs, without nan.
        most: Largest number of groups.

    >>> points = np.array([0.0, 1, 2, 100, 101, 102])
    >>> (medoids, groups), = around_medoids(np.abs(points[:, None] - points[None, :]), 2)
    >>> medoids.tolist(), groups.tolist()
    ([1, 4], [0, 0, 0, 1, 1, 1])
    """
    built = _built(apart, most)
    return tuple(_settled(apart, built[:count]) for count in range(FEWEST_GROUPS, built.size + 1))


def most_stable(apart: Floats, *, fewest: int, seed: int, resamples: int) -> Grouping | None:
    """Return the grouping into 2 to 5 whose groups survive best, on the mean, when members are drawn again.

    Of two that survive alike, the one of fewer groups.

    Args:
        apart: Distances of all pairs.
        fewest: Members that each group has to have.
        seed: Seed of the draws.
        resamples: How many.
    """
    tried = tuple(
        (medoids, groups)
        for medoids, groups in around_medoids(apart, MOST_GROUPS)
        if np.bincount(groups, minlength=medoids.size).min() >= fewest
    )
    found: Grouping | None = None
    for (medoids, groups), kept in zip(tried, _survivals(apart, tried, seed, resamples), strict=True):
        if found is None or np.nanmean(kept) > np.nanmean(found.survival) + 1e-9:
            found = Grouping(medoids=medoids, groups=groups, survival=kept)
    return found


def _survivals(apart: Floats, tried: tuple[tuple[Groups, Groups], ...], seed: int, resamples: int) -> list[Floats]:
    """Return the survival of the groups of each grouping; all see the same resamples, and share their first steps."""
    rng = np.random.default_rng(seed)
    found = [np.full((resamples, medoids.size), np.nan) for medoids, _ in tried]
    most = max((medoids.size for medoids, _ in tried), default=0)
    for row in range(resamples if tried else 0):
        members = drawn(len(apart), rng)
        inside = apart[np.ix_(members, members)]
        built = _built(inside, most)
        for place, (medoids, groups) in enumerate(tried):
            _, again = _settled(inside, built[: medoids.size])
            found[place][row] = best_overlaps(groups[members], again, medoids.size)
    return [mean_of_drawn(one) for one in found]


def _built(apart: Floats, most: int) -> Groups:
    """Return medoids one after another, each the member that brings all nearest; none that brings nothing."""
    medoids = [int(apart.sum(axis=0).argmin())]
    nearest = apart[medoids[0]]
    while len(medoids) < most:
        gain = np.maximum(nearest - apart, 0.0).sum(axis=1)  # distances are the same both ways
        if not gain.max() > 1e-12:
            break
        medoids.append(int(gain.argmax()))
        nearest = np.minimum(nearest, apart[medoids[-1]])
    return np.array(medoids, dtype=np.intp)


def _settled(apart: Floats, medoids: Groups) -> tuple[Groups, Groups]:
    groups = apart[:, medoids].argmin(axis=1)
    for _ in range(MOST_ROUNDS):
        groups[medoids] = np.arange(medoids.size)  # a medoid is its own, even where another one is just as near
        inside = apart @ np.eye(medoids.size)[groups]  # sum of distances of each member to each group
        own = groups[:, None] == np.arange(medoids.size)[None, :]
        moved = np.where(own, inside, np.inf).argmin(axis=0)
        if np.array_equal(moved, medoids):
            break
        medoids = moved
        groups = apart[:, medoids].argmin(axis=1)
    return medoids, groups
