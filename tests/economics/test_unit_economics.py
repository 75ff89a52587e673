"""What a customer costs and is worth; the worked examples of three tiers, and the laws that hold for any."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.unit_economics import (
    acquisition_cost,
    customers_for,
    lifetime_value,
    price_needed,
    win_rate_needed,
)

TIERS = {  # acv, margin, churn, expansion, cost of an opportunity, win rate, onboarding, cost, value over 60 months
    "Big": (120_000, 0.75, 0.0075, 0.10, 6_000 + 120 * 95, 0.18, 15_000, 111_667, 315_605),
    "Medium": (24_000, 0.78, 0.015, 0.05, 1_500 + 24 * 80, 0.22, 2_000, 17_545, 50_625),
    "Small": (1_200, 0.82, 0.04, 0.0, 18, 0.04, 0, 450, 1_535),
}


@pytest.mark.parametrize("row", TIERS.values(), ids=TIERS)
def test_the_cost_of_a_won_customer_carries_the_lost_ones(row: tuple[float, ...]) -> None:
    assert acquisition_cost(row[4], row[5], onboarding=row[6]) == pytest.approx(row[7], abs=0.5)


@pytest.mark.parametrize("row", TIERS.values(), ids=TIERS)
def test_the_value_is_discounted_and_ends(row: tuple[float, ...]) -> None:
    value = lifetime_value(price=row[0] / 12, margin=row[1], churn_monthly=row[2], expansion_annual=row[3])
    assert value == pytest.approx(row[8], abs=0.5)


def test_the_value_of_a_consumer_over_three_years() -> None:
    value = lifetime_value(price=6, margin=0.8, churn_monthly=0.05, months=36)
    assert value == pytest.approx(70.525, abs=5e-4)
    plain = lifetime_value(price=6, margin=0.8, churn_monthly=0.05, months=36, discount_annual=0)
    assert plain == pytest.approx(80.9, abs=0.05)
    assert win_rate_needed(12, value) == pytest.approx(0.17, abs=5e-4)


def test_a_win_rate_of_nothing_costs_without_end() -> None:
    assert acquisition_cost(12, 0) == math.inf
    assert acquisition_cost(0, 0, onboarding=5) == 5


@pytest.mark.parametrize(("cost", "needed"), [(70, 1.0), (70.01, math.nan)])
def test_even_winning_all_may_be_too_dear(cost: float, needed: float) -> None:
    assert win_rate_needed(cost, 70) == pytest.approx(needed, nan_ok=True)


@given(
    st.floats(1, 1e5), st.floats(0.1, 0.95), st.floats(0, 0.2), st.floats(0.01, 0.5), st.integers(1, 60)
)  # fmt: skip
def test_a_value_never_passes_what_never_leaving_and_no_discount_would_bring(
    price: float, margin: float, churn: float, discount: float, months: int
) -> None:
    value = lifetime_value(price=price, margin=margin, churn_monthly=churn, months=months, discount_annual=discount)
    assert 0 < value <= price * margin * months * (1 + 1e-12)


@given(st.floats(0.5, 100), st.floats(1, 1e4), st.floats(1, 1e4))
def test_at_the_price_needed_a_customer_is_worth_its_cost(price: float, value: float, cost: float) -> None:
    needed = price_needed(price, value=value, cost=cost)
    assert value * needed / price == pytest.approx(cost)


@pytest.mark.parametrize(("target", "customers"), [(1_000_000, 13_889), (72, 1), (72.01, 2)])
def test_customers_for_a_target_are_whole(target: float, customers: float) -> None:
    assert customers_for(target, 6) == customers


def test_without_a_price_no_number_of_customers_is_known() -> None:
    assert math.isnan(customers_for(1_000, math.nan))
