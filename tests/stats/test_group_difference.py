from __future__ import annotations

import numpy as np
import pytest

from unequal.stats.group_difference import gray_test
from unequal.stats.spells import LOST, spells
from unequal.stats.survival import log_rank

# Scrucca, Santucci and Aversa, Bone Marrow Transplantation 45 (2010) 1388: months, 1 relapse, 2 other event, 0 censored
LYMPHOBLASTIC = """
.67,2 131.77,0 24.03,2 1.47,2 2.23,2 124.83,0 10.53,2 123.9,0 2,1 1.7,2 3.57,1 .4,2 .87,2 121.1,0 7.5,2 6.13,1
2.8,2 5.37,1 2.87,1 3.07,1 1.7,1 1.8,1 3.63,2 112.23,0 1.67,1 7.53,1 6.03,2 2.53,1 8,2 82.6,0 6,2 4.23,1
7.47,2 13.07,1 1.43,2 72.93,0 71.83,0 8.17,2 7.57,1 2.4,1 1.1,2 3.3,2 1.23,1 56.6,0 8.63,1 1.1,1 5.43,2 45.3,0
43.67,0 4.17,2 20.83,1 .37,2 .27,2 35.5,0 4.07,1 7.93,1 17.23,1 3.43,2 12.17,2 29.2,0 3.63,1 24.77,0 6.6,2
9.43,1 1.87,1 19.9,0 7.63,1 2.23,1 3.23,2 16.83,0 16.13,0 2.7,2 10.3,1
"""
MYELOID = """
9.5,1 6.33,2 2.3,2 5.27,2 6.3,2 10.9,2 114.7,0 114.1,0 35,1 112.93,0 7.63,2 110.37,0 20.93,2 2.83,2 9.63,2
3.17,2 9.97,2 5.7,1 106.13,0 4.2,1 9.17,2 8.73,2 85.1,0 4.8,2 3.57,2 81.67,0 6.2,1 3.47,2 1,2 6.1,2 77,0
76.03,0 28.53,1 1.97,2 67.8,0 70.2,0 3.03,1 5.87,1 68.83,0 9.13,1 6.07,1 59.17,0 58.23,0 58,0 3.6,2 1.6,1
5.63,1 4.4,2 13.8,2 49.27,0 9.2,2 6.7,2 12.57,1 11.8,2 43.2,0 6.63,1 42.5,0 1.87,1 1.23,2 41.3,0 3.9,2 4.57,2
4.4,2 3.7,2 3.4,2 8.6,2 1.3,1 35.5,0 2,2 8.8,2 32.63,0 7.2,2 9,2 6,1 29.9,0 28.7,0 42.17,1 .13,2 12.27,1
26.13,0 4.73,1 3.93,2 2.03,1 5,1 5.6,1 1.2,1 5.23,2 3.5,2 2.8,2 1.47,2 .87,2 7.2,2 3.57,2 4.57,2 1.77,2 16.6,0
15.17,0 7,1 2.53,1 14.5,0 2.3,1 10.2,0 9.97,0 7.63,1
"""


def patients(text):
    rows = np.array([[float(cell) for cell in row.split(",")] for row in text.split()])
    return spells(rows[:, 0], rows[:, 1].astype(int))


def test_published_comparison_of_two_leukaemias():
    """R's cmprsk gives 2.8623 (p .0907) and 0.4481 (p .503); its variance differs in small terms, by one percent."""
    groups = [patients(LYMPHOBLASTIC), patients(MYELOID)]
    assert [group.n for group in groups] == [73, 104]
    relapse, other = gray_test(groups), gray_test(groups, cause=LOST)
    assert relapse.statistic == pytest.approx(2.8623, rel=0.02)
    assert other.statistic == pytest.approx(0.4481, rel=0.02)
    assert relapse.p_value == pytest.approx(0.0907, abs=0.003)
    assert other.p_value == pytest.approx(0.503, abs=0.003)


