"""Every segment against every way to sell whose cost is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from unequal.economics.motions import Buyer, Cost, fits_of, minimum_acv

from .rows import Weighed

COMPARED_MONTHS = 18.0  # so that motions can be compared with each other (B10, Medium)
COLUMNS = (
    "segment", "motion", "own", "used_in", "cac", "minimum_acv", "minimum_acv_18", "payback_months", "ceiling", "acv",
    "target_months", "pays", "usual", "fits",
)  # fmt: skip


def motions_of(weighed: Sequence[Weighed]) -> pd.DataFrame:
    """Return one row a segment and motion, the segment's own motion first."""
    costs = [Cost(motion=one.own.motion, segment=one.own.name, cost=float(one.point.cost[0])) for one in weighed]
    rows = []
    for one in weighed:
        buyer = Buyer(
            segment=one.own.name,
            motion=one.own.motion,
            acv=float(one.point.acv[0]),
            margin=float(one.point.margin[0]),
            target_months=one.target_months,
        )
        for fit in fits_of(buyer, costs):
            figures = asdict(fit)
            figures |= {"motion": fit.motion.value, "own": fit.motion is buyer.motion, "cac": figures.pop("cost")}
            rows.append(
                {"segment": buyer.segment, **figures, "fits": fit.fits, "ceiling": buyer.ceiling, "acv": buyer.acv,
                 "target_months": buyer.target_months,
                 "minimum_acv_18": minimum_acv(fit.cost, buyer.margin, COMPARED_MONTHS)}
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
