"""How often the best of all schemes would explain so much by chance.

The target is dealt out anew among the customers, against all schemes together, so that what looking at many schemes
does for the best of them is counted in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .grouping import Codes, Floats
from .left_out import left_out

PERMUTATIONS = 5_000
MOST_CUSTOMERS = 20_000  # above it a stratified sample stands for all
MOST_WEIGHTED = 5_000  # the same where customers count unequally, which costs more
SAMPLE, SAMPLE_WEIGHTED = 5_000, 2_000
CELLS = 2_000_000
SEED = 19_350_101
EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What chance does.

    Attributes:
        best: Share of the deals in which the best of all schemes explains at least as much as the best did.
        alone: For each scheme, the share in which it explains at least as much as it did.
        customers: How many customers it was tried on.
    """

    best: float
    alone: tuple[float, ...]
    customers: int


def chance_of_best(
    values: Floats,
    codes: Sequence[Codes],
    *,
    strata: Codes,
    weights: Floats | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Chance:
    """Return how often chance does as well; the deal that happened counts as one of them.

    Args:
        values: The target, one a customer.
        codes: Groups of each customer, one array a scheme.
        strata: Groups from which a sample is drawn in proportion, where there are too many customers.
        weights: How much each customer counts; 1 each where not given.
        permutations: How often the target is dealt out anew.
        seed: Of the deals.
    """
    rng = np.random.default_rng(seed)
    limits = (MOST_CUSTOMERS, SAMPLE) if weights is None else (MOST_WEIGHTED, SAMPLE_WEIGHTED)
    rows = _sample(strata, *limits, rng)
    value, groups = values[rows], [one[rows] for one in codes]
    weight = None if weights is None else weights[rows]
    observed = np.array([left_out(value, one, weight).r2 for one in groups])
    if not groups or np.isnan(observed).all():
        return Chance(best=float("nan"), alone=(float("nan"),) * len(groups), customers=value.size)
    dealt = _plain(value, groups, permutations, rng) if weight is None else _weighted(value, weight, groups, rng)
    as_good = dealt >= observed - EQUAL
    of_best = np.nanmax(dealt, axis=1) >= np.nanmax(observed) - EQUAL
    count = len(dealt) + 1
    return Chance(
        best=float((of_best.sum() + 1) / count),
        alone=tuple(float(one) for one in (as_good.sum(axis=0) + 1) / count),
        customers=value.size,
    )


def _sample(strata: Codes, most: int, size: int, rng: np.random.Generator) -> Codes:
    """Return all rows up to so many, else a sample that has of each stratum its share."""
    if strata.size <= most:
        return np.arange(strata.size)
    shuffled = rng.permutation(strata.size)
    in_strata = shuffled[np.argsort(strata[shuffled], kind="stable")]
    return np.sort(in_strata[(np.arange(size) * strata.size) // size])


def _members(codes: Codes) -> tuple[sparse.csr_array, Floats]:
    """Return a row a group that picks its customers, and the size of each."""
    kept = np.flatnonzero(codes >= 0)
    used, place = np.unique(codes[kept], return_inverse=True)
    picks = sparse.csr_array((np.ones(kept.size), (place, kept)), shape=(used.size, codes.size))
    return picks, np.bincount(place, minlength=used.size).astype(np.float64)


def _plain(values: Floats, groups: Sequence[Codes], permutations: int, rng: np.random.Generator) -> Floats:
    """Return the share explained in each deal, from sums and sums of squares by group alone."""
    members = [_members(one) for one in groups]
    centred = values - values.mean()
    found = np.empty((permutations, len(groups)))
    step = max(1, CELLS // values.size)
    for start in range(0, permutations, step):
        size = min(step, permutations - start)
        dealt = np.ascontiguousarray(rng.permuted(np.tile(centred, (size, 1)), axis=1).T)
        squares = dealt**2
        for scheme, (picks, sizes) in enumerate(members):
            found[start : start + size, scheme] = _explained(picks @ dealt, picks @ squares, sizes[:, None])
    return found


def _explained(sums: Floats, squares: Floats, sizes: Floats) -> Floats:
    """Return the share explained, a column a deal; see `left_out` for the formula."""
    total = float(sizes.sum())
    mean = sums.sum(axis=0) / total
    null = (squares.sum(axis=0) - total * mean**2) * (total / (total - 1)) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.maximum(squares - sums**2 / sizes, 0.0) * (sizes / (sizes - 1)) ** 2
    alone = (squares - 2 * mean * sums + mean**2) * (total / (total - 1)) ** 2
    return 1 - np.where(sizes > 1, within, alone).sum(axis=0) / np.where(null > 0, null, np.nan)


def _weighted(values: Floats, weights: Floats, groups: Sequence[Codes], rng: np.random.Generator) -> Floats:
    """Return the share explained in each deal of outcomes with their weights."""
    found = np.empty((PERMUTATIONS, len(groups)))
    step = max(1, CELLS // values.size)
    for start in range(0, PERMUTATIONS, step):
        size = min(step, PERMUTATIONS - start)
        order = rng.permuted(np.tile(np.arange(values.size), (size, 1)), axis=1).T
        weight, value = weights[order], values[order]
        for scheme, codes in enumerate(groups):
            found[start : start + size, scheme] = _weighted_explained(value, weight, codes)
    return found


def _weighted_explained(values: Floats, weights: Floats, codes: Codes) -> Floats:
    kept = codes >= 0
    value, weight = (values, weights) if kept.all() else (values[kept], weights[kept])
    picks, _ = _members(codes[kept])
    place = np.unique(codes[kept], return_inverse=True)[1]
    product = weight * value
    of_group, sum_of_group = picks @ weight, picks @ product
    of_all, sum_of_all = of_group.sum(axis=0), sum_of_group.sum(axis=0)
    all_others = (sum_of_all - product) / (of_all - weight)
    rest = of_group[place] - weight
    alone = rest <= EQUAL * of_all
    others = np.where(alone, all_others, (sum_of_group[place] - product) / np.where(alone, 1.0, rest))
    own, null = ((weight * (value - one) ** 2).sum(axis=0) for one in (others, all_others))
    return 1 - own / np.where(null > 0, null, np.nan)
