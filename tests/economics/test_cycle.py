from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.economics.cycle import durations
from unequal.errors import InputError
from unequal.stats.incidence import cumulative_incidence
from unequal.units import DAYS_PER_MONTH

AS_OF = date(2026, 6, 30)


def won(created: str, closed: str | None, **more: object) -> dict:
    return {"status": "won", "created_at": created, "closed_at": closed, **more}


def lost(created: str, closed: str | None, **more: object) -> dict:
    return {**won(created, closed, **more), "status": "lost"}


@pytest.mark.parametrize(
    ("closed", "outcome", "days"),
    [
        pytest.param("2026-06-29", "won", 28.0, id="the day before"),
        pytest.param("2026-06-30", "won", 29.0, id="on as_of"),
        pytest.param("2026-07-01", "open", 29.0, id="after as_of: still open"),
    ],
)
def test_closing_on_as_of_counts_as_closed(deals, closed, outcome, days):
    row = durations(deals(won("2026-06-01", closed)), AS_OF).frame.iloc[0]
    assert (row["outcome"], row["days"]) == (outcome, days)
    assert row["months"] == days / DAYS_PER_MONTH


def test_no_decision_is_lost(deals):
    rows = deals(lost("2026-01-01", "2026-02-01"), {**lost("2026-01-01", "2026-02-01"), "status": "no_decision"})
    assert durations(rows, AS_OF).frame["outcome"].to_list() == ["lost", "lost"]


def test_a_close_on_the_first_day_is_at_half_a_day_and_counted(deals):
    clocks = durations(deals(won("2026-02-01", "2026-02-01")), AS_OF)
    assert clocks.frame["days"].to_list() == [0.5]
    assert clocks.counts["closed on the first day"] == 1


def test_an_open_deal_with_a_close_date_is_open(deals):
    rows = deals({"status": "open", "closed_at": "2026-03-01"})
    assert durations(rows, AS_OF).frame["outcome"].to_list() == ["open"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param({"created_at": None}, "no clock", id="open deal without a start"),
        pytest.param(won("2026-01-01", None), "closed without a day", id="won without a day"),
        pytest.param(won("2026-02-01", "2026-01-31"), "closed before created", id="backwards"),
        pytest.param({"created_at": "2026-07-01"}, "created after as_of", id="not yet known"),
        pytest.param(lost("2026-01-01", "2026-02-28"), "closed before the export is complete", id="too early"),
        pytest.param(
            lost("2026-01-01", "2026-05-01", entered_at="2026-05-01"),
            "not in view before its end",
            id="at its end",
        ),
    ],
)
def test_what_has_no_duration_is_left_out_and_counted(deals, row, reason):
    clocks = durations(deals(row, won("2026-03-01", "2026-03-05")), AS_OF, date(2026, 3, 1))
    assert clocks.frame["deal_id"].to_list() == ["d1"]
    assert clocks.left_out[["deal_id", "reason"]].to_dict("records") == [{"deal_id": "d0", "reason": reason}]
    assert clocks.counts[reason] == 1
    assert clocks.counts["given"] == clocks.counts["timed"] + 1


@pytest.mark.parametrize(
    ("created", "entered", "complete_from", "entry_days"),
    [
        pytest.param("2026-01-01", None, None, 0.0, id="in view from the start"),
        pytest.param("2026-01-01", "2026-01-11", None, 10.0, id="entered late"),
        pytest.param("2026-01-01", None, date(2026, 1, 21), 20.0, id="older than the export"),
        pytest.param("2026-01-01", "2026-01-11", date(2026, 1, 21), 20.0, id="the later of both"),
        pytest.param("2026-01-31", "2026-01-11", date(2026, 1, 21), 0.0, id="created after both"),
    ],
)
def test_a_deal_is_in_view_from_the_latest_of_its_dates(deals, created, entered, complete_from, entry_days):
    rows = deals({"created_at": created, "entered_at": entered})
    row = durations(rows, AS_OF, complete_from).frame.iloc[0]
    assert row["entry_days"] == entry_days
    assert row["entry_months"] == entry_days / DAYS_PER_MONTH


