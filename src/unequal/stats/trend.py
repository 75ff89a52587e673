"""Where a figure of few periods is heading: by least squares and by Theil and Sen, which must agree in direction.

Robust standard errors for autocorrelation (Newey-West) shrink the interval below some twenty periods, and are not here.

Sources: P. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the American Statistical
Association 63 (1968) 1379-1389; least squares with Student's law.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student
from scipy.stats import theilslopes

FEWEST = 3  # points; a line through two leaves nothing to tell its error by


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """A change a period, with its interval; nan where there are too few points."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Where a figure is heading.

    Attributes:
        n: Points that count: those with a value.
        least_squares: By least squares.
        theil_sen: By the median of all slopes between two points.
        falling: Probability that the slope of least squares is below zero (Student's law, n - 2 degrees of freedom).
        level_now: Value of the fitted line at the last point.
    """

    n: int
    least_squares: Slope
    theil_sen: Slope
    falling: float
    level_now: float

    @property
    def agrees(self) -> bool:
        """Whether both slopes point the same way; a trend that only one of them sees is none to act on."""
        return bool(self.least_squares.estimate * self.theil_sen.estimate > 0)

    def periods_until(self, level: float) -> float:
        """Return the periods from the last point until the fitted line meets a level; inf when it heads elsewhere."""
        away, slope = level - self.level_now, self.least_squares.estimate
        if away == 0:
            return 0.0
        return away / slope if away * slope > 0 else math.inf


def trend(values: ArrayLike, times: ArrayLike | None = None, *, level: float = 0.90) -> Trend:
    """Return the trend of a figure.

    Args:
        values: One a period; nan where nothing is known.
        times: When each is, in periods; 0, 1, 2, … unless given.
        level: Of the intervals, two-sided.

    Raises:
        ValueError: Values and times are not as many.

    >>> found = trend([0.412, 0.405, 0.398, 0.371, 0.380, 0.352, 0.339, 0.330])
    >>> round(found.least_squares.estimate, 4), round(found.theil_sen.estimate, 4), found.agrees
    (-0.0123, -0.0121, True)
    """
    y = np.asarray(values, dtype=np.float64)
    x = np.arange(y.size, dtype=np.float64) if times is None else np.asarray(times, dtype=np.float64)
    if x.shape != y.shape:
        raise ValueError(f"{y.size} values have {x.size} times.")
    known = np.isfinite(y) & np.isfinite(x)
    x, y = x[known], y[known]
    if x.size < FEWEST or np.ptp(x) == 0:
        nothing = Slope(estimate=math.nan, low=math.nan, high=math.nan)
        return Trend(n=x.size, least_squares=nothing, theil_sen=nothing, falling=math.nan, level_now=math.nan)
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    fitted = y.mean() + slope * (x - x.mean())
    error = math.sqrt(float(((y - fitted) ** 2).sum()) / (x.size - 2) / spread)
    half = float(student.ppf((1 + level) / 2, x.size - 2)) * error
    between, _, low, high = np.asarray(theilslopes(y, x, alpha=level), dtype=np.float64).tolist()
    return Trend(
        n=x.size,
        least_squares=Slope(estimate=slope, low=slope - half, high=slope + half),
        theil_sen=Slope(estimate=between, low=low, high=high),
        falling=_below_zero(slope, error, x.size - 2),
        level_now=float(fitted[np.argmax(x)]),
    )


def _below_zero(slope: float, error: float, df: int) -> float:
    if error == 0:
        return 0.5 if slope == 0 else float(slope < 0)
    return float(student.cdf(-slope / error, df))
