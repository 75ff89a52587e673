"""Natural breaks in one measure: the classes that leave the least variance inside them (Fisher 1958, Jenks 1977).

Any data can be cut well: even one hump without a gap reaches a fit of 0.90 with four classes. So a fit says nothing by
itself; `is_natural` compares it with what lognormal values of the same number reach by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

SAMPLES = 500
NATURAL_QUANTILE = 0.95
FEWEST_CLASSES, MOST_CLASSES = 2, 5
# The fit that 95 of 100 lognormal samples stay below, by number of values and for 2, 3, 4, 5 classes. It depends on
# nothing else: the fit does not change when values on the log scale are shifted or stretched. From `convenient_fit`
# with 4,000 samples (400 from 500 values on, 40 of 20,000); between two numbers, straight on 1/n.
BY_CHANCE: dict[int, tuple[float, float, float, float]] = {
    5: (0.9575, 0.9976, 1.0000, 1.0000),
    6: (0.9340, 0.9920, 0.9994, 1.0000),
    7: (0.9179, 0.9844, 0.9977, 0.9998),
    8: (0.8922, 0.9762, 0.9948, 0.9991),
    9: (0.8736, 0.9678, 0.9911, 0.9978),
    10: (0.8656, 0.9621, 0.9876, 0.9964),
    12: (0.8445, 0.9490, 0.9818, 0.9929),
    14: (0.8248, 0.9418, 0.9761, 0.9896),
    17: (0.8032, 0.9292, 0.9685, 0.9847),
    20: (0.7917, 0.9201, 0.9628, 0.9807),
    25: (0.7688, 0.9083, 0.9546, 0.9751),
    30: (0.7571, 0.8987, 0.9484, 0.9710),
    40: (0.7419, 0.8845, 0.9396, 0.9641),
    60: (0.7175, 0.8698, 0.9281, 0.9561),
    100: (0.6995, 0.8562, 0.9178, 0.9481),
    200: (0.6789, 0.8416, 0.9068, 0.9393),
    500: (0.6617, 0.8282, 0.8969, 0.9320),
    2000: (0.6478, 0.8188, 0.8896, 0.9255),
    20000: (0.6385, 0.8115, 0.8844, 0.9214),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """Classes of sorted values.

    Attributes:
        starts: Smallest value of each class, ascending.
        sizes: Values in each class.
        fit: Goodness of variance fit: 1 less the variance left inside the classes over all variance.
    """

    starts: tuple[float, ...]
    sizes: tuple[int, ...]
    fit: float

    @property
    def chance(self) -> float:
        """The fit that one hump without gaps stays below in 95 of 100 samples of as many values."""
        return fit_by_chance(sum(self.sizes), len(self.sizes))

    @property
    def is_natural(self) -> bool:
        """Whether the gaps are wider than chance leaves them."""
        return self.fit > self.chance


def natural_breaks(values: Floats, classes: int) -> Breaks:
    """Return the best classes; equal values stay together where that is best.

    Args:
        values: Any order, at least as many as classes.
        classes: How many classes.

    >>> found = natural_breaks(np.array([1.0, 2.0, 10.0, 11.0]), 2)
    >>> found.starts, found.sizes, round(found.fit, 3)
    ((1.0, 10.0), (2, 2), 0.988)
    """
    return all_breaks(values, classes)[-1]


def all_breaks(values: Floats, most: int = MOST_CLASSES) -> tuple[Breaks, ...]:
    """Return the best 1, 2 … most classes; the work grows with n log n, since the best cut only moves up with n."""
    ordered = np.sort(values)
    centred = ordered - ordered.mean()
    sums, squares = (np.concatenate(([0.0], np.cumsum(part))) for part in (centred, centred**2))
    least = np.concatenate(([0.0], np.full(ordered.size, np.inf)))
    cuts, found = [], []
    for row in range(min(most, ordered.size)):
        least, cut = _layer(least, row, sums, squares)
        cuts.append(cut)
        found.append(_classes(ordered, cuts, float(least[-1]), float(squares[-1])))
    return tuple(found)


def fit_by_chance(n: int, classes: int) -> float:
    """Return the fit that lognormal values stay below in 95 of 100 samples.

    Args:
        n: Number of values; above the largest of the table its last row stands, which asks a little too much.
        classes: Number of classes, 2 to 5.

    >>> round(fit_by_chance(12, 3), 3)
    0.949
    """
    rows = np.array([1 / number for number in BY_CHANCE])
    fits = np.array([row[classes - FEWEST_CLASSES] for row in BY_CHANCE.values()])
    return float(np.interp(1 / n, rows[::-1], fits[::-1]))


def convenient_fit(n: int, classes: int, rng: np.random.Generator, samples: int = SAMPLES) -> float:
    """Return the same by drawing: what `BY_CHANCE` was made with.

    Args:
        n: Number of values.
        classes: Number of classes.
        rng: Source of randomness.
        samples: How many are drawn.
    """
    drawn = rng.normal(size=(samples, n))
    return float(np.quantile([natural_breaks(sample, classes).fit for sample in drawn], NATURAL_QUANTILE))


def _classes(ordered: Floats, cuts: list[Places], inside: float, total: float) -> Breaks:
    edges = [ordered.size]
    for cut in cuts[:0:-1]:
        edges.append(int(cut[edges[-1]]))
    starts = [0, *edges[:0:-1]]
    return Breaks(
        starts=tuple(float(ordered[start]) for start in starts),
        sizes=tuple(int(size) for size in np.diff([*starts, ordered.size])),
        fit=1 - inside / total if total > 0 else 0.0,
    )


def _layer(before: Floats, row: int, sums: Floats, squares: Floats) -> tuple[Floats, Places]:
    """Return the least sum of squares of row + 1 classes of the first j values, and where the last class starts.

    The best start never moves down as j grows: so the middle j halves the starts that the others have to try.
    """
    n = before.size - 1
    least, cut = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.intp)
    jobs = np.array([[row + 1, n, row, n - 1]], dtype=np.intp)  # first and last j, first and last start to try
    while len(jobs):
        first, last, low, high = jobs.T
        middle = (first + last) // 2
        tried = np.minimum(high, middle - 1) - low + 1
        begins = np.concatenate(([0], np.cumsum(tried)[:-1]))
        start = np.arange(tried.sum()) + np.repeat(low - begins, tried)
        stop = np.repeat(middle, tried)
        inside = squares[stop] - squares[start] - (sums[stop] - sums[start]) ** 2 / (stop - start)
        total = before[start] + np.maximum(inside, 0.0)
        least[middle] = np.minimum.reduceat(total, begins)
        hits = np.flatnonzero(total == np.repeat(least[middle], tried))
        best = start[hits[np.searchsorted(hits, begins)]]
        cut[middle] = best
        halves = np.concatenate(
            [np.stack([first, middle - 1, low, best], axis=1), np.stack([middle + 1, last, best, high], axis=1)]
        )
        jobs = halves[halves[:, 0] <= halves[:, 1]]
    return least, cut
