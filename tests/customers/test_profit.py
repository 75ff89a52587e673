"""Profit and loss of single customers, on a quarter that was worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.customers.pool_rates import mean_rate, pool_rates
from unequal.customers.profit import customer_profit

AS_OF = date(2026, 6, 30)
NAN = float("nan")
QUARTER = [  # customer, revenue, tickets, success hours, onboarding hours, cost to serve, contribution
    ("C1", 30_000, 20, 30, 0, 1_587, 22_413),
    ("C2", 24_000, 12, 20, 0, 1_024, 18_176),
    ("C3", 18_000, 180, 60, 40, 8_245, 6_155),
    ("C4", 12_000, 10, 10, 0, 613, 8_987),
    ("C5", 9_000, 90, 90, 80, 8_594, -1_394),
    ("C6", 6_000, 4, 2, 0, 173, 4_627),
    ("C7", 5_000, 220, 40, 30, 8_149, -4_149),
    ("C8", 3_000, 6, 4, 0, 296, 2_104),
]


def pools(*rows: tuple[str, float, float], driver: str = "hours", month: str = "2026-06-01") -> pd.DataFrame:
    return pd.DataFrame(
        [(name, pd.Timestamp(month), cost, hours, NAN, name, driver) for name, cost, hours in rows],
        columns=["pool", "month", "cost", "capacity_hours", "fte", "skill", "driver"],
    )


def work(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "skill", "hours"])
    kinds = frame["skill"].map({"support": "ticket", "onboarding": "onboarding"}).fillna("call")
    return frame.assign(date=pd.Timestamp("2026-06-10"), minutes=NAN, kind=kinds)


def bills(*rows: tuple[str, float, float], month: str = "2026-06-01") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "mrr", "direct_cogs"])
    return frame.assign(month=pd.Timestamp(month), one_off=NAN)


def view(*names: str, start: str = "2020-01-01", end: str | None = None) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": names, "start_date": pd.Timestamp(start), "end_date": pd.Timestamp(end)})


def quarter() -> dict[str, pd.DataFrame]:
    spent = [
        (name, skill, hours)
        for name, _, tickets, success, onboarding, *_ in QUARTER
        for skill, hours in (("support", 0.75 * tickets), ("csm", success), ("onboarding", onboarding))
        if hours
    ]
    return {
        "revenue": bills(*((name, revenue, 0.2 * revenue) for name, revenue, *_ in QUARTER)),
        "activities": work(*spent),
        "cost_pools": pools(("support", 14_000, 520), ("csm", 15_000, 520), ("onboarding", 8_000, 260)),
    }


@pytest.mark.parametrize("row", QUARTER, ids=lambda row: row[0])
def test_a_quarter_worked_by_hand(row: tuple[str, float, float, float, float, float, float]) -> None:
    found = customer_profit(view(*(one[0] for one in QUARTER)), quarter(), AS_OF, months=3).set_index("customer_id")
    assert found.loc[row[0], ["cost_to_serve", "contribution"]].to_list() == pytest.approx(row[5:], abs=0.5)


def test_idle_capacity_is_in_nobodys_row() -> None:
    tables = quarter()
    found = customer_profit(view(*(one[0] for one in QUARTER)), tables, AS_OF, months=3)
    idle = tables["cost_pools"]["cost"].sum() - found["cost_to_serve"].sum()
    assert idle == pytest.approx(320 + 5_769 + 2_231, abs=1)


def test_an_hour_costs_what_the_pool_can_give_and_not_what_was_used() -> None:
    rate = pool_rates(pools(("support", 14_000, 520)), AS_OF)["rate"].iloc[0]
    assert rate == pytest.approx(14_000 / 416)


def test_a_pool_without_stated_hours_takes_them_from_its_people() -> None:
    rows = pools(("support", 1_000, NAN)).assign(fte=2.0)
    assert pool_rates(rows, AS_OF)["capacity_hours"].iloc[0] == pytest.approx(2 * 173.33 * 0.8)


def test_months_before_the_window_are_left_out() -> None:
    rows = pd.concat([pools(("support", 100, 10)), pools(("support", 900, 10), month="2025-06-01")])
    assert pool_rates(rows, AS_OF, months=12)["cost"].to_list() == [100]
    assert pool_rates(rows, AS_OF, months=13)["cost"].to_list() == [1_000]


def test_work_of_a_skill_that_no_pool_has_costs_what_any_hour_costs() -> None:
    tables = {"cost_pools": pools(("support", 800, 10), ("csm", 160, 10)), "activities": work(("a", "legal", 2))}
    found = customer_profit(view("a"), tables, AS_OF)
    assert found["cost_to_serve"].to_list() == [2 * mean_rate(pool_rates(tables["cost_pools"], AS_OF))]


def test_a_word_for_a_skill_may_be_written_large() -> None:
    tables = {"cost_pools": pools(("Support", 800, 10)), "activities": work(("a", " SUPPORT", 2))}
    assert customer_profit(view("a"), tables, AS_OF)["cost_to_serve"].to_list() == [200]


@pytest.mark.parametrize("without", ["activities", "cost_pools"])
def test_without_hours_or_cost_nobody_knows_the_cost_to_serve(without: str) -> None:
    tables = {name: table for name, table in quarter().items() if name != without}
    found = customer_profit(view("C1", "C2"), tables, AS_OF)
    assert found[["cost_to_serve", "contribution"]].isna().all(axis=None)
    assert found["gross_margin"].notna().all()


@pytest.mark.parametrize(
    ("driver", "expected"),
    [("equal", [50, 50]), ("revenue", [75, 25]), ("hours", [NAN, NAN]), ("tickets", [NAN, NAN])],
)
def test_a_pool_that_nobody_logs_follows_its_driver(driver: str, expected: list[float]) -> None:
    tables = {"cost_pools": pools(("support", 100, 10), driver=driver), "revenue": bills(("a", 30, 3), ("b", 10, 1))}
    found = customer_profit(view("a", "b"), tables, AS_OF)
    assert found["cost_to_serve"].to_list() == pytest.approx(expected, nan_ok=True)


def test_tickets_that_nobody_timed_take_three_quarters_of_an_hour() -> None:
    tickets = work(("a", "support", NAN), ("a", "support", NAN), ("b", "support", NAN))
    tables = {"cost_pools": pools(("support", 80, 10), driver="tickets"), "activities": tickets}
    assert customer_profit(view("a", "b", "c"), tables, AS_OF)["cost_to_serve"].to_list() == [15, 7.5, 0]


def test_a_pool_by_hours_without_work_was_idle_where_other_work_is_logged() -> None:
    tables = {"cost_pools": pools(("support", 80, 10), ("csm", 80, 10)), "activities": work(("a", "support", 1))}
    assert customer_profit(view("a", "b"), tables, AS_OF)["cost_to_serve"].to_list() == [10, 0]


def test_credits_lower_the_revenue() -> None:
    tables = {"revenue": bills(("a", 100, 20)).assign(one_off=-30.0)}
    assert customer_profit(view("a"), tables, AS_OF)["revenue"].to_list() == [70]


def test_a_customer_without_a_bill_brought_nothing_and_has_no_margin() -> None:
    found = customer_profit(view("a", "b"), quarter() | {"revenue": bills(("a", 100, 20))}, AS_OF).iloc[1]
    assert (found["revenue"], found["gross_margin"]) == (0, 0)
    assert np.isnan(found["margin"])


@pytest.mark.parametrize(("unknown", "expected"), [(1, 20.0), (2, NAN)])
def test_a_fifth_of_the_bills_may_lack_a_direct_cost(unknown: int, expected: float) -> None:
    rows = [(f"c{place}", 100.0, NAN if place < unknown else 20.0) for place in range(5)]
    found = customer_profit(view(*(row[0] for row in rows)), {"revenue": bills(*rows)}, AS_OF)
    assert found["direct_cost"].to_list() == pytest.approx([expected] * 5, nan_ok=True)


def test_orders_are_revenue_where_nothing_is_billed_by_the_month() -> None:
    orders = pd.DataFrame({"customer_id": ["a", "a"], "date": pd.to_datetime(["2026-01-05", "2025-01-05"]),
                           "amount": [40.0, 99.0]})  # fmt: skip
    found = customer_profit(view("a", "b"), {"orders": orders}, AS_OF)
    assert found["revenue"].to_list() == [40, 0]
    assert found["gross_margin"].isna().all()


def test_who_left_before_the_window_is_not_in_it() -> None:
    rows = pd.concat([view("a"), view("gone", end="2025-01-01")])
    assert customer_profit(rows, quarter(), AS_OF)["customer_id"].to_list() == ["a"]


def test_hours_that_are_not_known_make_only_their_customers_unknown() -> None:
    rows = work(("a", "support", 1), ("b", "support", NAN)).assign(kind=["ticket", "call"])
    tables = {"cost_pools": pools(("support", 80, 10)), "activities": rows}
    assert customer_profit(view("a", "b"), tables, AS_OF)["cost_to_serve"].to_list() == pytest.approx(
        [10, NAN], nan_ok=True
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    tables = quarter()
    mixed = {name: rows.sample(frac=1, random_state=seed) for name, rows in tables.items()}
    names = view(*(row[0] for row in QUARTER))
    pd.testing.assert_frame_equal(customer_profit(names, tables, AS_OF), customer_profit(names, mixed, AS_OF))
