"""A low and a high end that belong together, and the interval from a standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from .spells import Floats

WIDEST = 700.0  # on the log-log scale; beyond it the exponential overflows, and the interval is 0 to 1 long before


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Ends of an interval, each an array shaped as what was asked for; nan where no interval can be given."""

    low: Floats
    high: Floats


def from_standard_error(share: Floats, se: Floats, *, level: float) -> Interval:
    """Return the log-log interval of a share, which stays between 0 and 1; nan at a share of 0 or 1.

    >>> ends = from_standard_error(np.array([0.2]), np.array([0.02]), level=0.90)
    >>> ends.low.round(3), ends.high.round(3)
    (array([0.168]), array([0.234]))
    """
    inside = (share > 0) & (share < 1)
    value = np.where(inside, share, np.nan)
    width = np.maximum(ndtri((1 + level) / 2) * se / (value * np.log(value)), -WIDEST)
    return Interval(low=value ** np.exp(-width), high=value ** np.exp(width))
