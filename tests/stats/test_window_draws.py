from __future__ import annotations

import numpy as np
import pytest

from unequal.stats.beta_product import product_interval
from unequal.stats.proportions import jeffreys
from unequal.stats.spells import spells
from unequal.stats.window_draws import WindowDraws, window_draws


def all_draws(watched, starts, lengths, draws=50_000):
    chunks = list(window_draws(watched, starts, lengths, rng=np.random.default_rng(7), draws=draws))
    return WindowDraws(
        won=np.concatenate([chunk.won for chunk in chunks], axis=1),
        still_open=np.concatenate([chunk.still_open for chunk in chunks], axis=1),
    )


def test_quantiles_of_a_window_are_the_interval_of_the_deals_that_reach_its_start(twenty_deals):
    drawn = np.quantile(all_draws(twenty_deals, [0, 4], [9, 6]).won, [0.05, 0.95], axis=1)
    from_start = product_interval(twenty_deals, [9], rng=np.random.default_rng(1))
    from_four = product_interval(twenty_deals.beyond(4), [6], rng=np.random.default_rng(1))
    assert drawn[:, 0] == pytest.approx([from_start.low[0], from_start.high[0]], abs=0.006)
    assert drawn[:, 1] == pytest.approx([from_four.low[0], from_four.high[0]], abs=0.006)


def test_won_and_still_open_leave_room_for_lost(twenty_deals):
    drawn = all_draws(twenty_deals, np.arange(15), [2.5], draws=2_000)
    assert (drawn.won >= 0).all()
    assert (drawn.still_open >= 0).all()
    assert (drawn.won + drawn.still_open <= 1 + 1e-12).all()


def test_without_losses_the_rest_is_still_open():
    drawn = all_draws(spells(range(1, 21), [1] * 20), [0, 5], [4, 4], draws=1_000)
    assert drawn.won + drawn.still_open == pytest.approx(np.ones((2, 1_000)))


def test_without_censoring_the_share_still_open_is_jeffreys_too():
    watched = spells([1.0] * 6 + [9.0] * 6, [1, 2] * 6)
    drawn = np.quantile(all_draws(watched, [0], [4]).still_open[0], [0.05, 0.95])
    known = jeffreys(6, 12)
    assert drawn == pytest.approx([float(known.low), float(known.high)], abs=0.006)


def test_windows_of_one_draw_move_together(twenty_deals):
    drawn = all_draws(twenty_deals, [2, 3], [8, 7], draws=4_000).won
    assert np.corrcoef(drawn)[0, 1] > 0.8


def test_the_same_window_twice_is_the_same_chance(twenty_deals):
    drawn = all_draws(twenty_deals, [3, 3], [5, 5], draws=500).won
    assert np.array_equal(drawn[0], drawn[1])


def test_beyond_all_that_was_seen_the_draws_spread_from_zero_to_one(twenty_deals):
    drawn = all_draws(twenty_deals, [40], [3]).won[0]
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([0.006, 0.5, 0.994], abs=0.02)


def test_chunks_add_up_to_the_draws_asked_for():
    watched = spells(np.arange(1.0, 1_501.0), [1, 2, 0] * 500)
    starts = np.linspace(0, 100, 3_000)
    sizes = [chunk.won.shape for chunk in window_draws(watched, starts, 5.0, rng=np.random.default_rng(1), draws=1_500)]
    assert len(sizes) > 1
    assert sum(size[1] for size in sizes) == 1_500
