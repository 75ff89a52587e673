"""The bank account: receipts from the bills of real customers, costs, and the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .draws import Draws
from .lives import Life
from .months import month_number
from .profile import Money, Profile

DAYS_TO_PAY_A_MONTH = 30
BILL_EVERY = {"monthly": 1, "quarterly": 3, "annual_prepaid": 12}
SLACK_MONTHS = 0.05  # so that rounding cannot make the cash end before the month that was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfMoney:
    """One month of the bank account; `cash` is None in a month that is only planned. Whole units of money."""

    month: int
    receipts: int
    fixed: int
    variable: int
    debt_service: int
    cash: int | None

    @property
    def net(self) -> int:
        """What the month adds to the bank account."""
        return self.receipts - self.fixed - self.variable - self.debt_service


def bank(profile: Profile, seed: int, lives: list[Life], *, kept: float = 1.0) -> list[MonthOfMoney]:
    """Return the months of the history and of the plan.

    Args:
        profile: The company.
        seed: Of the sample.
        lives: Its customers.
        kept: Share of planned receipts that still comes; below 1 in a plan for bad times.
    """
    money, now = profile.money, month_number(profile.as_of)
    past = range(month_number(profile.history_from), now + 1)
    planned = range(now + 1, now + 1 + money.planned_months)
    rates = {code: rate for code, rate, _ in profile.foreign}
    receipts = {month: _receipts(lives, month, now, rates) for month in (*past, *range(now + 1, now + 37))}
    running = {month: _run_rate(lives, month, now, rates) for month in receipts}
    fixed = _fixed(money, receipts, running, now)
    draws = Draws(seed, profile.stream, "finance")
    history = [
        _spent(money, month, receipts[month], running[month], _grown(money, fixed, month, past), draws)
        for month in past
    ]
    plan = [_planned(money, month, receipts[month] * kept, running[month] * kept, fixed) for month in planned]
    return [*_with_cash(history, profile), *plan]


def _expected(life: Life, month: int, now: int) -> float:
    """Return the price in a month; after `now` times the chance that the customer is still there."""
    if month <= now:
        return life.price(month)
    seen, term = max(now, life.first_month), life.tier.term_months
    if month < seen:
        return 0.0
    renewals = (month - life.first_month) // term - (seen - life.first_month) // term
    return life.price(seen) * (1 - life.tier.churn_monthly) ** (renewals * term)


def _bill(life: Life, month: int, now: int) -> float:
    every = BILL_EVERY[life.billing]
    return every * _expected(life, month, now) if (month - life.first_month) % every == 0 else 0.0


def _receipts(lives: Iterable[Life], month: int, now: int, rates: dict[str, float]) -> float:
    return sum(
        rates.get(life.account.currency, 1.0) * _bill(life, month - life.payment_days // DAYS_TO_PAY_A_MONTH, now)
        for life in lives
    )


def _run_rate(lives: Iterable[Life], month: int, now: int, rates: dict[str, float]) -> float:
    return sum(rates.get(life.account.currency, 1.0) * _expected(life, month, now) for life in lives)


def _fixed(money: Money, receipts: dict[int, float], running: dict[int, float], now: int) -> float:
    """Return the fixed cost a month that makes the cash last as long as the profile says."""
    if money.runway_months is None:
        return money.fixed
    whole = int(money.runway_months)
    shares = [*[1.0] * whole, money.runway_months - whole]
    income = sum(
        share * (receipts[month] - _variable(money, running[month]) - money.debt_service)
        for share, month in zip(shares, range(now + 1, now + 2 + whole), strict=True)
    )
    return (money.cash + income) / (money.runway_months + SLACK_MONTHS)


def _variable(money: Money, running: float) -> float:
    return money.marketing + money.variable_share * running


def _grown(money: Money, fixed: float, month: int, past: range) -> float:
    """Return the fixed cost of a past month: it grows by a step each half year, and is flat in the last one."""
    half_years = max(1, len(past) // 6 - 1)
    step = min((month - past[0]) // 6, half_years)
    return fixed * (money.fixed_at_start + (1 - money.fixed_at_start) * step / half_years)


def _spent(money: Money, month: int, receipts: float, running: float, fixed: float, draws: Draws) -> MonthOfMoney:
    return MonthOfMoney(
        month=month,
        receipts=round(receipts),
        fixed=round(fixed * draws.uniform(0.985, 1.015)),
        variable=round(_variable(money, running) * draws.uniform(0.93, 1.07)),
        debt_service=money.debt_service,
        cash=None,
    )


def _planned(money: Money, month: int, receipts: float, running: float, fixed: float) -> MonthOfMoney:
    return MonthOfMoney(
        month=month,
        receipts=round(receipts),
        fixed=round(fixed),
        variable=round(_variable(money, running)),
        debt_service=money.debt_service,
        cash=None,
    )


def _with_cash(history: list[MonthOfMoney], profile: Profile) -> list[MonthOfMoney]:
    """Return the history with the balance at each month end, counted back from today's."""
    raised = {month_number(profile.as_of) - months: amount for months, amount in profile.money.rounds}
    cash, known = profile.money.cash, []
    for entry in reversed(history):
        known.append(replace(entry, cash=cash))
        cash -= entry.net + raised.get(entry.month, 0)
    return known[::-1]
