"""The engine of the beta product: random paths of the share still open and of the share ended by one cause.

The idea. If n deals are watched and one ends, the true share that is still open just after it behaves like the largest
of n even random numbers: b = u^(1/n). The product of these factors is the share still open, and what each factor takes
away belongs to the cause of that ending.

Two facts make it fast and leave its law as it is: the d factors of endings tied at one time multiply to one
Beta(n - d + 1, d), and what they take away together splits between the causes by one Beta(own, other), whatever their
order. Only above `MOST_FACTORS` distinct times are neighbouring times put into one factor, with the mean and variance
of their product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .spells import WON, Floats, RiskTable

MOST_FACTORS = 2_000
CELLS = 2_000_000  # random numbers held at once: 16 MB an array


@dataclass(frozen=True, slots=True)
class Factors:
    """One row a factor.

    Attributes:
        a: The share still open is multiplied by Beta(a, b).
        b: See `a`.
        own: What is taken away belongs to the cause by a share Beta(own, other).
        other: See `own`; 0 where all endings are of the cause.
        until: Number of rows of the risk table used up after this factor.
    """

    a: Floats
    b: Floats
    own: Floats
    other: Floats
    until: NDArray[np.intp]


def chunks(draws: int, factors: int) -> Iterator[slice]:
    """Cut the draws into slices that keep an array of all factors within `CELLS`."""
    size = max(1, CELLS // (factors + 1))
    return (slice(start, min(start + size, draws)) for start in range(0, draws, size))


def next_ending(in_view: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return 1 - u^(1/Y) per horizon and draw, one u a draw; 1 where nobody is in view any more."""
    minus_log_u = rng.standard_exponential(draws)
    watched = np.where(in_view > 0, in_view, 1.0)[:, None]
    return np.where(in_view[:, None] > 0, -np.expm1(-minus_log_u / watched), 1.0)


def paths(factors: Factors, draws: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the shares still open and ended by the cause: one row before the first factor, one after each."""
    logs = np.empty((factors.a.size + 1, draws))
    logs[0] = 0.0
    single = factors.b == 1
    logs[1:][single] = -rng.standard_exponential((np.count_nonzero(single), draws)) / factors.a[single, None]
    tied = factors.a[~single, None], factors.b[~single, None]
    logs[1:][~single] = np.log(rng.beta(*tied, size=(tied[0].size, draws)))
    still_open = np.exp(np.cumsum(logs, axis=0, out=logs), out=logs)
    taken = np.zeros_like(logs)
    np.subtract(still_open[:-1], still_open[1:], out=taken[1:])
    mixed = (factors.own > 0) & (factors.other > 0)
    taken[1:][factors.own == 0] = 0.0
    split = factors.own[mixed, None], factors.other[mixed, None]
    taken[1:][mixed] *= rng.beta(*split, size=(split[0].size, draws))
    return still_open, np.cumsum(taken, axis=0, out=taken)


def factors_up_to(table: RiskTable, marks: NDArray[np.intp], cause: int) -> Factors:
    """Return the factors up to the last mark; a mark is a number of rows of the table used up."""
    last = int(marks.max(initial=0))
    n, ended = table.at_risk[:last], table.ended[:last]
    own = (table.wins if cause == WON else table.losses)[:last]
    edges = np.arange(last + 1)
    if last > MOST_FACTORS:
        hazard = np.concatenate(([0.0], np.cumsum(ended / n)))
        even = np.searchsorted(hazard, np.linspace(0.0, hazard[-1], MOST_FACTORS + 1))
        edges = np.unique(np.concatenate((even, marks, [0, last])))
    a, b = _merged(n, ended, edges)
    starts = edges[:-1]
    total = np.add.reduceat(own, starts) if last else own
    every = np.add.reduceat(ended, starts) if last else ended
    return Factors(a=a, b=b, own=total, other=every - total, until=edges[1:])


def _merged(n: Floats, ended: Floats, edges: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the Beta parameters of each run of rows: exact for one row, matched mean and variance for more."""
    if edges.size == n.size + 1:
        return n - ended + 1, ended
    mean = np.exp(np.add.reduceat(np.log1p(-ended / (n + 1)), edges[:-1]))
    relative_variance = np.expm1(np.add.reduceat(np.log1p(ended / ((n + 2) * (n - ended + 1))), edges[:-1]))
    a = (1 - mean - mean * relative_variance) / relative_variance
    return a, a * (1 - mean) / mean
