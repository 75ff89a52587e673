"""Truths: their shares, their inverse, and deals drawn from them agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.samples.known_clocks import Clock, DealTruth, Shape, whole_days
from unequal.stats.time_to_win import TimeToWin

MONTHS = np.array([0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0])

clocks = st.builds(
    Clock,
    shape=st.sampled_from(Shape),
    median=st.floats(0.5, 20.0),
    sigma=st.floats(0.25, 1.2),
)


@st.composite
def truths(draw: st.DrawFn) -> DealTruth:
    win = draw(st.floats(0.02, 0.9))
    never = draw(st.floats(0.0, 0.5)) * (1 - win)
    return DealTruth(win_probability=win, to_win=draw(clocks), to_loss=draw(clocks), never=never)


@given(clocks)
def test_half_have_ended_by_the_median(clock):
    assert float(clock.ended(clock.median)) == pytest.approx(0.5)
    assert float(clock.times(0.5)) == pytest.approx(clock.median)


@given(clocks)
def test_what_has_ended_and_what_lasts_are_all(clock):
    assert clock.ended(MONTHS) + clock.lasting(MONTHS) == pytest.approx(np.ones(MONTHS.size))


@given(clocks, st.floats(0.001, 0.999))
def test_times_are_the_inverse_of_the_share_ended(clock, share):
    assert float(clock.ended(clock.times(share))) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("shape", [Shape.LOGNORMAL, Shape.WEIBULL, Shape.MIXTURE])
def test_the_spread_is_the_standard_deviation_of_the_logarithm(shape):
    clock = Clock(shape=shape, median=5.0, sigma=0.5)
    even = (np.arange(50_000) + 0.5) / 50_000
    assert np.log(clock.times(even)).std() == pytest.approx(0.5, rel=0.01)


def test_the_spread_of_a_gamma_is_that_of_the_lognormal_with_its_relative_deviation():
    times = Clock(shape=Shape.GAMMA, median=5.0, sigma=0.5).times((np.arange(50_000) + 0.5) / 50_000)
    assert times.std() / times.mean() == pytest.approx(np.sqrt(np.expm1(0.25)), rel=0.01)


@given(truths())
def test_every_deal_is_won_lost_or_still_open(truth):
    assert truth.won(MONTHS) + truth.lost(MONTHS) + truth.still_open(MONTHS) == pytest.approx(np.ones(MONTHS.size))
    assert (np.diff(truth.won(MONTHS)) >= 0).all()


@given(truths())
def test_a_deal_never_won_later_than_all_deals_are(truth):
    chances = truth.win_by(MONTHS, 6.0)
    assert ((chances >= 0) & (chances <= 1 + 1e-12)).all()
    assert float(truth.win_by(0.0, 6.0)) == pytest.approx(float(truth.won(6.0)))


def test_lognormal_clocks_are_those_of_the_assumption():
    clocks = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
    truth = DealTruth(
        win_probability=0.2,
        to_win=Clock(shape=Shape.LOGNORMAL, median=8, sigma=0.45),
        to_loss=Clock(shape=Shape.LOGNORMAL, median=5, sigma=0.7),
    )
    at = whole_days([3.0, 8.0, 15.0])
    assert truth.won(at) == pytest.approx(clocks.won(at))
    assert truth.win_by(at, at) == pytest.approx(clocks.win_by(at, at))


@pytest.mark.parametrize("shape", list(Shape))
def test_drawn_deals_end_as_the_truth_says_on_every_day(shape):
    clock = Clock(shape=shape, median=3.0, sigma=0.6)
    truth = DealTruth(win_probability=0.3, to_win=clock, to_loss=clock, never=0.1)
    ends, won = truth.draw(np.random.default_rng(1), 100_000)
    for day in (1, 30, 91, 300):
        assert np.mean(won & (ends <= day)) == pytest.approx(float(truth.won(day / 30.4375)), abs=0.005)
        assert np.mean(ends > day) == pytest.approx(float(truth.still_open(day / 30.4375)), abs=0.005)
    assert np.mean(np.isinf(ends)) == pytest.approx(0.1, abs=0.005)


def test_a_deal_ends_on_a_day_after_its_first():
    fast = Clock(shape=Shape.LOGNORMAL, median=0.001, sigma=0.1)
    ends, _ = DealTruth(win_probability=0.5, to_win=fast, to_loss=fast).draw(np.random.default_rng(1), 100)
    assert set(ends) == {1.0}
