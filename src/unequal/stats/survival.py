"""How many are still there: Kaplan-Meier, its interval, and the comparison of groups by log-rank.

One kind of ending only; where deals can be won or lost use `incidence`, for one minus this curve with the lost read as
open promises too many wins. ``watched.only(WON)`` makes that mistake on purpose, to show its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from .group_test import GroupTest, endings_at, group_test
from .incidence import TOLERANCE
from .intervals import Interval
from .spells import FEWEST, Floats, Spells, risk_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Share still there after each time; right-continuous steps.

    Attributes:
        times: Distinct times of an ending, ascending.
        at_risk: Watched just before each time.
        ended: Endings at each time, of any kind.
        share: Share still there just after each time.
        se: Greenwood's standard error; nan once nobody is left.
        starts_at: 0, or the time that must have been reached for the shares to apply (late entry only).
    """

    times: Floats
    at_risk: Floats
    ended: Floats
    share: Floats
    se: Floats
    starts_at: float

    def at(self, times: ArrayLike) -> Floats:
        """Return the share still there at any times."""
        row = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="right")
        return np.concatenate(([1.0], self.share))[row]

    def time_until(self, ended: float) -> float:
        """Return when this share has ended, 0.5 for the median; nan when never reached.

        >>> from unequal.stats.spells import spells
        >>> kaplan_meier(spells([1, 2, 3, 4], [1, 1, 1, 0])).time_until(0.5)
        2.0
        """
        reached = self.share <= 1 - ended + TOLERANCE
        return float(self.times[reached][0]) if reached.any() else float("nan")


def kaplan_meier(watched: Spells) -> Survival:
    """Estimate the share still there (Kaplan-Meier), endings of any kind being the same.

    >>> from unequal.stats.spells import spells
    >>> kaplan_meier(spells([1, 2, 2, 3], [1, 1, 0, 1])).share
    array([0.75, 0.5 , 0.  ])
    """
    table = risk_table(watched)
    n, ended = table.at_risk, table.ended
    share: Floats = np.cumprod(1 - ended / n, dtype=np.float64)
    step = np.divide(ended, n * (n - ended), out=np.full_like(n, np.nan), where=n > ended)
    return Survival(
        times=table.times,
        at_risk=n,
        ended=ended,
        share=share,
        se=share * np.sqrt(np.cumsum(step)),
        starts_at=table.starts_at,
    )


def survival_interval(watched: Spells, times: ArrayLike, *, level: float = 0.90) -> Interval:
    """Return the interval of the share still there at each time: beta product confidence procedure.

    Without censoring it is Clopper-Pearson. The promise of coverage holds for right-censoring; with late entry it is an
    approximation. Fewer than 5 spells give nan.
    Source: Fay, Brittain and Proschan, Biostatistics 14 (2013) 723; product approximated by its first two moments.

    >>> from unequal.stats.spells import spells
    >>> ends = survival_interval(spells([1, 2, 3, *[4] * 7], [1, 1, 1, *[0] * 7]), [3.5], level=0.95)
    >>> ends.low.round(4), ends.high.round(4)
    (array([0.3475]), array([0.9333]))
    """
    at = np.asarray(times, dtype=np.float64)
    if watched.n < FEWEST:
        return Interval(low=np.full(at.shape, np.nan), high=np.full(at.shape, np.nan))
    table = risk_table(watched)
    n, ended = table.at_risk, table.ended
    row = np.searchsorted(table.times, at, side="right")
    log_mean = _so_far(np.log1p(-ended / (n + 1)))[row]
    log_spread = _so_far(np.log1p(ended / ((n + 2) * (n - ended + 1))))[row]
    in_view = watched.in_view_after(at)
    some = np.where(in_view > 0, in_view, 1.0)
    lower = _beta_quantile(
        log_mean - np.log1p(1 / some), log_spread + np.log1p(1 / (some * (some + 2))), (1 - level) / 2
    )
    return Interval(
        low=np.where(in_view > 0, lower, 0.0),
        high=np.where(row > 0, _beta_quantile(log_mean, log_spread, (1 + level) / 2), 1.0),
    )


def _so_far(steps: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(steps)))


def _beta_quantile(log_mean: Floats, log_spread: Floats, probability: float) -> Floats:
    """Return a quantile of the Beta with this mean and with this logarithm of (second moment / squared mean)."""
    mean, relative_variance = np.exp(log_mean), np.expm1(log_spread)
    spread = np.where(relative_variance > 0, relative_variance, 1.0)  # no ending yet: the caller does not look
    a = np.where(relative_variance > 0, (1 - mean - mean * spread) / spread, 1.0)
    b = np.where(relative_variance > 0, a * (1 - mean) / mean, 1.0)
    return betaincinv(a, b, probability)


def log_rank(groups: Sequence[Spells]) -> GroupTest:
    """Test whether groups end at the same pace, endings of any kind being the same; late entry is respected.

    Deals that can be won or lost are compared with `group_difference.gray_test`.

    >>> from unequal.stats.spells import spells
    >>> round(log_rank([spells([1, 2, 3], [1, 1, 1]), spells([4, 5, 6], [1, 1, 1])]).statistic, 3)
    5.052
    """
    times = np.unique(np.concatenate([group.duration[group.event > 0] for group in groups]))
    at_risk = np.array([group.at_risk(times) for group in groups])
    ended = np.array([endings_at(group.duration[group.event > 0], times) for group in groups])
    n, d = at_risk.sum(axis=0), ended.sum(axis=0)
    share = at_risk / n
    spread = d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return group_test(ended.sum(axis=1), (share * d).sum(axis=1), covariance)
