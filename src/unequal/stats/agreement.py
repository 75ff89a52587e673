"""How well predicted groups agree with true ones: Cohen's kappa, recall, precision, and how sure of them one can be.

A confusion matrix is all there is to know: drawing customers again is drawing its cells again, so that no order of
rows can matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import Interval
from .proportions import jeffreys
from .spells import Floats

LEVEL = 0.90
DRAWS = 20_000
SEED = 4
LEAST_KAPPA = 0.40  # below it agreement is "fair" at best (Landis and Koch, Biometrics 33 (1977) 159)
LEAST_RECALL = 0.60  # of a segment's members that must be recognised (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of true and predicted groups.

    Attributes:
        kappa, low, high: Agreement beyond chance, with its percentile interval over draws of customers.
        recall, precision: One a group; nan where there is nobody to recognise, or nobody was put there.
        recall_interval, precision_interval: Jeffreys.
        probability: For each group, share of draws in which both kappa and its recall are high enough.
    """

    kappa: float
    low: float
    high: float
    recall: Floats
    precision: Floats
    recall_interval: Interval
    precision_interval: Interval
    probability: Floats


def cohen_kappa(confusion: ArrayLike) -> Floats:
    """Return agreement beyond chance of one confusion matrix or a stack of them; nan where chance alone explains all.

    Source: Cohen, Educational and Psychological Measurement 20 (1960) 37.

    >>> float(cohen_kappa([[14, 3, 1], [4, 15, 3], [0, 3, 17]]).round(4))
    0.6491
    """
    counts = np.asarray(confusion, dtype=np.float64)
    total = counts.sum(axis=(-2, -1))
    observed = np.trace(counts, axis1=-2, axis2=-1) / total
    expected = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1) / total**2
    return np.divide(observed - expected, 1 - expected, out=np.full_like(observed, np.nan), where=expected < 1)


def agreement(confusion: ArrayLike, *, seed: int = SEED, draws: int = DRAWS, level: float = LEVEL) -> Agreement:
    """Return kappa, recall and precision with their uncertainty.

    Args:
        confusion: Customers by true (rows) and predicted group (columns).
        seed: Of the draws of customers.
        draws: How many.
        level: Of the intervals.

    >>> found = agreement([[14, 3, 1], [4, 15, 3], [0, 3, 17]])
    >>> float(found.probability[1].round(2)), float(found.recall[1].round(3))
    (0.81, 0.682)
    """
    counts = np.asarray(confusion, dtype=np.float64)
    hits, true, told = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    drawn = _drawn(counts, np.random.default_rng(seed), draws)
    kappas = cohen_kappa(drawn)
    known = kappas[np.isfinite(kappas)]
    tail = (1 - level) / 2
    low, high = np.quantile(known, [tail, 1 - tail]) if known.size else (np.nan, np.nan)
    recalls = _share(np.diagonal(drawn, axis1=-2, axis2=-1), drawn.sum(axis=-1))
    passed = (kappas[:, None] >= LEAST_KAPPA) & (recalls >= LEAST_RECALL)
    return Agreement(
        kappa=float(cohen_kappa(counts)),
        low=float(low),
        high=float(high),
        recall=_share(hits, true),
        precision=_share(hits, told),
        recall_interval=jeffreys(hits, true, level=level),
        precision_interval=jeffreys(hits, told, level=level),
        probability=np.where(true > 0, passed.mean(axis=0), np.nan),
    )


def _drawn(counts: Floats, rng: np.random.Generator, draws: int) -> Floats:
    total = counts.sum()
    cells = rng.multinomial(int(total), (counts / total).ravel(), size=draws)
    return np.asarray(cells.reshape(draws, *counts.shape), dtype=np.float64)


def _share(hits: NDArray[np.float64], of: NDArray[np.float64]) -> Floats:
    return np.divide(hits, of, out=np.full(np.broadcast(hits, of).shape, np.nan), where=of > 0)
