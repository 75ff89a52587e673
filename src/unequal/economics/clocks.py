"""The clock of every deal, with what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from unequal.stats.spells import Spells, spells

OUTCOMES = ("won", "lost", "open")
EVENT = {"open": 0, "won": 1, "lost": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class DealClocks:
    """Deals with a clock. A closed deal's clock stopped when it closed, an open deal's runs until `as_of`.

    Attributes:
        frame: One row a deal, in the order given: deal_id, account_id, segment, owner, acv, created_at, started_at (the
            clock's first day), outcome (won, lost, open; no_decision is lost), `days` and `months` on the clock,
            `entry_days` and `entry_months` (the clock when the deal came into view, 0 when from the start),
            last_activity_at.
        left_out: deal_id, segment, reason, outcome, of the deals that have no part in durations.
        as_of: The day from which it is looked.
        complete_from: First day from which lost deals were recorded, None when the export is complete.
        same_day: Deals of 0 days, whose clock was set to half a day.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    as_of: date
    complete_from: date | None
    same_day: int

    @property
    def counts(self) -> dict[str, int]:
        """Deals: given = timed (won + lost + open) + left out by reason; entered late; of 0 days."""
        outcomes = self.frame["outcome"].value_counts()
        return {
            "given": len(self.frame) + len(self.left_out),
            "timed": len(self.frame),
            **{outcome: int(outcomes.get(outcome, 0)) for outcome in OUTCOMES},
            **{str(reason): int(n) for reason, n in self.left_out["reason"].value_counts().sort_index().items()},
            "entered late": int(self.frame["entry_days"].gt(0).sum()),
            "closed on the first day": self.same_day,
        }

    def of(self, segment: str) -> DealClocks:
        """Return the clocks of one segment; of every deal for "all"."""
        if segment == "all":
            return self
        rows = self.frame[self.frame["segment"] == segment]
        return replace(
            self,
            frame=rows,
            left_out=self.left_out[self.left_out["segment"] == segment],
            same_day=int(rows["days"].eq(HALF_A_DAY).sum()),
        )

    def open_deals(self) -> pd.DataFrame:
        """Return the deals that are open on `as_of`."""
        return self.frame[self.frame["outcome"] == "open"]

    def in_days(self) -> Spells:
        """Return the clocks for the statistics room, in days."""
        return spells(self.frame["days"], self.frame["outcome"].map(EVENT), self.frame["entry_days"])

    def in_months(self) -> Spells:
        """Return the clocks for the statistics room, in months of 30.4375 days."""
        return spells(self.frame["months"], self.frame["outcome"].map(EVENT), self.frame["entry_months"])


HALF_A_DAY = 0.5
