"""What others report of their cycles: to be laid beside one's own, never in its place."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from unequal.assumptions import Assumption

SHOWN = ("B01", "B02", "B03", "B04", "B15", "B16")


def reference_ranges(register: Mapping[str, Assumption]) -> pd.DataFrame:
    """Return published figures: id, name, figure, source, year, grade."""
    rows = [register[key] for key in SHOWN if key in register]
    return pd.DataFrame(
        [
            {"id": one.id, "name": one.name, "figure": one.figure, "source": one.source,
             "year": float(one.year) if one.year else float("nan"), "grade": one.grade}
            for one in rows
        ],
        columns=["id", "name", "figure", "source", "year", "grade"],
    )  # fmt: skip
