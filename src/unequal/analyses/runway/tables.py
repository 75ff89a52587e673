"""The chances, the deals and what would have to be true, in figures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts
from .lever_rules import enough_already, sentence_of

MOST_DEALS = 25  # shown; the record holds them all


def wins(facts: Facts, words: Words) -> pd.DataFrame:
    """Chance of at least k wins by the decision date, a row a segment and k."""
    rows = facts.wins[facts.wins["k"].between(1, facts.wins_needed + 1)]
    return presented(
        rows,
        title=words("wins_table.title", months=facts.decision_months),
        columns={
            "segment": (words("column.segment"), "text"),
            "k": (words("column.k"), "count"),
            "probability": (words("column.probability"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "plug_in": (words("column.plug_in"), "percent"),
        },
        note=words("wins_table.note"),
        source="deals",
    )


def to_find_out(facts: Facts, words: Words) -> pd.DataFrame:
    """What would most likely change the answer if it were known, the cheapest first."""
    rows = facts.to_find_out
    shown = pd.DataFrame(
        {
            "what": [words(f"find_out.{one}") for one in rows["name"]],
            "how": [words(f"find_out.{one}_how") for one in rows["name"]],
            "hours": rows["hours"].to_numpy(dtype=np.float64),
            "turns": rows["turns"].to_numpy(dtype=np.float64),
            "into": [words.write(one, "word", "verdict") for one in rows["into"]],
        }
    )
    key = "alive" if facts.no_date else "title" if len(rows) else "none"
    return presented(
        shown,
        title=words(f"find_out.{key}"),
        columns={
            "what": (words("find_out.column_what"), "text"),
            "how": (words("find_out.column_how"), "text"),
            "hours": (words("find_out.column_hours"), "number"),
            "turns": (words("find_out.column_turns"), "percent"),
            "into": (words("find_out.column_into"), "text"),
        },
        note=words("find_out.note"),
        source="finance, deals",
    )


def open_deals(facts: Facts, words: Words) -> pd.DataFrame:
    """The target's open deals with the chance of each to be won by the decision date."""
    return presented(
        facts.open_deals.head(MOST_DEALS),
        title=words("open_deals.title", shown=min(len(facts.open_deals), MOST_DEALS), n=len(facts.open_deals)),
        columns={
            "deal_id": (words("column.deal"), "text"),
            "months": (words("column.age"), "months"),
            "chance": (words("column.chance"), "percent"),
            "prior_driven": (words("column.prior_driven"), "boolean"),
        },
        note=words("open_deals.note"),
        source="deals",
    )


def conditions(facts: Facts, words: Words) -> pd.DataFrame:
    """What would have to be true, one lever a row."""
    levers = facts.conditions.table
    shown = pd.DataFrame(
        {
            "lever": [words(f"lever.{one}_name") for one in levers["lever"]],
            "now": [_figure(words, row["now"], row["unit"]) for _, row in levers.iterrows()],
            "needed": [_figure(words, row["needed"], row["unit"]) for _, row in levers.iterrows()],
            "reach": [words.write(one, "word", "reach") for one in levers["reach"]],
            "sentence": [sentence_of(row, words) for _, row in levers.iterrows()],
        },
        dtype="str",
    )
    key = "alive" if facts.no_date else "enough" if enough_already(facts) else "title"
    return presented(
        shown,
        title=words(f"conditions.{key}", k=facts.wins_needed, goal=facts.enough),
        columns={name: (words(f"column.lever_{name}"), "text") for name in shown.columns},
        note=words("conditions.note", room=facts.conditions.room),
        source=f"{facts.source}, deals",
    )


def _figure(words: Words, value: float, unit: str) -> str:
    """Return a lever's value in its unit; a word where no value is enough."""
    if math.isnan(value):
        return words("conditions.none")
    return words(f"conditions.{unit.replace(' ', '_')}", x=value)
