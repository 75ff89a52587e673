from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.stats.proportions import jeffreys
from unequal.stats.scores import brier, calibration, contest, hits_range

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def seeded() -> np.random.Generator:
    return np.random.default_rng(5)


# Brier score


@pytest.mark.parametrize(
    ("chances", "happened", "score"),
    [([1.0, 0.0], [1, 0], 0.0), ([0.0, 1.0], [1, 0], 1.0), ([0.5, 0.5], [1, 0], 0.25), ([0.7, 0.2], [1, 0], 0.065)],
)
def test_the_brier_score_is_the_mean_squared_distance(chances, happened, score):
    assert brier(chances, happened) == pytest.approx(score)


def test_without_predictions_there_is_no_score():
    assert np.isnan(brier([], []))


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused(chance):
    with pytest.raises(InputError, match="not between 0 and 1"):
        brier([chance], [1])


# against a rival


def test_a_perfect_one_has_all_the_skill():
    found = contest([1, 0, 1, 0], [0.5] * 4, [1, 0, 1, 0], about=list("abcd"), rng=seeded())
    assert (found.own.value, found.skill.value, found.better) == (0.0, 1.0, 1.0)


def test_equal_chances_are_as_good_and_neither_is_better():
    found = contest([0.3] * 6, [0.3] * 6, [1, 0, 0, 1, 0, 0], about=range(6), rng=seeded())
    assert (found.skill.value, found.better) == (0.0, 0.5)


def test_who_is_worse_loses():
    found = contest([0.9] * 8, [0.1] * 8, [0] * 8, about=range(8), rng=seeded())
    assert found.skill.value < 0
    assert found.better == 0.0


def test_a_rival_without_fault_leaves_no_skill_to_tell():
    found = contest([0.5] * 4, [1, 0, 1, 0], [1, 0, 1, 0], about=range(4), rng=seeded())
    assert np.isnan([found.skill.value, found.skill.low]).all()


def test_predictions_about_one_deal_are_drawn_together():
    chances, rivals, happened = [0.9, 0.9, 0.1, 0.1] * 5, [0.5] * 20, [1, 1, 0, 1] * 5
    alone = contest(chances, rivals, happened, about=range(20), rng=seeded())
    together = contest(chances, rivals, happened, about=np.arange(20) // 4, rng=seeded())
    assert together.own.value == pytest.approx(alone.own.value)
    assert together.own.high - together.own.low < 1e-12  # every deal holds the same four


def test_the_interval_holds_the_score_and_narrows_with_more():
    rng = np.random.default_rng(1)
    chances = rng.random(400)
    happened = rng.random(400) < chances
    few = contest(chances[:40], [0.5] * 40, happened[:40], about=range(40), rng=seeded())
    many = contest(chances, [0.5] * 400, happened, about=range(400), rng=seeded())
    for one in (few, many):
        assert one.skill.low < one.skill.value < one.skill.high
    assert many.skill.high - many.skill.low < few.skill.high - few.skill.low


def test_many_predictions_are_drawn_in_pieces_that_add_up():
    size = 3_000
    found = contest([0.5] * size, [0.6] * size, [1] * size, about=range(size), rng=seeded(), draws=1_500)
    assert found.own.low == pytest.approx(0.25)


# calibration


def test_what_came_of_similar_chances_has_the_jeffreys_interval():
    found = calibration([0.3] * 10, [1] * 4 + [0] * 6)
    ends = jeffreys(4, 10)
    assert (found.n[0], found.hits[0], found.share[0]) == (10, 4, 0.4)
    assert [found.low[0], found.high[0]] == [ends.low, ends.high]


@pytest.mark.parametrize(("chance", "start"), [(0.0, 0.0), (0.05, 0.05), (0.1999, 0.1), (0.2, 0.2), (1.0, 0.8)])
def test_a_border_belongs_to_the_group_above(chance, start):
    assert calibration([chance], [1]).from_chance[0] == start


@given(CHANCES)
def test_every_prediction_is_in_one_group(chances):
    found = calibration(chances, [1] * len(chances))
    assert found.n.sum() == len(chances)
    assert ((found.chance >= found.from_chance - 1e-12) & (found.chance <= found.to_chance + 1e-12)).all()


# the range of a number of hits


def test_certain_things_have_no_range():
    assert hits_range(np.array([[1.0, 0.0, 1.0]] * 50), seeded()) == (2.0, 2.0)


def test_the_range_of_a_known_chance_is_that_of_the_binomial():
    assert hits_range(np.full((20_000, 20), 0.2), seeded()) == (1.0, 7.0)


def test_not_knowing_the_chance_widens_the_range():
    known = np.full((20_000, 20), 0.3)
    unknown = np.repeat(seeded().beta(3, 7, size=(20_000, 1)), 20, axis=1)
    low, high = hits_range(unknown, seeded())
    sure_low, sure_high = hits_range(known, seeded())
    assert low <= sure_low
    assert high > sure_high
