"""Big, Medium and Small side by side: what a customer costs, is worth, and how deep the cash goes first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unequal.economics.affordable import gone_in, most_burn
from unequal.economics.payback import simple_payback, survival_payback
from unequal.economics.programme import Programme, cumulative_cash, opportunities_for, trough
from unequal.economics.unit_economics import acquisition_cost, lifetime_value
from unequal.economics.win_model import Floats
from unequal.verify.figures import Figure, Published, published

BUDGET, CASH, BURN, RESERVE = 50_000, 900_000, 75_000, 2  # money a month, money, money a month, months


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What is put in, money and months, and what comes out, as published."""

    marketing: float
    selling: float
    onboarding: float
    win_rate: float
    cycle: float
    price: float
    margin: float
    churn: float
    expansion: float
    prepaid: float
    lag: float
    said: tuple[str, ...]

    @property
    def cost(self) -> float:
        """Cost of a won customer."""
        return acquisition_cost(self.marketing + self.selling, self.win_rate, onboarding=self.onboarding)

    @property
    def value(self) -> float:
        """What it is worth in 60 months."""
        return lifetime_value(
            price=self.price, margin=self.margin, churn_monthly=self.churn, expansion_annual=self.expansion
        )

    @property
    def paybacks(self) -> tuple[float, float]:
        """Months to the cost, of who stays and of all."""
        cost, earned = np.array([self.cost]), np.array([self.price * self.margin])
        ended = survival_payback(cost, earned, np.array([self.churn]), np.array([self.expansion]))
        return float(simple_payback(cost, earned)[0]), float(ended[0])

    def path(self, months: int) -> Floats:
        """Return the cash of a steady programme."""
        programme = Programme(
            opportunities=opportunities_for(BUDGET, self.marketing, self.selling), marketing=self.marketing,
            selling=self.selling, onboarding=self.onboarding, win_rate=self.win_rate, cycle_months=self.cycle,
            price=self.price, margin=self.margin, churn_monthly=self.churn, expansion_annual=self.expansion,
            prepaid=self.prepaid, lag_months=self.lag,
        )  # fmt: skip
        return cumulative_cash(programme, months)[:, 0]


TIERS = {
    "Big": Tier(
        marketing=6_000, selling=120 * 95, onboarding=15_000, win_rate=0.18, cycle=10, price=10_000, margin=0.75,
        churn=0.0075, expansion=0.10, prepaid=1, lag=2,
        said=("111,667", "315,605", "14.9", "16", "-548,194", "24", "37"),
    ),
    "Medium": Tier(
        marketing=1_500, selling=24 * 80, onboarding=2_000, win_rate=0.22, cycle=3.5, price=2_000, margin=0.78,
        churn=0.015, expansion=0.05, prepaid=0.5, lag=1,
        said=("17,545", "50,625", "11.2", "13", "-313,046", "16", "25"),
    ),
    "Small": Tier(
        marketing=18, selling=0, onboarding=0, win_rate=0.04, cycle=0.5, price=100, margin=0.82,
        churn=0.04, expansion=0, prepaid=0, lag=0,
        said=("450", "1,535", "5.5", "7", "-120,924", "6", "12"),
    ),
}  # fmt: skip


def reproduce() -> Published:
    """Return cost, value, paybacks and the hole in the cash of each tier, and when cash is gone beside them."""
    base = CASH - BURN * np.arange(1.0, 37.0)
    big, medium = TIERS["Big"].path(36), TIERS["Medium"].path(36)
    return Published(
        code="WT",
        title="Big, Medium or Small: cost, value and the hole in the cash of each",
        source="worked example; 60 months at 15 % a year, 50,000 a month to acquire, 900,000 cash, 75,000 burn",
        figures=(
            *(figure for name, tier in TIERS.items() for figure in _figures(name, tier)),
            published("cash is gone in month, with Big", "9", gone_in(base, big)),
            published("cash is gone in month, with Medium", "9", gone_in(base, medium)),
            published("burn a month below which Big fits", "13,531", most_burn(CASH, big, RESERVE)),
            published("burn a month below which Medium fits", "30,937", most_burn(CASH, medium, RESERVE)),
        ),
    )


def _figures(name: str, tier: Tier) -> tuple[Figure, ...]:
    hole = trough(tier.path(60))
    (simple, ended), (cost, value, plain, all_of_them, depth, month, back) = tier.paybacks, tier.said
    return (
        published(f"{name}: cost of a won customer", cost, tier.cost),
        published(f"{name}: worth in 60 months", value, tier.value),
        published(f"{name}: months to pay back, nobody leaving", plain, simple),
        published(f"{name}: months to pay back, leavers counted", all_of_them, ended),
        published(f"{name}: deepest cash of a programme", depth, hole.depth),
        published(f"{name}: in month", month, hole.month),
        published(f"{name}: back in month", back, hole.break_even),
    )
