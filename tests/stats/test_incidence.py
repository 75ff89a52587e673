from __future__ import annotations

import os
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.stats.incidence import cumulative_incidence
from unequal.stats.intervals import from_standard_error
from unequal.stats.spells import WON, spells
from unequal.stats.survival import kaplan_meier

clocks = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2]), st.integers(0, 12)), min_size=0, max_size=40
)


def from_rows(rows, late=True):
    duration, event, entry = (np.array([row[place] for row in rows], dtype=float) for place in range(3))
    return spells(duration, event.astype(int), entry if late else None)


# the worked example of the sales cycle


def test_worked_example_shares_won(twenty_deals):
    levels = cumulative_incidence(twenty_deals).at([9, 10, 12, 15])
    assert levels.won == pytest.approx([0.1331, 0.1997, 0.2996, 0.3994], abs=1e-4)


def test_worked_example_shares_lost_and_open_at_fifteen(twenty_deals):
    levels = cumulative_incidence(twenty_deals).at([10, 15])
    assert levels.lost[1] == pytest.approx(0.5007, abs=1e-4)
    assert levels.still_open == pytest.approx([0.3994, 0.0999], abs=1e-4)


def test_worked_example_standard_error(twenty_deals):
    levels = cumulative_incidence(twenty_deals).at([9, 12, 15])
    assert levels.se_won == pytest.approx([0.0920, 0.1385, 0.1606], abs=1e-4)


def test_worked_example_horizon_and_cycle(twenty_deals):
    curve = cumulative_incidence(twenty_deals)
    assert curve.reliable_horizon == 10.0  # 7 at risk at 10, and only 4 at 12
    assert [curve.time_to_win(share) for share in (0.25, 0.50, 0.75)] == [7.0, 9.0, 10.0]


def test_worked_example_time_until_a_share_of_all_is_won(twenty_deals):
    curve = cumulative_incidence(twenty_deals)
    assert curve.time_until(0.15) == 10.0
    assert np.isnan(curve.time_until(0.25))  # reached at 12, beyond the horizon


def test_worked_example_chance_of_a_deal_open_at_four(twenty_deals):
    assert cumulative_incidence(twenty_deals).win_by(4, 6) == pytest.approx(0.2350, abs=1e-4)


def test_one_minus_kaplan_meier_with_the_lost_read_as_open_promises_too_much(twenty_deals):
    assert 1 - kaplan_meier(twenty_deals.only(WON)).at(10) == pytest.approx(0.307, abs=1e-3)


# edges


@pytest.mark.parametrize(
    ("events", "won", "lost"),
    [
        pytest.param([0, 0, 0, 0], 0.0, 0.0, id="all open"),
        pytest.param([1, 0, 1, 0], 0.5, 0.0, id="none lost"),
        pytest.param([2, 2, 0, 0], 0.0, 0.5, id="none won"),
        pytest.param([1, 2, 1, 2], 0.5, 0.5, id="none open"),
    ],
)
def test_what_did_not_happen_stays_zero(events, won, lost):
    levels = cumulative_incidence(spells([1, 1, 1, 1], events)).at([0.0, 9.0])
    assert levels.won.tolist() == [0.0, won]
    assert levels.lost.tolist() == [0.0, lost]
    assert levels.still_open.tolist() == [1.0, 1.0 - won - lost]


def test_no_deals_leave_everything_open_and_nothing_to_tell():
    curve = cumulative_incidence(spells([], []))
    assert curve.at([0.0, 5.0]).still_open.tolist() == [1.0, 1.0]
    assert np.isnan([curve.reliable_horizon, curve.time_until(0.1), curve.time_to_win(0.5)]).all()
    assert np.isnan(curve.win_by(0, 5))


def test_one_deal_has_a_curve_and_no_reliable_horizon():
    curve = cumulative_incidence(spells([3], [1]))
    assert curve.won.tolist() == [1.0]
    assert curve.se_won.tolist() == [0.0]
    assert np.isnan(curve.reliable_horizon)


