from __future__ import annotations

import numpy as np
import pytest

from unequal.economics.common_draws import with_common_draws
from unequal.economics.own_deals import OwnDeals
from unequal.economics.pipeline import Pipeline
from unequal.economics.quick_wins import chances_of
from unequal.economics.tiers import tier_prior
from unequal.economics.wins import wins_by
from unequal.stats.hazards import posterior
from unequal.stats.spells import spells

PLAN = Pipeline(deal_ids=("a",), ages=np.array([2.0]), new_per_month=9)


@pytest.fixture(scope="module")
def model():
    watched = spells(np.arange(48) % 12 + 1.0, np.arange(48) % 3)
    law = posterior(watched, tier_prior("Small").hazards(140))
    return with_common_draws(OwnDeals(watched=watched, law=law), 8)


@pytest.mark.parametrize("wins", [[1, 5], [20, 30]])
def test_many_plans_at_once_say_what_one_plan_says(model, wins):
    exact = wins_by(model, PLAN, horizon_months=12, most=max(wins), rng=np.random.default_rng(1)).table
    for k, (point, low, high) in zip(wins, chances_of(model, PLAN, horizon_months=12, wins=wins), strict=True):
        assert point == pytest.approx(exact["probability"].iloc[k], abs=0.005)
        assert low == pytest.approx(exact["low"].iloc[k], abs=0.02)
        assert high == pytest.approx(exact["high"].iloc[k], abs=0.02)


@pytest.mark.parametrize("wins", [[1], [40]])
def test_no_time_gives_no_win(model, wins):
    assert chances_of(model, PLAN, horizon_months=-1, wins=wins) == [(0.0, 0.0, 0.0)]
