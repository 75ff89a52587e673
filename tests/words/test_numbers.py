from __future__ import annotations

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.words import Words

SPACE = "\u00a0"
ENGLISH = Words("en_GB", "EUR")


def plain(text: str) -> str:
    return text.replace(SPACE, " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.2, "20 %"),
        (0.1997, "20 %"),
        (0.145, "14 %"),
        (0.0996, "10 %"),
        (0.0437, "4.4 %"),
        (0.04, "4 %"),
        (0.015, "1.5 %"),
        (0.0075, "0.75 %"),
        (0.001, "0.1 %"),
        (0.0009, "under 0.1 %"),
        (1e-7, "under 0.1 %"),
        (0.0, "0 %"),
        (0.99, "99 %"),
        (0.997, "99.7 %"),
        (0.9994, "99.9 %"),
        (0.9995, "over 99.9 %"),
        (1.0, "100 %"),
        (12.345, "1,230 %"),
        (-0.03, "−3 %"),
        (np.float64(0.2), "20 %"),
    ],
)
def test_percent(share, text):
    assert plain(ENGLISH.percent(share)) == text


def test_percent_does_not_break_from_its_number():
    assert ENGLISH.percent(0.2) == f"20{SPACE}%"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (900_000, "€900,000"),
        (47_100, "€47,100"),
        (47_123.45, "€47,100"),
        (999_499, "€999,000"),
        (999_999, "€1 m"),
        (1_430_000, "€1.43 m"),
        (1_400_000, "€1.4 m"),
        (12_345_678, "€12.3 m"),
        (2_100_000_000, "€2.1 bn"),
        (28.6, "€29"),
        (10, "€10"),
        (1.18, "€1.18"),
        (1.5, "€1.50"),
        (1, "€1"),
        (0, "€0"),
        (-548_194, "−€548,000"),
        (Decimal(75000), "€75,000"),
        (np.int64(75_000), "€75,000"),
    ],
)
def test_money(amount, text):
    assert plain(ENGLISH.money(amount)) == text


@pytest.mark.parametrize(
    ("locale", "currency", "text"),
    [
        ("en_GB", "USD", "US$1.43 m"),
        ("en_US", "USD", "$1.43 m"),
        ("en_GB", "CHF", "CHF 1.43 m"),
        ("en_IE", "JPY", "JP¥1.43 m"),
    ],
)
def test_money_in_another_currency(locale, currency, text):
    assert plain(Words(locale, currency).money(1_430_000)) == text


def test_a_currency_without_decimals_shows_none():
    assert plain(Words("en_GB", "JPY").money(1.5)) == "JP¥2"


def test_a_phrase_can_name_the_currency():
    assert ENGLISH.money(5, "USD") == "US$5"


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (12, "12 months"),
        (12.024, "12 months"),
        (1, "1 month"),
        (0.98, "1 month"),
        (4.5, "4.5 months"),
        (11.1, "11.1 months"),
        (24.6, "25 months"),
        (0, "0 months"),
        (0.01, "under 0.1 months"),
        (-2.5, "−2.5 months"),
        (1234, "1,230 months"),
        (math.inf, "not reached"),
        (-math.inf, "not reached"),
        (math.nan, "not known"),
        (None, "not known"),
    ],
)
def test_months(months, text):
    assert ENGLISH.months(months) == text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (81, "days", "81 days"),
        (1, "days", "1 day"),
        (0.5, "days", "0.5 days"),
        (12.5, "weeks", "12.5 weeks"),
        (630, "hours", "630 hours"),
        (2.1, "years", "2.1 years"),
        (5.9, "times", "5.9×"),
        (-0.012, "points", "−1.2 percentage points"),
        (0.01, "points", "1 percentage point"),
        (1_234_567, "number", "1,230,000"),
        (0.000123, "number", "0.000123"),
        (1_234_567, "whole", "1,234,567"),
    ],
)
def test_other_units(value, kind, text):
    assert ENGLISH.write(value, kind) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 deals"), (1, "1 deal"), (20, "20 deals"), (12_345, "12,345 deals"), (1.5, "1.5 deals"), (-2, "−2 deals")],
)
def test_count(number, text):
    assert ENGLISH.count(number, "deal deals") == text


def test_forms_with_blanks_are_set_apart_by_bars():
    assert ENGLISH.count(2, "open deal | open deals") == "2 open deals"


def test_a_plus_is_shown_on_demand():
    assert [plain(ENGLISH.write(x, "money", options={"signed": ""})) for x in (5000, -5000, 0)] == [
        "+€5,000",
        "−€5,000",
        "€0",
    ]


@pytest.mark.parametrize(
    ("low", "high", "kind", "text"),
    [
        (0.044, 0.31, "percent", "4–31 %"),
        (0.08, 0.41, "percent", "8–41 %"),
        (0.015, 0.043, "percent", "1.5–4.3 %"),
        (0.0, 0.31, "percent", "0–31 %"),
        (0.201, 0.204, "percent", "20.1–20.4 %"),
        (0.2, 0.2, "percent", "20 %"),
        (-0.03, 0.05, "percent", "−3 % to 5 %"),
        (4.4, 31, "months", "4–31 months"),
        (4.44, 5.12, "months", "4.4–5.1 months"),
        (1_200_000, 3_400_000, "money", "€1.2–3.4 m"),
        (900_000, 1_430_000, "money", "€900,000 to €1.43 m"),
        (47_100, 94_321, "money", "€47,100–94,300"),
        (1.18, 2.5, "money", "€1.18–2.50"),
        (6.2, math.inf, "months", "6.2 months or more"),
        (-math.inf, 6.2, "months", "6.2 months or less"),
        (math.nan, 6.2, "months", "not known"),
        (6.2, math.nan, "months", "not known"),
        (-math.inf, math.inf, "months", "not known"),
        (math.inf, math.inf, "months", "not reached"),
    ],
)
def test_interval(low, high, kind, text):
    assert plain(ENGLISH.interval(low, high, kind)) == text


def test_an_estimate_stands_with_its_interval():
    assert plain(ENGLISH.estimate(0.145, 0.044, 0.31, "percent")) == "14 % (4–31 %)"


def test_an_estimate_without_an_interval_stands_alone():
    assert plain(ENGLISH.estimate(0.145, math.nan, math.nan, "percent")) == "14 %"


def test_a_list():
    assert [ENGLISH.write(items, "list") for items in (["A", "B", "C"], ["A"], [])] == ["A, B and C", "A", "none"]


@given(st.floats(min_value=1e-4, max_value=1e12), st.sampled_from(["percent", "money", "months", "days", "number"]))
def test_never_more_than_three_significant_figures(value, kind):
    digits = re.sub(r"\D", "", ENGLISH.write(value, kind)).strip("0")
    assert len(digits) <= 3


@given(st.floats(min_value=-1e12, max_value=1e12), st.sampled_from(["percent", "money", "months", "number", "points"]))
def test_the_unit_is_always_there_and_below_zero_is_a_real_minus(value, kind):
    text = ENGLISH.write(value, kind)
    assert "-" not in text
    assert ("−" in text) <= (value < 0)
    assert kind == "number" or not text[-1].isdigit() or text.lstrip("−under ")[0] == "€"


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_interval_of_shares_never_turns_round(one, other):
    low, high = sorted((one, other))
    text = plain(ENGLISH.interval(low, high, "percent"))
    found = [float(number) for number in re.findall(r"[\d.]+", text)]
    assert found == sorted(found)
