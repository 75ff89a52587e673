from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.stats.trend import trend

MARGINS = [0.412, 0.405, 0.398, 0.371, 0.380, 0.352, 0.339, 0.330]
FLAT = [0.40, 0.41, 0.36, 0.42, 0.39, 0.37, 0.41, 0.38]


def test_margins_fall_by_the_worked_figures() -> None:
    found = trend(MARGINS, level=0.95)
    slope = found.least_squares
    assert [slope.estimate, slope.low, slope.high] == pytest.approx([-0.012298, -0.015038, -0.009557], abs=1e-6)
    assert found.theil_sen.estimate == pytest.approx(-0.012083, abs=1e-6)
    assert [found.theil_sen.low, found.theil_sen.high] == pytest.approx([-0.0153, -0.0083], abs=5e-5)
    assert found.falling > 0.999


def test_the_floor_is_met_where_the_fitted_line_meets_it() -> None:
    found = trend(MARGINS)
    assert found.level_now == pytest.approx(0.330, abs=5e-4)
    assert found.periods_until(0.25) == pytest.approx(6.5, abs=0.05)
    assert found.periods_until(found.level_now) == 0
    assert found.periods_until(0.5) == math.inf


def test_a_flat_series_shows_no_trend() -> None:
    slope = trend(FLAT, level=0.95).least_squares
    assert [slope.estimate, slope.low, slope.high] == pytest.approx([-0.0017, -0.0102, 0.0068], abs=5e-5)


@pytest.mark.parametrize(
    ("values", "known"), [([1.0, 2.0], False), ([1.0, 2.0, 4.0], True), ([1.0, np.nan, 4.0], False)]
)
def test_below_three_known_points_there_is_no_trend(values: list[float], known: bool) -> None:
    assert math.isfinite(trend(values).least_squares.estimate) is known


def test_points_all_at_one_time_have_no_trend() -> None:
    assert math.isnan(trend([1.0, 2.0, 3.0], [5.0, 5.0, 5.0]).falling)


def test_a_gap_counts_as_time() -> None:
    assert trend([1.0, np.nan, 3.0, 4.0]).least_squares.estimate == pytest.approx(1.0)


def test_a_perfect_line_is_certain() -> None:
    assert trend([3.0, 2.0, 1.0]).falling == 1.0
    assert trend([2.0, 2.0, 2.0]).falling == 0.5


def test_one_wild_point_does_not_turn_both() -> None:
    found = trend([1.0, 2.0, 3.0, 4.0, 5.0, -40.0])
    assert found.theil_sen.estimate > 0 > found.least_squares.estimate
    assert not found.agrees


def test_times_and_values_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="3 values have 2 times"):
        trend([1.0, 2.0, 3.0], [1.0, 2.0])


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=12))
def test_least_squares_are_those_of_a_polynomial_fit(values: list[float]) -> None:
    slope, intercept = np.polynomial.polynomial.polyfit(np.arange(len(values)), values, 1)[::-1]
    assert trend(values).least_squares.estimate == pytest.approx(slope, abs=1e-6)
    assert trend(values).level_now == pytest.approx(intercept + slope * (len(values) - 1), abs=1e-6)
