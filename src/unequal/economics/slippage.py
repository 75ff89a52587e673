"""How late deals close, against the first day that was promised for them.

The first promise counts, not the last: a date that is pushed every month is never late on its own terms. Won deals say
how late they were; open deals past their first day say how late they are so far, and dropping them would leave out the
latest of all. Lost deals are told apart: a loss has no day on which it should have come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.stats.proportions import jeffreys
from unequal.stats.quantiles import Quantile, ended_by
from unequal.stats.spells import FEWEST, spells
from unequal.tables.typing.dates import day_of, settled, take_apart

from .clocks import DealClocks

GRACE_DAYS = 7  # a week late is not late (assumption)
SLOW = 0.8
EXPECTED_CLOSE = "expected_close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slippage:
    """How late deals close.

    Attributes:
        deals: Won deals, and open ones whose first day has passed.
        won, overdue: The two parts of `deals`.
        lost: Lost deals with a first day; told apart.
        judged: Deals of which it is known whether they slipped: all but the open ones a week late or less.
        slipped: Of those, how many closed, or stand open, more than a week late.
        rate, low, high: slipped / judged with its Jeffreys interval; nan below 5 deals.
        median, slow: Days late of half, and of 80 %, with intervals; below 0 is early, nan where not reached.
        pushes: Changes to a later day per deal; nan where no history is kept.
        pushed: Deals that were put off at least once.
    """

    deals: int
    won: int
    overdue: int
    lost: int
    judged: int
    slipped: int
    rate: float
    low: float
    high: float
    median: Quantile
    slow: Quantile
    pushes: float
    pushed: int


def first_promises(deals: pd.DataFrame, history: pd.DataFrame | None) -> pd.DataFrame:
    """Return the first day promised for each deal, and how often it was put off.

    Without history the day that stands there now is taken, which hides what was put off.

    Args:
        deals: The deals table.
        history: The deal_history table; None where there is none.

    Returns:
        Index deal_id: promised (day, missing where none was ever given), pushes (nan where no history is kept).
    """
    stated = deals.set_index("deal_id")[EXPECTED_CLOSE]
    changes = deals.iloc[:0] if history is None else history[history["field"].eq(EXPECTED_CLOSE)]
    if changes.empty:
        return pd.DataFrame({"promised": stated, "pushes": math.nan})
    changes = changes.sort_values("changed_at", kind="stable")
    dated = changes.assign(old=_days(changes["old"]), new=_days(changes["new"]))
    first = dated.assign(promised=dated["old"].fillna(dated["new"])).dropna(subset="promised")
    first = first.drop_duplicates("deal_id").set_index("deal_id")["promised"]
    pushes = dated["new"].gt(dated["old"]).groupby(dated["deal_id"]).sum()
    return pd.DataFrame(
        {
            "promised": first.reindex(stated.index).fillna(stated),
            "pushes": pushes.reindex(stated.index).fillna(0).astype("float64"),
        }
    )


def slippage(clocks: DealClocks, promises: pd.DataFrame) -> Slippage:
    """Return how late the deals with these clocks close.

    Args:
        clocks: Of one segment, or of all.
        promises: As `first_promises` gives them.
    """
    rows = _late(clocks, promises)
    known = rows[rows["outcome"].eq("won") | (rows["outcome"].eq("open") & rows["late"].ge(0))]
    late, is_open = known["late"], known["outcome"].eq("open")
    judged = ~is_open | late.gt(GRACE_DAYS)
    slipped = int(late[judged].gt(GRACE_DAYS).sum())
    enough = len(known) >= FEWEST
    ends = jeffreys(slipped, int(judged.sum()))
    pushes = known["pushes"].dropna()
    return Slippage(
        deals=len(known),
        won=int((~is_open).sum()),
        overdue=int(is_open.sum()),
        lost=int(rows["outcome"].eq("lost").sum()),
        judged=int(judged.sum()),
        slipped=slipped,
        rate=slipped / int(judged.sum()) if enough and judged.any() else math.nan,
        low=float(ends.low) if enough else math.nan,
        high=float(ends.high) if enough else math.nan,
        median=_late_of(late, is_open, 0.5),
        slow=_late_of(late, is_open, SLOW),
        pushes=float(pushes.mean()) if len(pushes) else math.nan,
        pushed=int(pushes.gt(0).sum()),
    )


def _late(clocks: DealClocks, promises: pd.DataFrame) -> pd.DataFrame:
    """Return deals with a promised day: outcome, days late at their end or on the day looked from, pushes."""
    rows = clocks.frame[["deal_id", "outcome", "created_at", "closed_at"]]
    placed = rows.join(promises, on="deal_id").dropna(subset="promised")
    end = placed["closed_at"].fillna(pd.Timestamp(clocks.as_of))
    return placed.assign(late=(end - placed["promised"]).dt.days.astype("float64"))


def _late_of(late: pd.Series, is_open: pd.Series, share: float) -> Quantile:
    if len(late) < FEWEST:
        return Quantile(at=math.nan, low=math.nan, high=math.nan)
    first = float(late.min())  # a clock cannot run from before its start, so it starts with the earliest
    found = ended_by(spells(late - first, np.where(is_open, 0, 1)), share)
    return Quantile(at=found.at + first, low=found.low + first, high=found.high + first)


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts.map(_day)).astype("datetime64[ns]")


def _day(text: object) -> pd.Timestamp | None:
    written = settled(take_apart(text), None) if isinstance(text, str) else None
    day = day_of(written) if written and written.form == "day" else None
    return pd.Timestamp(day) if day else None
