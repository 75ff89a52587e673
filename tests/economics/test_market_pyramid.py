"""Whether the larger are the fewer, on bands that can be checked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.economics.market_pyramid import by_source, held_above

BOUNDS = (1.0, 5.0, 10.0, 20.0, 100.0, 500.0)


def bands(*counts: float, source: str = "office", year: float = 2021.0, **rest: object) -> pd.DataFrame:
    rows = [(f"from {bound:.0f}", count, bound) for bound, count in zip(BOUNDS, counts, strict=False)]
    made = pd.DataFrame(rows, columns=["segment", "count", "band_from"])
    return made.assign(source=source, year=year, **rest)


def test_each_band_is_counted_with_all_above_it() -> None:
    shown = held_above(pd.DataFrame({"band_from": [10.0, 1.0], "count": [5.0, 20.0], "worth": [75.0, 25.0]}))
    assert shown["band_from"].to_list() == [1.0, 10.0]
    assert shown["at_least"].to_list() == [25.0, 5.0]
    assert shown["share_of_worth"].to_list() == [0.25, 0.75]
    assert shown["falls"].to_list() == [True, True]


def test_an_empty_band_has_no_value_and_unknown_worth_no_share() -> None:
    shown = held_above(pd.DataFrame({"band_from": [1.0, 10.0], "count": [5.0, 0.0], "worth": [math.nan] * 2}))
    assert shown["value"].isna().all()
    assert shown["share_of_worth"].isna().all()


def test_all_firms_of_the_united_states_have_their_slope() -> None:
    found = by_source(bands(3_556_927, 959_641, 609_355, 532_972, 92_159, 20_256)).iloc[0]
    assert found["slope"] == pytest.approx(-0.935, abs=1e-3)
    assert found["slope_low"] < -0.935 < found["slope_high"]
    assert found["rises"] == ""


@pytest.mark.parametrize(
    ("more", "rises", "by_width"),
    [
        pytest.param(99, "", "", id="fewer"),
        pytest.param(100, "from 20", "", id="as many, in a band more than twice as wide"),
        pytest.param(233, "from 20", "from 20", id="more than the width explains"),  # log 5 / log 2 = 2.32
    ],
)
def test_a_rise_may_be_the_width_of_the_band(more: float, rises: str, by_width: str) -> None:
    found = by_source(bands(400, 200, 100, more, 20, 2)).iloc[0]
    assert (found["rises"], found["rises_by_width"]) == (rises, by_width)


def test_each_source_has_its_own_pyramid_of_its_newest_year_the_least_steep_first() -> None:
    rows = pd.concat(
        [
            bands(1000, 100, 10, source="steep"),
            bands(20, 10, 5, source="flat"),
            bands(1, 900, source="flat", year=2012.0),
            bands(7, source="one band"),
            bands(7, 3, source="no bounds").assign(band_from=math.nan),
        ]
    )
    found = by_source(rows)
    assert found["source"].to_list() == ["flat", "steep"]
    assert found.loc[0, "count"] == 35
    assert by_source(rows.iloc[::-1]).equals(found)
