"""Days and months by the order of the whole column."""

from __future__ import annotations

import pandas as pd
import pytest

from unequal.tables.spec import Column, Kind
from unequal.tables.typing.column import cells_of
from unequal.tables.typing.date_column import date_column, order_evidence, parts_of


def typed(texts, kind=Kind.DATE, order=None):
    cells = cells_of(pd.Series(texts, dtype="str"))
    parts = parts_of(cells)
    order = order or order_evidence(cells, parts, kind).order
    return date_column(cells, parts, Column(name="x", kind=kind, says=""), order)


def days(column):
    return [None if pd.isna(day) else day.date().isoformat() for day in column.values]


def codes(spots):
    return [spot.code for spot in spots]


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30",
        "2026/6/30",
        "20260630",
        "2026-06-30 23:59",
        "2026-06-30T10:00:00.000Z",
        "2026-06-30 10:00:00 +0200",
        "30.06.2026",
        "30.6.2026 10:00",
        "30 June 2026",
        "30-Jun-2026",
        "30 Jun. 26",
        "June 30, 2026",
        "Jun 30th, 2026 10:05 PM",
        "Tue, 30 Jun 2026",
        "30. Juni 2026",
        "30 juin 2026",
        "46203",
        "1782777600",
        "1782777600000",
    ],
)
def test_one_day_in_many_forms(text):
    assert days(typed([text])) == ["2026-06-30"]


def test_values_are_midnights_in_nanoseconds():
    assert str(typed(["2026-06-30 10:00"]).values.dtype) == "datetime64[ns]"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "unreadable-date"),
        ("soon", "unreadable-date"),
        ("2026-06", "unreadable-date"),
        ("31/31/2026", "unreadable-date"),
        ("9999-12-31", "date-out-of-range"),
        ("0001-01-01", "date-out-of-range"),
        ("1900-01-01", "date-out-of-range"),
    ],
)
def test_what_is_no_day_is_a_fault(text, code):
    column = typed([text])
    assert codes(column.faults) == [code]
    assert days(column) == [None]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["03/04/2026", "25/04/2026"], ["2026-04-03", "2026-04-25"], id="day first"),
        pytest.param(["03/04/2026", "04/25/2026"], ["2026-03-04", "2026-04-25"], id="month first"),
        pytest.param(["03.04.2026"], ["2026-04-03"], id="points are day first"),
        pytest.param(["05/05/2026"], ["2026-05-05"], id="no difference"),
    ],
)
def test_the_column_tells_the_order(texts, expected):
    column = typed(texts)
    assert days(column) == expected
    assert column.faults == ()


def test_an_undecidable_order_is_not_guessed():
    column = typed(["03/04/2026", "05/05/2026"])
    assert days(column) == [None, "2026-05-05"]
    assert codes(column.faults) == ["date-order-undecidable"]


def test_a_given_order_decides():
    assert days(typed(["03/04/2026"], order="dmy")) == ["2026-04-03"]
    assert days(typed(["03/04/2026"], order="mdy")) == ["2026-03-04"]


def test_a_given_order_also_holds_for_points_and_short_years():
    cells = cells_of(pd.Series(["06.30.2026"], dtype="str"))
    column = Column(name="x", kind=Kind.DATE, says="")
    assert days(date_column(cells, parts_of(cells, "mdy"), column, "mdy")) == ["2026-06-30"]
    assert days(typed(["26-06-30"], order="ymd")) == ["2026-06-30"]


def test_both_orders_in_one_column_leave_the_doubtful_cells_unread():
    column = typed(["25/03/2026", "03/26/2026", "03/04/2026"])
    assert days(column) == ["2026-03-25", "2026-03-26", None]
    assert codes(column.faults) == ["date-order-undecidable"]


def test_first_days_of_months_tell_the_order_of_a_month_column():
    assert days(typed(["01/02/2026", "01/03/2026"], Kind.MONTH_START)) == ["2026-02-01", "2026-03-01"]
    assert days(typed(["02/01/2026", "03/01/2026"], Kind.MONTH_START)) == ["2026-02-01", "2026-03-01"]


@pytest.mark.parametrize("text", ["2026-03", "03/2026", "Mar 2026", "March-26", "202603", "2026-03-01"])
def test_months_become_first_days_without_a_word(text):
    column = typed([text], Kind.MONTH_START)
    assert days(column) == ["2026-03-01"]
    assert "month-not-first-day" not in codes(column.notes)


def test_a_month_on_another_day_is_moved_and_told():
    assert days(typed(["2026-03-15"], Kind.MONTH_START)) == ["2026-03-01"]
    assert codes(typed(["2026-03-15"], Kind.MONTH_START).notes) == ["month-not-first-day"]
    assert days(typed(["2026-02-15"], Kind.MONTH_END)) == ["2026-02-28"]
    assert codes(typed(["2026-02-15", "2026-03-31"], Kind.MONTH_END).notes) == ["month-not-last-day"]
    assert typed(["2026-02-28"], Kind.MONTH_END).notes == ()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["46203"], "serial-dates"),
        (["1782777600"], "epoch-dates"),
        (["30.06.26"], "two-digit-years"),
        (["2026-06-30T10:00Z", "2026-06-30T10:00+02:00"], "time-zones"),
    ],
)
def test_told(texts, code):
    assert codes(typed(texts).notes) == [code]


def test_two_digit_years_turn_at_69():
    assert days(typed(["30.06.68", "30.06.69"])) == ["2068-06-30", "1969-06-30"]
