"""The value of a customer in figures, a row a segment."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts


def values(facts: Facts, words: Words) -> pd.DataFrame:
    """What a new customer is worth, what it costs, and what those who are there are still worth."""
    return presented(
        facts.segments,
        title=words("values.title"),
        columns={
            "segment": (words("values.segment"), "text"),
            "model": (words("values.model"), "text"),
            "customers": (words("values.customers"), "count"),
            "leavers": (words("values.leavers"), "count"),
            "period": (words("values.period"), "months"),
            "months": (words("values.months"), "months"),
            "money": (words("values.money"), "money"),
            "value": (words("values.value"), "money"),
            "low": (words("values.low"), "money"),
            "high": (words("values.high"), "money"),
            "kept": (words("values.kept"), "money"),
            "cac": (words("values.cac"), "money"),
            "overstates": (words("values.overstates"), "number"),
        },
        note=words("values.note", horizon=float(facts.horizon_months)),
        source="customers, revenue, contracts",
    )
