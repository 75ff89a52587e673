"""Hours and months of customers, counted on a handful of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.customers.served import hours_a_month, months_in_window, onboarding_hours, served

AS_OF = date(2026, 6, 30)
MONTH = 30.4375
NAN = float("nan")


def view(**starts: tuple[str | None, str | None]) -> pd.DataFrame:
    rows = [{"customer_id": name, "start_date": start, "end_date": end} for name, (start, end) in starts.items()]
    frame = pd.DataFrame(rows)
    return frame.assign(start_date=pd.to_datetime(frame["start_date"]), end_date=pd.to_datetime(frame["end_date"]))


def work(*rows: tuple[str | None, str, str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "kind", "hours", "minutes"])
    return frame.assign(date=pd.to_datetime(frame["date"]), deal_id=None)


def test_only_time_inside_the_window_counts() -> None:
    found = months_in_window(
        view(old=("2020-01-01", None), left=("2020-01-01", "2026-03-31"), gone=("2020-01-01", "2024-01-01"),
             late=("2026-05-31", None), never=(None, None)),
        AS_OF,
    )  # fmt: skip
    assert found.to_list() == pytest.approx([12, 12 - 91 / MONTH, 0, 30 / MONTH, 0])


def test_service_and_onboarding_are_told_apart_and_selling_is_neither() -> None:
    rows = served(
        view(a=("2020-01-01", None), b=("2026-03-31", None)),
        work(("a", "2026-01-05", "ticket", 2, NAN), ("a", "2026-02-05", "review", NAN, 90),
             ("b", "2026-04-05", "onboarding", 4, NAN), (None, "2026-04-05", "call", 9, NAN)),
        AS_OF,
    ).set_index("customer_id")  # fmt: skip
    assert rows["hours"].to_dict() == {"a": 3.5, "b": 0.0}
    assert rows["onboarding_hours"].to_dict() == {"a": 0.0, "b": 4.0}
    assert rows["new"].to_dict() == {"a": False, "b": True}


def test_work_before_the_window_is_not_counted() -> None:
    rows = served(view(a=("2020-01-01", None)), work(("a", "2025-06-29", "ticket", 5, NAN)), AS_OF)
    assert rows["hours"].to_list() == [0.0]


@pytest.mark.parametrize(("unlogged", "hours"), [(1, 10.0), (2, NAN)])
def test_hours_that_a_fifth_of_a_kind_lacks_are_like_the_others(unlogged: int, hours: float) -> None:
    rows = [("a", "2026-01-05", "ticket", NAN if place < unlogged else 2.0, NAN) for place in range(5)]
    found = served(view(a=("2020-01-01", None)), work(*rows), AS_OF)
    assert found["hours"].to_list() == pytest.approx([hours], nan_ok=True)


def given(hours: list[float], months: list[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame({"hours": hours, "months": months or [12.0] * len(hours)})


def test_a_long_stay_weighs_more() -> None:
    assert hours_a_month(given([12, 4], [12.0, 1.0])).value == pytest.approx(16 / 13)


@pytest.mark.parametrize(("n", "known"), [(4, False), (5, True), (29, True), (30, True)])
def test_an_interval_needs_five_customers(n: int, known: bool) -> None:
    found = hours_a_month(given(np.linspace(6, 30, n).tolist()))
    assert np.isfinite([found.low, found.high]).all() == known
    assert found.value == pytest.approx(1.5)
    if known:
        assert 0 < found.low < found.value < found.high


def test_both_intervals_agree_where_they_meet() -> None:
    few, many = (hours_a_month(given(np.linspace(6, 30, n).tolist())) for n in (29, 30))
    assert (few.low, few.high) == pytest.approx((many.low, many.high), rel=0.05)


def test_the_interval_is_the_same_every_time() -> None:
    rows = given(np.geomspace(1, 60, 40).tolist())
    assert hours_a_month(rows) == hours_a_month(rows)


def test_customers_who_all_get_the_same_leave_no_doubt() -> None:
    found = hours_a_month(given([6.0] * 40))
    assert (found.low, found.high) == pytest.approx((0.5, 0.5))


def test_unknown_hours_of_one_customer_leave_the_segment_unknown() -> None:
    assert np.isnan(hours_a_month(given([6.0, NAN])).value)
    assert np.isnan(hours_a_month(given([])).value)


def test_onboarding_that_nobody_logged_is_not_known() -> None:
    rows = pd.DataFrame({"new": [True, False], "onboarding_hours": [0.0, 0.0]})
    assert np.isnan(onboarding_hours(rows))
    assert np.isnan(onboarding_hours(rows.assign(new=False, onboarding_hours=3.0)))
