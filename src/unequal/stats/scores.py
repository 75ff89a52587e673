"""Were the chances right? Predictions held against what came true.

Three questions, and a figure for each. The Brier score is the mean squared distance between chance and outcome, 0 at
best; its skill says how much smaller it is than a rival's. Calibration asks of everything that was given a chance near
a third whether about a third came true. One prediction is never wrong by itself; a hundred together can be.

Predictions about one deal are not independent of each other, so intervals come from drawing deals, not predictions.

Source: G. Brier, Monthly Weather Review 78 (1950) 1; T. Gneiting, F. Balabdaoui and A. Raftery, Journal of the Royal
Statistical Society B 69 (2007) 243.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unequal.errors import InputError

from .proportions import jeffreys
from .spells import Floats

BORDERS = (0.05, 0.10, 0.20, 0.40, 0.60, 0.80)  # of the groups of chances
DRAWS = 4_000
CELLS = 2_000_000
LEVEL = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Chances against a rival's.

    Attributes:
        own, rival: Brier scores.
        skill: 1 - own / rival; above 0 the chances are the better ones, nan where the rival makes no mistake.
        better: Share of the draws in which the chances are better; one that ties counts half.
    """

    own: Score
    rival: Score
    skill: Score
    better: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Predictions of similar chances, taken together; groups without any are left out.

    Attributes:
        from_chance, to_chance: Borders of each group.
        n: Predictions in it.
        chance: Mean chance given.
        hits: How many came true.
        share: hits / n, with its Jeffreys interval `low` to `high`.
    """

    from_chance: Floats
    to_chance: Floats
    n: Floats
    chance: Floats
    hits: Floats
    share: Floats
    low: Floats
    high: Floats


def brier(chances: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean squared distance between chance and outcome; nan without predictions.

    >>> brier([0.5, 1.0], [1, 1])
    0.125
    """
    given, came = _checked(chances, happened)
    return float(np.mean((given - came) ** 2)) if given.size else float("nan")


def contest(
    chances: ArrayLike,
    rivals: ArrayLike,
    happened: ArrayLike,
    *,
    about: ArrayLike,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Contest:
    """Return how chances do against a rival's on the same outcomes.

    Args:
        chances: One a prediction.
        rivals: The rival's, in the same order.
        happened: Whether it came true.
        about: What each prediction is about; those about the same thing are drawn together.
        rng: Source of randomness.
        draws: Number of draws.

    >>> easy = contest([0.9, 0.1], [0.5, 0.5], [1, 0], about=["a", "b"], rng=np.random.default_rng(1))
    >>> round(easy.own.value, 2), round(easy.rival.value, 2), round(easy.skill.value, 2), easy.better
    (0.01, 0.25, 0.96, 1.0)
    """
    given, came = _checked(chances, happened)
    other, _ = _checked(rivals, happened)
    own_loss, rival_loss, size = _by_thing(np.asarray(about), (given - came) ** 2, (other - came) ** 2)
    own, rival = own_loss.sum() / size.sum(), rival_loss.sum() / size.sum()
    drawn = np.concatenate(list(_drawn(own_loss, rival_loss, size, rng=rng, draws=draws)), axis=1)
    ratio = np.divide(drawn[0], drawn[1], out=np.full(drawn.shape[1], np.nan), where=drawn[1] > 0)
    return Contest(
        own=_score(own, drawn[0]),
        rival=_score(rival, drawn[1]),
        skill=_score(1 - own / rival if rival > 0 else float("nan"), 1 - ratio),
        better=float(np.mean(np.where(drawn[0] == drawn[1], 0.5, drawn[0] < drawn[1]))),
    )


def calibration(chances: ArrayLike, happened: ArrayLike, *, level: float = LEVEL) -> Groups:
    """Return what came true of similar chances.

    >>> found = calibration([0.02, 0.3, 0.3, 0.35], [0, 1, 0, 0])
    >>> found.n, found.hits, found.from_chance
    (array([1., 3.]), array([0., 1.]), array([0. , 0.2]))
    """
    given, came = _checked(chances, happened)
    borders = np.array([0.0, *BORDERS, 1.0])
    group = np.searchsorted(BORDERS, given, side="right")
    n = np.bincount(group, minlength=borders.size - 1).astype(np.float64)
    some = n > 0
    hits = np.bincount(group, weights=came, minlength=n.size)[some].astype(np.float64)
    ends = jeffreys(hits, n[some], level=level)
    return Groups(
        from_chance=borders[:-1][some],
        to_chance=borders[1:][some],
        n=n[some],
        chance=np.bincount(group, weights=given, minlength=n.size)[some] / n[some],
        hits=hits,
        share=hits / n[some],
        low=ends.low,
        high=ends.high,
    )


def hits_range(chances: Floats, rng: np.random.Generator, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the ends of the range of how many come true, from draws of their chances: one row a draw.

    In each draw every chance is tossed once, so the range holds what is not known about the chances and what luck adds.

    >>> hits_range(np.full((1000, 4), 1.0), np.random.default_rng(1))
    (4.0, 4.0)
    """
    size = max(1, CELLS // max(chances.shape[1], 1))
    parts = [chances[start : start + size] for start in range(0, chances.shape[0], size)]
    counts = np.concatenate([(rng.random(part.shape) < part).sum(axis=1) for part in parts])
    low, high = np.quantile(counts, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return float(low), float(high)


def _by_thing(about: NDArray[np.generic], *losses: Floats) -> tuple[Floats, ...]:
    """Return the sums of losses about each thing, and last the number of predictions."""
    _, place = np.unique(about, return_inverse=True)
    return tuple(np.bincount(place, weights=loss).astype(np.float64) for loss in (*losses, np.ones(place.size)))


def _drawn(own: Floats, rival: Floats, size: Floats, *, rng: np.random.Generator, draws: int) -> Iterator[Floats]:
    """Yield mean losses of both, one column a draw; things are drawn with as many as there are, some twice."""
    columns = np.column_stack((own, rival, size))
    step = max(1, CELLS // size.size)
    for start in range(0, draws, step):
        chosen = rng.integers(0, size.size, size=(min(step, draws - start), size.size))
        sums = columns[chosen].sum(axis=1)
        yield sums[:, :2].T / sums[:, 2]


def _score(value: float, drawn: Floats) -> Score:
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return Score(value=float(value), low=float("nan"), high=float("nan"))
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Score(value=float(value), low=float(low), high=float(high))


def _checked(chances: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    given, came = np.broadcast_arrays(np.asarray(chances, np.float64), np.asarray(happened, np.float64))
    if not ((given >= 0) & (given <= 1)).all():
        raise InputError("A chance is missing or not between 0 and 1.", mend="Give every prediction a chance.")
    return given, came
