from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.stats.proportions import clopper_pearson
from unequal.stats.spells import Spells, spells
from unequal.stats.survival import kaplan_meier, log_rank, survival_interval


@pytest.fixture
def mercaptopurine() -> Spells:
    """Freireich et al. 1963, as in Gehan 1965: weeks of remission, 6-MP; a minus marks the censored."""
    weeks = np.array([6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35])
    return spells(np.abs(weeks), (weeks > 0).astype(int))


@pytest.fixture
def placebo() -> Spells:
    return spells([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [1] * 21)


def test_remission_under_6mp_matches_the_published_shares(mercaptopurine):
    curve = kaplan_meier(mercaptopurine)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.share == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)


def test_remission_under_6mp_matches_the_published_standard_errors(mercaptopurine):
    expected = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert kaplan_meier(mercaptopurine).se == pytest.approx(expected, abs=5e-5)


def test_published_medians(mercaptopurine, placebo):
    assert kaplan_meier(mercaptopurine).time_until(0.5) == 23.0
    assert kaplan_meier(placebo).time_until(0.5) == 8.0


def test_published_log_rank(mercaptopurine, placebo):
    answer = log_rank([mercaptopurine, placebo])
    assert answer.statistic == pytest.approx(16.793, abs=1e-3)
    assert answer.df == 1
    assert answer.expected.sum() == pytest.approx(30.0)


def test_interval_without_censoring_is_clopper_pearson():
    watched = spells([1, 2, 3, *[4] * 7], [1, 1, 1, *[0] * 7])
    ends = survival_interval(watched, [3.5], level=0.95)
    assert kaplan_meier(watched).at(3.5) == pytest.approx(0.7)
    assert [ends.low[0], ends.high[0]] == pytest.approx([0.3475, 0.9333], abs=1e-4)


def test_interval_with_censoring_and_a_tie_of_ending_and_last_look():
    watched = spells([3, 5, 8, 8, *[12] * 8], [1, 0, 1, 0, *[0] * 8])
    ends = survival_interval(watched, [10], level=0.95)
    assert kaplan_meier(watched).at(10) == pytest.approx(0.825)
    assert [ends.low[0], ends.high[0]] == pytest.approx([0.473, 0.978], abs=1e-3)


@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.5, 0.99))
def test_interval_of_any_uncensored_share_is_clopper_pearson(ended, left, level):
    if ended + left < 5:
        return
    watched = spells([1.0] * ended + [3.0] * left, [1] * ended + [0] * left)
    ends = survival_interval(watched, [2.0], level=level)
    known = clopper_pearson(left, ended + left, level=level)
    assert ends.low[0] == pytest.approx(float(known.low), abs=1e-7)
    assert ends.high[0] == pytest.approx(float(known.high), abs=1e-7)


def test_below_five_there_is_no_interval():
    assert np.isnan(survival_interval(spells([1, 2, 3, 4], [1, 1, 0, 0]), [2.0]).low).all()


def test_nobody_left_in_view_leaves_no_lower_end():
    ends = survival_interval(spells([1, 2, 3, 4, 5], [1, 0, 0, 0, 0]), [5.0])
    assert ends.low[0] == 0.0
    assert ends.high[0] < 1.0


def test_nobody_ended_leaves_no_upper_end():
    ends = survival_interval(spells([5.0] * 10, [0] * 10), [1.0], level=0.90)
    assert ends.high[0] == 1.0
    assert ends.low[0] == pytest.approx(0.05 ** (1 / 10))


def test_once_nobody_is_left_the_standard_error_cannot_be_told():
    curve = kaplan_meier(spells([1, 2], [1, 1]))
    assert curve.share.tolist() == [0.5, 0.0]
    assert np.isnan(curve.se[1])


def test_a_median_never_reached_is_none():
    assert np.isnan(kaplan_meier(spells([1, 2, 3], [1, 0, 0])).time_until(0.5))


def test_late_entry_leaves_the_unseen_out_of_those_at_risk():
    curve = kaplan_meier(spells([2.0, 4.0, 6.0], [1, 1, 0], entry=[0.0, 3.0, 0.0]))
    assert curve.at_risk.tolist() == [2.0, 2.0]
    assert curve.share.tolist() == [0.5, 0.25]


def test_groups_swapped_give_the_same_log_rank(mercaptopurine, placebo):
    first, second = log_rank([mercaptopurine, placebo]), log_rank([placebo, mercaptopurine])
    assert first.statistic == pytest.approx(second.statistic)


def test_one_group_has_nothing_to_differ_from(placebo):
    answer = log_rank([placebo])
    assert answer.df == 0
    assert np.isnan(answer.p_value)


def test_groups_without_an_ending_cannot_be_compared():
    answer = log_rank([spells([1, 2], [0, 0]), spells([3], [0])])
    assert np.isnan(answer.p_value)


def test_pairs_never_watched_at_the_same_time_are_compared_within_the_pair():
    early = [spells([1, 2, 3], [1, 1, 1]), spells([2, 3, 3], [1, 1, 1])]
    late = [spells([11, 12, 13], [1, 1, 1], entry=[9] * 3), spells([12, 13, 13], [1, 1, 1], entry=[9] * 3)]
    assert log_rank([*early, *late]).df == 2
