"""How many there are of each size, and whether the larger are the fewer: by source, and what the largest hold.

A band of sizes may have more in it than the band below only because it is wider: from 20 to 99 is a step of five,
from 10 to 19 one of two. So a rise is judged twice: as counted, and for steps of equal width on a logarithmic axis.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from unequal.stats.tail_slope import tail_slope

FEWEST_BANDS = 2
SOURCES = ("source", "bands", "count", "slope", "slope_low", "slope_high", "rises", "rises_by_width")


def held_above(bands: pd.DataFrame) -> pd.DataFrame:
    """Return what each band and all above it hold.

    Args:
        bands: band_from, count, and where it is known worth (money of the whole band).

    Returns:
        The bands by size, with at_least (how many are as large or larger), share_of_count and share_of_worth (of the
        band alone), value (worth for each of them) and falls (whether the band has fewer than the one below).

    >>> rows = pd.DataFrame({"band_from": [1, 500], "count": [97, 3], "worth": [40.0, 60.0]})
    >>> shown = held_above(rows)
    >>> shown["share_of_count"].to_list(), shown["share_of_worth"].to_list(), shown["value"].to_list()[1]
    ([0.97, 0.03], [0.4, 0.6], 20.0)
    """
    ordered = bands.sort_values("band_from", kind="stable", ignore_index=True)
    count = ordered["count"].astype("float64")
    worth = ordered["worth"] if "worth" in ordered else pd.Series(math.nan, index=ordered.index)
    return ordered.assign(
        at_least=count[::-1].cumsum()[::-1],
        share_of_count=count / count.sum(),
        share_of_worth=worth / worth.sum(min_count=1),
        value=worth / count.where(count > 0),
        falls=count.lt(count.shift(1, fill_value=math.inf)),
    )


def by_source(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the pyramid of each source that counted bands enough, the least steep first.

    Args:
        rows: segment, source, year, count, band_from; the newest year of a source counts, and rows without band_from
            do not.

    Returns:
        source, bands, count (all of them), slope, slope_low, slope_high (90 %; nan below four bands), rises (the bands
        that have no fewer than the band below, in words) and rises_by_width (of these, those that have no fewer even
        where both bands are as wide).

    >>> rows = pd.DataFrame({"segment": ["10-19", "20-99", "100-499"], "source": "office", "year": 2021.0,
    ...                      "count": [533, 912, 321], "band_from": [10.0, 20.0, 100.0]})
    >>> found = by_source(rows).iloc[0]
    >>> found["rises"], found["rises_by_width"]
    ('20-99', '')
    """
    known = rows[rows["band_from"].gt(0) & rows["count"].notna()]
    newest = known[known["year"].eq(known.groupby("source")["year"].transform("max"))]
    made = [_pyramid(str(source), part) for source, part in newest.groupby("source", sort=True)]
    found = pd.DataFrame([one for one in made if one is not None], columns=list(SOURCES))
    return found.sort_values(["slope", "source"], ascending=[False, True], kind="stable", ignore_index=True)


def _pyramid(source: str, part: pd.DataFrame) -> dict[str, object] | None:
    bands = part.groupby("band_from", as_index=False, sort=True).agg(
        segment=("segment", "first"), count=("count", "sum")
    )
    if len(bands) < FEWEST_BANDS:
        return None
    slope = tail_slope(bands["band_from"], bands["count"])
    count, width = bands["count"].to_numpy(dtype=np.float64), _widths(bands["band_from"].to_numpy(dtype=np.float64))
    plain = count[1:] >= count[:-1]
    dense = plain & (count[1:] / width[1:] >= count[:-1] / width[:-1])
    names = bands["segment"].astype(str).to_numpy()[1:]
    return {
        "source": source,
        "bands": len(bands),
        "count": float(count.sum()),
        "slope": slope.estimate,
        "slope_low": slope.low,
        "slope_high": slope.high,
        "rises": ", ".join(names[plain]),
        "rises_by_width": ", ".join(names[dense]),
    }


def _widths(bounds: np.ndarray) -> np.ndarray:
    """Return the steps of bands on a logarithmic axis; the last has no end and is taken as wide as the one below."""
    steps = np.diff(np.log10(bounds))
    return np.append(steps, steps[-1])
