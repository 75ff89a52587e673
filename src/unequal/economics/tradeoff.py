"""What pursuing one segment costs and brings, from figures that are each off by something.

here = SegmentEconomics(acv=..., margin=..., ...)
here.point().cost, here.point().payback_months          # as the figures stand
drawn = here.draws(rng, 20_000)                          # the same of each draw
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from .payback import simple_payback, survival_payback, value_of
from .programme import Programme, cumulative_cash, opportunities_for
from .uncertain import Uncertain
from .unit_economics import DISCOUNT_ANNUAL, HORIZON_MONTHS
from .win_model import Floats

YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The figures of one segment, as they stand or as drawn: each an array, one entry a draw.

    Attributes:
        acv: Money a year of a new contract.
        margin: Share of it that is left after what serving it costs.
        churn_monthly: Share of customers who leave in a month.
        expansion_annual: Growth of the price at each anniversary.
        win_rate: Share of opportunities that are won in the end.
        cycle_months: From an opportunity to a win.
        hours: Selling hours of an opportunity.
        hour_cost: Loaded cost of a selling hour.
        marketing: Money an opportunity.
        onboarding: Money a customer, once.
        prepaid: Share of revenue that is paid a year ahead.
        lag_months: From the start of a customer to the first cash.
    """

    acv: Floats
    margin: Floats
    churn_monthly: Floats
    expansion_annual: Floats
    win_rate: Floats
    cycle_months: Floats
    hours: Floats
    hour_cost: Floats
    marketing: Floats
    onboarding: Floats
    prepaid: Floats
    lag_months: Floats

    @property
    def selling(self) -> Floats:
        """Money an opportunity, selling hours; 0 where nobody sells, whatever an hour would cost."""
        return np.where(self.hours == 0, 0.0, self.hours * self.hour_cost)

    @property
    def cost(self) -> Floats:
        """What one won customer costs, those that were lost and bringing it on board included."""
        return (self.marketing + self.selling) / self.win_rate + self.onboarding

    @property
    def monthly(self) -> Floats:
        """What one customer leaves in a month of the first year."""
        return self.acv / YEAR * self.margin

    @property
    def simple_payback_months(self) -> Floats:
        """Months until that has repaid the cost, if nobody left."""
        return simple_payback(self.cost, self.monthly)

    def payback_months(self, most_months: int = 600) -> Floats:
        """Return months until the cost is repaid with those who leave; inf: not within so many."""
        return survival_payback(
            self.cost, self.monthly, self.churn_monthly, self.expansion_annual, most_months=most_months
        )

    def value(self, months: int = HORIZON_MONTHS, discount_annual: float = DISCOUNT_ANNUAL) -> Floats:
        """Return what a customer leaves over a horizon, discounted."""
        return value_of(
            self.monthly, self.churn_monthly, self.expansion_annual, months=months, discount_annual=discount_annual
        )

    def path(self, budget: float, months: int) -> Floats:
        """Return the cumulative cash of a programme of a monthly budget: one row a month, one column a draw."""
        programme = Programme(
            opportunities=opportunities_for(budget, self.marketing, self.selling),
            marketing=self.marketing,
            selling=self.selling,
            onboarding=self.onboarding,
            win_rate=self.win_rate,
            cycle_months=self.cycle_months,
            price=self.acv / YEAR,
            margin=self.margin,
            churn_monthly=self.churn_monthly,
            expansion_annual=self.expansion_annual,
            prepaid=self.prepaid,
            lag_months=self.lag_months,
        )
        return cumulative_cash(programme, months)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEconomics:
    """The same figures, each with how far off it may be."""

    acv: Uncertain
    margin: Uncertain
    churn_monthly: Uncertain
    expansion_annual: Uncertain
    win_rate: Uncertain
    cycle_months: Uncertain
    hours: Uncertain
    hour_cost: Uncertain
    marketing: Uncertain
    onboarding: Uncertain
    prepaid: Uncertain
    lag_months: Uncertain

    def point(self) -> Sample:
        """Return the figures as they stand."""
        return Sample(**{name: np.array([one.value]) for name, one in self.items()})

    def draws(self, rng: np.random.Generator, number: int) -> Sample:
        """Return so many draws of every figure, each drawn by itself."""
        return Sample(**{name: one.draws(rng, number) for name, one in self.items()})

    def items(self) -> tuple[tuple[str, Uncertain], ...]:
        """Return the figures by name."""
        return tuple((one.name, getattr(self, one.name)) for one in fields(self))
