"""What was paid at both ends of a window, and which silence is a pause."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from unequal.customers.paid import last_bills, paid_at_both_ends

AS_OF = date(2026, 6, 30)
NOBODY = pd.Series(dtype="datetime64[ns]")


def bills(**paid: dict[str, float]) -> pd.DataFrame:
    """Return bills from months and amounts of each customer, and one customer who always pays."""
    always = {str(month.date()): 1.0 for month in pd.date_range("2025-06-01", "2026-06-01", freq="MS")}
    lines = [(name, month, mrr) for name, each in {"z": always, **paid}.items() for month, mrr in each.items()]
    made = pd.DataFrame(lines, columns=["customer_id", "month", "mrr"])
    return made.assign(month=pd.to_datetime(made["month"]), list_mrr=float("nan"))


def ends(gone: pd.Series = NOBODY, **paid: dict[str, float]) -> dict[str, tuple[float, float]]:
    found = paid_at_both_ends(bills(**paid), gone, AS_OF).rows.set_index("customer_id")
    return {str(name): (float(row["start"]), float(row["end"])) for name, row in found.iterrows() if name != "z"}


def test_a_year_apart() -> None:
    assert ends(a={"2025-06-01": 10, "2026-06-01": 12}) == {"a": (10, 12)}


@pytest.mark.parametrize(("last", "end"), [("2026-05-01", 5), ("2026-04-01", 5), ("2026-03-01", 0)])
def test_two_months_of_silence_are_a_pause_and_three_are_not(last: str, end: float) -> None:
    assert ends(a={"2025-06-01": 10, last: 5}) == {"a": (10, end)}


def test_who_is_known_to_have_left_does_not_pause() -> None:
    gone = pd.Series(pd.to_datetime(["2026-05-20"]), index=["a"])
    assert ends(gone, a={"2025-06-01": 10, "2026-05-01": 5}) == {"a": (10, 0)}


def test_a_pause_at_the_beginning_is_one_only_if_it_ended() -> None:
    paid = bills(a={"2025-04-01": 7, "2025-07-01": 8, "2026-06-01": 9}, b={"2025-04-01": 7, "2026-06-01": 9})
    found = paid_at_both_ends(paid, NOBODY, AS_OF).rows.set_index("customer_id")["start"].to_dict()
    assert found["a"] == 7
    assert found["b"] == 0


@pytest.mark.parametrize(("months", "waits"), [(12, 0), (13, 1)])
def test_bills_that_go_back_too_short_a_time_say_how_long_to_wait(months: int, waits: int) -> None:
    found = paid_at_both_ends(bills(), NOBODY, AS_OF, months=months)
    assert found.waits == waits
    assert found.rows.empty == bool(waits)


def test_without_bills_there_is_nothing() -> None:
    assert paid_at_both_ends(None, NOBODY, AS_OF).rows.empty


def test_who_is_silent_for_long_has_left_the_month_after_the_last_bill() -> None:
    found = last_bills(bills(a={"2026-03-01": 5}, b={"2026-04-01": 5}), AS_OF)
    assert found.to_dict() == {"a": pd.Timestamp("2026-04-01")}
