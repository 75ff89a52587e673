"""What a purchase of a customer is worth, when each has made only a few: Gamma-Gamma.

Purchases vary around a mean of the customer's own, and these means vary. Source: Fader and Hardie, note 025 (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

Floats = NDArray[np.float64]
BOUNDS = (-9.0, 9.0)  # of the logarithm of a parameter, money in units of the mean purchase
STARTS = ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0))
MOST_RELATED = 0.3  # correlation of frequency and value above which the two must not be multiplied (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaGamma:
    """Parameters of what purchases are worth.

    Attributes:
        p, q, v: Shape of purchases around a customer's mean; shape and scale of the means; v in money.
        log_likelihood: Of the data that it was fitted to; nan where it was not.
    """

    p: float
    q: float
    v: float
    log_likelihood: float = float("nan")

    @property
    def mean(self) -> float:
        """Mean purchase of all customers; nan where the means vary so much that they have none."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else float("nan")

    def purchase(self, x: ArrayLike, mean: ArrayLike) -> Floats:
        """Return the expected purchase of each customer, of x repeats with a mean; without a repeat, everybody's.

        >>> GammaGamma(p=6.25, q=3.74, v=15.44).purchase([2, 1, 7], [22.35, 11.77, 73.74]).round(2)
        array([24.66, 18.92, 71.47])
        """
        n, m = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
        return self.p * (self.v + n * np.where(n > 0, m, 0.0)) / (self.p * n + self.q - 1)


def log_likelihood(model: GammaGamma, x: ArrayLike, mean: ArrayLike) -> float:
    """Return the log-likelihood of mean purchases of customers with x repeats."""
    n, m = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    p, q, v = model.p, model.q, model.v
    shape = p * n
    found = (
        gammaln(shape + q) - gammaln(shape) - gammaln(q)
        + q * np.log(v) + (shape - 1) * np.log(m) + shape * np.log(n) - (shape + q) * np.log(v + n * m)
    )  # fmt: skip
    return float(found.sum())


def fit_spend(x: ArrayLike, mean: ArrayLike) -> GammaGamma | None:
    """Return the likeliest parameters from customers with a repeat worth something; None below three of them."""
    n, m = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    used = (n > 0) & (m > 0) & np.isfinite(m)
    n, m = n[used], m[used]
    if len(n) <= 2 or np.ptp(m) == 0:
        return None
    unit = float(m.mean())

    def cost(logs: Floats) -> float:
        p, q, v = np.exp(logs)
        return -log_likelihood(GammaGamma(p=p, q=q, v=v), n, m / unit) / len(n)

    tried = [
        minimize(cost, np.log(one), method="L-BFGS-B", bounds=[BOUNDS] * 3, options={"ftol": 1e-14, "maxiter": 1000})
        for one in STARTS
    ]
    p, q, v = np.exp(min(tried, key=lambda one: float(one.fun)).x)
    model = GammaGamma(p=float(p), q=float(q), v=float(v * unit))
    return GammaGamma(p=model.p, q=model.q, v=model.v, log_likelihood=log_likelihood(model, n, m))


def related(x: ArrayLike, mean: ArrayLike) -> float:
    """Return the correlation of how often customers with a repeat buy and what they spend; nan below three."""
    n, m = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    used = (n > 0) & np.isfinite(m)
    if used.sum() <= 2 or np.ptp(n[used]) == 0 or np.ptp(m[used]) == 0:
        return float("nan")
    return float(np.corrcoef(n[used], m[used])[0, 1])
