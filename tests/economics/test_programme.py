"""The cash of a steady programme, on the worked example and on paths that can be added up by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.affordable import (
    best_together,
    gone_in,
    headroom,
    least_cash,
    most_budget,
    most_burn,
)
from unequal.economics.payback import simple_payback, survival_payback, value_of
from unequal.economics.programme import Programme, Trough, cumulative_cash, opportunities_for, trough
from unequal.economics.unit_economics import lifetime_value

BIG: dict[str, Any] = {
    "marketing": 6_000, "selling": 120 * 95, "onboarding": 15_000, "win_rate": 0.18, "cycle_months": 10,
    "price": 10_000, "margin": 0.75, "churn_monthly": 0.0075, "expansion_annual": 0.10, "prepaid": 1, "lag_months": 2,
}  # fmt: skip
MEDIUM: dict[str, Any] = {
    "marketing": 1_500, "selling": 24 * 80, "onboarding": 2_000, "win_rate": 0.22, "cycle_months": 3.5,
    "price": 2_000, "margin": 0.78, "churn_monthly": 0.015, "expansion_annual": 0.05, "prepaid": 0.5, "lag_months": 1,
}  # fmt: skip
SMALL: dict[str, Any] = {
    "marketing": 18, "selling": 0, "onboarding": 0, "win_rate": 0.04, "cycle_months": 0.5,
    "price": 100, "margin": 0.82, "churn_monthly": 0.04, "expansion_annual": 0, "prepaid": 0, "lag_months": 0,
}  # fmt: skip
PLAIN: dict[str, Any] = {
    "marketing": 10, "selling": 0, "onboarding": 0, "win_rate": 1, "cycle_months": 0, "price": 4, "margin": 1,
    "churn_monthly": 0, "expansion_annual": 0, "prepaid": 0, "lag_months": 0,
}  # fmt: skip
BASE = 900_000 - 75_000 * np.arange(1, 37)


def path(figures: dict[str, Any], months: int = 60, budget: float = 50_000) -> np.ndarray:
    starts = opportunities_for(budget, figures["marketing"], figures["selling"])
    return cumulative_cash(Programme(opportunities=starts, **figures), months)[:, 0]


@pytest.mark.parametrize(
    ("figures", "depth", "month", "back"),
    [
        pytest.param(BIG, -548_194, 24, 37, id="Big"),
        pytest.param(MEDIUM, -313_046, 16, 25, id="Medium"),
        pytest.param(SMALL, -120_924, 6, 12, id="Small"),
    ],
)
def test_the_holes_of_the_worked_example(figures: dict[str, Any], depth: float, month: int, back: int) -> None:
    found = trough(path(figures))
    assert found.depth == pytest.approx(depth, abs=1)
    assert (found.month, found.break_even) == (month, back)


@pytest.mark.parametrize(("figures", "limit"), [(BIG, 13_531), (MEDIUM, 30_937)])
def test_cash_is_gone_in_month_nine_and_fits_below_a_burn(figures: dict[str, Any], limit: float) -> None:
    dug = path(figures, 36)
    assert gone_in(BASE, dug) == 9
    assert most_burn(900_000, dug, 2) == pytest.approx(limit, abs=1)


def test_a_month_of_four_in_comes_after_ten_out() -> None:
    # 10 out each month; 4 in from each customer so far
    assert path({**PLAIN}, 4, budget=10).tolist() == pytest.approx([-6, -8, -6, 0])


def test_hours_are_spread_over_the_cycle_and_customers_start_when_it_is_over() -> None:
    figures = {**PLAIN, "marketing": 0, "selling": 6, "cycle_months": 2, "onboarding": 1}
    one = cumulative_cash(Programme(opportunities=1, **figures), 3)[:, 0]
    # month 1: half the hours of one; month 2: of two; month 3: of two, one customer on board, who pays 4
    assert one.tolist() == pytest.approx([-3, -9, -9 - 6 - 1 + 4])


@pytest.mark.parametrize(("cycle", "whole"), [(3.5, 4), (0.5, 0), (2.5, 2)])
def test_half_a_month_rounds_to_even(cycle: float, whole: int) -> None:
    assert path({**MEDIUM, "cycle_months": cycle}).tolist() == path({**MEDIUM, "cycle_months": whole}).tolist()


def test_a_year_paid_ahead_comes_at_once_and_again_a_year_later() -> None:
    figures = {**PLAIN, "marketing": 0, "prepaid": 1}
    paid = np.diff(cumulative_cash(Programme(opportunities=1, **figures), 14)[:, 0], prepend=0)
    assert paid.tolist() == pytest.approx([48.0] * 12 + [96.0] * 2)


def test_what_is_paid_late_is_served_first() -> None:
    figures = {**PLAIN, "marketing": 0, "margin": 0.5, "lag_months": 1}
    assert cumulative_cash(Programme(opportunities=1, **figures), 2)[:, 0].tolist() == pytest.approx([-2, -2])


@given(times=st.floats(0.1, 10))
def test_the_path_is_linear_in_the_budget(times: float) -> None:
    assert path(MEDIUM, 30, budget=50_000 * times) == pytest.approx(times * path(MEDIUM, 30))


def test_draws_are_columns_and_each_is_its_own_path() -> None:
    both = cumulative_cash(
        Programme(opportunities=1.0, **{name: np.array([BIG[name], MEDIUM[name]]) for name in BIG}), 40
    )
    for place, figures in enumerate((BIG, MEDIUM)):
        alone = cumulative_cash(Programme(opportunities=1.0, **figures), 40)[:, 0]
        assert both[:, place] == pytest.approx(alone)


@pytest.mark.parametrize(
    ("cash", "expected"),
    [
        ([1.0, 2.0], (0.0, None, None)),
        ([-1.0, -2.0], (-2.0, 2.0, None)),
        ([-1.0, 0.0], (-1.0, 1.0, 2.0)),
    ],
)
def test_a_path_that_never_falls_or_never_comes_back(cash: list[float], expected: tuple[float | None, ...]) -> None:
    found = trough(np.array(cash))
    known = [None if np.isnan(one) else one for one in (found.depth, found.month, found.break_even)]
    assert tuple(known) == expected


def test_an_unknown_figure_gives_an_unknown_trough() -> None:
    found = trough(path({**BIG, "churn_monthly": float("nan")}))
    assert isinstance(found, Trough)
    assert np.isnan(found.depth)


# --- payback and value


def test_payback_simple_and_with_those_who_leave() -> None:
    cost = [111_666.67, 17_545.45, 450.0, 229_286.0, 33_753.0]
    monthly = [7_500.0, 1_560.0, 82.0, 7_500.0, 1_560.0]
    assert simple_payback(cost, monthly).round(1).tolist() == [14.9, 11.2, 5.5, 30.6, 21.6]
    assert survival_payback(cost[:3], monthly[:3], [0.0075, 0.015, 0.04], [0.10, 0.05, 0.0]).tolist() == [16, 13, 7]


def test_it_never_pays_back_where_customers_leave_sooner() -> None:
    assert survival_payback(1_000, 10, 0.02).tolist() == [np.inf]  # 10 / 0.02 = 500 in all
    assert simple_payback(1_000, -1.0) == np.inf
    assert np.isnan(survival_payback(1_000, float("nan"), 0.02)[0])


@given(churn=st.floats(0, 0.5), months=st.integers(1, 60), growth=st.floats(0, 0.3))
def test_a_value_is_the_same_for_arrays_as_for_one(churn: float, months: int, growth: float) -> None:
    expected = lifetime_value(price=10, margin=0.5, churn_monthly=churn, expansion_annual=growth, months=months)
    assert value_of(5.0, churn, growth, months=months)[0] == pytest.approx(expected)


# --- what cash carries


def test_the_burn_up_to_which_it_fits_is_where_nothing_is_left() -> None:
    dug = path(BIG, 36)
    limit = most_burn(900_000, dug, 2)
    month = np.arange(1, 37)
    assert headroom(900_000 - limit * month, dug, 2 * limit) == pytest.approx(0, abs=1e-6)


def test_cash_and_budget_that_would_fit_leave_nothing_either() -> None:
    base, dug, reserve = 2_000_000 - 20_000.0 * np.arange(1, 37), path(BIG, 36), 40_000.0
    more = least_cash(base, 2_000_000, dug, reserve) - 2_000_000
    assert headroom(base + more, dug, reserve) == pytest.approx(0, abs=1e-6)
    budget = most_budget(base, dug, reserve, 50_000)
    assert headroom(base, path(BIG, 36, budget=budget), reserve) == pytest.approx(0, abs=1e-4)
    assert most_budget(BASE, dug, 0.0, 50_000) == 0


def test_the_best_two_of_many_are_found_and_all_are_all() -> None:
    paths = {f"s{place}": np.array([-float(place)]) for place in range(12)}
    assert best_together(np.array([10.0]), paths, 0.0, number=2) == (("s0", "s1"), 9.0)
    few = {name: paths[name] for name in ("s1", "s2")}
    assert best_together(np.array([10.0]), few, 0.0, number=5) == (("s1", "s2"), 7.0)
