"""What serving a segment leaves a month, how many customers the service can carry, and where that comes to nothing.

    u       = price - variable cost - hours x cost of an hour             contribution of a customer-month
    most    = service hours / (hours + churn x onboarding hours)          in a steady state: leavers are replaced
    ceiling = min(most, reachable) x u - fixed cost                       the best month there can ever be

What is unknown is nan. A comparison that does not need it is still made: where a customer loses money, no number of
them helps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

PRECISION = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One segment and the service that it gets; nan where a figure is not known.

    Attributes:
        price: Money a customer-month, what is billed for service included.
        variable_cost: Money a customer-month, without service.
        hours: Service hours a customer-month, without onboarding.
        onboarding_hours: Once for each new customer.
        cost_per_hour: Of a productive hour: loaded cost over utilisation.
        capacity_hours: Service hours that there are for this segment in a month.
        churn_monthly: Share of customers who leave in a month.
        reachable: Customers that can be won at all.
        fixed_cost: Money a month that would end with the segment, without the service team.
    """

    price: float
    variable_cost: float
    hours: float
    onboarding_hours: float
    cost_per_hour: float
    capacity_hours: float
    churn_monthly: float
    reachable: float
    fixed_cost: float

    @property
    def contribution(self) -> float:
        """Money that a customer leaves in a month.

        >>> POLOVETS.contribution
        -49.125
        """
        return self.price - self.variable_cost - self.hours * self.cost_per_hour

    @property
    def service_share(self) -> float:
        """Share of the price that its service costs."""
        return self.hours * self.cost_per_hour / self.price if self.price > 0 else math.nan

    @property
    def most_served(self) -> float:
        """Customers that the service can carry, those who replace leavers included; inf where they take no hours.

        >>> round(POLOVETS.most_served, 2)
        234.94
        """
        each = self.hours + self.churn_monthly * self.onboarding_hours
        return self.capacity_hours / each if each > 0 else math.inf if each == 0 else math.nan

    @property
    def most_customers(self) -> float:
        """Customers there can be: what can be served, and can be reached."""
        if math.isnan(self.most_served) or math.isnan(self.reachable):
            return math.nan
        return min(self.most_served, self.reachable)

    @property
    def ceiling(self) -> float:
        """Money that the best month leaves; nan where it is not known."""
        return self.most_customers * self.contribution - self.fixed_cost

    @property
    def bound_by(self) -> str:
        """``market`` or ``service``, whichever ends first; empty where it is not known."""
        if math.isnan(self.most_customers):
            return ""
        return "market" if self.reachable < self.most_served else "service"

    def never_pays(self) -> bool | None:
        """Return whether no number of customers can pay for the segment's fixed cost; None where nobody can know.

        One of the two limits is enough for a yes, and with a loss on each customer none is needed.
        """
        if math.isnan(self.contribution) or math.isnan(self.fixed_cost):
            return None
        if self.contribution <= 0:
            return self.fixed_cost > 0 or self.contribution < 0
        limits = [one for one in (self.most_served, self.reachable) if not math.isnan(one)]
        if limits and min(limits) * self.contribution < self.fixed_cost:
            return True
        return None if len(limits) < 2 else False

    def new_a_month(self, customers: float) -> float:
        """Return how many new customers the hours that are left can bring on board in a month."""
        left = max(self.capacity_hours - customers * self.hours, 0.0)
        if self.onboarding_hours == 0:
            return math.inf if left > 0 else 0.0
        return left / self.onboarding_hours

    def profit(self, customers: float) -> float:
        """Return what so many customers leave in a month."""
        return customers * self.contribution - self.fixed_cost

    def break_even(self) -> float:
        """Return how many customers pay for the fixed cost; nan where each one loses money.

        >>> round(replace(POLOVETS, price=120.0, hours=0.4).break_even(), 2)
        289.02
        """
        return self.fixed_cost / self.contribution if self.contribution > 0 else math.nan


POLOVETS = Service(
    price=60.0,
    variable_cost=6.0,
    hours=1.5,
    onboarding_hours=4.0,
    cost_per_hour=55 / 0.8,
    capacity_hours=390.0,
    churn_monthly=0.04,
    reachable=1_800 * 0.15,
    fixed_cost=25_000.0,
)
"""Accounts that pay 20 to 100 a month and are served by hand, as an investor described them; the examples use it."""


def hours_needed(service: Service) -> float:
    """Return the most service hours a customer-month at which the best month comes to nothing; nan where none do.

    Fewer hours leave more of each customer, and let the same team carry more of them.
    """
    lightest = replace(service, hours=0.0)
    if not lightest.ceiling >= 0:
        return math.nan
    low, high = 0.0, service.hours
    if service.ceiling >= 0:
        return service.hours
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if replace(service, hours=middle).ceiling >= 0 else (low, middle)
    return low


def price_needed(service: Service) -> float:
    """Return the price a month at which the best month comes to nothing; nobody leaves for it (assumption).

    >>> round(price_needed(POLOVETS), 1)
    215.5
    """
    if not service.most_customers > 0:
        return math.nan
    fixed = service.fixed_cost / service.most_customers
    return service.variable_cost + service.hours * service.cost_per_hour + fixed


def reach_needed(service: Service) -> float:
    """Return how many customers would have to be reachable; nan where the service could not carry them.

    >>> round(reach_needed(replace(POLOVETS, hours=0.2)))
    621
    """
    needed = service.break_even()
    return needed if needed <= service.most_served else math.nan


def fixed_cost_needed(service: Service) -> float:
    """Return the fixed cost that the best month can pay for; nan where each customer loses money."""
    paid = service.most_customers * service.contribution
    return paid if paid > 0 else math.nan
