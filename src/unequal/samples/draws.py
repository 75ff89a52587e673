"""Chance that comes out the same everywhere: one stream of draws for each purpose, found by its name.

A stream belongs to a path of words such as ``("harbor", "deals", "Big")``. Streams do not share state, so a new table
or a new kind of row takes its own stream and changes no file that exists. Only uniform numbers are taken from numpy;
every distribution is made from them here, because numpy keeps its uniform numbers for good but may change the way it
makes the others.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_STANDARD_NORMAL = NormalDist()
_SMALLEST = 1e-12  # a uniform number of exactly 0 has no normal quantile


class Draws:
    """A seeded stream of random values.

    Args:
        seed: The seed of the whole sample.
        path: What the stream is for, from the general to the special.

    >>> Draws(1, "harbor", "deals").whole(1, 6) == Draws(1, "harbor", "deals").whole(1, 6)
    True
    """

    def __init__(self, seed: int, *path: str) -> None:
        import numpy as np  # naming the companies must not cost the loading of numpy

        key = tuple(zlib.crc32(word.encode()) for word in path)
        self._uniform = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Return a number from [low, high)."""
        return low + (high - low) * float(self._uniform.random())

    def chance(self, probability: float) -> bool:
        """Return True with the probability."""
        return self.uniform() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, all equally likely."""
        return choices[self.whole(0, len(choices) - 1)]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """Return one of the choices, each as likely as its weight says."""
        left = self.uniform() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def lognormal(self, median: float, sigma: float) -> float:
        """Return a lognormal value with this median and this standard deviation of its logarithm."""
        return median * math.exp(sigma * _STANDARD_NORMAL.inv_cdf(max(self.uniform(), _SMALLEST)))

    def between_logs(self, low: float, high: float) -> float:
        """Return a value from [low, high), even on the log scale: many small, few large."""
        return low * (high / low) ** self.uniform()

    def poisson(self, mean: float) -> int:
        """Return a Poisson count, by counting exponential waiting times."""
        count, left = 0, mean + math.log(max(self.uniform(), _SMALLEST))
        while left > 0:
            count += 1
            left += math.log(max(self.uniform(), _SMALLEST))
        return count

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order."""
        return [item for _, _, item in sorted((self.uniform(), place, item) for place, item in enumerate(items))]