@pytest.mark.parametrize(
    ("deals", "horizon"), [pytest.param(5, 1.0, id="five at risk"), pytest.param(4, np.nan, id="four")]
)
def test_the_horizon_needs_five_at_risk(deals, horizon):
    curve = cumulative_incidence(spells([1.0] + [2.0] * (deals - 1), [1] + [0] * (deals - 1)))
    assert curve.reliable_horizon == pytest.approx(horizon, nan_ok=True)


@pytest.mark.parametrize(
    ("left", "horizon"), [pytest.param(10, 2.0, id="a tenth left"), pytest.param(9, 1.0, id="less than a tenth")]
)
def test_the_horizon_needs_a_tenth_at_risk(left, horizon):
    duration = [1.0] * (100 - left) + [2.0] * left
    events = [1] + [0] * (99 - left) + [1] + [0] * (left - 1)
    assert cumulative_incidence(spells(duration, events)).reliable_horizon == horizon


def test_a_step_counts_from_its_own_time_on():
    assert cumulative_incidence(spells([2, 3], [1, 0])).at([1.999, 2.0]).won.tolist() == [0.0, 0.5]


@pytest.mark.parametrize(
    ("age", "known"), [pytest.param(1, True, id="five lasted longer"), pytest.param(2, False, id="four")]
)
def test_a_deal_older_than_nearly_all_cannot_be_told(age, known):
    chance = cumulative_incidence(spells([1, 2, 3, 4, 5, 6], [2, 1, 1, 2, 1, 0])).win_by(age, 3)
    assert np.isfinite(chance) == known


def test_shares_equal_up_to_rounding_count_as_reached():
    curve = cumulative_incidence(spells(range(1, 11), [1] * 10))
    assert curve.time_until(0.3) == 3.0  # 0.1 + 0.1 + 0.1 is above 0.3 by rounding, and could be below


def test_a_late_start_is_said_and_the_shares_hold_from_there():
    watched = spells([1.0, 9.0, 9.5, 10.0, 11.0, 12.0], [2, 1, 2, 1, 0, 0], entry=[0.0, 2.0, 2.0, 2.0, 2.0, 3.0])
    curve = cumulative_incidence(watched)
    assert curve.starts_at == 3.0
    assert curve.won.tolist() == pytest.approx([0.2, 0.2, 0.4])


# laws


@given(clocks)
def test_open_won_and_lost_sum_to_one_at_every_time(rows):
    levels = cumulative_incidence(from_rows(rows)).at(np.arange(14))
    assert levels.still_open + levels.won + levels.lost == pytest.approx(np.ones(14), abs=1e-12)


@given(clocks)
def test_shares_ended_never_fall(rows):
    curve = cumulative_incidence(from_rows(rows))
    assert (np.diff(curve.won, prepend=0.0) >= 0).all()
    assert (np.diff(curve.lost, prepend=0.0) >= 0).all()


