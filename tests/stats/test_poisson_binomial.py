from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.stats.poisson_binomial import (
    at_least,
    binomial_at_least,
    chance_needed,
    pmf,
    smallest_number,
    smallest_time,
)

chances = st.lists(st.floats(0, 1), min_size=0, max_size=8)


def by_all_outcomes(values):
    """Add up every way the deals can end."""
    answer = np.zeros(len(values) + 1)
    for outcome in range(2 ** len(values)):
        won = [outcome >> place & 1 for place in range(len(values))]
        answer[sum(won)] += np.prod([p if w else 1 - p for p, w in zip(values, won, strict=True)])
    return answer


@given(chances)
def test_pmf_equals_the_sum_over_all_outcomes(values):
    assert pmf(values) == pytest.approx(by_all_outcomes(values), abs=1e-12)


@given(chances, st.integers(0, 10))
def test_at_least_equals_the_sum_over_all_outcomes(values, most):
    exact = by_all_outcomes(values)
    assert at_least(values, most) == pytest.approx([exact[k:].sum() for k in range(most + 1)], abs=1e-12)


@given(chances)
def test_the_chance_falls_with_the_wins_wanted(values):
    assert (np.diff(at_least(values, 5)) <= 1e-12).all()


@given(chances, st.floats(0, 1))
def test_one_more_deal_never_lowers_the_chance(values, more):
    assert (at_least([*values, more], 5) >= at_least(values, 5) - 1e-12).all()


@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=6), st.floats(0, 0.1))
def test_better_chances_never_lower_the_chance(values, more):
    assert (at_least(np.array(values) + more, 4) >= at_least(values, 4) - 1e-12).all()


def test_rows_are_draws():
    rows = np.array([[0.1, 0.5, 0.9], [0.0, 0.0, 1.0]])
    both = at_least(rows, 2)
    assert both.shape == (2, 3)
    assert both[0] == pytest.approx(at_least(rows[0], 2))
    assert both[1].tolist() == [1.0, 1.0, 0.0]
    assert pmf(rows)[1].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_small_tails_keep_their_digits():
    assert at_least([1e-9, 1e-9], 2)[2] == pytest.approx(1e-18, rel=1e-9)


def test_no_deals_win_nothing():
    assert at_least([], 2).tolist() == [1.0, 0.0, 0.0]
    assert pmf([]).tolist() == [1.0]


@pytest.mark.parametrize("chance", [-0.1, 1.1, np.nan])
def test_a_chance_that_is_none_is_refused(chance):
    with pytest.raises(InputError, match="A chance is missing or not between 0 and 1"):
        at_least([0.5, chance], 1)


@given(st.integers(-1, 8), st.integers(0, 7), st.floats(0, 1))
def test_equal_deals_are_binomial(wins, deals, chance):
    expected = at_least([chance] * deals, max(wins, 0))[-1]
    assert float(binomial_at_least(wins, deals, chance)) == pytest.approx(expected, abs=1e-12)


def test_the_chance_needed_gives_the_target_and_hardly_less_does_not():
    needed = chance_needed(3, 25, 0.80)
    assert float(binomial_at_least(3, 25, needed)) == pytest.approx(0.80)
    assert float(binomial_at_least(3, 25, needed - 1e-6)) < 0.80


def test_fewer_deals_than_wins_need_a_chance_that_does_not_exist():
    assert np.isnan(chance_needed(3, 2, 0.80))
    assert chance_needed(0, 2, 0.80) == 0.0


def test_the_fewest_deals_reach_the_target_and_one_less_does_not():
    fewest = smallest_number(0.11, 4, 0.80)
    assert fewest is not None
    assert float(binomial_at_least(4, fewest, 0.11)) >= 0.80
    assert float(binomial_at_least(4, fewest - 1, 0.11)) < 0.80


def test_no_number_of_hopeless_deals_is_enough():
    assert smallest_number(0.0, 1, 0.80) is None
    assert smallest_number(0.5, 0, 0.80) == 0
    assert smallest_number(1.0, 3, 0.80) == 3


def test_a_step_is_found_where_it_is():
    assert smallest_time(lambda t: float(t >= 4.25), 0.5, 12) == pytest.approx(4.25, abs=1e-6)
    assert smallest_time(lambda t: 0.9, 0.5, 12) == 0.0
    assert np.isnan(smallest_time(lambda t: 0.1, 0.5, 12))
