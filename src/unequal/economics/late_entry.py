"""Does the export lack old closed deals? Then its deals came into view late, and their cycle looks too long.

Many an import keeps what is open on the day and drops what was closed before. Such a file has deals that start long
before the first close. That alone may be a slow business; it is a gap in the file when deals that start later in the
same file close so fast that the silence could hardly have happened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.stats.incidence import cumulative_incidence
from unequal.stats.spells import LOST, Spells

from .cycle import durations

SHORTEST_GAP_DAYS = 30  # a month of silence; less is not worth a question (assumption)
UNLIKELY = 0.01  # chance of the silence if nothing were missing (assumption)
FEWEST_CLOSED = 5  # deals that closed after the silence; fewer teach no pace


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntryHint:
    """A silence at the start of the deals that the later deals do not explain.

    Attributes:
        complete_from: What to write as `deals_complete_from`: the day of the first close (or loss).
        missing: ``closed`` when all old closes seem to be missing, ``lost`` when only the losses do.
        first_created: Day on which the first deal starts.
        gap_days: Days from it to `complete_from`.
        deals_before: Deals that start in the gap.
        chance: Chance of that silence at the pace of the deals that start after it.
    """

    complete_from: date
    missing: str
    first_created: date
    gap_days: int
    deals_before: int
    chance: float


def late_entry_hint(deals: pd.DataFrame, as_of: date) -> LateEntryHint | None:
    """Return a proposal for `deals_complete_from`, None where the file gives no reason for one.

    Looks for a silence of closes first, then of losses alone.
    """
    frame = durations(deals, as_of).frame
    return _silence(frame, "closed") or _silence(frame, "lost")


def _silence(frame: pd.DataFrame, missing: str) -> LateEntryHint | None:
    ends = frame["outcome"].eq("lost") if missing == "lost" else frame["outcome"].ne("open")
    first_end, first_created = frame.loc[ends, "closed_at"].min(), frame["created_at"].min()
    if pd.isna(first_end) or (first_end - first_created).days < SHORTEST_GAP_DAYS:
        return None
    before = frame["created_at"] < first_end
    if (ends & ~before).sum() < FEWEST_CLOSED:
        return None
    chance = _chance_of_none(frame[before], _pace(frame[~before], ends[~before]), first_end)
    if chance >= UNLIKELY:
        return None
    return LateEntryHint(
        complete_from=first_end.date(),
        missing=missing,
        first_created=first_created.date(),
        gap_days=(first_end - first_created).days,
        deals_before=int(before.sum()),
        chance=chance,
    )


def _pace(after: pd.DataFrame, ends: pd.Series) -> Spells:
    return Spells(
        duration=after["days"].to_numpy(dtype=np.float64),
        event=np.where(ends, LOST, 0).astype(np.int8),
        entry=np.zeros(len(after)),
    )


def _chance_of_none(before: pd.DataFrame, pace: Spells, first_end: pd.Timestamp) -> float:
    """Return the chance that none of the deals in the gap ended in it."""
    until_first_end = (first_end - before["created_at"]).dt.days - 1
    window = np.minimum(until_first_end.to_numpy(dtype=np.float64), before["days"].to_numpy(dtype=np.float64))
    still_open = cumulative_incidence(pace).at(window).still_open
    with np.errstate(divide="ignore"):
        return math.exp(float(np.log(still_open).sum()))
