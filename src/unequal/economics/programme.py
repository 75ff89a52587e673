"""The cash of a steady programme: so many opportunities started every month, those who are won paying for it later.

    path = cumulative_cash(programme, 60)        # money, one row a month 1 … 60, one column a draw
    dip = trough(path[:, 0])

Of opportunities started in month t, marketing is paid in t and selling hours evenly until the deal ends; those who are
won start when the cycle is over, are brought on board and served from then on, and pay after their payment lag, a year
ahead or by the month. The path is linear in the number of opportunities. Months are whole: a cycle of 3.5 months is 4
and one of half a month is 0, as Python rounds (half to even).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .win_model import Floats

YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What is done every month, and what comes of it; each figure one number, or one a draw.

    Attributes:
        opportunities: Started each month.
        marketing: Money an opportunity.
        selling: Money an opportunity, hours times their cost.
        onboarding: Money a customer, once.
        win_rate: Share of opportunities.
        cycle_months: From an opportunity to its end.
        price: Money a month, in the first year.
        margin: Share of the price.
        churn_monthly: Share of customers who leave in a month.
        expansion_annual: Growth of the price at each anniversary.
        prepaid: Share of revenue that is paid a year ahead.
        lag_months: From the start of a customer to the first cash.
    """

    opportunities: ArrayLike
    marketing: ArrayLike
    selling: ArrayLike
    onboarding: ArrayLike
    win_rate: ArrayLike
    cycle_months: ArrayLike
    price: ArrayLike
    margin: ArrayLike
    churn_monthly: ArrayLike
    expansion_annual: ArrayLike
    prepaid: ArrayLike
    lag_months: ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class Trough:
    """The deepest point of a programme.

    Attributes:
        depth: Cumulative cash there, 0 or below.
        month: When; nan where it never falls below zero.
        break_even: First later month with cumulative cash at or above zero; nan where none is seen.
    """

    depth: float
    month: float
    break_even: float


def opportunities_for(budget: ArrayLike, marketing: ArrayLike, selling: ArrayLike) -> Floats:
    """Return how many opportunities a monthly budget starts; bringing customers on board is not in it.

    >>> float(opportunities_for(50_000, 6_000, 120 * 95).round(2))
    2.87
    """
    each = np.asarray(marketing, dtype=np.float64) + np.asarray(selling, dtype=np.float64)
    return np.asarray(np.where(each > 0, np.asarray(budget, dtype=np.float64) / np.where(each > 0, each, 1.0), np.nan))


def cumulative_cash(programme: Programme, months: int) -> Floats:
    """Return the cumulative cash at the end of each month: one row a month 1 … `months`, one column a draw."""
    one = _Arrays.of(programme)
    earned, ahead = _billed_by(one, months)
    cycle, paid_from = one.cycle, one.cycle + one.lag
    won = one.opportunities * one.win_rate
    path, cash = np.empty((months, won.size)), np.zeros(won.size)
    for month in range(1, months + 1):
        working = np.where(cycle > 0, np.minimum(month, cycle) / np.maximum(cycle, 1), 1.0)
        spent = one.opportunities * (one.marketing + one.selling * working) + won * one.onboarding * (month > cycle)
        serving = won * (1 - one.margin) * _at(earned, month - cycle)
        paid = month - paid_from
        received = won * ((1 - one.prepaid) * _at(earned, paid) + one.prepaid * YEAR * _at(ahead, paid))
        cash = cash + received - serving - spent
        path[month - 1] = cash
    return path


def trough(path: Floats) -> Trough:
    """Return the deepest point of one path; `path[0]` is the end of month 1.

    >>> trough(np.array([-5.0, -9.0, -2.0, 1.0]))
    Trough(depth=-9.0, month=2.0, break_even=4.0)
    """
    if np.isnan(path).any():
        return Trough(depth=math.nan, month=math.nan, break_even=math.nan)
    lowest = int(path.argmin())
    if path[lowest] >= 0:
        return Trough(depth=0.0, month=math.nan, break_even=math.nan)
    back = np.flatnonzero(path[lowest:] >= 0)
    return Trough(
        depth=float(path[lowest]),
        month=float(lowest + 1),
        break_even=float(lowest + back[0] + 1) if back.size else math.nan,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrays:
    opportunities: Floats
    marketing: Floats
    selling: Floats
    onboarding: Floats
    win_rate: Floats
    price: Floats
    margin: Floats
    churn: Floats
    growth: Floats
    prepaid: Floats
    cycle: NDArray[np.intp]
    lag: NDArray[np.intp]

    @classmethod
    def of(cls, given: Programme) -> _Arrays:
        names = tuple(Programme.__dataclass_fields__)
        each = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(getattr(given, name), dtype=np.float64)) for name in names)
        )
        rows = dict(zip(names, each, strict=True))
        return cls(
            cycle=_whole(rows.pop("cycle_months")),
            lag=_whole(rows.pop("lag_months")),
            churn=rows.pop("churn_monthly"),
            growth=rows.pop("expansion_annual"),
            **rows,
        )


def _whole(months: Floats) -> NDArray[np.intp]:
    # rint rounds half to even, as round() does
    return np.rint(np.nan_to_num(months)).astype(np.intp)


def _billed_by(one: _Arrays, months: int) -> tuple[Floats, Floats]:
    """Return what one customer a month is billed by age 0, 1, …: all months, and those that begin a year."""
    shape = (months + 1, one.price.size)
    earned, ahead = np.zeros(shape), np.zeros(shape)
    now = one.price + 0.0
    for age in range(months):
        earned[age + 1] = earned[age] + now
        ahead[age + 1] = ahead[age] + (now if age % YEAR == 0 else 0.0)
        now = now * (1 - one.churn) * ((1 + one.growth) if (age + 1) % YEAR == 0 else 1.0)
    return earned, ahead


def _at(table: Floats, row: NDArray[np.intp]) -> Floats:
    """Return each column's entry at a row of its own; before the first there is nothing."""
    if row.size and (row == row[0]).all():
        return table[max(int(row[0]), 0)]
    return table[np.maximum(row, 0), np.arange(row.size)]
