"""The backtest in figures; nothing where nobody asked for it."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts


def backtest_scores(facts: Facts, words: Words) -> pd.DataFrame | None:
    """The chances against a plain spreadsheet, a row a segment."""
    found = facts.backtest
    if found is None:
        return None
    return presented(
        found.scores,
        title=words("backtest.scores_title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "predictions": (words("column.predictions"), "count"),
            "expected": (words("column.expected"), "number"),
            "wins": (words("column.came"), "count"),
            "brier": (words("column.brier"), "number"),
            "spreadsheet": (words("column.spreadsheet"), "number"),
            "skill": (words("column.skill"), "percent"),
            "skill_low": (words("column.low"), "percent"),
            "skill_high": (words("column.high"), "percent"),
        },
        note=facts.clock.noted(words("backtest.scores_note", unknown=facts.unknown_open), words),
        source="deals",
    )


def backtest_looks(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Every past day: wins expected, their range, and what came."""
    found = facts.backtest
    if found is None:
        return None
    return presented(
        found.looks,
        title=words("backtest.looks_title"),
        columns={
            "day": (words("column.day"), "date"),
            "until": (words("column.until"), "date"),
            "open_deals": (words("column.open"), "count"),
            "expected": (words("column.expected"), "number"),
            "low": (words("column.low"), "count"),
            "high": (words("column.high"), "count"),
            "won": (words("column.came"), "count"),
            "inside": (words("column.inside"), "boolean"),
        },
        note=words("backtest.looks_note"),
        source="deals",
    )
