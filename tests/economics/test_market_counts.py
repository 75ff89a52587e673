"""Which count of a segment is taken, and how few of a list may fit."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.economics.market_counts import counted, fitting_bounds

NAN = float("nan")


def market(*rows: dict) -> pd.DataFrame:
    default = {"source": "list", "year": 2026.0, "count": 100.0, "grade": None, "sample_n": NAN, "sample_hits": NAN}
    return pd.DataFrame([{**default, **row} for row in rows]).astype({"grade": "str"})


@pytest.mark.parametrize(("sample", "hits", "low"), [(60, 9, 155), (100, 15, 183), (100, 14, 167)])
def test_lower_bounds_of_a_checked_list_of_1900(sample: int, hits: int, low: int) -> None:
    assert fitting_bounds(1_900, sample, hits)[0] == low


def test_upper_bound_of_a_checked_list_of_1900() -> None:
    assert fitting_bounds(1_900, 60, 9)[1] == 466


def test_a_sample_of_all_names_leaves_no_doubt() -> None:
    assert fitting_bounds(40, 40, 7) == (7.0, 7.0)


def test_none_of_a_sample_leaves_an_upper_bound_and_all_of_it_a_lower_one() -> None:
    assert fitting_bounds(1_000, 25, 0)[0] == 0
    assert 100 < fitting_bounds(1_000, 25, 0)[1] < 120
    assert fitting_bounds(1_000, 25, 25)[1] == 1_000


def test_a_checked_sample_beats_a_bigger_claim() -> None:
    found = counted(
        market({"count": 9_000.0, "grade": "E4"}, {"source": "ours", "sample_n": 50.0, "sample_hits": 10.0})
    )
    assert found is not None
    assert (found.source, found.count, found.grade, found.n) == ("ours", 20.0, "E2", 50)
    assert found.low < 20 < found.high


def test_of_equal_grades_the_newest_counts_and_its_bands_add_up() -> None:
    old = {"source": "census", "grade": "E3", "year": 2018.0, "count": 5.0}
    new = [{"source": "census", "grade": "E3", "count": count} for count in (30.0, 12.0)]
    found = counted(market(old, *new))
    assert found is not None
    assert (found.count, found.grade) == (42.0, "E3")
    assert math.isnan(found.low)


def test_a_count_without_a_grade_is_a_guess() -> None:
    found = counted(market({}))
    assert found is not None
    assert found.grade == "E5"


def test_without_a_row_nothing_is_counted() -> None:
    assert counted(market({}).head(0)) is None
