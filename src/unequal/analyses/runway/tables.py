"""The chances, the deals and the cash path in figures."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts

MOST_DEALS = 25  # shown; the record holds them all
EVERY = 3  # months between rows of the cash path


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


def cash_path(facts: Facts, words: Words) -> pd.DataFrame:
    """The committed cash path, every third month until it has ended."""
    shown = facts.cash_path["month"] <= facts.runway_months + EVERY
    return presented(
        facts.cash_path[shown].iloc[::EVERY],
        title=words("cash_path.title"),
        columns={
            "month": (words("column.month"), "count"),
            "date": (words("column.day"), "date"),
            "cash": (words("column.cash"), "money"),
            "inflow": (words("column.inflow"), "money"),
            "outflow": (words("column.outflow"), "money"),
            "basis": (words("column.basis"), "text"),
        },
        note=words("cash_path.note"),
        source=facts.source,
    )
