"""The chance of at least so many wins among many unequal deals, from mean, variance and skewness alone.

The exact sum takes deals times wins steps a draw, which a search that asks some sixty times cannot wait for where a
plan speaks of hundreds of wins. With a variance of ten or more this is right to about a thousandth.

Source: A. Volkova, A refinement of the central limit theorem for sums of independent random indicators, Theory of
Probability and its Applications 40 (1996), 791-794; compared with the exact law by Y. Hong, On computing the
distribution function for the Poisson binomial distribution, Computational Statistics and Data Analysis 59 (2013).
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from .spells import Floats

NO_SPREAD = 1e-12  # a variance below it: the number of wins is known


def at_least_refined(chances: Floats, counts: Floats, wins: int) -> Floats:
    """Return the chance of at least `wins`, a draw each.

    Args:
        chances: One row a draw, one column a kind of deal.
        counts: How many deals of each kind.
        wins: Wins asked for.

    >>> at_least_refined(np.array([[0.2]]), np.array([400.0]), 80).round(2)
    array([0.52])
    """
    won = chances * (1 - chances)
    mean, variance = chances @ counts, won @ counts
    skewed = (won * (1 - 2 * chances)) @ counts
    sd = np.sqrt(np.maximum(variance, NO_SPREAD))
    x = (wins - 0.5 - mean) / sd
    density = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    below = ndtr(x) + skewed / (6 * sd**3) * (1 - x**2) * density
    return np.where(variance > NO_SPREAD, np.clip(1 - below, 0.0, 1.0), (mean >= wins - 0.5).astype(np.float64))