@given(clocks, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = cumulative_incidence(from_rows(rows)), cumulative_incidence(from_rows(shuffled))
    assert np.array_equal(first.won, second.won)
    assert np.array_equal(first.se_won, second.se_won)


@given(clocks, st.integers(1, 12))
def test_one_more_open_deal_never_raises_the_share_won_before(rows, age):
    before = cumulative_incidence(from_rows(rows, late=False)).at(np.arange(age)).won
    after = cumulative_incidence(from_rows([*rows, (age, 0, 0)], late=False)).at(np.arange(age)).won
    assert (after <= before + 1e-12).all()


@given(clocks)
def test_swapping_won_and_lost_swaps_the_curves(rows):
    swapped = [(duration, {0: 0, 1: 2, 2: 1}[event], entry) for duration, event, entry in rows]
    first, second = cumulative_incidence(from_rows(rows)), cumulative_incidence(from_rows(swapped))
    assert np.array_equal(first.won, second.lost)
    assert np.array_equal(first.se_lost, second.se_won)


def by_hand(rows, cause):
    """Follow the formulas of the estimator and of its variance term by term."""
    rows = [row for row in rows if row[2] == 0 or row[2] < row[0]]
    times = sorted({duration for duration, event, _ in rows if event})
    still_open, share, jumps, variance = 1.0, 0.0, [], []
    for time in times:
        n = sum((entry < time or entry == 0) and time <= duration for duration, _, entry in rows)
        d = sum(duration == time and event > 0 for duration, event, _ in rows)
        dk = sum(duration == time and event == cause for duration, event, _ in rows)
        share += still_open * dk / n
        jumps.append((share, still_open, n, d, dk))
        total = 0.0
        for past, before, n_i, d_i, dk_i in jumps:
            gap = share - past
            if n_i > 1:
                total += before**2 * dk_i * (n_i - dk_i) / (n_i**2 * (n_i - 1))
            if n_i > 1 and n_i > d_i:
                total += gap**2 * d_i / ((n_i - 1) * (n_i - d_i))
                total -= 2 * gap * before * dk_i * (n_i - dk_i) / (n_i * (n_i - d_i) * (n_i - 1))
        variance.append(total)
        still_open *= 1 - d / n
    return np.array([jump[0] for jump in jumps]), np.sqrt(np.maximum(variance, 0))


@given(clocks)
def test_shares_and_standard_errors_follow_the_formulas_under_late_entry(rows):
    curve = cumulative_incidence(from_rows(rows))
    if curve.starts_at > 0:
        return  # a curve that starts later is another curve
    won, se_won = by_hand(rows, 1)
    lost, se_lost = by_hand(rows, 2)
    assert curve.won == pytest.approx(won, abs=1e-12)
    assert curve.lost == pytest.approx(lost, abs=1e-12)
    assert curve.se_won == pytest.approx(se_won, abs=1e-7)  # a root near 0 loses half the digits
    assert curve.se_lost == pytest.approx(se_lost, abs=1e-7)


@pytest.mark.parametrize("share", [1e-6, 1 - 1e-9])
def test_a_standard_error_far_too_large_gives_zero_to_one_and_no_overflow(share):
    ends = from_standard_error(np.array([share]), np.array([0.3]), level=0.90)
    assert ends.low[0] == pytest.approx(0.0, abs=1e-12)
    assert ends.high[0] == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_none_or_all_has_no_interval_from_its_standard_error(share):
    assert np.isnan(from_standard_error(np.array([share]), np.array([0.0]), level=0.90).low).all()


# against another implementation


@pytest.fixture
def peer():
    try:
        from sksurv.nonparametric import cumulative_incidence_competing_risks
    except ImportError:
        reason = "scikit-survival is not installed, so the curves are not compared with it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return cumulative_incidence_competing_risks


@pytest.mark.parametrize("seed", range(5))
def test_curves_and_intervals_equal_scikit_survival(peer, seed):
    rng = np.random.default_rng(seed)
    duration = rng.integers(1, 40, size=400).astype(float)  # many ties
    event = rng.choice([0, 1, 2], size=400, p=[0.5, 0.2, 0.3])
    curve = cumulative_incidence(spells(duration, event))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides 0 by 0 before the first ending
        times, share, ends = peer(event, duration, conf_level=0.90, conf_type="log-log")
    row = np.searchsorted(times, curve.times)
    own = from_standard_error(curve.won, curve.se_won, level=0.90)
    both = np.isfinite(own.low) & np.isfinite(ends[1, 0, row])
    assert curve.won == pytest.approx(share[1, row], abs=1e-9)
    assert curve.lost == pytest.approx(share[2, row], abs=1e-9)
    assert both.sum() > 30
    assert own.low[both] == pytest.approx(ends[1, 0, row][both], abs=1e-9)
    assert own.high[both] == pytest.approx(ends[1, 1, row][both], abs=1e-9)
