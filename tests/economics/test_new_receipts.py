"""What wins pay, and when."""

from __future__ import annotations

import numpy as np
import pytest

from unequal.economics.new_receipts import Terms, curves, payments, receipts_of, started_value, won_value
from unequal.economics.typed_figures import TypedFigures
from unequal.economics.win_model import Windows
from unequal.stats.time_to_win import TimeToWin

CLOCKS = TimeToWin(win_probability=0.4, win_median=3, win_sigma=0.5, lost_median=2, lost_sigma=0.7)
CERTAIN = TypedFigures(clocks=CLOCKS, win_spread=0.0, cycle_spread=0.0)


def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def terms(*, yearly: float = 0.0, quarterly: float = 0.0, lag: int = 0, churn: float = 0.0) -> Terms:
    return Terms(yearly=yearly, quarterly=quarterly, lag_months=lag, churn_monthly=churn)


@pytest.mark.parametrize(
    ("how", "paid"),
    [
        pytest.param(terms(), [1 / 12] * 13, id="month by month"),
        pytest.param(terms(yearly=1.0), [1.0] + [0.0] * 11 + [1.0], id="a year ahead"),
        pytest.param(terms(quarterly=1.0), [0.25, 0.0, 0.0] * 4 + [0.25], id="a quarter ahead"),
        pytest.param(terms(yearly=1.0, lag=2), [0.0, 0.0, 1.0] + [0.0] * 10, id="two months late"),
        pytest.param(terms(yearly=0.5), [0.5 + 0.5 / 12] + [0.5 / 12] * 11 + [0.5 + 0.5 / 12], id="half and half"),
    ],
)
def test_a_contract_pays_its_value_a_year(how: Terms, paid: list[float]) -> None:
    np.testing.assert_allclose(payments(how, 13), paid)


def test_customers_leave_from_the_second_year_on() -> None:
    paid = payments(terms(churn=0.1), 14) * 12
    np.testing.assert_allclose(paid[[0, 11, 12, 13]], [1.0, 1.0, 0.9, 0.81])


def test_each_month_of_wins_pays_from_then_on() -> None:
    won = np.array([[12.0, 0.0, 24.0]])
    np.testing.assert_allclose(receipts_of(won, terms()), [[1.0, 1.0, 3.0]])


def test_open_deals_are_won_as_often_as_their_chances_say() -> None:
    truths = CERTAIN.truths(rng(), 20_000, months=20)
    won = won_value(truths, np.array([2.0]), np.array([10.0]), rng(), 6)
    by_month = np.cumsum(won.mean(axis=0)) / 10
    expected = CERTAIN.mean_chances(Windows(ages=np.full(6, 2.0), lengths=np.arange(1.0, 7)))
    np.testing.assert_allclose(by_month, expected, atol=0.01)
    assert set(np.unique(won.sum(axis=1))) == {0.0, 10.0}  # a deal is won once


def test_started_deals_are_won_as_the_curve_says() -> None:
    truths = CERTAIN.truths(rng(), 20_000, months=20)
    won = started_value(curves(truths, 5), 2.0, 10.0, rng())
    np.testing.assert_allclose(won.mean(axis=0), 20 * CLOCKS.won(np.arange(1.0, 6)), atol=0.06)


@pytest.mark.parametrize(("per_month", "value"), [(0.0, 10.0), (2.0, 0.0)])
def test_nothing_started_or_nothing_known_of_its_worth_pays_nothing(per_month: float, value: float) -> None:
    truths = CERTAIN.truths(rng(), 4, months=5)
    assert not started_value(curves(truths, 3), per_month, value, rng()).any()


def test_no_open_deal_pays_nothing() -> None:
    truths = CERTAIN.truths(rng(), 4, months=5)
    assert not won_value(truths, np.empty(0), np.empty(0), rng(), 3).any()
