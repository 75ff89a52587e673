"""When has so large a share ended, and between which times may that lie?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .incidence import TOLERANCE
from .spells import Floats, Spells
from .survival import kaplan_meier, survival_interval

LEVEL = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """The time by which a share has ended.

    Attributes:
        at: The time; nan when it is never reached.
        low, high: Ends of its interval: the times at which the ends of the share's own interval reach it; nan where
            they never do.
    """

    at: float
    low: float
    high: float


def ended_by(watched: Spells, share: float, *, level: float = LEVEL) -> Quantile:
    """Return when this share has ended, 0.5 for the median, open ones counted as open (Kaplan-Meier).

    The interval inverts the beta product interval of the share still there, as R. Brookmeyer and J. Crowley
    (Biometrics 38, 1982) inverted another one. Fewer than 5 spells have none.

    >>> from unequal.stats.spells import spells
    >>> ended_by(spells([1, 2, 3, 4, 5, 6, 7, 8], [1] * 8), 0.5)
    Quantile(at=4.0, low=2.0, high=7.0)
    """
    curve = kaplan_meier(watched)
    ends = survival_interval(watched, curve.times, level=level)
    return Quantile(
        at=curve.time_until(share),
        low=_first(curve.times, ends.low, share),
        high=_first(curve.times, ends.high, share),
    )


def _first(times: Floats, still_there: Floats, share: float) -> float:
    reached = np.flatnonzero(still_there <= 1 - share + TOLERANCE)  # nan compares as not reached
    return float(times[reached[0]]) if reached.size else float("nan")
