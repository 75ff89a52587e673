"""How many there are, from two lists that were made without knowing of each other (capture and recapture).

Lists that copy each other make the estimate too low, lists of different niches too high, so it is no lower bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

from unequal.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """An estimate of a whole.

    Attributes:
        count: Names that there are, on either list or on none.
        low, high: Ends of its interval.
        seen: Different names on the two lists: the least there can be.
    """

    count: float
    low: float
    high: float
    seen: int


def chapman(first: int, second: int, both: int, *, level: float = 0.90) -> Captured:
    """Return how many names there are, from two lists and how many names stand on both.

    Args:
        first: Names on the one list.
        second: Names on the other.
        both: Names on both.
        level: Of the interval, two-sided.

    Raises:
        InputError: More names stand on both than on one.

    Source: D. Chapman, University of California Publications in Statistics 1 (1951) 131-160; interval on the log scale
    above the names seen, A. Chao, Biometrics 43 (1987) 783-791.

    >>> found = chapman(40, 30, 12, level=0.95)
    >>> round(found.count, 1), round(found.low, 1), round(found.high, 1), found.seen
    (96.8, 75.5, 144.1, 58)
    """
    if not 0 <= both <= min(first, second):
        problem = f"Two lists of {first} and {second} names cannot share {both}."
        raise InputError(problem, mend="Count in overlap_n the names of this list that also stand on the other one.")
    seen = first + second - both
    count = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    unseen = count - seen
    if unseen <= 0:
        return Captured(count=float(seen), low=float(seen), high=float(seen), seen=seen)
    z = float(ndtri((1 + level) / 2))
    times = math.exp(z * math.sqrt(math.log1p(spread / unseen**2)))
    return Captured(count=count, low=seen + unseen / times, high=seen + unseen * times, seen=seen)
