"""The arithmetic of subscriptions that every investor's spreadsheet does, and what loyal customers are worth."""

from __future__ import annotations

from itertools import count

from unequal.economics.unit_economics import acquisition_cost, lifetime_value
from unequal.verify.figures import Figure, Published, published

FOREVER = 5_000  # periods; what comes after is below any published digit
MULTIPLES = {
    0.6: ("1.20", "1.15", "1.11", "1.07"), 0.7: ("1.75", "1.67", "1.59", "1.52"),
    0.8: ("2.67", "2.50", "2.35", "2.22"), 0.9: ("4.50", "4.09", "3.75", "3.46"),
}  # fmt: skip
RATES = (0.10, 0.12, 0.14, 0.16)


def reproduce() -> Published:
    """Return lifetimes, lifetime values, months to recover and multiples of the margin."""
    cost, value = acquisition_cost(50_000 / 25, 1.0), _undiscounted(500, 0.80, 0.05)
    return Published(
        code="R6",
        title="Unit economics: what a customer costs, is worth, and when it has paid",
        source="Skok, SaaS Metrics 2.0, forEntrepreneurs; Gupta and Lehmann, Managing Customers as Investments (2005)",
        figures=(
            published("lifetime at 3 % churn a month, months", "33", _undiscounted(1, 1, 0.03)),
            published("lifetime at 20 % churn a year, years", "5", _undiscounted(1, 1, 0.20)),
            published("cost of a customer, 50,000 for 25", "2,000", cost),
            published("lifetime value, 500 a month, margin 80 %, churn 5 %", "8,000", value),
            published("lifetime value, 500 a month, margin 70 %, churn 5 %", "7,000", _undiscounted(500, 0.70, 0.05)),
            published("lifetime value over cost", "4.0", value / cost),
            published("months to recover the cost", "5", _months_to_recover(cost, 500, 0.80)),
            published("sales a day: 100 deals of 50,000, 25 % won, 90 days", "13,889", _a_day(100, 50_000, 0.25, 90)),
            published("sales a day, the same in 75 days", "16,667", _a_day(100, 50_000, 0.25, 75)),
            *(
                _multiple(kept, rate, said)
                for kept in MULTIPLES
                for rate, said in zip(RATES, MULTIPLES[kept], strict=True)
            ),
        ),
    )


def _undiscounted(price: float, margin: float, churn: float) -> float:
    return lifetime_value(price=price, margin=margin, churn_monthly=churn, months=FOREVER, discount_annual=0)


def _months_to_recover(cost: float, price: float, margin: float) -> int:
    """Return the first month by whose end a customer who stays has paid what it cost."""

    def paid(months: int) -> float:
        return lifetime_value(price=price, margin=margin, churn_monthly=0, months=months, discount_annual=0)

    return next(month for month in count(1) if paid(month) >= cost)


def _a_day(opportunities: float, value: float, win_rate: float, days: float) -> float:
    return opportunities * value / acquisition_cost(1, win_rate) / days


def _multiple(kept: float, rate: float, said: str) -> Figure:
    """The multiple counts from the end of the first period; a payment at once is one margin more."""
    monthly = (1 + rate) ** 12 - 1  # so that a month of ours is a period of theirs
    found = lifetime_value(price=1, margin=1, churn_monthly=1 - kept, months=FOREVER, discount_annual=monthly) - 1
    return published(f"margins that a customer is worth, {kept:.0%} stay, {rate:.0%} a year", said, found)