@pytest.mark.parametrize(("closed", "timed"), [("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1)])
def test_who_closes_when_the_export_begins_was_never_watched(deals, closed, timed):
    clocks = durations(deals(lost("2026-01-01", closed)), AS_OF, date(2026, 3, 1))
    assert clocks.counts["timed"] == timed


def test_an_export_complete_from_the_future_is_refused(deals):
    with pytest.raises(InputError, match=r"lies after as_of(.|\n)*Mend"):
        durations(deals({}), AS_OF, date(2026, 7, 1))


def test_labels_win_over_the_stated_segment_and_unlabelled_is_unknown(deals):
    rows = deals({"segment": "Pro"}, {"segment": None})
    assert durations(rows, AS_OF).frame["segment"].to_list() == ["Pro", "unknown"]
    labelled = durations(rows, AS_OF, segments=pd.Series({"d0": "Big"}))
    assert labelled.frame["segment"].to_list() == ["Big", "unknown"]


def test_one_segment_keeps_its_own_left_out_deals(deals):
    rows = deals({"segment": "Big"}, {"segment": "Big", "created_at": None}, {"segment": "Small"})
    big = durations(rows, AS_OF).of("Big")
    assert big.counts["given"] == 2
    assert big.counts["timed"] == big.counts["no clock"] == 1
    assert durations(rows, AS_OF).of("all").counts["given"] == 3


def test_no_deals_give_an_empty_frame_with_all_columns(deals):
    full = durations(deals({}), AS_OF)
    empty = durations(deals({}).iloc[:0], AS_OF)
    assert empty.counts["given"] == 0
    assert empty.frame.columns.to_list() == full.frame.columns.to_list()
    assert empty.in_months().n == 0


def test_deals_are_not_changed(deals):
    rows = deals({}, won("2026-01-01", "2026-01-01"))
    before = rows.copy()
    durations(rows, AS_OF, date(2026, 3, 1))
    pd.testing.assert_frame_equal(rows, before)


def test_clocks_in_days_and_months_are_the_same_clocks(deals):
    clocks = durations(deals(won("2026-01-01", "2026-02-01", entered_at="2026-01-11"), {}), AS_OF)
    days, months = clocks.in_days(), clocks.in_months()
    assert days.duration.tolist() == [31.0, 180.0]
    np.testing.assert_allclose(months.duration * DAYS_PER_MONTH, days.duration)
    np.testing.assert_allclose(months.entry * DAYS_PER_MONTH, days.entry)
    assert days.event.tolist() == [1, 0]


ROW = st.tuples(
    st.sampled_from(["open", "won", "lost", "no_decision"]),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 30),
)


@settings(deadline=None, max_examples=25)
@given(rows=st.lists(ROW, min_size=1, max_size=12), data=st.data())
def test_shuffled_rows_give_the_same_curve(rows, data):
    start = pd.Timestamp("2025-05-01")
    frame = pd.DataFrame(
        {
            "deal_id": [f"d{n}" for n in range(len(rows))],
            "status": [status for status, *_ in rows],
            "created_at": [start + pd.Timedelta(days=created) for _, created, _, _ in rows],
            "closed_at": [start + pd.Timedelta(days=created + lasted) for _, created, lasted, _ in rows],
            "entered_at": [start + pd.Timedelta(days=created + late) for _, created, _, late in rows],
        }
    )
    order = data.draw(st.permutations(range(len(rows))))
    straight, shuffled = (cumulative_incidence(durations(each, AS_OF).in_days()) for each in (frame, frame.iloc[order]))
    np.testing.assert_array_equal(straight.won, shuffled.won)
    np.testing.assert_array_equal(straight.times, shuffled.times)
    np.testing.assert_allclose(straight.won + straight.lost + straight.still_open, 1.0)
