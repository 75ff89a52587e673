"""Where each segment's margin is heading, and when it meets the floor."""

from __future__ import annotations

import math

import pandas as pd

from unequal.stats.trend import Trend, trend

FEWEST_QUARTERS = 6  # below it only the points are shown
A_YEAR = 4
SURE, LIKELY = 0.95, 0.80
UP, DOWN, MAYBE_DOWN, FLAT, FEW = "up", "down", "maybe_down", "flat", "few"
COLUMNS = ("segment", "after_service", "n", "margin_now", "a_quarter", "low", "high", "theil_sen", "theil_sen_low",
           "theil_sen_high", "falling", "status", "to_floor", "to_floor_low", "to_floor_high", "measured")  # fmt: skip


def trends(rows: pd.DataFrame, *, floor: float, noise: float) -> pd.DataFrame:
    """Return the trend of each segment's margin a quarter; after service where that is known long enough, else before.

    Args:
        rows: From `margin_rows`, the quarters in order.
        floor: Margin after service.
        noise: Change a year below which a trend is noise.
    """
    made = [_row(str(name), part, floor, noise) for name, part in rows.groupby("segment", sort=False)]
    return pd.DataFrame(made, columns=list(COLUMNS))


def _row(name: str, part: pd.DataFrame, floor: float, noise: float) -> dict[str, object]:
    after = int(part["margin"].notna().sum())
    served = after >= FEWEST_QUARTERS or (after > 0 and int(part["gross_margin"].notna().sum()) < FEWEST_QUARTERS)
    values = part["margin" if served else "gross_margin"]
    found = trend(values)
    slope, other = found.least_squares, found.theil_sen
    enough = found.n >= FEWEST_QUARTERS
    until = _until(found, floor) if served and enough else (math.nan, math.nan, math.nan)
    known = values.dropna()
    return {
        "segment": name,
        "after_service": served,
        "n": found.n,
        "margin_now": found.level_now if enough else math.nan,
        "a_quarter": slope.estimate if enough else math.nan,
        "low": slope.low if enough else math.nan,
        "high": slope.high if enough else math.nan,
        "theil_sen": other.estimate if enough else math.nan,
        "theil_sen_low": other.low if enough else math.nan,
        "theil_sen_high": other.high if enough else math.nan,
        "falling": found.falling if enough else math.nan,
        "status": _status(found, noise) if enough else FEW,
        "to_floor": until[0],
        "to_floor_low": until[1],
        "to_floor_high": until[2],
        "measured": float(known.iloc[-1]) if len(known) else math.nan,
    }


def _status(found: Trend, noise: float) -> str:
    """Return what the trend is; a direction that only one of the two estimators sees is none."""
    if not found.agrees:
        return FLAT
    large = abs(A_YEAR * found.least_squares.estimate) >= noise
    if found.falling >= SURE and large:
        return DOWN
    if found.falling >= LIKELY:
        return MAYBE_DOWN
    return UP if found.falling <= 1 - LIKELY else FLAT


def _until(found: Trend, floor: float) -> tuple[float, float, float]:
    """Return quarters to the floor with their range; inf where the slope may be level or rise, 0 where it is met."""
    away = found.level_now - floor
    slope = found.least_squares
    if away <= 0:
        return 0.0, 0.0, 0.0
    one, soon, late = (away / -b if b < 0 else math.inf for b in (slope.estimate, slope.low, slope.high))
    return one, soon, late
