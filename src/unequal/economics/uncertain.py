"""A figure with how far off it may be, as draws: what a count says, else what its grade says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import rankdata

from .typed_figures import GUESS, SPREAD
from .win_model import Floats

MOST_CHURN = 0.99  # so that a draw of a rate that is hardly known stays one


class Scale(StrEnum):
    """On which scale a figure may be off."""

    TIMES = "times"  # money, hours, months: lognormal
    ODDS = "odds"  # shares: on the logit scale
    NONE = "none"  # what a contract says: as it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """One figure.

    Attributes:
        value: As it stands; nan where it is not known.
        grade: E1 to E5; says how far off it may be where nobody counted.
        scale: On which scale.
        beta: Weights of a Beta law, where a share was counted (wins + ½, losses + ½).
        gamma: Shape and exposure of a Gamma law, where leavers were counted (d + ½, customer-months).
        spread: Sd on the scale, where own data say it; replaces that of the grade.
    source: Table or prior that it comes from.
        n: Rows behind it.
    """

    value: float = math.nan
    grade: str = GUESS
    scale: Scale = Scale.TIMES
    beta: tuple[float, float] | None = None
    gamma: tuple[float, float] | None = None
    spread: float | None = None
    source: str = ""
    n: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is one."""
        return not math.isnan(self.value)

    def draws(self, rng: np.random.Generator, number: int) -> Floats:
        """Return so many draws; a figure takes its random numbers from `rng` whether it needs them or not.

        >>> drawn = Uncertain(value=0.2, beta=(20.5, 80.5)).draws(np.random.default_rng(1), 20_000)
        >>> round(float(drawn.mean()), 2)
        0.2
        """
        if self.beta is not None:
            return rng.beta(*self.beta, size=number)
        if self.gamma is not None:
            return np.minimum(rng.gamma(self.gamma[0], 1 / self.gamma[1], size=number), MOST_CHURN)
        off = (SPREAD[self.grade] if self.spread is None else self.spread) * rng.standard_normal(number)
        if self.scale is Scale.NONE or not math.isfinite(self.value) or self.value == 0:
            return np.full(number, self.value)
        if self.scale is Scale.TIMES:
            return self.value * np.exp(off)
        if 0 < self.value < 1:
            return expit(logit(self.value) + off)
        return 1 - (1 - self.value) * np.exp(off)  # a margin below zero: what it costs is what is off


def chance_of(happens: NDArray[np.bool_]) -> float:
    """Return the share of draws in which something happens; never 0 or 1, since draws end.

    >>> round(chance_of(np.array([True, True, False])), 3), chance_of(np.array([True])) < 1
    (0.625, True)
    """
    return float((np.count_nonzero(happens) + 0.5) / (happens.size + 1))


def error_of_mean(values: Floats) -> float:
    """Return the standard error of a mean as a share of it; nan below two values.

    >>> round(error_of_mean(np.array([90.0, 100.0, 110.0])), 3)
    0.058
    """
    if values.size < 2 or not values.mean() > 0:
        return math.nan
    return float(values.std(ddof=1) / values.mean() / math.sqrt(values.size))


def rank_correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation; 0 where one of them never changes.

    >>> round(rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 9.0])), 6)
    1.0
    """
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def matched_beta(sample: Floats) -> tuple[float, float]:
    """Return the weights of the Beta law with the mean and variance of some shares.

    >>> round(matched_beta(np.array([0.1, 0.2, 0.3]))[0], 2)
    4.6
    """
    mean, variance = float(sample.mean()), float(sample.var())
    weight = mean * (1 - mean) / variance - 1 if variance > 0 else 1e6
    return mean * weight, (1 - mean) * weight
