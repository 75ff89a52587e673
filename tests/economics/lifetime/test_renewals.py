from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.lifetime.present_value import (
    capped_months,
    expected_lifetime,
    monthly_discount,
    residual_lifetime,
)
from unequal.economics.lifetime.renewals import (
    ShiftedBetaGeometric,
    fit_renewals,
    from_survivors,
    log_likelihood,
    renewals,
)

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
shapes = st.floats(0.05, 50.0)


def test_the_worked_example_is_found_again() -> None:
    model = fit_renewals(from_survivors(HIGH_END))
    assert model is not None
    assert (model.alpha, model.beta) == pytest.approx((0.668, 3.806), abs=5e-4)
    assert expected_lifetime(model, 0.10) == pytest.approx(5.922, abs=5e-4)
    assert residual_lifetime(model, 8, 0.10) == pytest.approx(7.530, abs=5e-4)
    assert (100 * model.survival([8, 9, 10, 11, 12])).round(1).tolist() == [46.0, 43.6, 41.4, 39.5, 37.8]


@given(shapes, shapes, st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_a_higher_discount_never_lengthens_a_lifetime(alpha: float, beta: float, rate: float, more: float) -> None:
    model = ShiftedBetaGeometric(alpha=alpha, beta=beta)
    assert expected_lifetime(model, rate + more) < expected_lifetime(model, rate)


@pytest.mark.parametrize("size", [1e3, 1e5, 1e7])
def test_customers_who_are_all_alike_leave_at_one_rate(size: float) -> None:
    model = ShiftedBetaGeometric(alpha=0.2 * size, beta=0.8 * size)
    assert model.survival([1, 5, 20]) == pytest.approx(0.8 ** np.array([1, 5, 20]), rel=60 / size)
    assert expected_lifetime(model, 0.10) == pytest.approx(1 / (1 - 0.8 / 1.1), rel=60 / size)


@given(shapes, shapes, st.floats(0.02, 0.5))
def test_the_closed_form_is_the_sum_of_its_payments(alpha: float, beta: float, rate: float) -> None:
    model = ShiftedBetaGeometric(alpha=alpha, beta=beta)
    t = np.arange(2000)
    assert expected_lifetime(model, rate) == pytest.approx(
        float((model.survival(t) * (1 + rate) ** -t.astype(np.float64)).sum()), rel=1e-6
    )


def test_undiscounted_a_lifetime_may_be_infinite() -> None:
    assert math.isinf(expected_lifetime(ShiftedBetaGeometric(alpha=1.0, beta=2.0), 0.0))
    assert expected_lifetime(ShiftedBetaGeometric(alpha=2.0, beta=2.0), 0.0) == pytest.approx(3.0)


def test_a_rate_below_zero_is_no_discount() -> None:
    with pytest.raises(ValueError, match="not below 0"):
        expected_lifetime(ShiftedBetaGeometric(alpha=2.0, beta=2.0), -0.01)


def test_the_order_of_customers_changes_nothing() -> None:
    made, left = np.array([0, 0, 1, 3, 2, 4]), np.array([True, False, True, False, True, False])
    turned = np.random.default_rng(1).permutation(6)
    assert fit_renewals(renewals(made, left)) == fit_renewals(renewals(made[turned], left[turned]))


def test_what_was_not_seen_from_the_start_is_not_counted_as_life() -> None:
    whole = log_likelihood(renewals([3], [False]), 1.0, 2.0)
    before = log_likelihood(renewals([2], [False]), 1.0, 2.0)
    assert log_likelihood(renewals([3], [False], [2]), 1.0, 2.0) == pytest.approx(whole - before)


def test_seen_from_the_third_renewal_on_the_truth_is_still_found() -> None:
    rng = np.random.default_rng(3)
    chance = rng.beta(1.0, 3.0, 40_000)
    ends = rng.geometric(chance)  # the renewal at which each leaves
    seen = ends > 2
    made, left = np.minimum(ends[seen] - 1, 8), ends[seen] <= 8
    model = fit_renewals(renewals(made, left, np.full(seen.sum(), 2)))
    assert model is not None
    assert expected_lifetime(model, 0.10) == pytest.approx(
        expected_lifetime(ShiftedBetaGeometric(alpha=1.0, beta=3.0), 0.10), rel=0.10
    )


@pytest.mark.parametrize(
    ("made", "left"),
    [
        pytest.param([0, 0], [False, False], id="nobody was asked"),
        pytest.param([2, 3], [False, False], id="nobody left"),
        pytest.param([0, 0], [True, True], id="everybody left at once"),
    ],
)
def test_where_nothing_can_be_learned_there_is_no_fit(made: list[int], left: list[bool]) -> None:
    assert fit_renewals(renewals(made, left)) is None


def test_nobody_is_seen_from_a_renewal_that_it_has_not_made() -> None:
    with pytest.raises(ValueError, match="seen from"):
        renewals([1], [False], [2])


def test_the_capped_value_of_somebody_who_never_leaves_is_the_cap() -> None:
    stays = ShiftedBetaGeometric(alpha=1e-9, beta=10.0)
    assert capped_months(stays, [0], [3.0], 12, monthly_discount(0.0))[0] == pytest.approx(60.0)


def test_a_renewal_that_is_near_is_worth_less_than_one_that_is_far() -> None:
    model = ShiftedBetaGeometric(alpha=1.0, beta=2.0)
    near, far = capped_months(model, [0, 0], [1.0, 11.0], 12, monthly_discount(0.15))
    assert near < far
