"""Paul Graham's question, on figures that can be followed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.economics.default_alive import default_alive, growth_needed, way


def growing(by: float, months: int = 13, last: float = 10.0) -> np.ndarray:
    return last * (1 + by) ** np.arange(1 - months, 1)


def test_revenue_that_carries_the_costs_is_alive_now():
    found = default_alive(0.0, 10.0, growing(0.0))
    assert (found.needed, found.probability, found.profitable_months) == (0.0, 1.0, 0.0)


def test_growth_that_is_enough_and_growth_that_is_not():
    needed = growth_needed(60.0, 15.0, 10.0)
    above, below = (default_alive(60.0, 15.0, growing(needed + more)) for more in (0.001, -0.001))
    assert (above.probability, below.probability) == (1.0, 0.0)
    assert above.lowest_cash >= 0 > below.lowest_cash


def test_burn_that_shrinks_to_nothing_is_followed_to_its_end():
    months, lowest = way(10.0, 4.0, 2.0, 0.5)  # receipts 3, 4.5: a burn of 1, then none
    assert (months, lowest) == (2.0, 9.0)


@pytest.mark.parametrize("revenue", [growing(0.1, months=5), np.array([1.0, 2, 0, 3, 4, 5, 6]), np.empty(0)])
def test_too_few_months_or_a_month_without_revenue_cannot_tell(revenue):
    assert default_alive(10.0, 5.0, revenue) is None


def test_six_months_are_enough_to_ask():
    assert default_alive(10.0, 5.0, growing(0.1, months=6)).n == 5


def test_doubt_about_the_growth_is_doubt_about_the_answer():
    changes = np.array([0.3, -0.2] * 6)
    found = default_alive(60.0, 15.0, 10 * np.exp(np.cumsum(np.concatenate(([0.0], changes))) - changes.sum()))
    assert found.low < found.growth < found.high
    assert 0.2 < found.probability < 0.8


def test_what_cannot_be_grown_out_of_says_so():
    found = default_alive(0.0, 1_000.0, growing(0.1))
    assert math.isnan(found.needed)
    assert found.probability == 0.0


def test_only_the_recent_year_counts():
    shrinking_then_growing = np.concatenate((growing(-0.2, months=10, last=3.0), growing(0.1)))
    assert default_alive(50.0, 12.0, shrinking_then_growing).growth == pytest.approx(0.1)


@settings(deadline=None, max_examples=30)
@given(st.floats(1, 500), st.floats(1, 100), st.floats(0.1, 1))
def test_more_cash_never_asks_for_more_growth(cash, costs, share):
    first, second = (growth_needed(money, costs, costs * share) for money in (cash, 2 * cash))
    assert math.isnan(first) or second <= first + 2e-5
