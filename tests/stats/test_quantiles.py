from __future__ import annotations

import numpy as np

from unequal.stats.quantiles import ended_by
from unequal.stats.spells import spells
from unequal.stats.survival import kaplan_meier


def test_the_median_of_all_that_ended_is_the_middle_one():
    assert ended_by(spells([1, 2, 3, 4, 5], [1] * 5), 0.5).at == 3.0


def test_open_ones_move_the_median_out():
    watched = spells([1, 2, 3, 4, 5, 6, 6, 6], [1, 1, 1, 1, 1, 0, 0, 0])
    assert ended_by(watched, 0.5).at == kaplan_meier(watched).time_until(0.5) == 4.0


def test_a_share_that_is_never_reached_has_no_time():
    found = ended_by(spells([1, *[9] * 9], [1, *[0] * 9]), 0.5)
    assert np.isnan([found.at, found.high]).all()


def test_the_interval_holds_the_time():
    found = ended_by(spells(range(1, 31), [1] * 30), 0.8)
    assert found.low <= found.at <= found.high
    assert found.at == 24.0


def test_below_five_there_is_a_time_and_no_interval():
    found = ended_by(spells([1, 2, 3, 4], [1] * 4), 0.5)
    assert (found.at, np.isnan([found.low, found.high]).all()) == (2.0, True)


def test_a_higher_level_gives_a_wider_interval():
    watched = spells(range(1, 21), [1] * 20)
    narrow, wide = ended_by(watched, 0.5, level=0.8), ended_by(watched, 0.5, level=0.95)
    assert wide.low <= narrow.low < narrow.high <= wide.high


def test_the_interval_covers_the_true_median():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        found = ended_by(spells(rng.exponential(size=20), np.ones(20)), 0.5)
        inside += found.low <= np.log(2) <= (found.high if found.high == found.high else np.inf)
    assert inside / 400 >= 0.88
