"""One segment asked three things: is it known in advance, does it earn, does it grow."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from unequal.customers.growth import Growth, growth_of, logos
from unequal.stats.agreement import agreement
from unequal.stats.proportions import jeffreys
from unequal.verify.figures import Published, published

TOLD = [[14, 3, 1], [4, 15, 3], [0, 3, 17]]  # true group by row, told group by column
START = [24, 24, 30, 18, 20, 26, 40, 22, 21, 24, 36, 28, 19, 25, 23, 27, 31, 22]  # thousands a year
END = [24, 30, 30, 0, 20, 30, 52, 22, 0, 26, 36, 34, 19, 25, 0, 27, 40, 22]


def reproduce() -> Published:
    """Return agreement, a share's interval, births against deaths, and what customers of a year ago pay now."""
    told, grown = agreement(TOLD), _grown()
    profitable = jeffreys(15, 22, level=0.95)
    return Published(
        code="WQ",
        title="Is it a segment: eighteen customers told apart, their profit, their growth",
        source="worked example; Cohen, Educational and Psychological Measurement 20 (1960) 37-46; "
        "Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133",
        figures=(
            published("kappa of three groups told in advance", "0.6491", told.kappa),
            published("15 of 22 profitable: 95 % interval, low", "0.4743", float(profitable.low)),
            published("its high end", "0.8449", float(profitable.high)),
            published("7 came, 3 went: chance that more come than go", "0.8980", _more_come()),
            published("net revenue retention of 18 customers", "0.9500", grown.nrr.value),
            published("gross revenue retention", "0.8652", grown.grr.value),
            published("chance that the net figure is below 1", "0.7", grown.shrinks),
        ),
    )


def _grown() -> Growth:
    ids = [f"c{place:02d}" for place in range(len(START))]
    plain = {"list_start": np.nan, "list_end": np.nan, "paused": False}
    rows = pd.DataFrame({"customer_id": ids, "start": START, "end": END, **plain})
    renewed = pd.Series(dtype="bool")  # all are past a first renewal
    return growth_of(rows.astype({"start": "float64", "end": "float64"}), renewed, months=12, level=0.95)


def _more_come() -> float:
    days = ["2024-01-01"] * 18 + ["2026-01-01"] * 7
    view = pd.DataFrame({"customer_id": [str(one) for one in range(25)], "start_date": pd.to_datetime(days)})
    gone = pd.Series(pd.to_datetime(["2026-03-01"] * 3), index=["0", "1", "2"])
    return logos(view, gone, date(2026, 6, 30), months=12).probability
