from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.customers import channel, customer_view, end_users

AS_OF = date(2026, 6, 30)


def day(text: str | None) -> pd.Timestamp:
    return pd.NaT if text is None else pd.Timestamp(text)


def customers(**columns: list) -> pd.DataFrame:
    frame = pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(next(iter(columns.values()))))], **columns})
    for name in {"start_date", "end_date"} & set(columns):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def revenue(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "month", "mrr"])
    return frame.assign(month=pd.to_datetime(frame["month"]))


def deals(*rows: tuple[str | None, str, str | None, str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "created_at", "closed_at", "status", "acv"])
    return frame.assign(
        deal_id=[f"d{n}" for n in range(len(frame))],
        account_id=frame["account_id"].astype("str"),
        created_at=pd.to_datetime(frame["created_at"]),
        closed_at=pd.to_datetime(frame["closed_at"]),
        acv=frame["acv"].astype("float64"),
    )


def only(view: pd.DataFrame) -> pd.Series:
    assert len(view) == 1
    return view.iloc[0]


def test_deals_alone_make_no_customers_but_all_columns():
    full = customer_view({"customers": customers(employees=[5.0])}, AS_OF)
    empty = customer_view({"deals": deals(("x", "2026-01-01", "2026-02-01", "won", 5.0))}, AS_OF)
    assert len(empty) == 0
    assert set(empty.columns) == set(full.columns)
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_deals_that_name_no_account_make_no_customers_either():
    assert customer_view({"deals": deals((None, "2026-01-01", None, "open", None))}, AS_OF).empty


def test_no_table_at_all_makes_no_customers():
    assert customer_view({}, AS_OF).empty


def test_a_given_start_wins_over_everything():
    tables = {
        "customers": customers(start_date=["2025-01-15"]),
        "deals": deals(("c0", "2024-01-01", "2024-02-01", "won", 5.0)),
    }
    row = only(customer_view(tables, AS_OF))
    assert (row["start_date"], row["start_derived"], row["start_origin"]) == (day("2025-01-15"), False, "given")


def test_without_a_start_the_first_won_close_is_it_and_is_marked():
    tables = {
        "customers": customers(start_date=[None]),
        "deals": deals(
            ("c0", "2024-01-01", "2024-05-01", "won", 5.0),
            ("c0", "2024-01-01", "2024-03-01", "won", 5.0),
            ("c0", "2024-01-01", "2024-02-01", "lost", 5.0),
        ),
        "revenue": revenue(("c0", "2023-01-01", 10.0)),
    }
    row = only(customer_view(tables, AS_OF))
    assert (row["start_date"], row["start_derived"], row["start_origin"]) == (
        day("2024-03-01"),
        True,
        "first won deal",
    )


def test_without_start_and_deals_the_first_month_that_paid_is_the_start():
    tables = {
        "customers": customers(name=["A"]),
        "revenue": revenue(("c0", "2026-01-01", 0.0), ("c0", "2026-02-01", 10.0)),
    }
    row = only(customer_view(tables, AS_OF))
    assert (row["start_date"], row["start_origin"]) == (day("2026-02-01"), "first month with revenue")


def test_who_never_bought_is_neither_active_nor_started():
    row = only(customer_view({"customers": customers(name=["A"])}, AS_OF))
    assert not row["active"]
    assert pd.isna(row["start_date"])
    assert not row["start_derived"]
    assert pd.isna(row["start_origin"])
    assert pd.isna(row["months_active"])


@pytest.mark.parametrize(
    ("end", "active", "mrr_now"),
    [
        pytest.param("2026-06-29", False, 0.0, id="left the day before"),
        pytest.param("2026-06-30", False, 0.0, id="left on the day"),
        pytest.param("2026-07-01", True, 10.0, id="leaves tomorrow: not yet known"),
        pytest.param(None, True, 10.0, id="never left"),
    ],
)
def test_a_customer_who_left_pays_nothing_now(end, active, mrr_now):
    tables = {
        "customers": customers(start_date=["2025-06-30"], end_date=[end]),
        "revenue": revenue(("c0", "2026-06-01", 10.0)),
    }
    row = only(customer_view(tables, AS_OF))
    assert (row["active"], row["mrr_now"], row["arr_now"]) == (active, mrr_now, 12 * mrr_now)
    assert row["mrr_last"] == 10.0


