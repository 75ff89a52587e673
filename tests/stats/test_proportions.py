from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.stats.proportions import clopper_pearson, jeffreys, jeffreys_probability, newcombe_difference, wilson


def ends(interval):
    return [float(interval.low), float(interval.high)]


def test_jeffreys_15_of_22():
    assert ends(jeffreys(15, 22, level=0.95)) == pytest.approx([0.4743, 0.8449], abs=1e-4)


def test_jeffreys_of_slipped_deals_8_of_12():
    assert ends(jeffreys(8, 12)) == pytest.approx([0.431, 0.849], abs=1e-3)


def test_clopper_pearson_without_a_hit_is_the_rule_of_three():
    assert ends(clopper_pearson(0, 25)) == pytest.approx([0.0, 1 - 0.05 ** (1 / 25)])


def test_clopper_pearson_of_hits_among_the_best_customers():
    """Top 30 of 300 accounts hold 8 of 15: lift 5.33, from 3.000 to 7.563."""
    lift = np.array(ends(clopper_pearson(8, 15))) / 0.1
    assert lift == pytest.approx([3.000, 7.563], abs=1e-3)


def test_wilson_and_newcombe_of_an_assistance_gap():
    assert ends(wilson(9, 1500, level=0.95)) == pytest.approx([0.0032, 0.0114], abs=1e-4)
    assert ends(newcombe_difference(22, 80, 9, 1500, level=0.95)) == pytest.approx([0.1830, 0.3755], abs=1e-4)


def test_the_difference_turned_round_is_the_interval_turned_round():
    first, second = newcombe_difference(7, 20, 3, 15), newcombe_difference(3, 15, 7, 20)
    assert ends(first) == pytest.approx([-second.high, -second.low])


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.5, 0.999))
def test_every_interval_holds_the_share_and_stays_inside_zero_to_one(hits, more, level):
    trials = hits + more - 1 if hits else more
    for method in (jeffreys, clopper_pearson, wilson):
        low, high = ends(method(hits, trials, level=level))
        assert 0 <= low <= hits / trials + 1e-9
        assert hits / trials - 1e-9 <= high <= 1


@given(st.integers(0, 60), st.integers(0, 60))
def test_jeffreys_lies_inside_clopper_pearson(hits, misses):
    if hits + misses == 0:
        return
    inner, outer = jeffreys(hits, hits + misses), clopper_pearson(hits, hits + misses)
    assert outer.low <= inner.low + 1e-12
    assert inner.high <= outer.high + 1e-12


@pytest.mark.parametrize("method", [jeffreys, clopper_pearson, wilson])
def test_no_hit_starts_at_zero_and_no_miss_ends_at_one(method):
    assert method(0, 10).low == 0.0
    assert method(10, 10).high == 1.0


@pytest.mark.parametrize("method", [jeffreys, clopper_pearson, wilson])
def test_no_trial_tells_nothing(method):
    assert np.isnan(ends(method(0, 0))).all()


def test_no_trial_in_one_group_tells_no_difference():
    assert np.isnan(ends(newcombe_difference(0, 0, 3, 10))).all()


def test_arguments_broadcast():
    assert jeffreys([1, 2, 3], 10).low.shape == (3,)


def test_probability_above_a_value():
    assert float(jeffreys_probability(5, 10, above=0.5)) == pytest.approx(0.5)
    assert float(jeffreys_probability(9, 10, above=0.5)) > 0.99


def test_more_hits_than_trials_are_refused():
    with pytest.raises(InputError, match=r"more hits than trials(.|\n)*Mend: Give 0 <= hits <= trials"):
        jeffreys(11, 10)
