from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.stats.beta_paths import factors_up_to
from unequal.stats.beta_product import exact_interval, product_interval
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.intervals import from_standard_error
from unequal.stats.proportions import clopper_pearson, jeffreys
from unequal.stats.spells import LOST, WON, risk_table, spells

MANY = 200_000  # draws, for figures given to .001
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def seeded():
    return np.random.default_rng(20260630)


def pairs(interval):
    return np.stack([interval.low, interval.high], axis=-1)


# the worked example of the sales cycle


def test_worked_example_interval(twenty_deals):
    ends = product_interval(twenty_deals, [9, 10, 12, 15], rng=seeded(), draws=MANY)
    expected = np.array([[0.040, 0.320], [0.078, 0.408], [0.137, 0.527], [0.231, 0.668]])
    assert pairs(ends) == pytest.approx(expected, abs=0.003)


def test_worked_example_exact_interval(twenty_deals):
    ends = exact_interval(twenty_deals, [9, 10, 12, 15], rng=seeded(), draws=MANY)
    expected = np.array([[0.024, 0.360], [0.057, 0.452], [0.107, 0.573], [0.169, 0.732]])
    assert pairs(ends) == pytest.approx(expected, abs=0.003)


def test_wins_recoded_as_open_leave_an_upper_end_and_no_lower_one(twenty_deals_wins_still_open):
    ends = product_interval(twenty_deals_wins_still_open, [12], rng=seeded(), draws=MANY)
    assert ends.low[0] == 0.0
    assert ends.high[0] == pytest.approx(0.274, abs=0.003)


def test_three_wins_and_seven_open_later():
    watched = spells([1, 2, 3, *[10] * 7], [1, 1, 1, *[0] * 7])
    ends = product_interval(watched, [9], rng=seeded(), draws=MANY)
    assert pairs(ends)[0] == pytest.approx([0.117, 0.558], abs=0.003)


def test_worked_example_interval_for_a_deal_open_at_four(twenty_deals):
    older = twenty_deals.beyond(4)
    assert older.n == 15
    ends = product_interval(older, [6], rng=seeded(), draws=MANY)
    assert pairs(ends)[0] == pytest.approx([0.093, 0.469], abs=0.003)


# laws


@pytest.mark.parametrize(("won", "deals"), [(0, 10), (3, 10), (8, 12), (1, 5), (20, 40)])
def test_without_censoring_it_is_the_jeffreys_interval(won, deals):
    watched = spells([1.0] * won + [2.0] * (deals - won), [1] * won + [2] * (deals - won))
    ends, known = product_interval(watched, [1.5], rng=seeded(), draws=MANY), jeffreys(won, deals)
    assert pairs(ends)[0] == pytest.approx(pairs(known), abs=0.004)


@pytest.mark.parametrize(("won", "deals"), [(0, 10), (3, 10), (8, 12), (1, 5), (20, 40)])
def test_without_censoring_the_exact_one_is_clopper_pearson(won, deals):
    watched = spells([1.0] * won + [2.0] * (deals - won), [1] * won + [2] * (deals - won))
    ends, known = exact_interval(watched, [1.5], rng=seeded(), draws=MANY), clopper_pearson(won, deals)
    assert pairs(ends)[0] == pytest.approx(pairs(known), abs=0.004)


def test_ties_of_both_causes_split_as_if_in_random_order():
    """One draw at a time, the tied endings one after another in random order, as the procedure is defined."""
    rng = seeded()
    tied, later, draws = [1, 1, 2, 2, 2], 5, 40_000
    order = rng.permuted(np.tile(tied, (draws, 1)), axis=1)
    at_risk = len(tied) + later - np.arange(len(tied))
    factor = rng.random((draws, len(tied))) ** (1 / at_risk)
    still_open = np.cumprod(factor, axis=1)
    taken = -np.diff(still_open, axis=1, prepend=1.0)
    won = np.where(order == 1, taken, 0.0).sum(axis=1)
    room = still_open[:, -1] * (1 - rng.random(draws) ** (1 / later))
    expected = np.quantile(won + rng.beta(0.5, 0.5, draws) * room, [0.05, 0.95])
    watched = spells([3.0] * len(tied) + [9.0] * later, tied + [0] * later)
    assert pairs(product_interval(watched, [4.0], rng=seeded(), draws=MANY))[0] == pytest.approx(expected, abs=0.006)


clocks = st.lists(st.tuples(st.integers(1, 12), st.sampled_from([0, 1, 2]), st.integers(0, 6)), min_size=5, max_size=30)


@settings(max_examples=40)
@given(clocks, st.sampled_from([WON, LOST]))
def test_it_lies_inside_the_exact_one_and_inside_zero_to_one(rows, cause):
    duration, event, entry = zip(*rows, strict=True)
    watched = spells(duration, event, entry)
    if watched.n < 5:
        return
    inner = product_interval(watched, range(14), cause=cause, rng=seeded(), draws=4_000)
    outer = exact_interval(watched, range(14), cause=cause, rng=seeded(), draws=4_000)
    assert (outer.low <= inner.low + 0.02).all()  # each from draws of its own
    assert (inner.high <= outer.high + 0.02).all()
    assert (inner.low >= 0).all()
    assert (outer.high <= 1 + 1e-12).all()
    assert (inner.low <= inner.high).all()


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_rows(twenty_deals):
    turned = spells(twenty_deals.duration[::-1], twenty_deals.event[::-1])
    first = product_interval(twenty_deals, [6, 9], rng=seeded())
    second = product_interval(turned, [6, 9], rng=seeded())
    assert np.array_equal(pairs(first), pairs(second))


