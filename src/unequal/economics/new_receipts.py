"""What deals that are won will pay, and when: one draw of the truth, one path of wins, one path of money."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unequal.units import DAYS_PER_MONTH

from .win_model import Floats, Truths, Windows

MONTHS_PER_YEAR = 12
CHUNK = 2_000  # draws at a time, so that they stay near the processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a segment's customers pay.

    Attributes:
        yearly, quarterly: Shares of contracts paid a year or a quarter ahead; the others pay month by month.
        lag_months: Whole months from the month of the win to the first money.
        churn_monthly: Share of customers that leaves in a month, from the second year on.
    """

    yearly: float
    quarterly: float
    lag_months: int
    churn_monthly: float


def payments(terms: Terms, months: int) -> Floats:
    """Return what one unit of contract value a year pays in the month of the win and in those after it.

    >>> payments(Terms(yearly=1.0, quarterly=0.0, lag_months=2, churn_monthly=0.0), 4)
    array([0., 0., 1., 0.])
    """
    age = np.arange(months) - terms.lag_months
    staying = (1 - terms.churn_monthly) ** np.maximum(age - MONTHS_PER_YEAR + 1, 0)
    by_month = 1 - terms.yearly - terms.quarterly
    each = (
        terms.yearly * (age % MONTHS_PER_YEAR == 0) + terms.quarterly / 4 * (age % 3 == 0) + by_month / MONTHS_PER_YEAR
    )
    return np.where(age >= 0, each * staying, 0.0)


def won_value(truths: Truths, ages: Floats, values: Floats, rng: np.random.Generator, months: int) -> Floats:
    """Return the contract value won in each month among open deals: one row a draw, one column a month.

    Each deal is won in the month in which its chance, in that draw, passes an even random number of its own.

    Args:
        truths: Draws of the truth, good to the oldest age and `months` more.
        ages: Months on each open deal's clock.
        values: Contract value of each, money a year.
        rng: Source of randomness.
        months: Months ahead.
    """
    won = np.zeros((truths.draws, months + 1))
    lengths = np.arange(1.0, months + 1)
    rows = np.arange(truths.draws)
    for age, value in zip(ages, values, strict=True):
        u = rng.random(truths.draws)
        windows = Windows(ages=np.full(months, age), lengths=lengths)
        for first in range(0, truths.draws, CHUNK):
            some = slice(first, first + CHUNK)
            month = (truths.only(some).chances(windows) < u[some, None]).sum(axis=1)
            won[rows[some], month] += value
    return won[:, :months]


def curves(truths: Truths, months: int) -> Floats:
    """Return the share of started deals won by the end of each month: one row a draw, one column a month."""
    windows = Windows(ages=np.zeros(months), lengths=np.arange(1.0, months + 1))
    size = range(0, truths.draws, CHUNK)
    parts = [truths.only(slice(first, first + CHUNK)).chances(windows) for first in size]
    return np.clip(np.concatenate(parts), 0.0, 1.0)


def started_value(won_by: Floats, per_month: float, value: float, rng: np.random.Generator) -> Floats:
    """Return the contract value won in each month among deals that are started from now on.

    Deals that come as a Poisson process are won as one: in month t as many as a started deal is won by t, times the
    deals a month (the starts of all months so far add up to the whole curve).
    """
    if per_month * value == 0:
        return np.zeros_like(won_by)
    found = np.empty_like(won_by)
    for first in range(0, len(won_by), CHUNK):
        some = slice(first, first + CHUNK)
        np.multiply(value, rng.poisson(per_month * won_by[some]), out=found[some])
    return found


def receipts_of(won: Floats, terms: Terms) -> Floats:
    """Return what is received in each month for the value won in each."""
    months = won.shape[1]
    paid = payments(terms, months)
    spread = np.zeros((months, months))
    for month in range(months):
        spread[month, month:] = paid[: months - month]
    return won @ spread


def whole_months(days: float) -> int:
    """Return days until money as whole months, rounded up: money that is late within a month misses its end.

    >>> whole_months(30), whole_months(31), whole_months(0)
    (1, 2, 0)
    """
    return math.ceil(days / DAYS_PER_MONTH)
