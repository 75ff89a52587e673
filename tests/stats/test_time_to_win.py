from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta

from unequal.errors import InputError
from unequal.stats.poisson_binomial import (
    at_least,
    binomial_at_least,
    chance_needed,
    smallest_number,
    smallest_time,
)
from unequal.stats.time_to_win import TimeToWin, lognormal_from_quartiles

BIG = TimeToWin(win_probability=0.20, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
AGES = [7, 5, 4, 3, 2, 1]


# the worked example of the runway: decision in month 4, six open deals, two new ones a month


def test_chances_of_the_open_deals():
    assert BIG.win_by(AGES, 4) == pytest.approx([0.201, 0.160, 0.127, 0.091, 0.056, 0.030], abs=1e-3)


@pytest.mark.parametrize(
    ("months", "expected"), [(4, [0.5272, 0.1447, 0.0220]), (6, [0.724, 0.333, 0.098]), (12, [0.969, 0.849, 0.631])]
)
def test_at_least_one_two_three_wins(months, expected):
    new = np.repeat(BIG.won(months - np.arange(months)), 2)
    tails = at_least(np.concatenate([BIG.win_by(AGES, months), new]), 3)
    assert tails[1:] == pytest.approx(expected, abs=1e-4 if months == 4 else 1e-3)


def test_two_wins_from_the_open_deals_alone():
    assert at_least(BIG.win_by(AGES, 4), 2)[2] == pytest.approx(0.1330, abs=1e-4)


@pytest.mark.parametrize(("months", "deals"), [(6, 81), (8, 42), (10, 30), (12, 26), (18, 22)])
def test_fewest_deals_for_three_wins(months, deals):
    assert smallest_number(float(BIG.won(months)), 3, 0.80) == deals


@pytest.mark.parametrize(("deals", "wins", "months"), [(25, 3, 12.024), (25, 2, 8.715), (10, 1, 10.735)])
def test_shortest_time_for_wins(deals, wins, months):
    needed = chance_needed(wins, deals, 0.80)
    assert smallest_time(lambda month: float(BIG.won(month)), needed, 60) == pytest.approx(months, abs=1e-3)


def test_twenty_deals_never_give_three_wins_often_enough():
    assert float(binomial_at_least(3, 20, 0.20)) == pytest.approx(0.794, abs=1e-3)
    assert np.isnan(smallest_time(lambda month: float(BIG.won(month)), chance_needed(3, 20, 0.80), 600))


def test_an_uncertain_win_rate_lowers_the_chance():
    in_time = float(BIG.won(12)) / 0.20  # share of the wins that come by month 12
    assert float(binomial_at_least(3, 25, 8.5 / 41 * in_time)) == pytest.approx(0.820, abs=1e-3)
    grid = (np.arange(4_000) + 0.5) / 4_000
    rates = beta.ppf(grid, 8.5, 32.5)
    assert binomial_at_least(3, 25, rates * in_time).mean() == pytest.approx(0.764, abs=1e-3)


def test_twelve_to_eighteen_months_read_as_quartiles():
    median, sigma = lognormal_from_quartiles(12, 18)
    assert median == pytest.approx(14.697, abs=1e-3)
    assert sigma == pytest.approx(0.30057, abs=1e-5)


@pytest.mark.parametrize(("months", "chance"), [(9, 0.098), (12, 0.401), (18, 0.803), (10, 0.183), (16, 0.729)])
def test_one_of_ten_in_a_cycle_of_twelve_to_eighteen_months(months, chance):
    median, sigma = lognormal_from_quartiles(12, 18)
    slow = TimeToWin(win_probability=0.20, win_median=median, win_sigma=sigma, lost_median=8, lost_sigma=0.7)
    assert float(binomial_at_least(1, 10, slow.won(months))) == pytest.approx(chance, abs=1e-3)


def test_one_of_ten_in_three_months_is_next_to_impossible_and_not_rounded_away():
    median, sigma = lognormal_from_quartiles(12, 18)
    slow = TimeToWin(win_probability=0.20, win_median=median, win_sigma=sigma, lost_median=8, lost_sigma=0.7)
    assert float(binomial_at_least(1, 10, slow.won(3))) == pytest.approx(1e-7, rel=0.5)


# laws and edges


def test_won_lost_and_open_sum_to_one():
    times = np.array([0.0, 0.1, 5.0, 500.0])
    assert BIG.won(times) + BIG.lost(times) + BIG.still_open(times) == pytest.approx(np.ones(4))


def test_before_the_start_nothing_has_ended():
    assert BIG.won([-1.0, 0.0]).tolist() == [0.0, 0.0]
    assert BIG.still_open(-1.0) == 1.0


def test_when_nothing_can_be_open_the_chance_cannot_be_told():
    assert np.isnan(BIG.win_by(1e30, 1.0))


@pytest.mark.parametrize("win_probability", [-0.01, 1.01, np.nan])
def test_a_win_probability_that_is_no_share_is_refused(win_probability):
    with pytest.raises(InputError, match="A win probability of"):
        TimeToWin(win_probability=win_probability, win_median=8, win_sigma=0.4, lost_median=5, lost_sigma=0.7)


def test_a_median_of_zero_is_refused():
    with pytest.raises(InputError, match="not above 0"):
        TimeToWin(win_probability=0.2, win_median=0, win_sigma=0.4, lost_median=5, lost_sigma=0.7)


def test_quartiles_in_the_wrong_order_are_refused():
    with pytest.raises(InputError, match="Quartiles 18 and 12"):
        lognormal_from_quartiles(18, 12)
