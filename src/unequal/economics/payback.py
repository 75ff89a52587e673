"""How long a customer takes to earn back what winning it cost, with the customers who leave, and what it earns in all.

Of a started customer, the share that is still there shrinks every month; so the simple payback, which forgets that,
is always too short. All figures may be arrays of draws; one result each. What is unknown is nan and stays nan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .unit_economics import DISCOUNT_ANNUAL, HORIZON_MONTHS
from .win_model import Floats

YEAR = 12
MOST_MONTHS = 600  # fifty years: who has not paid back by then never does


def simple_payback(cost: ArrayLike, monthly: ArrayLike) -> Floats:
    """Return months until margin has repaid a cost if nobody left; inf where there is no margin.

    Args:
        cost: Of winning one customer.
        monthly: Price a month times margin.

    >>> simple_payback([111_667, 17_545], [7_500, 1_560]).round(1)
    array([14.9, 11.2])
    """
    spent, earned = np.broadcast_arrays(np.asarray(cost, dtype=np.float64), np.asarray(monthly, dtype=np.float64))
    return np.where(
        np.isnan(earned), np.nan, np.divide(spent, earned, out=np.full(spent.shape, np.inf), where=earned > 0)
    )


def survival_payback(
    cost: ArrayLike,
    monthly: ArrayLike,
    churn_monthly: ArrayLike,
    expansion_annual: ArrayLike = 0.0,
    *,
    most_months: int = MOST_MONTHS,
) -> Floats:
    """Return the first month by which customers have repaid a cost, those who left included; inf: not within so many.

    Args:
        cost: Of winning one customer.
        monthly: Price a month times margin, in the first year.
        churn_monthly: Share of customers who leave in a month.
        expansion_annual: Growth of the price at each anniversary.
        most_months: Where to stop.

    >>> survival_payback([111_667, 17_545, 450], [7_500, 1_560, 82], [0.0075, 0.015, 0.04], [0.10, 0.05, 0])
    array([16., 13.,  7.])
    """
    given = [np.asarray(one, dtype=np.float64) for one in (cost, monthly, churn_monthly, expansion_annual)]
    spent, first, churn, growth = (np.atleast_1d(one) for one in np.broadcast_arrays(*given))
    left = spent - 0.0
    term, months = first + 0.0, np.full(spent.shape, np.inf)
    for month in range(1, most_months + 1):
        left = left - term
        months[np.isinf(months) & (left <= 1e-9 * spent)] = month
        if not np.isinf(months).any():
            break
        term = term * (1 - churn) * ((1 + growth) if month % YEAR == 0 else 1.0)
    return np.where(np.isnan(spent + first + churn + growth), np.nan, months)


def value_of(
    monthly: ArrayLike,
    churn_monthly: ArrayLike,
    expansion_annual: ArrayLike = 0.0,
    *,
    months: int = HORIZON_MONTHS,
    discount_annual: float = DISCOUNT_ANNUAL,
) -> Floats:
    """Return the discounted earnings of one customer over a horizon, paid at the start of each month.

    The same as `unit_economics.lifetime_value`, for arrays.

    >>> value_of([7_500, 1_560, 82], [0.0075, 0.015, 0.04], [0.10, 0.05, 0]).round()
    array([315605.,  50625.,   1535.])
    """
    given = [np.asarray(one, dtype=np.float64) for one in (monthly, churn_monthly, expansion_annual)]
    first, churn, growth = (np.atleast_1d(one) for one in np.broadcast_arrays(*given))
    kept = (1 - churn) * (1 + discount_annual) ** (-1 / YEAR)
    term, total = first + 0.0, np.zeros(first.shape)
    for month in range(1, months + 1):
        total = total + term
        term = term * kept * ((1 + growth) if month % YEAR == 0 else 1.0)
    return total


def uncapped_ratio(monthly: float, churn_monthly: float, cost: float) -> float:
    """Return margin over churn over cost: without an end and a discount, as an orientation only (B08).

    >>> round(uncapped_ratio(7_500, 0.0075, 111_667), 2)
    8.96
    """
    return monthly / churn_monthly / cost if churn_monthly > 0 and cost > 0 else float("nan")
