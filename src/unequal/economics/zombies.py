"""Open deals that nobody works on any more: what if they are lost?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.units import DAYS_PER_MONTH

from .clocks import HALF_A_DAY, DealClocks
from .cycle import UNLABELLED

SILENT_DAYS = 60
OLD_QUANTILE = 0.95
FEWEST_FOR_QUANTILE = 20  # below it the 95th percentile is the longest but one, and the longest is taken
FEWEST_FOR_LIMIT = 5  # below it no age is called old
SHARE_WORTH_A_WARNING = 0.20  # of the open deals


@dataclass(frozen=True, slots=True, kw_only=True)
class Zombies:
    """Open deals that are likely dead.

    Attributes:
        frame: One row a zombie: deal_id, segment, days (on its clock), reason (old, silent, both), lost_after_days
            (on its clock: the last activity; without one the age from which it counts as old).
        open_deals: Open deals with a clock.
        old_after_days: By segment, the age from which an open deal is old; a segment with fewer than 5 closed deals has
            none.
    """

    frame: pd.DataFrame
    open_deals: int
    old_after_days: dict[str, float]

    @property
    def share(self) -> float:
        """Share of the open deals; nan without open deals."""
        return len(self.frame) / self.open_deals if self.open_deals else float("nan")


def zombies(clocks: DealClocks, *, silent_days: int = SILENT_DAYS, quantile: float = OLD_QUANTILE) -> Zombies:
    """Find open deals that are older than almost every deal that ever closed, or silent for long.

    Old is measured within a segment, since Big deals take longer than Small ones: above the 95th percentile of its
    closed durations, above the longest where fewer than 20 closed. "unknown" is measured by all closed deals: an open
    deal is often unknown just because it is open.

    Args:
        clocks: The deals' clocks.
        silent_days: Days without activity from which a deal is silent; a deal without `last_activity_at` is not.
        quantile: Share of the closed durations that an old deal has outlasted.
    """
    limits = _limits(clocks.frame, quantile)
    rows = clocks.open_deals()
    limit = rows["segment"].map(limits).astype("float64")
    quiet = (pd.Timestamp(clocks.as_of) - rows["last_activity_at"]).dt.days >= silent_days
    old = rows["days"] > limit
    active_days = (rows["last_activity_at"] - rows["started_at"]).dt.days
    reason = np.select([old & quiet, old, quiet], ["both", "old", "silent"], default="")
    found = pd.DataFrame(
        {
            "deal_id": rows["deal_id"],
            "segment": rows["segment"],
            "days": rows["days"],
            "reason": reason,
            "lost_after_days": active_days.fillna(limit).clip(lower=HALF_A_DAY, upper=rows["days"]),
        }
    )
    dead = found[found["reason"] != ""].reset_index(drop=True)
    return Zombies(frame=dead, open_deals=len(rows), old_after_days=limits)


def counted_as_lost(clocks: DealClocks, dead: Zombies) -> DealClocks:
    """Return the clocks as if every zombie had been lost at its last activity: the sensitivity run.

    A zombie that came into view after its last activity has no part in it.
    """
    lost_after = clocks.frame["deal_id"].map(dead.frame.set_index("deal_id")["lost_after_days"])
    is_dead = lost_after.notna()
    days = clocks.frame["days"].mask(is_dead, lost_after)
    frame = clocks.frame.assign(
        days=days, months=days / DAYS_PER_MONTH, outcome=clocks.frame["outcome"].mask(is_dead, "lost")
    )
    seen = frame["entry_days"].eq(0) | frame["entry_days"].lt(frame["days"])
    return replace(clocks, frame=frame[seen].reset_index(drop=True))


def _limits(frame: pd.DataFrame, quantile: float) -> dict[str, float]:
    closed = frame[frame["outcome"] != "open"]
    by_segment = {str(name): rows for name, rows in closed.groupby("segment")["days"]}
    groups = {**by_segment, UNLABELLED: closed["days"]}
    return {name: _limit(days, quantile) for name, days in groups.items() if len(days) >= FEWEST_FOR_LIMIT}


def _limit(days: pd.Series, quantile: float) -> float:
    return float(days.quantile(quantile) if len(days) >= FEWEST_FOR_QUANTILE else days.max())