# edges


@pytest.mark.parametrize(("deals", "known"), [pytest.param(4, False, id="four"), pytest.param(5, True, id="five")])
def test_below_five_deals_there_is_no_interval(deals, known):
    watched = spells(range(1, deals + 1), [1] * deals)
    for interval in (product_interval, exact_interval):
        assert np.isfinite(pairs(interval(watched, [2.0], rng=seeded(), draws=4_000))).all() == known


def test_all_open_gives_zero_to_the_upper_end_of_no_hit():
    ends = product_interval(spells([5.0] * 20, [0] * 20), [1.0], rng=seeded(), draws=MANY)
    assert ends.low[0] == 0.0
    assert ends.high[0] == pytest.approx(jeffreys(0, 20).high, abs=0.003)


def test_where_all_ended_so_the_upper_end_is_one():
    ends = product_interval(spells(range(1, 7), [1] * 6), [5.0, 6.0], rng=seeded(), draws=4_000)
    assert ends.high[0] < 1.0
    assert ends.high[1] == 1.0


def test_where_one_ended_otherwise_the_upper_end_stays_below_one():
    ends = product_interval(spells(range(1, 7), [1, 1, 2, 1, 1, 1]), [6.0], rng=seeded(), draws=4_000)
    assert ends.high[0] < 1.0


def test_beyond_the_last_look_everything_still_open_may_go_either_way(twenty_deals):
    late = product_interval(twenty_deals, [15.0, 99.0], rng=seeded(), draws=4_000)
    assert pairs(late)[0] == pytest.approx(pairs(late)[1])


def test_the_shape_of_the_horizons_is_kept(twenty_deals):
    assert product_interval(twenty_deals, [[1, 2], [3, 4]], rng=seeded(), draws=4_000).low.shape == (2, 2)
    assert product_interval(twenty_deals, [], rng=seeded(), draws=4_000).low.shape == (0,)


def two_year_old_deals(number):
    rng = seeded()
    to_be_won = rng.random(number) < 0.3
    ends = np.where(to_be_won, 8.0, 5.0) * np.exp(0.6 * rng.standard_normal(number))
    seen = rng.uniform(0, 24, number)
    return spells(np.minimum(ends, seen), np.where(ends > seen, 0, np.where(to_be_won, 1, 2)))


def test_from_a_thousand_deals_and_thirty_wins_on_the_standard_error_is_used():
    watched = two_year_old_deals(1_000)
    curve = cumulative_incidence(watched)
    wins = np.cumsum(curve.wins)
    few, enough = curve.times[wins == 29][0], curve.times[wins == 30][0]
    ends = product_interval(watched, [few, enough], rng=seeded(), draws=4_000)
    levels = curve.at([few, enough])
    known = from_standard_error(levels.won, levels.se_won, level=0.90)
    assert ends.low[1] == known.low[1]
    assert ends.low[0] != known.low[0]
    assert pairs(ends)[0] == pytest.approx(pairs(known)[0], abs=0.004)


def test_below_a_thousand_deals_the_standard_error_is_not_used():
    watched = two_year_old_deals(999)
    levels = cumulative_incidence(watched).at([12.0])
    known = from_standard_error(levels.won, levels.se_won, level=0.90)
    ends = product_interval(watched, [12.0], rng=seeded(), draws=20_000)
    assert ends.low[0] != known.low[0]
    assert pairs(ends)[0] == pytest.approx(pairs(known)[0], abs=0.004)


def test_neighbouring_times_put_into_one_factor_keep_mean_and_variance():
    watched = two_year_old_deals(6_000)
    table = risk_table(watched)
    assert table.times.size > 2_000
    merged = factors_up_to(table, np.array([table.times.size]), WON)
    n, ended = table.at_risk, table.ended
    total = merged.a + merged.b
    mean = np.prod(merged.a / total)
    second = np.prod(merged.a * (merged.a + 1) / (total * (total + 1)))
    assert merged.a.size <= 2_001
    assert merged.own.sum() == table.wins.sum()
    assert mean == pytest.approx(np.prod((n - ended + 1) / (n + 1)), rel=1e-6)
    assert second == pytest.approx(np.prod((n - ended + 1) * (n - ended + 2) / ((n + 1) * (n + 2))), rel=1e-6)


def test_many_horizons_are_thinned_out_without_being_moved():
    watched = spells(np.arange(1.0, 5_001.0), [2] * 5_000)
    horizons = np.arange(0.5, 5_000.5)
    ends = product_interval(watched, horizons, rng=seeded(), draws=4_000)
    assert ends.high.size == 5_000
    assert ends.high[[0, 2_500]] == pytest.approx(np.full(2, jeffreys(0, 5_000).high), abs=1e-4)


# coverage


@pytest.fixture(scope="module")
def coverage():
    spec = importlib.util.spec_from_file_location("coverage_of_intervals", BENCHMARKS / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("place", range(6))
def test_nine_in_ten_intervals_contain_the_truth(coverage, place):
    setting = coverage.SETTINGS[place]
    shares = coverage.covered(setting, 30, 150, seeded())
    assert 0.83 <= shares["J"] <= 0.98  # Monte-Carlo error 2.5 points
    assert shares["exact"] >= shares["J"] - 0.02
