"""Service for accounts that pay sixty a month: the worked figures, and each border from both sides."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.service import (
    POLOVETS,
    Service,
    fixed_cost_needed,
    hours_needed,
    price_needed,
    reach_needed,
)

LIGHT = replace(POLOVETS, hours=0.2)
NAN = math.nan


def test_each_account_loses_49_a_month() -> None:
    assert POLOVETS.contribution == pytest.approx(-49.125)


def test_the_team_can_carry_235() -> None:
    assert POLOVETS.most_served == pytest.approx(234.94, abs=0.005)
    assert POLOVETS.reachable == 270
    assert POLOVETS.bound_by == "service"


def test_no_size_pays() -> None:
    assert POLOVETS.never_pays() is True
    assert math.isnan(POLOVETS.break_even())


def test_with_a_fifth_of_an_hour_the_segment_itself_is_too_small() -> None:
    assert LIGHT.contribution == pytest.approx(40.25)
    assert LIGHT.bound_by == "market"
    assert LIGHT.profit(270) == pytest.approx(-14_132.5)
    assert LIGHT.ceiling == LIGHT.profit(270)
    assert LIGHT.break_even() == pytest.approx(621.1, abs=0.05)
    assert reach_needed(LIGHT) == pytest.approx(621.1, abs=0.05)


def test_at_180_the_service_could_not_carry_the_353_it_takes() -> None:
    dear = replace(POLOVETS, price=180.0)
    assert math.ceil(dear.break_even()) == 353
    assert dear.break_even() > dear.most_served
    assert math.isnan(reach_needed(dear))


def test_at_120_with_less_than_half_an_hour_289_are_needed_and_270_are_there() -> None:
    both = replace(POLOVETS, price=120.0, hours=0.4)
    assert both.break_even() == pytest.approx(289.02, abs=0.005)
    assert both.never_pays() is True
    assert replace(both, reachable=289.0).never_pays() is True
    assert replace(both, reachable=289.03).never_pays() is False


def test_even_no_service_at_all_does_not_save_the_segment() -> None:
    assert math.isnan(hours_needed(POLOVETS))


def test_the_price_needed_makes_the_best_month_come_to_nothing() -> None:
    assert price_needed(POLOVETS) == pytest.approx(215.5, abs=0.05)
    assert replace(POLOVETS, price=price_needed(POLOVETS)).ceiling == pytest.approx(0, abs=1e-6)


@given(
    st.floats(20, 400), st.floats(0.05, 4), st.floats(0, 8), st.floats(50, 2_000), st.floats(10, 3_000),
    st.floats(0, 30_000),
)  # fmt: skip
def test_every_change_that_is_offered_is_just_enough(
    price: float, hours: float, onboarding: float, capacity: float, reachable: float, fixed: float
) -> None:
    found = Service(
        price=price, variable_cost=0.1 * price, hours=hours, onboarding_hours=onboarding, cost_per_hour=60,
        capacity_hours=capacity, churn_monthly=0.03, reachable=reachable, fixed_cost=fixed,
    )  # fmt: skip
    scale = max(fixed, 1.0)
    enough = replace(found, price=price_needed(found))
    assert enough.ceiling == pytest.approx(0, abs=1e-6 * scale)
    fewer = hours_needed(found)
    if not math.isnan(fewer) and fewer < hours:
        assert replace(found, hours=fewer).ceiling >= -1e-6 * scale
        assert replace(found, hours=fewer + 1e-3).ceiling < 0.0 or found.ceiling >= 0
    wider = reach_needed(found)
    if not math.isnan(wider):
        assert replace(found, reachable=wider).ceiling == pytest.approx(0, abs=1e-6 * scale)
    paid = fixed_cost_needed(found)
    if not math.isnan(paid):
        assert replace(found, fixed_cost=paid).ceiling == pytest.approx(0, abs=1e-6 * scale)


def test_onboarding_takes_what_service_leaves() -> None:
    assert POLOVETS.new_a_month(200) == pytest.approx((390 - 300) / 4)
    assert POLOVETS.new_a_month(300) == 0.0
    assert replace(POLOVETS, onboarding_hours=0.0).new_a_month(200) == math.inf


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        pytest.param({"reachable": NAN}, True, id="a loss on each needs no count"),
        pytest.param({"fixed_cost": NAN}, None, id="without the fixed cost nobody knows"),
        pytest.param({"hours": 0.2, "reachable": NAN}, None, id="a gain on each needs the count"),
        pytest.param({"hours": 0.2, "capacity_hours": 100.0, "reachable": NAN}, True, id="unless the team is too few"),
        pytest.param({"hours": 0.2, "reachable": 622.0}, False, id="enough of both"),
        pytest.param({"hours": 0.2, "reachable": 621.0}, True, id="just too few"),
        pytest.param({"price": NAN}, None, id="without a price nobody knows"),
    ],
)
def test_what_is_not_known_is_asked_for_only_where_it_matters(known: dict[str, float], answer: bool | None) -> None:
    assert replace(POLOVETS, **known).never_pays() is answer
