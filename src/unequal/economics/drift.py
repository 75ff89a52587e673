"""Has the business changed? Deals of the last year against those before; and whose deals are still open.

A curve of all deals speaks of an average over time. If new deals go another way than old ones, it speaks of neither.
And a curve takes it that an open deal is like any other that got so old. If a seller left and nobody closed their
deals, it is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.stats.group_difference import gray_test
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.proportions import jeffreys
from unequal.stats.spells import FEWEST, Spells

from .clocks import DealClocks

RECENT_MONTHS = 12
MOST_OPEN = 0.5  # of a seller's deals; above it they may have been left behind
RECENT, BEFORE = "recent", "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """Deals by when they began.

    Attributes:
        recent, before: Clocks of deals created in the last twelve months, and earlier.
        p_value: Chance of so large a difference if nothing had changed; nan with fewer than five deals on a side, or
            nothing to compare.
        starts_days: 0, or the age from which both are in view; the two then speak of deals that lasted so long.
        watched: Clocks of the recent ones and of those before, in days from that age on.
        horizon_days: The shorter of the two reliable horizons, as an age: so far both can be seen; nan where one has
            none.
    """

    recent: DealClocks
    before: DealClocks
    p_value: float
    starts_days: float
    watched: tuple[Spells, Spells]
    horizon_days: float


def cohorts(clocks: DealClocks, *, months: int = RECENT_MONTHS) -> Cohorts:
    """Set the deals created in the last months against those before (Gray's test on the shares won)."""
    since = pd.Timestamp(clocks.as_of) - pd.DateOffset(months=months)
    is_recent = clocks.frame["started_at"] > since
    recent, before = (replace(clocks, frame=clocks.frame[part]) for part in (is_recent, ~is_recent))
    groups = recent.in_days(), before.in_days()
    start = max(in_view_from(group) for group in groups)
    watched = (groups[0].beyond(start), groups[1].beyond(start)) if start > 0 else groups
    enough = min(group.n for group in watched) >= FEWEST
    horizons = [cumulative_incidence(group).reliable_horizon for group in watched]
    return Cohorts(
        recent=recent,
        before=before,
        p_value=float(gray_test(watched).p_value) if enough else math.nan,
        starts_days=start,
        watched=watched,
        horizon_days=start + float(np.min(horizons)),
    )


def in_view_from(watched: Spells) -> float:
    """Return the age from which at least five clocks are in view; 0 where they are from the start.

    >>> from unequal.stats.spells import spells
    >>> in_view_from(spells([9] * 5, [1] * 5, entry=[2, 3, 4, 5, 6])), in_view_from(spells([9], [1]))
    (6.0, 0.0)
    """
    entries = np.sort(watched.entry)
    enough = watched.in_view_after(entries) >= min(FEWEST, watched.n)
    return float(entries[enough][0]) if enough.any() else 0.0


def open_by_owner(clocks: DealClocks) -> pd.DataFrame:
    """Return whose deals are still open, sellers with the largest share first.

    A deal that is still open says that it lasted so long, and nothing more; that is fair only if being open has nothing
    to do with how it will end.

    Returns:
        owner, deals, open, share with its Jeffreys interval low to high, flagged (five deals or more, and more than
        half of them open); no rows where no deal has an owner.
    """
    rows = clocks.frame.dropna(subset="owner")
    counts = (
        rows.assign(open=rows["outcome"].eq("open"))
        .groupby("owner", as_index=False)
        .agg(deals=("deal_id", "size"), open=("open", "sum"))
    )
    ends = jeffreys(counts["open"], counts["deals"])
    share = counts["open"] / counts["deals"]
    flagged = share.gt(MOST_OPEN) & counts["deals"].ge(FEWEST)
    made = counts.assign(share=share.astype("float64"), low=ends.low, high=ends.high, flagged=flagged)
    order = ["flagged", "share", "deals", "owner"]
    return made.sort_values(order, ascending=[False, False, False, True], ignore_index=True)


def without_owners(clocks: DealClocks, owners: list[str]) -> DealClocks:
    """Return the clocks without the deals of some sellers."""
    return replace(clocks, frame=clocks.frame[~clocks.frame["owner"].isin(owners)])
