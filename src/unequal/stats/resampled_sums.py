"""Sums over customers who are drawn again: the one bootstrap of money, and what follows from it.

Customers are drawn, never their months. Those who are alike are drawn together, so that no order of rows can matter and
a thousand customers on three price lists cost no more than three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import t as student

from .spells import Floats

LEVEL = 0.90
DRAWS = 20_000
FEWER_DRAWS = 4_000
MOST_TO_DRAW = 2_000  # distinct customers; of more the mean is normal
MANY = 300  # distinct customers; above it fewer draws
FEWEST = 5  # customers; below it there is no interval
FEWEST_TO_RESAMPLE = 30  # below it a mean of money has a t interval
SEED = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval.

    Attributes:
        value, low, high: nan where it is not known; the ends are nan below five customers.
        probability: That it is above the value asked for; nan below five customers.
        n: Customers.
    """

    value: float
    low: float
    high: float
    probability: float
    n: int


def resampled_sums(columns: ArrayLike, *, seed: int = SEED) -> Floats:
    """Return the sums of some columns over customers drawn again, one row a draw.

    >>> sums = resampled_sums([[1.0, 2.0]] * 6)
    >>> sums[0].tolist()
    [6.0, 12.0]
    """
    rows = np.asarray(columns, dtype=np.float64)
    kinds, counts = np.unique(rows, axis=0, return_counts=True)
    rng, n = np.random.default_rng(seed), int(counts.sum())
    if len(kinds) > MOST_TO_DRAW:
        spread = np.cov(rows, rowvar=False, ddof=1) * n
        return rng.multivariate_normal(rows.sum(axis=0), np.atleast_2d(spread), size=DRAWS, method="eigh")
    draws = DRAWS if len(kinds) <= MANY else FEWER_DRAWS
    drawn = [rng.multinomial(n, counts / n, size=draws // 20) @ kinds for _ in range(20)]
    return np.concatenate(drawn)


def ratio_from_draws(top: Floats, bottom: Floats, value: float, n: int, *, level: float = LEVEL) -> Estimate:
    """Return a ratio of two sums with its percentile interval and its probability to be above 1."""
    if n < FEWEST or not np.isfinite(value):
        return Estimate(value=value, low=np.nan, high=np.nan, probability=np.nan, n=n)
    ratio = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    known = ratio[np.isfinite(ratio)]
    if not known.size:
        return Estimate(value=value, low=np.nan, high=np.nan, probability=np.nan, n=n)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    above = known > 1 + 1e-12
    return Estimate(value=value, low=float(low), high=float(high), probability=float(above.mean()), n=n)


def mean_rate(
    amount: ArrayLike, exposure: ArrayLike, *, level: float = LEVEL, seed: int = SEED
) -> tuple[Estimate, Floats]:
    """Return money for each unit of exposure (a customer-year) and draws of it; probability: that it is above 0.

    From thirty customers the bias-corrected bootstrap, from five the t interval of the ratio's residuals (of the mean,
    where all were there equally long), below five none.

    Source: ratio estimator, Cochran, Sampling Techniques (1977), ch. 6; BCa, Efron (1987).

    >>> mean_rate([100.0] * 3 + [200.0] * 3, [1.0] * 6)[0].value
    150.0
    """
    money, there = np.asarray(amount, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    n, total = money.size, float(there.sum())
    value = float(money.sum() / total) if n and total > 0 and np.isfinite(money).all() else np.nan
    if n < FEWEST or np.isnan(value):
        return Estimate(value=value, low=np.nan, high=np.nan, probability=np.nan, n=n), np.full(1, np.nan)
    error = float(np.std(money - value * there, ddof=1)) / np.sqrt(n) / float(there.mean())
    if n < FEWEST_TO_RESAMPLE or error == 0:
        return _student(value, error, n, level), value + error * student.ppf(_even(DRAWS), n - 1)
    sums = resampled_sums(np.column_stack([money, there]), seed=seed)
    draws = sums[:, 0] / sums[:, 1]
    left_out = (money.sum() - money) / (total - there)
    low, high = _bca(draws, value, left_out, level)
    return Estimate(value=value, low=low, high=high, probability=float((draws > 0).mean()), n=n), draws


def _student(value: float, error: float, n: int, level: float) -> Estimate:
    reach = float(student.ppf((1 + level) / 2, n - 1)) * error
    positive = float(student.cdf(value / error, n - 1)) if error > 0 else float(value > 0)
    return Estimate(value=value, low=float(value - reach), high=float(value + reach), probability=positive, n=n)


def _even(draws: int) -> Floats:
    return np.asarray((np.arange(draws) + 0.5) / draws, dtype=np.float64)


def _bca(draws: Floats, value: float, left_out: NDArray[np.float64], level: float) -> tuple[float, float]:
    below = np.clip((draws < value).mean() + (draws == value).mean() / 2, 1 / draws.size, 1 - 1 / draws.size)
    bias = ndtri(below)
    gaps = left_out.mean() - left_out
    spread = float((gaps**2).sum())
    bend = float((gaps**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    z = bias + ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
    low, high = np.quantile(draws, ndtr(bias + z / (1 - bend * z)))
    return float(low), float(high)
