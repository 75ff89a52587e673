"""Price and direct cost of a customer-month; hours that a segment needs."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.customers.billed import billed
from unequal.customers.needs import needs_of

AS_OF = date(2026, 6, 30)
NAN = float("nan")


def bills(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "mrr", "one_off", "direct_cogs"])
    return frame.assign(month=pd.to_datetime(frame["month"]), customer_id=[f"c{n}" for n in range(len(frame))])


def test_credits_lower_the_price_and_fees_that_come_once_do_not_raise_it() -> None:
    found = billed(bills(("2026-06-01", 100, -40, 10), ("2026-06-01", 100, 5_000, 10)), AS_OF)
    assert (found.price, found.direct_cost, found.n) == (80.0, 10.0, 2)


@pytest.mark.parametrize(("month", "n"), [("2025-07-01", 1), ("2025-06-01", 0), ("2026-07-01", 0)])
def test_twelve_months_count(month: str, n: int) -> None:
    assert billed(bills((month, 100, NAN, 10)), AS_OF).n == n


@pytest.mark.parametrize(("silent", "known"), [(1, True), (2, False)])
def test_a_cost_that_more_than_a_fifth_of_the_bills_lacks_is_not_known(silent: int, known: bool) -> None:
    rows = [("2026-06-01", 100.0, NAN, NAN if place < silent else 12.0) for place in range(5)]
    assert billed(bills(*rows), AS_OF).direct_cost == pytest.approx(12.0 if known else NAN, nan_ok=True)


def coverage(*rows: dict) -> pd.DataFrame:
    default = {"customer_id": None, "skill": "support", "required_hours_per_year": 6.0, "rate": 40.0,
               "delivered_hours_per_year": NAN, "redesign": None, "grade": "E2"}  # fmt: skip
    return pd.DataFrame([{**default, **row} for row in rows]).astype({"customer_id": "str", "grade": "str"})


def test_customers_rows_speak_before_the_segments() -> None:
    found = needs_of(
        coverage({"required_hours_per_year": 99.0}, {"customer_id": "a"}, {"customer_id": "b", "skill": "csm"})
    )
    assert found is not None
    assert (found.required_hours, found.n) == (6.0, 2)


def test_a_redesign_is_not_what_is_needed_today() -> None:
    found = needs_of(coverage({}, {"required_hours_per_year": 1.0, "redesign": True}))
    assert found is not None
    assert found.required_hours == 6.0
    assert needs_of(coverage({"redesign": True})) is None


def test_what_is_given_is_known_only_where_every_skill_says_it() -> None:
    found = needs_of(coverage({"delivered_hours_per_year": 9.0}, {"skill": "csm"}))
    assert found is not None
    assert np.isnan(found.delivered_hours)
    assert np.isnan(found.onboarding_hours)


def test_the_worst_grade_counts_and_none_is_a_guess() -> None:
    found = needs_of(coverage({"grade": "E2"}, {"skill": "csm", "grade": None}))
    assert found is not None
    assert found.grade == "E5"
