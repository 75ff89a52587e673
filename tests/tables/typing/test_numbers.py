"""Numbers by the convention of the whole column."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.tables.spec import Column, Kind
from unequal.tables.typing.column import cells_of
from unequal.tables.typing.numbers import evidence_of, number_column, parts_of, take_apart, value_of


def typed(texts, kind=Kind.MONEY, mark=None, **bounds):
    cells = cells_of(pd.Series(texts, dtype="str"))
    parts = parts_of(cells)
    mark = mark or evidence_of(cells, parts).mark
    return number_column(cells, parts, Column(name="x", kind=kind, says="", **bounds), mark)


def codes(spots):
    return [spot.code for spot in spots]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-12.5", -12.5),
        ("1,234.50", 1234.5),
        ("1,234,567", 1234567),
        ("1,00,000", 100000),
        ("(5.25)", -5.25),
        ("5-", -5),
        ("\u2212 5", -5),
        ("$1,200", 1200),
        ("-$5", -5),
        ("EUR 5", 5),
        ("5 USD", 5),
        ("1'234.50", 1234.5),
        ("CHF 1'200.-", 1200),
        ("1 234 567", 1234567),
        ("1.5e3", 1500),
        (".5", 0.5),
        ("١٢٣", 123),
        ("１２", 12),
    ],
)
def test_numbers_with_a_decimal_point(text, value):
    assert typed([text], mark=".").values.tolist() == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50 €", 1234.5), ("1.234.567", 1234567), ("0,123", 0.123), ("1\u202f234,5", 1234.5), ("12,5", 12.5)],
)
def test_numbers_with_a_decimal_comma(text, value):
    assert typed([text]).values.tolist() == [value]


@pytest.mark.parametrize("text", ["abc", "5 km", "1.2.3", "inf", "1e400", "1 2", "#DIV/0!", "25%", "1.5k"])
def test_what_is_no_number_is_a_fault(text):
    column = typed([text, "1"])
    assert codes(column.faults) == ["unreadable-number"]
    assert column.faults[0].at.tolist() == [True, False]
    assert math.isnan(column.values[0])


@pytest.mark.parametrize("text", ["", "-", "n/a", "NULL", "None", "nan", "#N/A"])
def test_missing_words_are_missing_and_no_fault(text):
    column = typed([text, "1"])
    assert math.isnan(column.values[0])
    assert column.faults == ()


def test_the_column_tells_what_a_cell_cannot():
    assert typed(["1.234", "12,5"]).values.tolist() == [1234, 12.5]
    assert typed(["1.234", "12.5"]).values.tolist() == [1.234, 12.5]


def test_two_conventions_in_one_column_follow_the_majority_and_name_it():
    column = typed(["1.5", "2.5", "1.234,50"])
    assert column.values.tolist()[:2] == [1.5, 2.5]
    assert column.faults[0].at.tolist() == [False, False, True]
    assert column.faults[0].says == "expected a number with a point for decimals (as in 2 of 3 rows)"


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        pytest.param(Kind.MONEY, 1234, ["ambiguous-decimal"], id="money is whole"),
        pytest.param(Kind.COUNT, 1234, [], id="people are whole"),
        pytest.param(Kind.NUMBER, 1.234, ["ambiguous-decimal"], id="a number has a point"),
    ],
)
def test_an_ambiguous_column_is_told(kind, value, told):
    column = typed(["1.234", "5"], kind)
    assert column.values[0] == value
    assert codes(column.notes) == told


def test_a_given_mark_ends_the_doubt():
    assert typed(["1.234"], mark=",").values.tolist() == [1234]
    assert typed(["1.234"], mark=".").values.tolist() == [1.234]
    assert typed(["1.234"], mark=".").notes == ()


@pytest.mark.parametrize(
    ("texts", "values", "told"),
    [
        pytest.param(["25%", "0.5"], [0.25, 0.5], [], id="percent sign"),
        pytest.param(["25", "30", "0"], [0.25, 0.3, 0], ["share-as-percent"], id="all above one"),
        pytest.param(["0.25", "1"], [0.25, 1], [], id="shares"),
    ],
)
def test_shares(texts, values, told):
    column = typed(texts, Kind.SHARE, low=0, high=1)
    assert column.values.tolist() == values
    assert codes(column.notes) == told


def test_a_share_above_one_among_shares_is_out_of_range():
    column = typed(["0.25", "25"], Kind.SHARE, low=0, high=1)
    assert codes(column.faults) == ["out-of-range"]
    assert column.faults[0].says == "expected a number between 0 and 1"


@pytest.mark.parametrize(("text", "fault"), [("5", False), ("5.01", True), ("1", False), ("0.99", True)])
def test_bounds_on_both_sides(text, fault):
    assert bool(typed([text], Kind.NUMBER, low=1, high=5, mark=".").faults) is fault


def test_currencies_of_cells_are_kept():
    assert typed(["€5", "5 USD", "5"]).currencies.tolist() == ["EUR", "USD", ""]
    assert typed(["5"]).currencies is None


def test_a_power_without_end_is_no_number():
    assert value_of("1e400", ".") is None


def test_parts_are_told_apart():
    assert take_apart("(1.234,50 €)").core == "1.234,50"
