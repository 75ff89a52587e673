"""What casts a doubt on the curve, in figures."""

from __future__ import annotations

import pandas as pd

from unequal.economics.drift import RECENT_MONTHS
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts

MOST_SHOWN = 15


def cohorts(facts: Facts, words: Words) -> pd.DataFrame:
    """New deals and old ones."""
    found = facts.doubts.drift
    names = {name: words(f"drift.{name}", months=RECENT_MONTHS) for name in found.cohorts["cohort"]}
    return presented(
        found.cohorts.assign(begun=found.cohorts["cohort"].map(names)),
        title=words("drift.title"),
        columns={
            "begun": (words("column.cohort"), "text"),
            "deals": (words("column.deals"), "count"),
            "won": (words("column.won"), "count"),
            "lost": (words("column.lost"), "count"),
            "open": (words("column.open"), "count"),
            "share": (words("column.share_won"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
        },
        note=facts.clock.noted(words("drift.note", days=found.days), words),
        source="deals",
    )


def dead(facts: Facts, words: Words) -> pd.DataFrame | None:
    """The oldest open deals that look dead."""
    rows = facts.doubts.dead
    if rows.empty:
        return None
    shown = rows.head(MOST_SHOWN)
    return presented(
        shown.assign(why=[words(f"dead.why_{one}") for one in shown["reason"]]),
        title=words("dead.title"),
        columns={
            "deal_id": (words("column.deal"), "text"),
            "owner": (words("column.owner"), "text"),
            "days": (words("column.age_days"), "days"),
            "why": (words("column.reason"), "text"),
        },
        note=facts.clock.noted(
            words("dead.note", shown=len(shown), n=len(rows), silent=facts.doubts.silent_days), words
        ),
        source="deals",
    )


def owners(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Whose deals are still open."""
    rows = facts.doubts.owners
    if rows.empty:
        return None
    shown = rows.head(MOST_SHOWN)
    return presented(
        shown,
        title=words("owners.title"),
        columns={
            "owner": (words("column.owner"), "text"),
            "deals": (words("column.deals"), "count"),
            "open": (words("column.open"), "count"),
            "share": (words("column.open_share"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "flagged": (words("column.flagged"), "boolean"),
        },
        note=words("owners.note", shown=len(shown)),
        source="deals",
    )


def slips(facts: Facts, words: Words) -> pd.DataFrame | None:
    """How far dates slip, a row a segment."""
    rows = facts.doubts.slips
    if rows.empty:
        return None
    return presented(
        rows,
        title=words("slippage.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "won": (words("column.won"), "count"),
            "overdue": (words("column.overdue"), "count"),
            "lost": (words("column.lost_apart"), "count"),
            "slipped": (words("column.slipped"), "count"),
            "rate": (words("column.slip_rate"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "median_days": (words("column.median_late"), "days"),
            "slow_days": (words("column.slow_late"), "days"),
            "pushes": (words("column.pushes"), "number"),
        },
        note=words("slippage.note", usual=facts.doubts.usual_slippage),
        source="deals, deal_history" if facts.doubts.has_pushes else "deals",
    )
