"""What a segment's chances mean: the same for its own finding, for the order of segments, and for charts."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Verdict

from .knobs import Knobs
from .segment_inputs import BEFORE_SERVICE

ORDER = (Verdict.GO, Verdict.CAUTION, Verdict.CANNOT_TELL, Verdict.STOP)
WEAK = ("E4", "E5")


def status(row: Any, knobs: Knobs) -> tuple[Verdict, str]:
    """Return the verdict on a segment and the key of its reason.

    Stop: it likely never earns back its cost, or cash likely does not carry it. Go: it likely pays back in time, cash
    likely carries it, and a customer is worth clearly more than it costs. Where service is not taken off the margin, or
    a figure that decides is a rule of thumb, caution at best.
    """
    if row["missing"]:
        return Verdict.CANNOT_TELL, f"missing_{row['missing'].split(', ')[0]}"
    if row["p_never_earns"] >= knobs.go_probability:
        return Verdict.STOP, "never_earns"
    if row["p_affordable"] < knobs.stop_probability:
        return Verdict.STOP, "no_cash"
    if row["p_payback"] < knobs.go_probability:
        return Verdict.CAUTION, "late"
    if row["p_affordable"] < knobs.go_probability:
        return Verdict.CAUTION, "tight"
    if not row["ratio_p50"] >= knobs.least_worth:
        return Verdict.CAUTION, "thin"
    if row["margin_is"] == BEFORE_SERVICE:
        return Verdict.CAUTION, "before_service"
    return (Verdict.CAUTION, "weak") if row["grade"] in WEAK else (Verdict.GO, "good")


def ranked(rows: pd.DataFrame, knobs: Knobs) -> list[str]:
    """Return the segments, the best first: by verdict, then by the chance to pay back in time, then as they stand."""

    def place(row: Any) -> tuple[int, float]:
        chance = row["p_payback"]
        return ORDER.index(status(row, knobs)[0]), -round(0.0 if math.isnan(chance) else chance, 9)

    return [row["segment"] for _, row in sorted(rows.iterrows(), key=lambda pair: place(pair[1]))]
