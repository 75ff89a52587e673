"""The chances of at least so many wins in each of many draws of the truth, without working out each draw.

How likely enough wins are in a draw hangs on little more than how many wins the draw expects. So the draws are put in
the order of the wins they expect, and every so-manieth is worked out exactly: the mean and the quantiles over these
are those over all draws to far less than the error of the draws themselves.

Source: systematic sampling from an ordered list, W. Cochran, Sampling Techniques (1977), chapter 8; its error from
successive differences, K. Wolter, Introduction to Variance Estimation (2007), section 8.2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from unequal.stats.poisson_binomial import at_least

from .pipeline import Outlook
from .win_model import Floats, Truths

STEPS = 1_500_000  # steps of the exact sum that are taken at once: some 5 ms
FEWEST = 1_000  # draws that are always worked out
MOST_NEIGHBOURS = 3  # fewer draws tell nothing of how neighbours differ
CELLS = 60_000  # chances held at once: as many as stay near the processor


def tails_of(truths: Truths, outlook: Outlook, most: int) -> Floats:
    """Return the chances of at least 0, 1, …, `most` wins: one row for each draw that was worked out."""
    return tails_of_each(truths, (outlook,), most)[0]


def tails_of_each(truths: Truths, outlooks: Sequence[Outlook], most: int) -> list[Floats]:
    """Return the same for outlooks on the same windows, from the draws that are worked out for the first."""
    outlook = outlooks[0]
    deals, truths = outlook.place.size, truths.within(outlook.windows.until)
    kept = max(FEWEST, STEPS // max(deals * (min(most, deals) + 1), 1))
    if kept < truths.draws:
        truths = truths.only(evenly(expected(truths, outlook), kept))
    chances = truths.chances(outlook.windows)
    return [at_least(one.by_deal(chances), most) for one in outlooks]


def error_of(tails: Floats, draws: int) -> Floats:
    """Return the standard error of the mean of each column.

    Two errors add up: that of the draws themselves, and that of the draws between those which were worked out, told by
    how much neighbours in the order differ.

    Args:
        tails: Worked out, in the order in which they were chosen.
        draws: From how many they were chosen.
    """
    of_draws = tails.var(axis=0) / draws
    if len(tails) >= draws or len(tails) < MOST_NEIGHBOURS:
        return np.sqrt(tails.var(axis=0) / max(len(tails), 1))
    between = (np.diff(tails, axis=0) ** 2).mean(axis=0) / (2 * len(tails))
    return np.sqrt(of_draws + between)


def expected(truths: Truths, outlook: Outlook) -> Floats:
    """Return the wins that each draw expects."""
    counts = outlook.deals_through
    size = max(CELLS // max(counts.size, 1), 1)
    parts = (truths.only(slice(first, first + size)) for first in range(0, truths.draws, size))
    return np.concatenate([part.chances(outlook.windows) @ counts for part in parts])


def evenly(values: Floats, kept: int) -> NDArray[np.intp]:
    """Return the places of every so-manieth value in ascending order.

    >>> evenly(np.array([3.0, 1.0, 2.0, 4.0, 6.0, 5.0]), 3)
    array([1, 0, 5])
    """
    order: NDArray[np.intp] = np.argsort(values, kind="stable")
    middle = (np.arange(kept) + 0.5) * order.size / kept
    return order[np.ceil(middle - 1).astype(np.intp)]
