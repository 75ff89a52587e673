"""Who stays at each renewal, where leaving differs from customer to customer: the shifted beta-geometric.

Each customer leaves at a renewal with a chance of its own, drawn once from Beta(alpha, beta). Those likeliest to leave
go first, so that the share who renew rises with tenure although nobody changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betaln, psi

Floats = NDArray[np.float64]
BOUNDS = (-8.0, 8.0)  # of the logarithm of a parameter: outside, the data say nothing of how customers differ
STARTS = ((1.0, 1.0), (0.5, 4.0), (5.0, 50.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """How many customers share each history; equal histories are one row.

    Attributes:
        seen_from: Renewals that each had already made when the data begin to see it; 0 if seen from the start.
        made: Renewals made so far.
        left: Whether it left at the next one.
        customers: How many have this history.
    """

    seen_from: Floats
    made: Floats
    left: NDArray[np.bool_]
    customers: Floats

    @property
    def leavers(self) -> int:
        """Customers who left."""
        return int(self.customers[self.left].sum())

    @property
    def asked(self) -> float:
        """Renewals that were seen to be made or not."""
        return float(((self.made - self.seen_from + self.left) * self.customers).sum())


def renewals(made: ArrayLike, left: ArrayLike, seen_from: ArrayLike | None = None) -> Renewals:
    """Count equal histories once.

    A customer who left at the third renewal has made two. Who was never asked yet says nothing and may stand in it.

    Raises:
        ValueError: A customer is seen from after the renewals that it has made.

    >>> renewals([0, 0, 2], [True, True, False]).customers
    array([2., 1.])
    """
    n = np.asarray(made, dtype=np.float64)
    gone = np.asarray(left, dtype=np.bool_)
    before = np.zeros_like(n) if seen_from is None else np.asarray(seen_from, dtype=np.float64)
    if (before > n).any() or (before < 0).any():
        problem = "a customer cannot be seen from after the renewals that it has made"
        raise ValueError(problem)
    rows, count = np.unique(np.column_stack([before, n, gone]).astype(np.float64), axis=0, return_counts=True)
    return Renewals(
        seen_from=rows[:, 0], made=rows[:, 1], left=rows[:, 2].astype(np.bool_), customers=count.astype(np.float64)
    )


def from_survivors(survivors: ArrayLike) -> Renewals:
    """Return the histories behind the number who are left at the start and after each renewal.

    >>> from_survivors([100, 80, 70]).leavers
    30
    """
    left = np.asarray(survivors, dtype=np.float64)
    gone, last = -np.diff(left), len(left) - 1
    made = np.append(np.arange(last), last).astype(np.float64)
    return Renewals(
        seen_from=np.zeros_like(made),
        made=made,
        left=np.append(np.ones(last, dtype=np.bool_), np.bool_(False)),
        customers=np.append(gone, left[-1]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftedBetaGeometric:
    """Beta(alpha, beta) of the chance to leave at a renewal.

    Attributes:
        alpha, beta: Both above 0; the mean chance is alpha / (alpha + beta).
        log_likelihood: Of the data that it was fitted to; nan where it was not.
    """

    alpha: float
    beta: float
    log_likelihood: float = float("nan")

    @property
    def mean_chance(self) -> float:
        """Mean chance to leave at the first renewal."""
        return self.alpha / (self.alpha + self.beta)

    def log_survival(self, renewal: ArrayLike) -> Floats:
        """Return ln of the share who are still there after so many renewals."""
        t = np.asarray(renewal, dtype=np.float64)
        return betaln(self.alpha, self.beta + t) - betaln(self.alpha, self.beta)

    def survival(self, renewal: ArrayLike) -> Floats:
        """Return the share who are still there after so many renewals.

        >>> ShiftedBetaGeometric(alpha=1.0, beta=1.0).survival([0, 1, 2]).round(4)
        array([1.    , 0.5   , 0.3333])
        """
        return np.exp(self.log_survival(renewal))

    def retention(self, renewal: ArrayLike) -> Floats:
        """Return the share who renew for the n-th time, of those who have renewed n - 1 times."""
        t = np.asarray(renewal, dtype=np.float64)
        return (self.beta + t - 1) / (self.alpha + self.beta + t - 1)


def log_likelihood(seen: Renewals, alpha: float, beta: float) -> float:
    """Return the log-likelihood of histories.

    Source: Fader and Hardie, J. Interactive Marketing 21 (2007) 76; each customer with its own exposure.

    >>> round(log_likelihood(from_survivors([10, 5]), 1.0, 1.0), 4)
    -6.9315
    """
    t = seen.made
    ended = betaln(alpha + seen.left, beta + t)
    return float(((ended - betaln(alpha, beta + seen.seen_from)) * seen.customers).sum())


def fit_renewals(seen: Renewals) -> ShiftedBetaGeometric | None:
    """Return the likeliest parameters; None where nobody was asked, nobody left or nobody stayed.

    Where all histories are of one renewal, nothing tells how customers differ: the parameters stop at their bound.
    """
    if seen.leavers == 0 or seen.leavers >= seen.asked:
        return None

    def cost(logs: Floats) -> tuple[float, Floats]:
        alpha, beta = np.exp(logs)
        return -log_likelihood(seen, alpha, beta), -_slope(seen, alpha, beta) * np.array([alpha, beta])

    tried = [
        minimize(
            cost, np.log(start), jac=True, method="L-BFGS-B", bounds=[BOUNDS, BOUNDS],
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
        )
        for start in STARTS
    ]  # fmt: skip
    best = min(tried, key=lambda one: float(one.fun))
    alpha, beta = np.exp(best.x)
    return ShiftedBetaGeometric(alpha=float(alpha), beta=float(beta), log_likelihood=-float(best.fun))


def _slope(seen: Renewals, alpha: float, beta: float) -> Floats:
    t, gone, first, n = seen.made, seen.left.astype(np.float64), seen.seen_from, seen.customers
    both = psi(alpha + beta + first) - psi(alpha + gone + beta + t)
    by_alpha = psi(alpha + gone) - psi(alpha) + both
    by_beta = psi(beta + t) - psi(beta + first) + both
    return np.array([(by_alpha * n).sum(), (by_beta * n).sum()])
