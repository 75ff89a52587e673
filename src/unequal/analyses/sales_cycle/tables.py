"""The curves in figures."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts


def by_day(facts: Facts, words: Words) -> pd.DataFrame:
    """Share of all started deals won by some days, with and without late entry."""
    rows = facts.by_day[facts.by_day["segment"].eq("all")]
    return presented(
        rows,
        title=words("by_day.title"),
        columns={
            "days": (words("column.days"), "count"),
            "won": (words("column.won_by"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "at_risk": (words("column.at_risk"), "count"),
            "ignoring_late_entry": (words("column.ignoring_late_entry"), "percent"),
        },
        note=facts.clock.noted(words("by_day.late" if facts.late else "by_day.not_late", late=facts.late), words),
        source="deals",
    )


def by_segment(facts: Facts, words: Words) -> pd.DataFrame:
    """Deals, outcomes and the share won by the reliable horizon, a row a segment."""
    return presented(
        facts.segments,
        title=words("by_segment.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "deals": (words("column.deals"), "count"),
            "won": (words("column.won"), "count"),
            "lost": (words("column.lost"), "count"),
            "open": (words("column.open"), "count"),
            "horizon_days": (words("column.horizon"), "days"),
            "won_by_horizon": (words("column.won_by_horizon"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "may_be_won": (words("column.may_be_won"), "percent"),
            "winner_median_days": (words("column.winner_median"), "days"),
        },
        note=facts.clock.noted(words("by_segment.note", n=facts.unknown_open), words),
        source="deals",
    )


def time_to_win(facts: Facts, words: Words) -> pd.DataFrame:
    """How long the won deals took, and how long until a tenth and a fifth of all started deals are won."""
    return presented(
        facts.segments,
        title=words("time_to_win.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "won": (words("column.won"), "count"),
            "winner_p25_days": (words("column.winner_p25"), "days"),
            "winner_median_days": (words("column.winner_median"), "days"),
            "winner_p75_days": (words("column.winner_p75"), "days"),
            "tenth_won_days": (words("column.tenth_won"), "days"),
            "fifth_won_days": (words("column.fifth_won"), "days"),
            "horizon_days": (words("column.horizon"), "days"),
        },
        note=facts.clock.noted(words("time_to_win.note"), words),
        source="deals",
    )


def naive(facts: Facts, words: Words) -> pd.DataFrame:
    """What a CRM's dashboard would show, beside the share of started deals that is won."""
    return presented(
        facts.naive,
        title=words("naive.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "win_rate": (words("column.naive_rate"), "percent"),
            "right": (words("column.won_by_horizon"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "lost_as_open": (words("column.lost_as_open"), "percent"),
            "mean_days": (words("column.naive_mean"), "days"),
            "median_days": (words("column.naive_median"), "days"),
        },
        note=facts.clock.noted(words("naive.note"), words),
        source="deals",
    )
