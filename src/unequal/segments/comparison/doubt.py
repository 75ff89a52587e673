"""Intervals of the share explained, and how sure it is that one scheme beats another.

Customers are drawn again with the errors that they have; nothing is fitted again. A fit to a drawn sample would find
copies of the customer it has left out, and take pure noise for knowledge. All schemes see the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .grouping import Floats
from .left_out import Errors

DRAWS = 4_000
MOST_BLOCKS = 2_000  # more customers are drawn in this many random blocks: the sums vary as much, at a fixed cost
CELLS = 4_000_000
SEED = 20_260_630
EQUAL = 1e-9


def resampled(errors: Sequence[Errors], *, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Return the share explained in each draw, a column a scheme; nan where the drawn customers are all alike.

    Args:
        errors: One a scheme, of the same customers in the same order.
        draws: How often all customers are drawn again.
        seed: Of the draws.
    """
    rng = np.random.default_rng(seed)
    columns = np.column_stack([part for one in errors for part in (one.own, one.null)])
    blocks = _blocks(columns, rng)
    found = np.empty((draws, len(errors)))
    step = max(1, CELLS // max(1, len(blocks)))
    for start in range(0, draws, step):
        times = _times(min(step, draws - start), len(blocks), rng)
        sums = times @ blocks
        own, null = sums[:, 0::2], sums[:, 1::2]
        found[start : start + len(times)] = 1 - own / np.where(null > 0, null, np.nan)
    return found


def probability_of_more(first: Floats, second: Floats | float) -> float:
    """Return in which share of the draws the first scheme explains more than the second.

    >>> probability_of_more(np.array([0.1, 0.3, 0.2, np.nan]), 0.2)
    0.3333333333333333
    """
    apart = first - second
    known = np.isfinite(apart)
    return float((apart[known] > EQUAL).mean()) if known.any() else float("nan")


def _blocks(columns: Floats, rng: np.random.Generator) -> Floats:
    if len(columns) <= MOST_BLOCKS:
        return columns
    block = rng.permutation(len(columns)) % MOST_BLOCKS
    return np.column_stack([np.asarray(np.bincount(block, column), dtype=np.float64) for column in columns.T])


def _times(draws: int, size: int, rng: np.random.Generator) -> Floats:
    """Return how often each of `size` is drawn, a row a draw."""
    drawn = rng.integers(0, size, (draws, size)) + np.arange(draws)[:, None] * size
    times = np.bincount(drawn.ravel(), minlength=draws * size)
    return np.asarray(times, dtype=np.float64).reshape(draws, size)
