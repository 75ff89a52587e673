from __future__ import annotations

import math

import numpy as np
import pytest

from unequal.economics.levers import Levers, levers
from unequal.economics.own_deals import OwnDeals
from unequal.economics.pipeline import Pipeline
from unequal.economics.tiers import tier_prior
from unequal.economics.typed_figures import TypedFigures
from unequal.economics.wins import wins_by
from unequal.stats.hazards import posterior
from unequal.stats.spells import spells
from unequal.stats.time_to_win import TimeToWin

CLOCKS = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
CERTAIN = TypedFigures(clocks=CLOCKS, win_spread=0.0, cycle_spread=0.0)
SIX_OPEN = Pipeline(deal_ids=tuple("abcdef"), ages=np.array([7.0, 5, 4, 3, 2, 1]), new_per_month=2)


def solved(model, *, pipeline: Pipeline = SIX_OPEN, horizon: float = 4.0, wins: int = 2) -> Levers:
    return levers(model, pipeline, horizon_months=horizon, wins_needed=wins, target=0.8, rng=np.random.default_rng(5))


def own(rows: int = 24) -> OwnDeals:
    months, events = np.arange(rows) % 12 + 1.0, np.arange(rows) % 3
    watched = spells(months, events)
    return OwnDeals(watched=watched, law=posterior(watched, tier_prior("Big").hazards(140)))


@pytest.fixture(scope="module")
def worked() -> Levers:
    return solved(CERTAIN)


def test_the_worked_example_needs_11_1_months(worked):
    assert worked.probability == pytest.approx(0.1447, abs=1e-4)
    assert worked.horizon_months == pytest.approx(11.1, abs=0.05)
    assert 900_000 / (worked.horizon_months + 8) == pytest.approx(47_100, rel=0.005)


def test_the_worked_example_needs_185_more_deals_now(worked):
    assert worked.extra_deals == pytest.approx(185, abs=2)


def test_the_worked_example_needs_a_win_probability_of_98_percent(worked):
    assert worked.win_share == pytest.approx(0.98, abs=0.005)


def test_the_worked_example_needs_deals_5_9_times_faster(worked):
    assert worked.pace_times == pytest.approx(5.9, abs=0.05)


def test_the_worked_example_can_count_on_no_win(worked):
    assert worked.wins_likely == 0


def test_what_is_enough_already_needs_no_change():
    found = solved(CERTAIN, horizon=20.0, wins=1)
    assert (found.extra_deals, found.win_odds_times, found.pace_times) == (0.0, 1.0, 1.0)
    assert found.horizon_months < 20
    assert found.wins_likely >= 1


@pytest.mark.parametrize(("pipeline", "wins"), [(Pipeline(deal_ids=(), ages=np.array([])), 1)])
def test_nothing_to_win_is_helped_by_new_deals_only(pipeline, wins):
    found = solved(CERTAIN, pipeline=pipeline, wins=wins)
    assert found.extra_deals > 0
    assert math.isnan(found.horizon_months)
    assert math.isnan(found.win_odds_times)
    assert math.isnan(found.win_share)
    assert math.isnan(found.pace_times)


def test_without_time_only_a_longer_horizon_helps():
    found = solved(CERTAIN, horizon=0.0)
    assert math.isnan(found.extra_deals)
    assert found.horizon_months == pytest.approx(11.1, abs=0.05)


def test_each_lever_of_own_deals_reaches_the_target():
    model = own()
    found = solved(model, horizon=6.0, wins=3)
    by_horizon = wins_by(
        model, SIX_OPEN, horizon_months=found.horizon_months, most=3, rng=np.random.default_rng(5), draws=4_000
    )
    assert by_horizon.at_least(3) == pytest.approx(0.8, abs=0.02)
    assert found.probability < 0.8
    assert found.win_odds_times > 1
    assert model.win_share(1.0) < found.win_share <= 1
    assert found.pace_times > 1
    assert found.extra_deals > 0
