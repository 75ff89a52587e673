from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.economics.cash import CashPlan, committed_path, day_after

AS_OF = date(2026, 6, 30)


def plan(cash: float | None = None, burn: float | None = None, *, reserve: float = 2, raising: float = 6) -> CashPlan:
    return CashPlan(cash=cash, monthly_burn=burn, reserve_months=reserve, raise_months=raising)


def finance(first: str, **columns: list) -> pd.DataFrame:
    months = len(next(iter(columns.values())))
    return pd.DataFrame({"month": pd.date_range(first, periods=months, freq="ME"), **columns})


def test_900_over_75_lasts_12_months_and_wins_must_be_seen_by_month_4():
    path = committed_path(AS_OF, plan(900_000, 75_000))
    assert path is not None
    assert (path.runway_months, path.decision_months) == (12.0, 4.0)
    assert (path.monthly_burn, path.reserve, path.cash) == (75_000, 150_000, 900_000)


def test_without_a_raise_nothing_is_kept_free_for_one():
    path = committed_path(AS_OF, plan(900_000, 75_000, raising=0))
    assert path is not None
    assert path.decision_months == 10.0


def test_a_fraction_of_a_month_is_kept():
    path = committed_path(AS_OF, plan(100_000, 75_000))
    assert path is not None
    assert math.isclose(path.runway_months, 4 / 3)
    assert path.decision_months < 0  # that day has passed


@pytest.mark.parametrize("as_of", [date(2026, 6, 30), date(2026, 6, 10), date(2026, 2, 28), date(2026, 12, 31)])
def test_a_flat_burn_gives_cash_over_burn_on_any_day(as_of):
    path = committed_path(as_of, plan(900_000, 75_000))
    assert path is not None
    assert math.isclose(path.runway_months, 12.0)
    assert math.isclose(path.monthly_burn, 75_000)
    np.testing.assert_allclose(path.monthly["cash"], 900_000 - 75_000 * np.arange(37), atol=1e-6)


@pytest.mark.parametrize(
    ("cash", "runway"),
    [pytest.param(36.0, math.inf, id="zero in month 36"), pytest.param(35.9, 35.9, id="below zero just before")],
)
def test_cash_that_never_falls_below_zero_in_36_months_lasts_for_ever(cash, runway):
    path = committed_path(AS_OF, plan(cash, 1.0))
    assert path is not None
    assert path.runway_months == pytest.approx(runway)


@pytest.mark.parametrize(
    ("cash", "decision"),
    [
        pytest.param(38.0, math.nan, id="at the reserve in month 36: default alive"),
        pytest.param(37.9, 36 - 8, id="below the reserve in month 36, never below zero"),
    ],
)
def test_default_alive_is_never_below_the_reserve(cash, decision):
    path = committed_path(AS_OF, plan(cash, 1.0))
    assert path is not None
    assert math.isinf(path.runway_months)
    np.testing.assert_equal(path.decision_months, decision)
    assert path.default_alive == math.isnan(decision)


def test_a_firm_that_earns_keeps_no_reserve_and_is_alive():
    path = committed_path(AS_OF, plan(10_000, -5_000))
    assert path is not None
    assert (path.reserve, path.monthly_burn) == (0.0, -5_000)
    assert path.default_alive
    assert path.monthly.loc[1, "inflow"] == 5_000


def test_cash_below_zero_today_lasts_no_day():
    path = committed_path(AS_OF, plan(-1.0, 1.0))
    assert path is not None
    assert path.runway_months == 0.0


@pytest.mark.parametrize(
    ("given_plan", "table"),
    [
        pytest.param(plan(None, 75_000), None, id="no cash"),
        pytest.param(plan(900_000, None), None, id="no burn"),
        pytest.param(plan(), finance("2026-06-30", cash=[5.0]), id="one balance and no cost"),
    ],
)
def test_unknown_cash_or_burn_is_no_path_and_not_zero(given_plan, table):
    assert committed_path(AS_OF, given_plan, finance=table) is None


def test_the_last_balance_of_the_table_wins_over_the_plan():
    table = finance("2026-05-31", cash=[950.0, 900.0], fixed_cost=[75.0, 75.0], committed_receipts=[0.0, 0.0])
    path = committed_path(AS_OF, plan(1.0, 1.0), finance=table)
    assert path is not None
    assert (path.cash, path.runway_months, path.balance_on) == (900.0, 12.0, AS_OF)


