"""What is counted, what is proven, and what the plan asks for."""

from __future__ import annotations

import math

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts


def evidence(facts: Facts, words: Words) -> Chart:
    """Draw the target's counts against what the plan asks for."""
    row = facts.judged
    sampled = bool(row["sample_n"])
    rows = pd.DataFrame(
        [
            (words("chart.fitting" if sampled else "chart.listed"), row["count"], row["low"], row["high"], sampled),
            (words("chart.own"), float(row["own"]), math.nan, math.nan, True),
        ],
        columns=["what", "customers", "low", "high", "accent"],
    )
    sentence = words(f"chart.{_key(row)}", tier=row["tier"], least=row["lower_bound"], needed=row["needed"])
    return dots(
        rows,
        x=Axis(field="customers", title=words("chart.x"), unit="count"),
        y=Axis(field="what", title="", unit="text", kind="nominal"),
        marks=[NamedLine(at=float(row["needed"]), label=words("chart.needed"))],
        caption=Caption(
            name="evidence",
            sentence=sentence,
            description=words("chart.description", sentence=sentence),
            source="market, customers",
            n=int(row["sample_n"]) or None,
        ),
    )


def _key(row: pd.Series) -> str:
    if math.isnan(row["needed"]):
        return "no_plan"
    return "unproven" if math.isnan(row["lower_bound"]) else "proven"
