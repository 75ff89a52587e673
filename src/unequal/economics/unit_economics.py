"""What a customer costs to win, and what it is worth once it is won.

    cost = acquisition_cost(6_000 + 120 * 95, 0.18, onboarding=15_000)     # one WON customer, losers included
    value = lifetime_value(price=10_000, margin=0.75, churn_monthly=0.0075, expansion_annual=0.10)

Money in plain units, `price` a month, rates by the period in their names. What is unknown is nan and stays nan.
"""

from __future__ import annotations

import math

import numpy as np

HORIZON_MONTHS = 60
DISCOUNT_ANNUAL = 0.15


def lifetime_value(
    *,
    price: float,
    margin: float,
    churn_monthly: float,
    expansion_annual: float = 0.0,
    months: int = HORIZON_MONTHS,
    discount_annual: float = DISCOUNT_ANNUAL,
) -> float:
    """Return the discounted contribution of one customer over a horizon; paid at the start of each month.

    Never price x margin / churn: without an end and a discount that overstates a loyal customer threefold.

    Args:
        price: Money a month, today.
        margin: Share of the price that is left after what serving it costs.
        churn_monthly: Share of customers who leave in a month.
        expansion_annual: Growth of the price at each anniversary.
        months: Where the sum ends.
        discount_annual: By compounding.

    >>> round(lifetime_value(price=6, margin=0.8, churn_monthly=0.05, months=36), 3)
    70.525
    """
    month = np.arange(months)
    earned = price * margin * (1 + expansion_annual) ** (month // 12) * (1 - churn_monthly) ** month
    return float((earned * (1 + discount_annual) ** (-month / 12)).sum())


def acquisition_cost(per_opportunity: float, win_rate: float, *, onboarding: float = 0.0) -> float:
    """Return what one won customer costs, those that were lost included; inf where nobody is ever won.

    Args:
        per_opportunity: Marketing and selling hours of one opportunity, or the cost of one sign-up.
        win_rate: Share of opportunities that are won.
        onboarding: Once for each customer.

    >>> round(acquisition_cost(6_000 + 120 * 95, 0.18, onboarding=15_000))
    111667
    """
    if win_rate == 0:
        return math.inf if per_opportunity > 0 else onboarding
    return per_opportunity / win_rate + onboarding


def win_rate_needed(per_opportunity: float, value: float, *, onboarding: float = 0.0) -> float:
    """Return the win rate from which on a customer is worth its cost; nan where even winning all is too dear.

    >>> round(win_rate_needed(12, 70.525), 3)
    0.17
    """
    left = value - onboarding
    needed = per_opportunity / left if left > 0 else math.nan
    return needed if needed <= 1 else math.nan


def price_needed(price: float, *, value: float, cost: float) -> float:
    """Return the price at which a customer is worth its cost, everything else as it is; nan where value is 0.

    A value is proportional to the price, as long as the margin is a share of it.

    >>> price_needed(6, value=70.5, cost=211.5)
    18.0
    """
    return price * cost / value if value > 0 else math.nan


def customers_to_win(needed: float, churn_monthly: float, months: int = 12) -> float:
    """Return how many must be won, evenly over so many months, for as many as are needed to be there at the end.

    >>> [customers_to_win(needed, churn) for needed, churn in ((9, 0.0075), (834, 0.04), (9, 0))]
    [10.0, 1034.0, 9.0]
    """
    stay = sum((1 - churn_monthly) ** month for month in range(months)) / months
    return float(math.ceil(needed / stay - 1e-9)) if stay > 0 and not math.isnan(needed) else math.nan


def customers_for(target: float, price: float) -> float:
    """Return how many customers a yearly target takes; `price` a month.

    >>> customers_for(1_000_000, 6)
    13889.0
    """
    return float(math.ceil(target / (12 * price) - 1e-9)) if price > 0 else math.nan
