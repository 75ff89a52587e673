"""Drawn cash paths: the worked example of the specification, and what must hold of any."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unequal.economics.cash_draws import DRAWS, Spread, cash_draws, cost_factors, late_receipts
from unequal.economics.new_receipts import won_value
from unequal.economics.typed_figures import TypedFigures
from unequal.stats.time_to_win import TimeToWin

MONTHS = 36
CLOCKS = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
SIX_OPEN = np.array([7.0, 5.0, 4.0, 3.0, 2.0, 1.0])


def rng(stream: int = 0) -> np.random.Generator:
    return np.random.default_rng([17, stream])


@pytest.fixture(scope="module")
def worked():
    """900,000 in cash, a burn of N(75,000, 8,000) a path, six open deals that pay 120,000 two months after the win."""
    certain = TypedFigures(clocks=CLOCKS, win_spread=0.0, cycle_spread=0.0).truths(rng(), DRAWS, months=60)
    won = won_value(certain, SIX_OPEN, np.full(6, 120_000.0), rng(1), MONTHS)
    received = np.hstack((np.zeros((DRAWS, 2)), won[:, :-2]))
    burn = 75_000 + 8_000 * rng(2).standard_normal(DRAWS)
    return cash_draws(900_000.0, received, np.tile(burn[:, None], MONTHS))


@pytest.mark.parametrize(("months", "gone"), [(12, 0.15), (13, 0.30), (15, 0.63), (18, 0.91)])
def test_the_worked_example_is_out_of_cash_as_often_as_it_should(worked, months, gone):
    found, error = worked.gone_by(months)
    assert found == pytest.approx(gone, abs=0.01)
    assert error < 0.004


def test_the_worked_example_ends_half_of_the_time_by_month_15(worked):
    assert worked.median_months == 15.0


def test_what_is_gone_is_never_back_and_the_band_is_in_order(worked):
    rows = worked.by_month
    assert rows["gone"].is_monotonic_increasing
    assert (rows["low"] <= rows["middle"]).all()
    assert (rows["middle"] <= rows["high"]).all()


def test_a_path_that_recovers_stays_counted_as_gone():
    found = cash_draws(1.0, np.array([[0.0, 5.0]]), np.array([[2.0, 0.0]]))
    assert found.by_month["gone"].tolist() == [0.0, 1.0, 1.0]
    assert found.by_month["middle"].tolist() == [1.0, -1.0, 4.0]


@pytest.mark.parametrize(("spent", "gone"), [(1.0, 0.0), (1.0001, 1.0)])
def test_no_cash_left_is_not_yet_below_zero(spent, gone):
    assert cash_draws(1.0, np.zeros((1, 1)), np.array([[spent]])).gone_by(1) == (gone, 0.0)


def test_cash_that_never_ends_has_no_median():
    assert math.isinf(cash_draws(1.0, np.zeros((2, 3)), np.zeros((2, 3))).median_months)


def test_costs_are_the_plans_on_average_with_the_spread_asked_for():
    factors = cost_factors(Spread(costs=0.08, late=0.0, once_more=0.0), rng())
    assert factors.size >= 20_000
    assert factors.mean() == pytest.approx(1.0, abs=0.003)
    assert factors.std() == pytest.approx(0.08, abs=0.002)


def test_late_money_comes_as_often_as_asked_and_none_is_lost_on_the_way():
    planned = np.zeros(12)
    planned[0] = 100.0
    received = late_receipts(planned, Spread(costs=0.0, late=0.36, once_more=0.5), rng())
    assert received.sum(axis=1) == pytest.approx(np.full(DRAWS, 100.0))
    on_time, a_month, later = received[:, 0], received[:, 1], received[:, 2:7].sum(axis=1)
    assert on_time.mean() == pytest.approx(64, abs=1)
    assert a_month.mean() == pytest.approx(18, abs=1)
    assert later.mean() == pytest.approx(18, abs=1)


def test_what_comes_after_the_last_month_is_not_in_it():
    received = late_receipts(np.array([0.0, 1.0]), Spread(costs=0.0, late=1.0, once_more=0.0), rng(), draws=3)
    assert received.sum() == 0.0


def test_the_same_seed_gives_the_same_paths():
    spread = Spread(costs=0.1, late=0.3, once_more=0.5)
    np.testing.assert_array_equal(cost_factors(spread, rng(), 5), cost_factors(spread, rng(), 5))
    once, again = (late_receipts(np.ones(3), spread, rng(), 5) for _ in range(2))
    np.testing.assert_array_equal(once, again)
