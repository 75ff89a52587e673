"""Customers drawn again: means of money and ratios of sums."""

from __future__ import annotations

import numpy as np
import pytest

from unequal.stats.resampled_sums import mean_rate, ratio_from_draws, resampled_sums


def with_moments(n: int, mean: float, sd: float) -> np.ndarray:
    """Return numbers of exactly this mean and standard deviation."""
    drawn = np.random.default_rng(1).standard_normal(n)
    return (drawn - drawn.mean()) / drawn.std(ddof=1) * sd + mean


def test_twenty_two_customers_have_the_t_interval_of_the_book() -> None:
    found, _ = mean_rate(with_moments(22, 8_400, 15_600), np.ones(22), level=0.95)
    assert (found.low, found.high) == pytest.approx((1_483, 15_317), abs=1)
    assert found.probability == pytest.approx(0.990, abs=1e-3)


def test_half_a_year_counts_half() -> None:
    found, _ = mean_rate([100.0, 100.0, 100.0, 100.0, 100.0, 50.0], [1, 1, 1, 1, 1, 0.5])
    assert found.value == 100.0


@pytest.mark.parametrize(("n", "is_known"), [(4, False), (5, True)])
def test_below_five_customers_there_is_no_interval(n: int, *, is_known: bool) -> None:
    found, _ = mean_rate(with_moments(n, 10, 1), np.ones(n))
    assert np.isfinite(found.low) == is_known
    assert found.value == pytest.approx(10)


def test_from_thirty_on_the_interval_follows_the_skew() -> None:
    found, _ = mean_rate(np.random.default_rng(2).lognormal(8, 1, 60), np.ones(60))
    assert found.high - found.value > found.value - found.low


def test_one_amount_that_is_not_known_makes_none_known() -> None:
    assert np.isnan(mean_rate([1.0, np.nan, 3.0, 4.0, 5.0], np.ones(5))[0].value)


def test_the_order_of_customers_changes_no_draw() -> None:
    rows = np.random.default_rng(3).lognormal(3, 1, (50, 2))
    assert (resampled_sums(rows) == resampled_sums(rows[::-1])).all()


def test_very_many_customers_are_drawn_from_their_normal_law() -> None:
    rows = np.random.default_rng(4).lognormal(3, 1, (4_000, 2))
    sums = resampled_sums(rows)
    assert sums.mean(axis=0) == pytest.approx(rows.sum(axis=0), rel=0.01)
    assert sums.std(axis=0) == pytest.approx(rows.std(axis=0) * np.sqrt(4_000), rel=0.05)


def test_a_ratio_of_few_has_a_value_and_no_chance() -> None:
    found = ratio_from_draws(np.ones(3), np.ones(3), 1.1, 4)
    assert found.value == 1.1
    assert np.isnan(found.probability)
