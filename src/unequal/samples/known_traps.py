"""Two more traps whose truth is known: a product that must be explained, and service that eats its customers' price.

A sign is there when it is there in truth: in the chance that a sign-up pays, in the hours that customers take, in the
chance to leave. What the files show of it is a draw. Prices, costs and the plan are known without error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import expit, logit, ndtri

from unequal.economics.service import Service
from unequal.economics.unit_economics import lifetime_value

CONSUMER, SERVED = "Consumer", "Served"
VALUE_MONTHS = 36
LEAST_SUCCESS, MOST_MINUTES, MOST_CONTACTS, REACH_TIMES = 0.50, 30.0, 0.50, 5.0
MOST_SERVICE_SHARE = 0.30
REACHABLE_SHARE = 0.05  # as the register assumes; the market's count follows from it, so the assumption is true here


class TrueVerdict(StrEnum):
    """What is so of a trap, in the words of the verdicts."""

    GO = "go"
    CAUTION = "caution"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfServed:
    """Consumers who sign up by themselves, in truth.

    Attributes:
        unassisted, assisted: Chances that a sign-up pays.
        cost_per_signup: Money.
        price: Money a month.
        margin, churn_monthly: Shares.
        success: Chance that an unaided try succeeds.
        minutes: Until the product is of use.
        contacts: A sign-up in its first 30 days.
        target_arr, acquisition_budget: Of the plan; money a year, a month.
        reachable: Consumers that can be won.
    """

    unassisted: float
    assisted: float
    cost_per_signup: float
    price: float
    margin: float
    churn_monthly: float
    success: float
    minutes: float
    contacts: float
    target_arr: float
    acquisition_budget: float
    reachable: float

    @property
    def value(self) -> float:
        """What a consumer is worth over 36 months."""
        return lifetime_value(
            price=self.price, margin=self.margin, churn_monthly=self.churn_monthly, months=VALUE_MONTHS
        )

    @property
    def must_be_explained(self) -> bool:
        """Whether any sign is there that the product is not understood alone."""
        hard = self.success < LEAST_SUCCESS or self.minutes > MOST_MINUTES
        return self.assisted > self.unassisted or hard or self.contacts > MOST_CONTACTS

    @property
    def does_not_pay(self) -> bool:
        """Whether a consumer costs more than it is worth, or the plan needs more of them than there can be."""
        cost = self.cost_per_signup / self.unassisted
        needed = self.target_arr / (12 * self.price)
        bought = 12 * self.acquisition_budget / cost
        return cost > self.value or needed > REACH_TIMES * bought or needed > self.reachable

    @property
    def verdict(self) -> TrueVerdict:
        """`stop` where both are so, `caution` where it must only be explained; not paying alone is not this trap."""
        if not self.must_be_explained:
            return TrueVerdict.GO
        return TrueVerdict.STOP if self.does_not_pay else TrueVerdict.CAUTION


@dataclass(frozen=True, slots=True, kw_only=True)
class WellServed:
    """Customers who are served by hand, in truth.

    Attributes:
        service: The figures of a customer-month and of the team.
        customers: Today.
        net_new: Customers that the plan adds in a month, those who replace leavers not counted.
    """

    service: Service
    customers: int
    net_new: float

    @property
    def signs(self) -> tuple[bool, bool, bool]:
        """Whether service eats the price, no number of customers pays, and service stops the growth."""
        service = self.service
        gross = service.churn_monthly * self.customers + self.net_new
        return (
            service.contribution <= 0 or service.service_share > MOST_SERVICE_SHARE,
            bool(service.never_pays()),
            service.new_a_month(self.customers) < gross,
        )

    @property
    def verdict(self) -> TrueVerdict:
        """`stop` where none can pay, or service both eats the price and stops the growth; `caution` at one sign."""
        eats, never, stops = self.signs
        if never or (eats and stops):
            return TrueVerdict.STOP
        return TrueVerdict.CAUTION if eats or stops else TrueVerdict.GO


def self_served(rng: np.random.Generator) -> SelfServed:
    """Return consumers: every second product needs no explaining, and every second segment pays, about."""
    price, margin, churn = (
        round(_around(15, 0.8, rng), 2),
        round(_even(0.6, 0.9, rng), 3),
        round(_around(0.04, 0.4, rng), 4),
    )
    alone = float(expit(logit(0.03) + 0.8 * _normal(rng)))
    helped, more = rng.random() < 0.5, _even(0.5, 3.0, rng)
    hard, success = rng.random() < 0.3, _even(0.55, 0.95, rng)
    value = lifetime_value(price=price, margin=margin, churn_monthly=churn, months=VALUE_MONTHS)
    cost = alone * value * _around(0.7, 0.8, rng)
    budget = float(round(_around(20_000, 0.5, rng)))
    return SelfServed(
        unassisted=alone,
        assisted=float(expit(logit(alone) + more)) if helped else alone,
        cost_per_signup=cost,
        price=price,
        margin=margin,
        churn_monthly=churn,
        success=success - 0.4 if hard else success,
        minutes=_around(14, 0.4, rng),
        contacts=_around(0.2, 0.5, rng),
        target_arr=float(round(12 * price * (12 * budget / (cost / alone)) * _around(1.5, 0.6, rng))),
        acquisition_budget=budget,
        reachable=1e7,
    )


def well_served(customers: int, rng: np.random.Generator) -> WellServed:
    """Return customers of whom about a third lose money or lock the team."""
    price, rate = round(_around(300, 0.8, rng), 2), _even(40, 90, rng)
    hours = price * _around(0.2, 0.6, rng) / rate
    onboarding, churn = hours * _even(1, 6, rng), _around(0.02, 0.4, rng)
    variable = round(price * _even(0.05, 0.25, rng), 2)
    capacity = customers * hours * _even(0.9, 2.5, rng)
    reachable = float(round(customers * _around(6, 0.6, rng)))
    whole = min(capacity / (hours + churn * onboarding), reachable)
    left = max(price - variable - hours * rate, 0.1 * price)
    service = Service(
        price=price,
        variable_cost=variable,
        hours=hours,
        onboarding_hours=onboarding,
        cost_per_hour=rate,
        capacity_hours=capacity,
        churn_monthly=churn,
        reachable=reachable,
        fixed_cost=round(whole * left * _around(0.6, 0.6, rng), 2),
    )
    return WellServed(service=service, customers=customers, net_new=round(customers * _even(0.0, 0.06, rng), 2))


def _normal(rng: np.random.Generator) -> float:
    return float(ndtri(max(rng.random(), 1e-12)))


def _around(median: float, width: float, rng: np.random.Generator) -> float:
    return median * math.exp(width * _normal(rng))


def _even(low: float, high: float, rng: np.random.Generator) -> float:
    return low + (high - low) * rng.random()
