"""Hours left in open deals, starts that sellers can make, wins of a seller's year, hours of a service team."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.capacity import hours_left, practical_hours, spread_starts, wins_per_seller_year
from unequal.economics.tiers import mean_open_months
from unequal.stats.time_to_win import TimeToWin

SIX = [7, 5, 4, 3, 2, 1]
BIG = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)


def test_six_open_deals_have_338_of_their_720_hours_left() -> None:
    mean = mean_open_months(BIG)
    assert mean == pytest.approx(6.88, abs=0.005)
    assert hours_left(SIX, mean_open_months=mean, hours_per_opportunity=120) == pytest.approx(338, abs=0.5)


def test_fourteen_deals_over_four_months_start_four_four_three_three() -> None:
    starts = spread_starts(14, 4.0)
    assert [starts.count(month) for month in range(4)] == [4, 4, 3, 3]


@pytest.mark.parametrize(("months", "available"), [(4.0, 4), (4.01, 5), (0.5, 1), (0, 0), (-3, 0)])
def test_a_deal_is_started_in_a_month_that_begins_before_the_day(months: float, available: int) -> None:
    assert len(set(spread_starts(100, months))) == available


def test_sellers_start_no_more_than_they_can_and_a_fraction_of_a_deal_is_none() -> None:
    starts = spread_starts(14, 4.0, most_a_month=2.9)
    assert [starts.count(month) for month in range(4)] == [2, 2, 2, 2]


@given(st.integers(0, 200), st.floats(0.1, 40))
def test_without_a_bound_every_deal_is_started_and_no_two_months_differ_by_more_than_one(
    deals: int, months: float
) -> None:
    starts = spread_starts(deals, months)
    counts = [starts.count(float(month)) for month in range(math.ceil(months))]
    assert len(starts) == deals
    assert max(counts) - min(counts) <= 1
    assert counts == sorted(counts, reverse=True)


def test_a_seller_of_big_deals_is_bound_by_hours() -> None:
    wins = wins_per_seller_year(win_rate=0.18, hours_per_opportunity=120, mean_open_months=6.9)
    assert wins == pytest.approx(0.945)


def test_a_seller_of_light_deals_is_bound_by_how_many_can_be_open() -> None:
    assert wins_per_seller_year(win_rate=0.2, hours_per_opportunity=1, mean_open_months=12) == pytest.approx(4.0)


def test_hours_of_people_stand_in_for_hours_that_nobody_stated() -> None:
    assert practical_hours([math.nan], [2.0]) == pytest.approx(0.8 * 2 * 173.33)
    assert practical_hours([100.0], [2.0]) == pytest.approx(80.0)
    assert math.isnan(practical_hours([math.nan], [math.nan]))
