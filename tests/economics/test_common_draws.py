"""Draws that are made once: the same whatever is asked first, and as right as drawing each time."""

from __future__ import annotations

import numpy as np
import pytest

from unequal.economics.common_draws import CommonDraws, with_common_draws
from unequal.economics.own_deals import OwnDeals
from unequal.economics.pipeline import Pipeline, outlook_of
from unequal.economics.tails import error_of, evenly, expected, tails_of
from unequal.economics.tiers import tier_prior
from unequal.economics.win_model import Windows
from unequal.economics.wins import wins_by
from unequal.stats.hazards import posterior
from unequal.stats.poisson_binomial import at_least
from unequal.stats.spells import spells
from unequal.stats.window_draws import window_draws
from unequal.stats.window_paths import window_paths

PIPELINE = Pipeline(deal_ids=("a", "b"), ages=np.array([4.5, 1.0]), new_per_month=2)
WINDOWS = Windows(ages=np.array([0.0, 3.5, 20.0]), lengths=np.array([6.0, 2.25, 4.0]))


def own(rows: int = 24) -> OwnDeals:
    watched = spells(np.arange(rows) % 12 + 1.0, np.arange(rows) % 3)
    return OwnDeals(watched=watched, law=posterior(watched, tier_prior("Big").hazards(140)))


@pytest.fixture
def kept() -> CommonDraws:
    return with_common_draws(own(), seed=8)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("first", [6.0, 40.0])
def test_what_is_asked_first_changes_no_draw(first: float, kept: CommonDraws) -> None:
    kept.truths(rng(), 50, months=first)
    found = kept.truths(rng(), 50, months=30.0).chances(WINDOWS)
    alone = with_common_draws(own(), seed=8).truths(rng(), 50, months=30.0).chances(WINDOWS)
    np.testing.assert_array_equal(found, alone)


def test_draws_that_reach_far_enough_are_not_made_again(kept: CommonDraws) -> None:
    assert kept.truths(rng(), 50, months=30.0) is kept.truths(rng(), 50, months=29.0)
    assert kept.band_truths(rng(), 50, months=30.0) is kept.band_truths(rng(), 50, months=29.0)


def test_draws_average_to_the_mean_curve(kept: CommonDraws) -> None:
    new = Windows(ages=np.zeros(2), lengths=np.array([6.0, 18.5]))
    drawn = kept.truths(rng(), 20_000, months=20.0).chances(new).mean(axis=0)
    np.testing.assert_allclose(drawn, kept.mean_chances(new), atol=0.005)


def test_better_odds_leave_as_many_endings_and_no_change_is_no_change(kept: CommonDraws) -> None:
    before = kept.truths(rng(), 20, months=30.0)
    same, better = before.with_win_odds(1.0), before.with_win_odds(4.0)
    np.testing.assert_allclose(same.chances(WINDOWS), before.chances(WINDOWS), atol=1e-9)
    assert (better.chances(WINDOWS) >= before.chances(WINDOWS) - 1e-12).all()
    assert (better.chances(WINDOWS) <= 1 + 1e-9).all()


def test_kept_paths_have_the_law_of_those_that_are_thrown_away() -> None:
    watched = own().watched
    ages, lengths = [0.0, 3.0], [6.0, 5.0]
    kept = window_paths(watched, rng=rng(), draws=20_000).won(ages, lengths)
    thrown = np.concatenate([one.won for one in window_draws(watched, ages, lengths, rng=rng(), draws=20_000)], axis=1)
    for share in (0.05, 0.5, 0.95):
        np.testing.assert_allclose(*(np.quantile(one, share, axis=1) for one in (kept, thrown)), atol=0.01)


def test_every_so_manieth_draw_speaks_for_all(kept: CommonDraws) -> None:
    plan = Pipeline(deal_ids=(), ages=np.array([]), new_per_month=9)  # 108 deals: too many steps for all draws
    outlook, truths = outlook_of(plan, 12.0), kept.truths(rng(), 20_000, months=12.0)
    some = tails_of(truths, outlook, 40)
    every = at_least(outlook.by_deal(truths.chances(outlook.windows)), 40)
    assert len(some) < 2_000
    np.testing.assert_allclose(some.mean(axis=0), every.mean(axis=0), atol=1e-3)
    np.testing.assert_allclose(np.quantile(some, 0.95, axis=0), np.quantile(every, 0.95, axis=0), atol=0.01)


def test_a_draw_expects_the_sum_of_its_chances(kept: CommonDraws) -> None:
    outlook, truths = outlook_of(PIPELINE, 3.0), kept.truths(rng(), 7, months=10.0)
    by_hand = outlook.by_deal(truths.chances(outlook.windows)).sum(axis=1)
    np.testing.assert_allclose(expected(truths, outlook), by_hand)


def test_the_middle_of_each_share_is_taken() -> None:
    assert evenly(np.arange(10.0), 2).tolist() == [2, 7]
    assert evenly(np.arange(3.0), 3).tolist() == [0, 1, 2]


def test_kept_draws_give_the_same_wins_twice(kept: CommonDraws) -> None:
    first, second = (wins_by(kept, PIPELINE, horizon_months=4, most=3, rng=rng()).table for _ in range(2))
    assert first.equals(second)
    fresh = wins_by(own(), PIPELINE, horizon_months=4, most=3, rng=rng()).table
    np.testing.assert_allclose(first["probability"], fresh["probability"], atol=0.01)


@pytest.mark.parametrize("horizon", [4.0, 12.0, 20.0])
def test_the_error_that_is_told_holds_against_other_seeds(horizon: float) -> None:
    outlook = outlook_of(PIPELINE, horizon)
    found = []
    for seed in range(40):
        truths = with_common_draws(own(), seed, PIPELINE.ages).truths(rng(), 6_000, months=outlook.windows.until)
        found.append((tails_of(truths, outlook, 2).mean(axis=0)[2], error_of(tails_of(truths, outlook, 2), 6_000)[2]))
    points, errors = np.array(found).T
    assert points.std() == pytest.approx(errors.mean(), rel=0.4)


def test_one_truth_alone_has_no_error() -> None:
    assert error_of(np.ones((1, 3)), 20_000).tolist() == [0.0, 0.0, 0.0]
