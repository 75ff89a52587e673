"""What is counted, what is proven, what the plan asks for; and the tiers as a pyramid."""

from __future__ import annotations

import math

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots
from unequal.charts import pyramid as pyramid_chart
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts
from .shapes import EMPLOYEES, MARKET, OWN, PUBLIC

CLEAR = 2  # times as many, from which on two names do not collide


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


def shape(facts: Facts, words: Words) -> Chart | None:
    """Draw how many are as large or larger: the tiers, own customers, and all firms of one country."""
    rows = facts.shape
    if rows.empty:
        return None
    by_series = rows.groupby("series")
    first, last = by_series.cumcount().eq(0), by_series.cumcount(ascending=False).eq(0)
    starts = rows[first].set_index("series")["at_least"]
    above = float(starts.get(PUBLIC, 0.0)) > CLEAR * float(starts[MARKET])  # else both lines begin in one place
    named = rows["series"].eq(PUBLIC) & (first if above else last) | rows["series"].eq(OWN) & last
    drawn = rows.assign(
        label=rows["tier"].where(
            rows["series"].eq(MARKET), rows["series"].map(lambda one: words(f"shape.{one}")).where(named, "")
        ),
        series=rows["series"].map(lambda one: words(f"shape.{one}")),
    )
    key = "flat" if facts.upside_down else "slope" if math.isfinite(facts.slope) else "falls"
    sentence = words(f"shape.{key}_sentence", left=10**facts.slope, tier=next(iter(facts.upside_down), ""))
    absent = [one for one in facts.tiers["tier"] if one not in set(rows["tier"])]
    if absent:
        sentence = words("shape.absent", sentence=sentence, absent=absent)
    return pyramid_chart(
        drawn,
        x=Axis(field="size", title=words(f"shape.x_{facts.unit}"), unit="number"),
        y=Axis(field="at_least", title=words(f"shape.y_{facts.unit}"), unit="count"),
        series=Axis(field="series", title=words("shape.series"), unit="text", kind="nominal"),
        caption=Caption(
            name="shape",
            sentence=sentence,
            description=words("shape.description", sentence=sentence, n=int(rows["series"].eq(MARKET).sum())),
            source=words("shape.source_public" if facts.unit == EMPLOYEES else "shape.source"),
            n=int(rows["series"].eq(MARKET).sum()) or None,
        ),
    )
