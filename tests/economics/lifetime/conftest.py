"""The purchases of a shop for records, where somebody has them beside the project."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

CDNOW = Path(__file__).parents[4] / "shared/data/cdnow/CDNOW_sample.txt"
END = pd.Timestamp("1997-09-30")
WEEK = 7


@pytest.fixture(scope="session")
def cdnow() -> pd.DataFrame:
    """Return x, t_x, T (weeks) and the mean repeat purchase of 2,357 customers over 39 weeks."""
    if not CDNOW.exists():
        pytest.skip("the CDNOW purchases are not beside the project (../shared/data/cdnow)")
    rows = pd.read_csv(CDNOW, sep=r"\s+", header=None, names=["master", "id", "date", "cds", "value"], dtype="str")
    rows = rows.assign(date=pd.to_datetime(rows["date"]), value=rows["value"].astype("float64"))
    days = rows[rows["date"] <= END].groupby(["id", "date"], as_index=False)["value"].sum()
    start = days.groupby("id")["date"].transform("min")
    found = days.groupby("id")["date"].agg(["min", "max", "count"])
    later = days[days["date"] > start].groupby("id")["value"].mean()
    return pd.DataFrame(
        {
            "x": found["count"] - 1,
            "last": (found["max"] - found["min"]).dt.days / WEEK,
            "watched": (END - found["min"]).dt.days / WEEK,
            "mean": later.reindex(found.index).fillna(0.0),
        }
    )
