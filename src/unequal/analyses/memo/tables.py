"""The row of tiles, the verdicts, and what would change our mind."""

from __future__ import annotations

import math

import pandas as pd

from unequal.findings import Verdict
from unequal.segments.order import ALL
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts

MOST_SHOWN = 12  # findings, unless more are grave


def tiles(facts: Facts, words: Words) -> pd.DataFrame:
    """Focus segment, decision date, probability, cash trough, biggest unknown."""
    unknown = [one.question for one in facts.findings if one.verdict is Verdict.CANNOT_TELL]
    values = {
        "focus": words("tiles.no_focus") if facts.target == ALL else facts.target,
        "date": words("tiles.alive") if facts.default_alive else words.write(facts.decision_date, "date"),
        "probability": _probability(facts, words),
        "trough": _trough(facts, words),
        "unknown": unknown[0] if unknown else words("tiles.none"),
    }
    rows = pd.DataFrame({"tile": [words(f"tiles.{name}") for name in values], "value": list(values.values())})
    return presented(
        rows,
        title=words("tiles.title"),
        columns={"tile": (words("column.tile"), "text"), "value": (words("column.value"), "text")},
    )


def _probability(facts: Facts, words: Words) -> str:
    if math.isnan(facts.probability):
        return words("tiles.not_asked" if facts.default_alive else "tiles.not_known")
    return words("tiles.chance", p=(facts.probability, facts.low, facts.high), k=facts.wins_needed)


def _trough(facts: Facts, words: Words) -> str:
    if math.isnan(facts.lowest_cash):
        return words("tiles.not_known")
    if facts.lowest_cash < 0:
        return words("tiles.ends", months=facts.runway_months)
    return words("tiles.lowest", cash=facts.lowest_cash, month=facts.lowest_month)


def verdicts(facts: Facts, words: Words) -> pd.DataFrame:
    """The gravest findings with their verdicts; of those that say go, as many as fill the page."""
    grave = [one for one in facts.findings if one.verdict is not Verdict.GO]
    shown = facts.findings[: max(len(grave), MOST_SHOWN)]
    more = len(facts.findings) - len(shown)
    rows = pd.DataFrame(
        [{"verdict": one.verdict.value, "headline": one.headline, "grade": one.grade.value} for one in shown],
        columns=["verdict", "headline", "grade"],
    )
    return presented(
        rows,
        title=words("verdicts.title"),
        columns={
            "verdict": (words("column.verdict"), "verdict"),
            "headline": (words("column.headline"), "text"),
            "grade": (words("column.grade"), "text"),
        },
        note=words("verdicts.more", n=more) if more else "",
    )


def would_change(facts: Facts, words: Words) -> pd.DataFrame:
    """What would turn the gravest verdicts."""
    grave = [one for one in facts.findings if one.verdict is not Verdict.GO and one.would_change_it]
    rows = pd.DataFrame(
        [{"headline": one.headline, "change": one.would_change_it} for one in grave[: facts.reasons]],
        columns=["headline", "change"],
    )
    return presented(
        rows,
        title=words("would_change.title"),
        columns={"headline": (words("column.headline"), "text"), "change": (words("column.change"), "text")},
    )
