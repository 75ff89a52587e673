"""Hazard ratios of winning and of losing, and the chance that comes from both."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unequal.stats.cause_specific import CauseSpecific, Refused, cause_specific
from unequal.stats.cox import cox
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.spells import LOST, WON, spells

# Freireich et al. (1963), weeks in remission under placebo and under 6-MP (0 behind the comma: still in remission)
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
TREATED = "6 6 6 6,0 7 9,0 10 10,0 11,0 13 16 17,0 19,0 20,0 22 23 25,0 32,0 32,0 34,0 35,0"


def column(values):
    return np.asarray(values, dtype=np.float64).reshape(-1, 1)


def remissions():
    words = [*PLACEBO.split(), *TREATED.split()]
    weeks = [float(word.split(",")[0]) for word in words]
    return spells(weeks, [0 if word.endswith(",0") else 1 for word in words]), column([1] * 21 + [0] * 21)


def simulated(seed, n=400, late=0.0):
    """Deals whose hazards are .05 of a win and .10 of a loss a month; both are changed by the first property only."""
    rng = np.random.default_rng(seed)
    values = np.column_stack([rng.standard_normal(n), rng.integers(0, 2, n)])
    win, loss = 0.05 * np.exp(0.7 * values[:, 0]), 0.10 * np.exp(-0.4 * values[:, 0])
    ends = np.ceil(rng.exponential(1 / (win + loss)) * 4) / 4
    seen = rng.uniform(1, 30, n)
    entry = np.where(rng.random(n) < late, rng.uniform(0, 4, n), 0.0)
    event = np.where(ends > seen, 0, np.where(rng.random(n) < win / (win + loss), WON, LOST))
    duration = np.minimum(ends, seen)
    kept = entry < duration
    return spells(duration[kept], event[kept], entry[kept]), values[kept] - values[kept].mean(axis=0)


# --- hazard ratios


def test_a_case_of_a_hands_size():
    watched = spells([1, 2, 3, 4], [1, 1, 1, 0])
    found = cox(watched, column([1, 0, 1, 0]), cause=WON)
    # r = e^b: likelihood r/(2r+2) * 1/(r+2) * r/(r+1), largest where 2/r = 2/(r+1) + 1/(r+2), so r^2 - r - 4 = 0
    assert found is not None
    assert math.exp(found.effects[0]) == pytest.approx((1 + math.sqrt(17)) / 2)


def test_published_trial_of_6_mp():
    """R's survival gives 1.5721 with error 0.4124 (Efron); Breslow's ties would give 1.5092."""
    watched, treated = remissions()
    found = cox(watched, treated, cause=WON)
    assert found is not None
    assert found.effects[0] == pytest.approx(1.5721, abs=5e-5)
    assert found.errors[0] == pytest.approx(0.4124, abs=5e-5)
    assert found.events == 30


def sixty_deals():
    place = np.arange(60)
    lasted = 1.0 + (place * 7) % 11
    event = (place * place + place // 7) % 3
    entry = np.where(place % 4 == 0, np.minimum((place % 5) * 0.75 + 0.1, lasted - 0.5), 0.0)
    values = np.column_stack([(place * 13 % 17) / 4.0 - 2, place * 3 % 5 < 2]).astype(np.float64)
    return spells(lasted, event, entry), values, [str(one % 2) for one in place]


@pytest.mark.parametrize(
    ("cause", "stratified", "effects", "errors"),
    [
        pytest.param(WON, False, [0.24044214, 0.2009145], [0.20025711, 0.49388913], id="won"),
        pytest.param(WON, True, [0.23025744, 0.03511088], [0.19416753, 0.50176153], id="won, strata"),
        pytest.param(LOST, False, [0.0452289, 0.11743345], [0.18725855, 0.46828966], id="lost"),
        pytest.param(LOST, True, [0.02129549, 0.19409176], [0.19002636, 0.48984377], id="lost, strata"),
    ],
)
def test_ties_late_entry_and_strata_as_statsmodels_has_them(cause, stratified, effects, errors):
    """PHReg(lasted, values, status, entry=entry, ties="efron", strata=...) of statsmodels 0.15.0."""
    watched, values, strata = sixty_deals()
    found = cox(watched, values, cause=cause, strata=strata if stratified else None)
    assert found is not None
    assert found.effects == pytest.approx(effects, abs=1e-7)
    assert found.errors == pytest.approx(errors, abs=1e-7)


def test_two_equal_groups_have_a_ratio_of_one():
    watched = spells([1, 2, 2, 5, 6, 7] * 2, [1, 1, 2, 1, 0, 2] * 2)
    found = cox(watched, column([0] * 6 + [1] * 6), cause=WON)
    assert found is not None
    assert math.exp(found.effects[0]) == pytest.approx(1.0)


def test_a_group_that_never_won_has_no_ratio():
    assert cox(spells([1, 2, 3, 4], [1, 1, 2, 0]), column([1, 1, 0, 0]), cause=WON) is None


def test_a_property_that_all_share_has_no_ratio():
    assert cox(spells([1, 2, 3, 4], [1, 1, 2, 0]), column([1, 1, 1, 1]), cause=WON) is None


def test_what_was_put_in_comes_out():
    watched, values = simulated(3, n=4000, late=0.3)
    found = cause_specific(watched, values)
    assert isinstance(found, CauseSpecific)
    assert found.won.effects == pytest.approx([0.7, 0.0], abs=0.12)
    assert found.lost.effects == pytest.approx([-0.4, 0.0], abs=0.12)


def test_the_order_of_rows_changes_nothing():
    watched, values = simulated(5)
    order = np.random.default_rng(1).permutation(watched.n)
    first = cause_specific(watched, values)
    second = cause_specific(watched.where(order), values[order])
    assert isinstance(first, CauseSpecific)
    assert isinstance(second, CauseSpecific)
    assert second.won.effects == pytest.approx(first.won.effects, abs=1e-9)
    assert second.win_by(2, 6, [0.5, 0.5]) == pytest.approx(first.win_by(2, 6, [0.5, 0.5]), abs=1e-9)


# --- the chance, from both hazards


@pytest.mark.parametrize("late", [0.0, 0.5])
def test_without_an_effect_the_chance_is_that_of_the_curve(late):
    watched, _ = simulated(7, late=late)
    twice = spells(np.tile(watched.duration, 2), np.tile(watched.event, 2), np.tile(watched.entry, 2))
    found = cause_specific(twice, column([-0.5] * watched.n + [0.5] * watched.n))
    assert isinstance(found, CauseSpecific)
    ages = [0.0, 1.0, 2.5, 6.0]
    for age in ages:
        chance = found.win_by(age, 4.0, [0.5])
        assert chance == pytest.approx(float(cumulative_incidence(twice).win_by(age, 4.0)), abs=1e-9)


def test_the_chance_by_a_property_is_the_one_put_in():
    watched, values = simulated(9, n=6000)
    found = cause_specific(watched, values)
    assert isinstance(found, CauseSpecific)
    win, loss = 0.05 * math.exp(0.7), 0.10 * math.exp(-0.4)
    truth = win / (win + loss) * (1 - math.exp(-(win + loss) * 6))
    values_one = np.array([1.0, 0.5])
    assert found.win_by(0, 6, values_one) == pytest.approx(truth, abs=0.03)
    won_alone = 1 - math.exp(-win * 6)
    assert won_alone > truth + 0.06  # what the won model alone would promise


def test_each_stratum_has_its_own_pace():
    fast = spells([1, 1, 2, 2, 2, 3] * 5, [1, 2, 1, 2, 1, 0] * 5)
    slow = spells([9, 8, 9, 7, 8, 9] * 5, [1, 2, 2, 1, 1, 0] * 5)
    both = spells(np.concatenate([fast.duration, slow.duration]), np.concatenate([fast.event, slow.event]))
    values = column([-0.5, 0.5] * 30)
    found = cause_specific(both, values, strata=["fast"] * 30 + ["slow"] * 30)
    assert isinstance(found, CauseSpecific)
    assert found.win_by(0, 3, [0.0], "fast") > 0.2
    assert found.win_by(0, 3, [0.0], "slow") == 0.0


def test_the_chance_never_exceeds_one():
    watched, values = simulated(11)
    found = cause_specific(watched, values)
    assert isinstance(found, CauseSpecific)
    assert found.win_by(0, 30, [9.0, 0.0]) <= 1.0


def test_beyond_what_was_watched_nothing_is_told():
    watched, values = simulated(13)
    found = cause_specific(watched, values)
    assert isinstance(found, CauseSpecific)
    assert math.isnan(found.win_by(float(np.sort(watched.duration)[-5]), 3, [0.0, 0.0]))
    assert not math.isnan(found.win_by(float(np.sort(watched.duration)[-6]) - 1e-6, 3, [0.0, 0.0]))


# --- too few


@pytest.mark.parametrize(
    ("won", "lost", "more"),
    [
        pytest.param(10, 10, None, id="ten of each"),
        pytest.param(9, 10, (1, 0), id="a win is missing"),
        pytest.param(10, 9, (0, 1), id="a loss is missing"),
    ],
)
def test_ten_endings_of_each_kind_are_needed(won, lost, more):
    lasted = [1 + place % 5 for place in range(won + lost + 5)]
    watched = spells(lasted, [1] * won + [2] * lost + [0] * 5)
    found = cause_specific(watched, column([place % 2 - 0.5 for place in range(won + lost + 5)]))
    if more is None:
        assert isinstance(found, CauseSpecific)
    else:
        assert found == Refused(reason="few", more_won=more[0], more_lost=more[1])


def test_two_properties_that_say_the_same_are_refused():
    watched, values = simulated(15)
    found = cause_specific(watched, np.column_stack([values[:, 0], values[:, 0]]))
    assert found == Refused(reason="apart", more_won=0, more_lost=0)
