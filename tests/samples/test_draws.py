from __future__ import annotations

import statistics

import pytest

from unequal.samples.draws import Draws

MANY = 4_000


def test_a_path_gives_the_same_values_again():
    assert [Draws(7, "a", "b").uniform() for _ in range(3)] == [Draws(7, "a", "b").uniform()] * 3


@pytest.mark.parametrize("other", [Draws(7, "a", "c"), Draws(8, "a", "b"), Draws(7, "a")])
def test_another_path_or_seed_gives_other_values(other):
    assert Draws(7, "a", "b").uniform() != other.uniform()


def test_a_lognormal_value_is_below_its_median_half_the_time():
    draws = Draws(1, "lognormal")
    below = sum(draws.lognormal(8.0, 0.45) < 8.0 for _ in range(MANY))
    assert below / MANY == pytest.approx(0.5, abs=0.03)


def test_poisson_counts_have_the_mean_as_variance():
    draws = Draws(1, "poisson")
    counts = [draws.poisson(2.5) for _ in range(MANY)]
    assert statistics.mean(counts) == pytest.approx(2.5, abs=0.1)
    assert statistics.variance(counts) == pytest.approx(2.5, abs=0.2)


def test_poisson_with_a_mean_of_zero_is_always_zero():
    draws = Draws(1, "none")
    assert {draws.poisson(0.0) for _ in range(100)} == {0}


def test_weights_say_how_often_a_choice_comes():
    draws = Draws(1, "weights")
    picked = [draws.weighted([("often", 3.0), ("seldom", 1.0)]) for _ in range(MANY)]
    assert picked.count("often") / MANY == pytest.approx(0.75, abs=0.03)


def test_whole_numbers_reach_both_ends():
    draws = Draws(1, "whole")
    assert {draws.whole(1, 3) for _ in range(100)} == {1, 2, 3}


def test_shuffling_keeps_every_item_once():
    assert sorted(Draws(1, "shuffle").shuffled(range(50))) == list(range(50))