def test_planned_months_are_taken_as_they_stand_then_the_last_three_go_on():
    table = finance(
        "2026-06-30",
        cash=[900.0, *[None] * 4],
        fixed_cost=[70.0, 200.0, 90.0, 60.0, 30.0],
        variable_cost=[5.0, 0.0, 0.0, 10.0, 20.0],
        debt_service=[None, 10.0, None, None, None],
        committed_receipts=[0.0, 10.0, 10.0, 10.0, 10.0],
    )
    path = committed_path(AS_OF, plan(), finance=table)
    assert path is not None
    assert path.monthly["cash"].iloc[:7].to_list() == [900.0, 700.0, 620.0, 560.0, 520.0, 460.0, 400.0]
    assert path.monthly["outflow"].iloc[1:6].to_list() == [210.0, 90.0, 70.0, 50.0, 70.0]
    assert path.monthly["basis"].iloc[[0, 4, 5]].to_list() == [
        "",
        "finance table",
        "last months of the finance table",
    ]


def test_a_planned_month_with_cash_known_later_is_only_a_plan():
    table = finance("2026-06-30", cash=[100.0, None], fixed_cost=[10.0, 10.0], committed_receipts=[0.0, 0.0])
    path = committed_path(AS_OF, plan(), finance=table)
    assert path is not None
    assert path.runway_months == 10.0


def test_receipts_of_todays_customers_are_never_added_to_committed_ones():
    table = finance("2026-06-30", cash=[100.0, None], fixed_cost=[10.0, 10.0], committed_receipts=[None, 4.0])
    path = committed_path(AS_OF, plan(), finance=table, receipts=np.array([9.0, 8.0]))
    assert path is not None
    assert path.monthly["inflow"].iloc[1:4].to_list() == [4.0, 8.0, 8.0]


def test_past_costs_without_any_receipt_are_not_taken_for_the_burn():
    table = finance("2026-05-31", cash=[950.0, 900.0], fixed_cost=[500.0, 500.0])
    by_balances = committed_path(AS_OF, plan(), finance=table)
    by_plan = committed_path(AS_OF, plan(None, 90.0), finance=table)
    assert by_balances is not None
    assert by_plan is not None
    assert (by_balances.runway_months, by_plan.runway_months) == (18.0, 10.0)
    assert by_balances.monthly["basis"].iloc[1] == "change of the balances"
    assert by_plan.monthly["basis"].iloc[1] == "monthly_burn"


def test_balances_alone_give_their_mean_change():
    table = finance("2026-03-31", cash=[1000.0, 980.0, 940.0, 900.0])
    path = committed_path(AS_OF, plan(), finance=table)
    assert path is not None
    assert path.monthly_burn == pytest.approx(100 / 3)


def test_an_older_balance_is_rolled_forward_to_as_of():
    table = finance("2026-04-30", cash=[1050.0], fixed_cost=[75.0], committed_receipts=[0.0])
    path = committed_path(AS_OF, plan(), finance=table)
    assert path is not None
    assert (path.cash, path.runway_months, path.balance_on) == (900.0, 12.0, date(2026, 4, 30))


def test_a_dip_below_zero_ends_the_runway_even_if_cash_comes_back():
    table = finance(
        "2026-06-30", cash=[10.0, None, None], fixed_cost=[0.0, 20.0, 0.0], committed_receipts=[0.0, 0.0, 100.0]
    )
    path = committed_path(AS_OF, plan(), finance=table)
    assert path is not None
    assert path.runway_months == 0.5


def test_months_of_the_path_end_on_month_ends():
    path = committed_path(AS_OF, plan(1.0, 1.0))
    assert path is not None
    assert path.monthly["date"].iloc[[0, 1, 8]].dt.date.to_list() == [AS_OF, date(2026, 7, 31), date(2027, 2, 28)]


def test_a_moment_in_months_is_a_day():
    assert day_after(AS_OF, 0.5) == date(2026, 7, 15)


@settings(deadline=None, max_examples=25)
@given(st.floats(1, 1e7), st.floats(1, 1e6), st.floats(1, 2))
def test_more_cash_lasts_longer_and_more_burn_shorter(cash, burn, times):
    base, richer, faster = (
        committed_path(AS_OF, plan(c, b)) for c, b in ((cash, burn), (cash * times, burn), (cash, burn * times))
    )
    assert base is not None
    assert richer is not None
    assert faster is not None
    assert faster.runway_months <= base.runway_months + 1e-9
    assert base.runway_months <= richer.runway_months + 1e-9