def test_where_nobody_is_lost_it_is_the_log_rank_test():
    groups = [spells([1, 3, 4, 6, 8, 9], [1, 1, 0, 1, 0, 1]), spells([2, 2, 5, 5, 7], [0, 1, 1, 1, 0])]
    assert gray_test(groups).statistic == pytest.approx(log_rank(groups).statistic)


def simulated(rng, deals, win_probability, lost_median, late=0.0):
    to_be_won = rng.random(deals) < win_probability
    ends = np.where(to_be_won, 6.0, lost_median) * np.exp(0.6 * rng.standard_normal(deals))
    seen = rng.uniform(2, 24, deals)
    entry = np.where(rng.random(deals) < late, rng.uniform(0, 3, deals), 0.0)
    event = np.where(ends > seen, 0, np.where(to_be_won, 1, 2))
    return spells(np.minimum(ends, seen), event, entry)


def rejected(runs, make):
    rng = np.random.default_rng(20260630)
    return np.mean([gray_test(make(rng)).p_value < 0.10 for _ in range(runs)])


@pytest.mark.parametrize("late", [pytest.param(0.0, id="all in view"), pytest.param(0.5, id="half entered late")])
def test_equal_groups_are_told_apart_one_time_in_ten(late):
    share = rejected(400, lambda rng: [simulated(rng, n, 0.35, 4.0, late) for n in (50, 80)])
    assert share == pytest.approx(0.10, abs=0.04)  # Monte-Carlo error 1.5 points


def test_groups_that_win_alike_and_lose_at_another_pace_are_not_told_apart():
    share = rejected(400, lambda rng: [simulated(rng, 80, 0.35, pace) for pace in (2.0, 8.0)])
    assert share == pytest.approx(0.10, abs=0.04)


def test_three_equal_groups_are_told_apart_one_time_in_ten():
    share = rejected(300, lambda rng: [simulated(rng, n, 0.4, 4.0) for n in (40, 50, 60)])
    assert share == pytest.approx(0.10, abs=0.045)


def test_groups_that_differ_are_told_apart_most_times():
    assert rejected(100, lambda rng: [simulated(rng, 80, share, 4.0) for share in (0.2, 0.5)]) > 0.8


def test_the_order_of_groups_changes_nothing():
    rng = np.random.default_rng(1)
    groups = [simulated(rng, 30, share, 4.0) for share in (0.2, 0.4, 0.6)]
    first, second = gray_test(groups), gray_test(groups[::-1])
    assert first.statistic == pytest.approx(second.statistic)
    assert first.df == second.df == 2
    assert first.observed.tolist() == second.observed.tolist()[::-1]


def test_an_empty_group_is_left_out_of_the_degrees_of_freedom():
    rng = np.random.default_rng(1)
    groups = [simulated(rng, 30, share, 4.0) for share in (0.2, 0.6)]
    with_empty = gray_test([*groups, spells([], [])])
    assert with_empty.df == 1
    assert with_empty.statistic == pytest.approx(gray_test(groups).statistic)


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([], id="no group"),
        pytest.param([spells([1, 2], [1, 2])], id="one group"),
        pytest.param([spells([1, 2], [2, 0]), spells([3], [0])], id="no win"),
        pytest.param([spells([], []), spells([], [])], id="no deals"),
    ],
)
def test_where_nothing_can_be_compared_nothing_is_told(groups):
    answer = gray_test(groups)
    assert answer.df == 0
    assert np.isnan(answer.p_value)


def test_under_late_entry_the_comparison_starts_where_all_curves_do():
    early_end = spells([1.0, *range(10, 18)], [2, 1, 2, 1, 1, 2, 0, 0, 1], entry=[0.0, *[5.0] * 8])
    other = spells([2.0, *range(10, 18)], [1, 2, 1, 2, 1, 2, 0, 1, 1])
    assert gray_test([early_end, other]).observed.tolist() == [4.0, 4.0]  # the win in month 2 is before the start
