"""What a life among the customers is worth today: discounted, and never longer than a cap."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import hyp2f1

from unequal.units import MONTHS_PER_YEAR

from .renewals import Floats, ShiftedBetaGeometric

ALIKE = 100.0  # from alpha + beta on, the series is summed: the closed form loses its digits
CAP_MONTHS = 60


def expected_lifetime(model: ShiftedBetaGeometric, rate: float) -> float:
    """Return the discounted number of payments of a new customer, paid at the start of each period.

    Args:
        model: Who renews.
        rate: Discount for one period, from 0 on. At 0 the lifetime of customers is infinite unless alpha > 1.

    Source: Fader and Hardie, Marketing Science 29 (2010) 85.

    >>> round(expected_lifetime(ShiftedBetaGeometric(alpha=0.668088, beta=3.806096), 0.10), 3)
    5.922
    """
    return _lifetime(model.alpha, model.beta, rate)


def residual_lifetime(model: ShiftedBetaGeometric, payments: int, rate: float) -> float:
    """Return the discounted payments still to come from one who has paid n times, as of the next renewal.

    >>> round(residual_lifetime(ShiftedBetaGeometric(alpha=0.668088, beta=3.806096), 8, 0.10), 3)
    7.53
    """
    stays = float(model.retention(payments))
    return stays * _lifetime(model.alpha, model.beta + payments, rate)


def _lifetime(alpha: float, beta: float, rate: float) -> float:
    if rate < 0:
        problem = "a discount rate is not below 0"
        raise ValueError(problem)
    if rate == 0:
        return (alpha + beta - 1) / (alpha - 1) if alpha > 1 else math.inf
    if alpha + beta > ALIKE:
        return _summed(alpha, beta, rate)
    return float(hyp2f1(1.0, beta, alpha + beta, 1 / (1 + rate)))


def _summed(alpha: float, beta: float, rate: float) -> float:
    """Add payments up until what is left is below one part in 10^12."""
    periods = np.arange(1 + math.ceil(30 / math.log1p(rate)))
    stays = (beta + periods) / (alpha + beta + periods) / (1 + rate)
    return float(1 + np.cumprod(stays).sum())


def monthly_discount(rate: float, months: int = CAP_MONTHS) -> Floats:
    """Return what a unit of money in the middle of each coming month is worth today, at a rate a year."""
    return (1 + rate) ** (-(np.arange(months) + 0.5) / MONTHS_PER_YEAR)


def capped_months(
    model: ShiftedBetaGeometric, made: ArrayLike, until_next: ArrayLike, period: float, discount: Floats
) -> Floats:
    """Return the discounted months that customers still stay, up to as many months as `discount` has.

    Args:
        model: Who renews.
        made: Renewals that each has made.
        until_next: Months until each one's next renewal, up to then it stays.
        period: Months from one renewal to the next.
        discount: From `monthly_discount`.

    Returns:
        Months for each customer.

    >>> half = ShiftedBetaGeometric(alpha=1e6, beta=1e6)
    >>> float(capped_months(half, [0], [12], 12, monthly_discount(0.0, 36))[0].round(2))
    21.0
    """
    n = np.asarray(made, dtype=np.float64)[:, None]
    wait = np.asarray(until_next, dtype=np.float64)[:, None]
    middle = np.arange(len(discount)) + 0.5
    passed = np.maximum(0.0, np.floor((middle - wait) / period) + 1)
    stays = np.exp(model.log_survival(n + passed) - model.log_survival(n))
    return stays @ discount