def test_a_start_after_as_of_is_not_yet_known():
    row = only(customer_view({"customers": customers(start_date=["2026-07-01"])}, AS_OF))
    assert pd.isna(row["start_date"])
    assert not row["active"]


def test_now_is_the_last_month_of_the_table_not_of_the_customer():
    tables = {
        "customers": customers(name=["A", "B", "C"]),
        "revenue": revenue(("c0", "2026-06-01", 10.0), ("c1", "2026-04-01", 7.0), ("c0", "2026-07-01", 99.0)),
    }
    view = customer_view(tables, AS_OF).set_index("customer_id")
    assert view.loc["c0", "mrr_now"] == 10.0
    assert view.loc["c1", "mrr_now"] == 0.0
    assert view.loc["c1", "mrr_last"] == 7.0
    assert pd.isna(view.loc["c2", "mrr_now"])  # in no month of the table: unknown, not zero


def test_acv_is_the_mean_of_the_won_deals_known_on_the_day():
    tables = {
        "customers": customers(name=["A"]),
        "deals": deals(
            ("c0", "2026-01-01", "2026-02-01", "won", 10.0),
            ("c0", "2026-01-01", "2026-03-01", "won", 20.0),
            ("c0", "2026-01-01", "2026-07-01", "won", 90.0),
            ("c0", "2026-01-01", "2026-03-01", "no_decision", 70.0),
            (None, "2026-01-01", "2026-03-01", "won", 70.0),
            ("c0", "2026-08-01", None, "open", 70.0),
        ),
    }
    row = only(customer_view(tables, AS_OF))
    assert (row["n_deals"], row["n_won"], row["n_open"], row["acv"]) == (4, 2, 1, 15.0)


def test_orders_of_the_last_twelve_months_are_summed():
    orders = pd.DataFrame(
        {
            "customer_id": ["c0", "c0", "c0"],
            "date": pd.to_datetime(["2025-06-30", "2025-07-01", "2026-06-30"]),
            "amount": [1.0, 10.0, 100.0],
        }
    )
    row = only(customer_view({"customers": customers(name=["A"]), "orders": orders}, AS_OF))
    assert (row["ordered_12m"], row["n_orders"], row["start_origin"]) == (110.0, 3, "first order")


def test_a_grandchild_belongs_to_the_group_of_the_topmost_parent():
    view = customer_view({"customers": customers(parent_id=[None, "c0", "c1", "outside"])}, AS_OF)
    assert view["group_id"].to_list() == ["c0", "c0", "c0", "outside"]


def test_roles_are_never_pooled_and_a_missing_role_is_an_end_user():
    view = customer_view({"customers": customers(role=["end_user", None, "reseller", "referrer"])}, AS_OF)
    assert end_users(view)["customer_id"].to_list() == ["c0", "c1"]
    assert channel(view)["customer_id"].to_list() == ["c2", "c3"]


def test_a_column_of_the_file_that_bears_a_measured_name_gives_way():
    row = only(customer_view({"customers": customers(acv=["12,5"])}, AS_OF))
    assert pd.isna(row["acv"])


def test_other_columns_of_the_file_stay():
    row = only(customer_view({"customers": customers(account_manager=["Ann"])}, AS_OF))
    assert row["account_manager"] == "Ann"


def test_the_tables_given_are_not_changed():
    table = customers(start_date=[None], employees=[5.0])
    before = table.copy()
    customer_view({"customers": table, "revenue": revenue(("c0", "2026-06-01", 1.0))}, AS_OF)
    pd.testing.assert_frame_equal(table, before)


MONTHS = pd.to_datetime(["2026-04-01", "2026-05-01", "2026-06-01"])


@settings(deadline=None, max_examples=25)
@given(order=st.permutations(range(6)), paid=st.lists(st.floats(0, 1e6), min_size=6, max_size=6))
def test_the_order_of_revenue_rows_changes_nothing(order, paid):
    rows = pd.DataFrame({"customer_id": ["c0", "c1"] * 3, "month": MONTHS.repeat(2), "mrr": paid})
    people = customers(name=["A", "B"])
    pd.testing.assert_frame_equal(
        customer_view({"customers": people, "revenue": rows}, AS_OF),
        customer_view({"customers": people, "revenue": rows.iloc[list(order)]}, AS_OF),
    )
