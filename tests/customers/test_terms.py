"""First terms, and how long customers stay."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.customers.terms import expected_life, life_at_pace, past_first_term, usual_term

AS_OF = date(2026, 6, 30)


def view(*starts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": [f"c{place}" for place, _ in enumerate(starts)], "start_date": pd.to_datetime(starts)}
    )


def contract(start: str, end: str, customer: str = "c0") -> pd.DataFrame:
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({"customer_id": [customer], **dates, "term_months": [np.nan]})


@pytest.mark.parametrize(("end", "is_past"), [("2026-06-30", True), ("2026-07-01", False)])
def test_a_term_that_ended_is_past(end: str, *, is_past: bool) -> None:
    assert bool(past_first_term(view("2025-07-01"), contract("2025-07-01", end), AS_OF)["c0"]) == is_past


def test_a_second_contract_shows_that_the_first_is_past() -> None:
    assert bool(past_first_term(view("2024-01-01"), contract("2026-01-01", "2026-12-31"), AS_OF)["c0"])


def test_the_usual_term_is_the_median_of_the_contracts() -> None:
    rows = pd.concat([contract("2025-01-01", "2025-12-31"), contract("2026-01-01", "2026-12-31")])
    assert usual_term(rows, pd.Series(["c0"])) == pytest.approx(12, abs=0.1)
    assert np.isnan(usual_term(rows, pd.Series(["other"])))


def test_who_never_leaves_stays_as_long_as_is_counted() -> None:
    found = expected_life(view(*["2015-01-01"] * 9), pd.Series(dtype="datetime64[ns]"), AS_OF)
    assert (found.years, found.left) == (pytest.approx(5.0, abs=0.01), 0)


def test_half_who_leave_in_a_year_stay_two_thirds_of_five() -> None:
    gone = pd.Series(pd.to_datetime(["2016-01-01"] * 5), index=[f"c{place}" for place in range(5)])
    found = expected_life(view(*["2015-01-01"] * 10), gone, AS_OF)
    assert found.years == pytest.approx((11 + 49 * 0.5) / 12, abs=0.01)


def test_beyond_what_was_watched_they_go_on_leaving() -> None:
    young = expected_life(view(*["2025-06-30"] * 10), pd.Series(dtype="datetime64[ns]"), AS_OF)
    assert 0 < young.years < 5


def test_a_pace_of_leaving_makes_a_life() -> None:
    assert life_at_pace(0.0) == 5.0
    assert life_at_pace(0.5) == pytest.approx(1 / 12, abs=1e-9)
