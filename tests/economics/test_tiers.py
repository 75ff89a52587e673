from __future__ import annotations

import math

import numpy as np
import pytest

from unequal.assumptions import Override, catalogue, overridden
from unequal.economics.tiers import Tier, mean_open_months, tier_of, tier_prior
from unequal.stats.time_to_win import TimeToWin


@pytest.mark.parametrize(
    ("acv", "tier"),
    [(4_999.99, Tier.SMALL), (5_000.0, Tier.MEDIUM), (50_000.0, Tier.MEDIUM), (50_000.01, Tier.BIG)],
)
def test_a_segment_of_another_name_takes_the_tier_of_its_median_value(acv, tier):
    assert tier_of("banks", median_acv=acv) == (tier, "acv")


def test_the_name_wins_over_the_value():
    assert tier_of("Small", median_acv=1e6) == (Tier.SMALL, "name")


def test_with_nothing_known_the_middle_is_assumed_and_said():
    assert tier_of("banks") == (Tier.MEDIUM, "nothing")


@pytest.mark.parametrize(("segment", "months"), [("Small", 1.07), ("Medium", 2.97), ("Big", 6.59)])
def test_mean_open_time_of_the_tiers(segment, months):
    assert round(mean_open_months(tier_prior(segment).clocks), 2) == months


def test_mean_open_time_of_the_worked_runway_example_is_6_88():
    clocks = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
    assert round(mean_open_months(clocks), 2) == 6.88


def test_mean_open_time_is_the_area_under_the_open_curve():
    clocks = tier_prior("Big").clocks
    months = np.linspace(0, 200, 200_001)
    assert math.isclose(np.trapezoid(clocks.still_open(months), months), mean_open_months(clocks), rel_tol=1e-4)


def test_an_override_of_the_register_reaches_the_prior():
    rows = overridden(catalogue(), {"prior.Big.win_probability": Override(value=0.4, source="own deals")})
    assert tier_prior("Big", register=rows).win_probability == 0.4
    assert tier_prior("Big").win_probability == 0.17


def test_the_prior_names_the_rows_it_stands_on():
    assert "prior.Big.win_sigma" in tier_prior("Big").assumptions
    assert "prior.big_from_acv" in tier_prior("banks", median_acv=1e6).assumptions
    assert set(tier_prior("banks", median_acv=1e6).assumptions) <= set(catalogue())


def test_hazards_have_the_shape_of_the_clocks():
    np.testing.assert_allclose(tier_prior("Big").hazards(24).at([4, 12]).won, [0.0105, 0.1388], atol=1e-4)
