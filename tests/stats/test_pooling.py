"""Ratios drawn to the mean of all: by hand, at the ends, as laws, and whether the intervals hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from unequal.stats.pooling import FLOOR, MOSTLY, partial_pooling

RATIOS = st.lists(
    st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=1, max_size=12), min_size=1, max_size=6
)


def test_equal_numbers_by_hand():
    """Means .2, .5, .7, variance within .02; of the means .19/3, less .02/2 by chance: .16/3 between."""
    found = partial_pooling([[0.1, 0.3], [0.4, 0.6], [0.6, 0.8]])
    between, own, overall = 0.16 / 3, 0.01, 1.4 / 3
    weight = between / (between + own)
    gaps = (np.array([0.2, 0.5, 0.7]) - overall) ** 2
    error = np.sqrt(weight * own + (1 - weight) ** 2 * ((between + own) / 3 + 2 / 2 * gaps))
    assert (found.within, found.between, found.overall) == pytest.approx((0.02, between, overall))
    assert found.weight == pytest.approx([weight] * 3)
    assert found.estimate == pytest.approx([weight * one + (1 - weight) * overall for one in (0.2, 0.5, 0.7)])
    assert found.high - found.estimate == pytest.approx(student.ppf(0.95, 3) * error)
    assert found.estimate - found.low == pytest.approx(found.high - found.estimate)


def test_unequal_numbers_by_hand():
    """Means 2 of two and 5 of four around 4: (2 x 4 + 4 x 1 - 5.5) / (6 - 20/6) = 2.4375 between."""
    found = partial_pooling([[1, 3], [2, 4, 6, 8]])
    total = np.array([2.4375 + 5.5 / 2, 2.4375 + 5.5 / 4])
    overall = (2 / total[0] + 5 / total[1]) / (1 / total).sum()
    weight = 2.4375 / total
    assert (found.within, found.between, found.overall) == pytest.approx((5.5, 2.4375, overall))
    assert found.estimate == pytest.approx(weight * [2, 5] + (1 - weight) * overall)
    of_all = 1 / (1 / total).sum() + 2 / 1 * (np.array([2, 5]) - overall) ** 2
    error = np.sqrt(weight * 5.5 / np.array([2, 4]) + (1 - weight) ** 2 * of_all)
    assert found.high == pytest.approx(found.estimate + student.ppf(0.95, 4) * error)


def test_segments_that_are_alike_keep_a_part_of_their_own():
    found = partial_pooling([[0.1, 0.3], [0.1, 0.3], [0.0, 0.4, 0.2, 0.2]])
    assert found.between == pytest.approx(found.within / (FLOOR * 8 / 3))
    assert (found.weight > 0).all()


def test_a_few_customers_are_mostly_the_mean_of_all_and_many_are_not():
    many, few = np.tile([0.2, 0.6], 200), [0.9, 0.1]
    found = partial_pooling([many, few, many + 0.1])
    assert found.mostly_overall.tolist() == [False, True, False]
    assert abs(found.estimate[1] - found.overall) < MOSTLY * abs(found.raw[1] - found.overall)


def test_a_segment_alone_is_itself_with_the_interval_of_its_mean():
    found = partial_pooling([[0.1, 0.2, 0.6]])
    error = np.std([0.1, 0.2, 0.6], ddof=1) / math.sqrt(3)
    assert (found.estimate[0], found.weight[0]) == (pytest.approx(0.3), 1)
    assert found.high[0] == pytest.approx(0.3 + student.ppf(0.95, 2) * error)


def test_customers_without_a_ratio_count_for_nothing():
    found = partial_pooling([[0.1, math.nan, 0.3], [math.inf, 0.5, 0.7], [math.nan]])
    assert found.n.tolist() == [2, 2, 0]
    assert found.estimate[:2] == pytest.approx(partial_pooling([[0.1, 0.3], [0.5, 0.7]]).estimate)
    assert np.isnan([found.raw[2], found.estimate[2], found.low[2]]).all()


@pytest.mark.parametrize("groups", [[], [[]], [[0.4]], [[0.4], [0.6]]])
def test_without_two_customers_of_one_segment_nothing_is_pooled(groups):
    found = partial_pooling(groups)
    assert np.isnan(found.estimate).all()
    assert np.isnan(found.high).all()


def test_customers_all_the_same_are_no_noise():
    found = partial_pooling([[0.4, 0.4], [0.6, 0.6, 0.6]])
    assert found.estimate.tolist() == pytest.approx([0.4, 0.6])
    assert found.weight.tolist() == [1, 1]
    assert partial_pooling([[0.4, 0.4], [0.4]]).estimate.tolist() == pytest.approx([0.4, 0.4])


@given(RATIOS)
def test_a_pooled_figure_lies_between_its_own_and_that_of_all(groups):
    found = partial_pooling(groups)
    if not np.isnan(found.estimate).any():
        low, high = np.minimum(found.raw, found.overall), np.maximum(found.raw, found.overall)
        assert ((low - 1e-12 <= found.estimate) & (found.estimate <= high + 1e-12)).all()
        assert ((found.low <= found.estimate) & (found.estimate <= found.high)).all()


@given(RATIOS)
def test_the_more_customers_the_more_a_segment_is_its_own(groups):
    found = partial_pooling(groups)
    order = np.argsort(found.n, kind="stable")
    if not np.isnan(found.weight).any():
        assert (np.diff(found.weight[order]) >= -1e-12).all()


@given(RATIOS, st.randoms(use_true_random=False))
def test_the_order_of_segments_and_of_customers_changes_nothing(groups, random):
    places = list(range(len(groups)))
    random.shuffle(places)
    shuffled = [random.sample(groups[place], len(groups[place])) for place in places]
    found, again = partial_pooling(groups), partial_pooling(shuffled)
    assert again.estimate == pytest.approx(found.estimate[places], rel=1e-9, abs=1e-12, nan_ok=True)
    assert again.high == pytest.approx(found.high[places], rel=1e-9, abs=1e-9, nan_ok=True)


@given(RATIOS, st.floats(-2, 2), st.floats(0.1, 5))
def test_another_scale_moves_figures_along_with_it(groups, shift, times):
    found = partial_pooling(groups)
    if found.within > 1e-6:  # of customers all the same, rounding alone would be their noise
        moved = partial_pooling([[shift + times * one for one in group] for group in groups])
        assert moved.estimate == pytest.approx(shift + times * found.estimate, rel=1e-6, abs=1e-6)


def coverage(spread, seed, runs=600):
    """Return how often an interval holds its segment's true mean, over segments of 4 to 40 customers."""
    rng = np.random.default_rng(seed)
    held = []
    for _ in range(runs):
        truth = 0.5 + spread * rng.standard_normal(int(rng.integers(3, 7)))
        found = partial_pooling([rng.normal(one, 0.25, int(rng.integers(4, 41))) for one in truth])
        held.append(((found.low <= truth) & (truth <= found.high)).mean())
    return float(np.mean(held))


@pytest.mark.parametrize(("spread", "seed"), [(0.02, 1), (0.07, 2), (0.1, 3), (0.3, 4)])
def test_ninety_in_a_hundred_intervals_hold_the_truth(spread, seed):
    assert 0.86 <= coverage(spread, seed, runs=400) <= 0.97


def test_pooled_figures_are_nearer_to_the_truth_than_raw_ones():
    rng = np.random.default_rng(4)
    raw, pooled = [], []
    for _ in range(300):
        truth = 0.5 + 0.05 * rng.standard_normal(5)
        found = partial_pooling([rng.normal(one, 0.25, int(rng.integers(3, 20))) for one in truth])
        raw.append(((found.raw - truth) ** 2).mean())
        pooled.append(((found.estimate - truth) ** 2).mean())
    assert np.mean(pooled) < 0.6 * np.mean(raw)
