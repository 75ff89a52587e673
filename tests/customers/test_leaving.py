"""Leavers, and whether time that is given goes together with staying."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.customers.leaving import churn_monthly, touch_and_stay

AS_OF = date(2026, 6, 30)
EARLIER = "2024-01-01"


def view(stayed: int, left: int, *, end: str = "2026-06-30") -> pd.DataFrame:
    n = stayed + left
    return pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(n)],
            "start_date": pd.to_datetime([EARLIER] * n),
            "end_date": pd.to_datetime([None] * stayed + [end] * left),
        }
    )


def test_churn_is_leavers_over_customer_months() -> None:
    found = churn_monthly(view(18, 2), AS_OF)
    assert found.value == pytest.approx(2 / 240, rel=1e-3)
    assert found.low < found.value < found.high
    assert found.n == 20


def test_nobody_who_left_is_not_nobody_who_will() -> None:
    found = churn_monthly(view(10, 0), AS_OF)
    assert found.value == pytest.approx(0.5 / 120, rel=1e-3)
    assert found.high == pytest.approx(1.92 / 120, rel=0.01)


def test_who_left_before_the_window_is_neither_leaver_nor_customer() -> None:
    found = churn_monthly(view(0, 5, end="2025-06-01"), AS_OF)
    assert np.isnan(found.value)


def hours(values: list[float], months: float = 12.0) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(values))], "months": months, "hours": values})


def test_halves_are_compared_by_hours_a_month() -> None:
    found = touch_and_stay(view(16, 4), hours([24.0] * 10 + [1.0] * 10), AS_OF)
    assert found.difference == pytest.approx(1.0 - 0.6)
    assert 0 < found.low < found.difference < found.high


@pytest.mark.parametrize(("n", "known"), [(9, False), (10, True)])
def test_a_difference_needs_five_a_half(n: int, known: bool) -> None:
    found = touch_and_stay(view(n, 0), hours([float(place) for place in range(n)]), AS_OF)
    assert np.isfinite(found.difference) == known
    assert found.n == n


def test_customers_of_this_year_are_not_compared() -> None:
    fresh = view(20, 0).assign(start_date=pd.Timestamp(2026, 1, 1))
    assert touch_and_stay(fresh, hours([1.0] * 20), AS_OF).n == 0
