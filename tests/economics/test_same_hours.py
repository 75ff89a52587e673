"""Worked figures of hours moved from Big to Medium, and what one revenue bar asks of each."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unequal.economics.capacity import spread_starts
from unequal.economics.open_time import mean_open_time
from unequal.economics.own_deals import own_deals
from unequal.economics.pipeline import Pipeline
from unequal.economics.same_hours import Bar, outcome, spent, wins_for
from unequal.economics.tiers import tier_prior
from unequal.economics.typed_figures import TypedFigures, typed_figures
from unequal.economics.wins import wins_by
from unequal.stats.poisson_binomial import binomial_at_least

MEDIUM_ROW = {"win_rate": 0.22, "cycle_months": 3.5, "grade": "E1"}


@pytest.fixture(scope="module")
def medium() -> TypedFigures:
    found = typed_figures(MEDIUM_ROW, tier_prior("Medium"))
    assert found is not None
    return found


def test_thirty_medium_deals_started_today(medium: TypedFigures) -> None:
    chance = float(medium.won([4.0])[0])
    assert chance == pytest.approx(0.13316, abs=1e-5)
    assert float(binomial_at_least(2, 30, chance)) == pytest.approx(0.9229, abs=1e-4)


def test_fourteen_medium_deals_started_over_four_months(medium: TypedFigures) -> None:
    pipeline = Pipeline(deal_ids=(), ages=np.empty(0), starts=spread_starts(14, 4.0))
    found = wins_by(medium, pipeline, horizon_months=4.0, most=2, rng=np.random.default_rng(1), draws=200)
    assert found.expected == pytest.approx(0.957, abs=5e-4)
    assert found.table["plug_in"].iloc[2] == pytest.approx(0.2469, abs=1e-4)
    assert found.expected * 24_000 == pytest.approx(23_000, rel=0.005)


def test_the_hours_of_six_big_deals_are_fourteen_medium_ones(medium: TypedFigures) -> None:
    bar = Bar(wins=2, arr=240_000, months=4.0)
    found = spent(medium, bar, hours=338.4, hours_per_opportunity=24, acv=24_000)
    assert (found.deals, found.started) == (14, 14)
    assert found.expected_arr == pytest.approx(22_970, rel=0.01)
    assert found.arr_probability < 1e-4  # ten wins among fourteen: the same revenue is out of reach
    assert found.probability == pytest.approx(0.247, abs=0.02)


def test_sellers_who_cannot_start_them_all_start_fewer(medium: TypedFigures) -> None:
    bar = Bar(wins=2, arr=math.nan, months=4.0)
    found = spent(medium, bar, hours=338.4, hours_per_opportunity=24, acv=24_000, most_a_month=1.0)
    assert (found.deals, found.started) == (14, 4)
    assert math.isnan(found.arr_probability)


def test_after_the_day_hours_bring_nothing(medium: TypedFigures) -> None:
    found = spent(medium, Bar(wins=1, arr=1.0, months=0.0), hours=240, hours_per_opportunity=24, acv=1.0)
    assert (found.started, found.expected_wins, found.probability) == (0, 0.0, 0.0)


def test_a_pipeline_is_judged_on_the_same_bars(medium: TypedFigures) -> None:
    pipeline = Pipeline(deal_ids=("a",), ages=np.array([2.0]))
    found = outcome(medium, pipeline, Bar(wins=1, arr=24_000, months=60.0), acv=24_000, deals=1)
    assert found.probability == found.arr_probability


@pytest.mark.parametrize(("arr", "wins"), [(48_000, 2), (48_001, 3), (1, 1), (math.nan, None)])
def test_wins_for_a_revenue_are_whole(arr: float, wins: int | None) -> None:
    assert wins_for(arr, 24_000) == wins


def test_without_a_value_nobody_knows_how_many_wins_a_revenue_takes() -> None:
    assert wins_for(1_000, math.nan) is None


@pytest.mark.parametrize(("tier", "months"), [("Small", 1.07), ("Medium", 2.97), ("Big", 6.59)])
def test_without_deals_the_mean_open_time_is_the_tiers(tier: str, months: float, no_deals) -> None:
    by_curve = mean_open_time(own_deals(no_deals, tier_prior(tier)))
    assert by_curve == pytest.approx(months, abs=0.1)  # monthly steps stand in for the curve
