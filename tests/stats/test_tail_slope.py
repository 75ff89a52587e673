from __future__ import annotations

import math

import pytest

from unequal.stats.tail_slope import tail_slope

BOUNDS = [1, 5, 10, 20, 100, 500]
FIRMS = [3_556_927, 959_641, 609_355, 532_972, 92_159, 20_256]


def test_firms_of_the_united_states_have_the_published_slope() -> None:
    found = tail_slope(BOUNDS, FIRMS)
    assert found.estimate == pytest.approx(-0.935, abs=1e-3)
    assert found.low < found.estimate < found.high


@pytest.mark.parametrize(("tiers", "has_interval"), [(3, False), (4, True)])
def test_an_interval_needs_four_tiers(tiers: int, has_interval: bool) -> None:
    assert math.isfinite(tail_slope(BOUNDS[:tiers], FIRMS[:tiers]).low) is has_interval


@pytest.mark.parametrize(
    ("bounds", "counts"), [([1], [5]), ([0, 10], [5, 1]), ([1, math.nan], [5, 1]), ([1, 10], [5, 0])]
)
def test_what_has_no_slope_has_none(bounds: list[float], counts: list[float]) -> None:
    assert math.isnan(tail_slope(bounds, counts).estimate)


def test_how_wide_the_bands_are_changes_nothing() -> None:
    fine = tail_slope([1, 10, 100, 1000], [900, 90, 9, 1])
    coarse = tail_slope([1, 100, 1000], [990, 9, 1])
    assert fine.estimate == pytest.approx(coarse.estimate, abs=1e-9)
