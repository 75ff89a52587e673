from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.slippage import first_promises, slippage
from unequal.stats.proportions import jeffreys

AS_OF = date(2026, 6, 30)
PROMISED = pd.Timestamp("2026-03-01")


def late(days: int, status: str = "won") -> dict:
    """Return a deal closed, or open on the day, so many days after it was promised for."""
    if status == "open":
        return {"status": "open", "expected_close": pd.Timestamp(AS_OF) - pd.Timedelta(days=days)}
    closed = PROMISED + pd.Timedelta(days=days)
    return {"status": status, "closed_at": closed, "expected_close": PROMISED}


def found_of(deals, *rows: dict, history: pd.DataFrame | None = None):
    table = deals(*rows)
    table["expected_close"] = pd.to_datetime(table["expected_close"]).astype("datetime64[ns]")
    return slippage(durations(table, AS_OF), first_promises(table, history))


def changes(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["deal_id", "changed_at", "old", "new"]).assign(field="expected_close")
    return frame.assign(changed_at=pd.to_datetime(frame["changed_at"]))


def test_worked_example_eight_of_twelve_slip(deals):
    found = found_of(deals, *[late(30)] * 8, *[late(0)] * 4)
    assert (found.slipped, found.judged) == (8, 12)
    assert [found.rate, found.low, found.high] == pytest.approx([0.667, 0.431, 0.849], abs=5e-4)
    assert found.median.at == 30  # a month


@pytest.mark.parametrize(("days", "slipped"), [(7, 0), (8, 1), (-20, 0)])
def test_a_week_late_is_not_late(deals, days, slipped):
    assert found_of(deals, late(days), *[late(0)] * 4).slipped == slipped


@pytest.mark.parametrize(
    ("days", "counted", "judged", "slipped"), [(-1, 5, 5, 0), (0, 6, 5, 0), (7, 6, 5, 0), (8, 6, 6, 1)]
)
def test_an_open_deal_counts_from_its_day_and_is_judged_after_a_week(deals, days, counted, judged, slipped):
    found = found_of(deals, *[late(0)] * 5, late(days, "open"))
    assert (found.deals, found.judged, found.slipped) == (counted, judged, slipped)


def test_lost_deals_are_told_apart(deals):
    found = found_of(deals, *[late(0)] * 5, late(90, "lost"), late(90, "no_decision"))
    assert (found.deals, found.lost, found.slipped) == (5, 2, 0)


def test_open_deals_move_the_median_out_and_are_not_dropped(deals):
    won = [late(days) for days in (0, 5, 10, 20, 30)]
    assert found_of(deals, *won).median.at == 10
    assert found_of(deals, *won, *[late(100, "open")] * 4).median.at == 30


def test_what_is_not_reached_is_not_known(deals):
    found = found_of(deals, *[late(0)] * 3, *[late(40, "open")] * 3)
    assert np.isnan(found.slow.at)


def test_early_is_below_zero(deals):
    assert found_of(deals, *[late(-days) for days in (10, 20, 30, 40, 50)]).median.at == -30


def test_fewer_than_five_have_no_rate(deals):
    found = found_of(deals, *[late(30)] * 4)
    assert (found.deals, found.slipped) == (4, 4)
    assert np.isnan([found.rate, found.low, found.high, found.median.at]).all()


def test_deals_without_a_promised_day_have_no_part(deals):
    none = {"status": "won", "closed_at": PROMISED, "expected_close": None}
    assert found_of(deals, *[late(0)] * 5, none).deals == 5


# the first promise


def test_the_first_day_promised_counts_and_each_later_one_is_a_push(deals):
    history = changes(
        ("d0", "2026-01-02", None, "2026-02-01"),
        ("d0", "2026-01-20", "2026-02-01", "2026-02-20"),
        ("d0", "2026-02-10", "2026-02-20", "2026-02-15"),
        ("d0", "2026-02-12", "2026-02-15", "2026-03-15"),
    )
    table = deals(late(0)).assign(expected_close=pd.Timestamp("2026-03-15"))
    row = first_promises(table, history).loc["d0"]
    assert (row["promised"], row["pushes"]) == (pd.Timestamp("2026-02-01"), 2)


def test_a_history_that_starts_with_a_change_gives_what_stood_before_it(deals):
    history = changes(("d0", "2026-01-20", "2026-02-01", "2026-02-20"))
    table = deals(late(0), late(0)).assign(expected_close=PROMISED)
    found = first_promises(table, history)
    assert found["promised"].to_list() == [pd.Timestamp("2026-02-01"), PROMISED]
    assert found["pushes"].to_list() == [1, 0]


def test_without_history_the_day_that_stands_there_is_taken_and_pushes_are_not_known(deals):
    found = first_promises(deals(late(0)), None)
    assert found["promised"].to_list() == [PROMISED]
    assert found["pushes"].isna().all()


def test_a_day_that_cannot_be_read_is_no_promise(deals):
    history = changes(("d0", "2026-01-02", None, "soon"), ("d0", "2026-01-20", "soon", "2026-02-20"))
    table = deals(late(0))
    assert first_promises(table, history).loc["d0", "promised"] == pd.Timestamp("2026-02-20")


def test_the_rate_has_the_jeffreys_interval(deals):
    found = found_of(deals, *[late(30)] * 2, *[late(0)] * 5)
    ends = jeffreys(2, 7)
    assert (found.low, found.high) == (float(ends.low), float(ends.high))
