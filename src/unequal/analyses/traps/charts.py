"""One picture a trap: when wins are likely enough, who pays and who would have to, and how many customers it takes."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots, lines
from unequal.charts.parts import Chart
from unequal.segments.order import ALL
from unequal.words import Words

from .facts import Facts
from .going_too_big import JUDGED, NO_FUNNEL
from .over_reach import OverReach
from .over_reach_signs import PAST
from .too_much_tlc import TooMuchTlc

LAST_MONTH = 36.0


def over_reach(facts: Facts, words: Words) -> Chart:
    """Draw how the chance of enough wins rises, against the day by which it is asked for."""
    found = facts.over_reach
    reached = _likely_from(found)
    key = _over_key(found, reached)
    sentence = words(
        f"over_chart.{key}", k=found.wins_needed, segment=_named(found.segment, words), needed=reached,
        months=found.decision_months,
    )  # fmt: skip
    marks = [
        NamedLine(at=found.decision_months, label=words("over_chart.date")),
        NamedLine(at=found.enough, label=words("over_chart.enough"), along="y"),
        NamedLine(at=found.hopeless, label=words("over_chart.hopeless"), along="y"),
    ]
    shown = found.curve[found.curve["month"] <= max(24.0, min(reached + 6, LAST_MONTH) if reached == reached else 0.0)]
    return lines(
        shown,
        x=Axis(field="month", title=words("over_chart.x"), unit="months"),
        y=Axis(
            field="probability", title=words("over_chart.y", k=found.wins_needed), unit="percent", domain=(0.0, 1.0)
        ),
        marks=[one for one in marks if len(shown) and one.at >= 0],
        caption=Caption(
            name="over_reach",
            sentence=sentence,
            description=words("over_chart.description", sentence=sentence),
            source="deals, finance",
            n=found.n,
        ),
    )


def _likely_from(found: OverReach) -> float:
    """Return the month from which enough wins are likely enough, straight between those worked out; nan: never."""
    chance, month = (found.curve[name].to_numpy(dtype=np.float64) for name in ("probability", "month"))
    if not chance.size or chance.max() < found.enough:
        return math.nan
    return float(np.interp(found.enough, np.maximum.accumulate(chance), month))


def _over_key(found: OverReach, reached: float) -> str:
    if found.curve.empty:
        return "none"
    if found.rule == PAST:
        return "past"
    if math.isnan(reached):
        return "never"
    return "in_time" if reached <= found.decision_months else "sentence"


def going_too_big(facts: Facts, words: Words) -> Chart:
    """Draw the share who pay, alone and with help, beside the share that would be needed."""
    found = facts.going_too_big
    rows = found.conversions.assign(
        what=[words(f"big_chart.{one}") for one in found.conversions["what"]],
        share=found.conversions["share"],
    )
    needed = _share(found.conversions, "alone_needed")
    if found.rule != JUDGED:
        key = "no_funnel" if found.rule == NO_FUNNEL else "none"
    else:
        key = "no_value" if math.isnan(needed) else "sentence" if needed <= 1 else "impossible"
    sentence = words(f"big_chart.{key}", alone=found.alone, helped=found.assisted, needed=needed)
    return dots(
        rows,
        x=Axis(field="share", title=words("big_chart.x"), unit="percent"),
        y=Axis(field="what", title="", kind="nominal", unit="text"),
        marks=[NamedLine(at=1.0, label=words("big_chart.all"))] if (rows["share"] > 1).any() else [],
        caption=Caption(
            name="going_too_big",
            sentence=sentence,
            description=words("big_chart.description", sentence=sentence),
            source="funnel",
            n=found.signups + found.helped,
        ),
    )


def _share(rows: pd.DataFrame, what: str) -> float:
    chosen = rows[rows["what"].eq(what)]
    return float(chosen["share"].iloc[0]) if len(chosen) else math.nan


def too_much_tlc(facts: Facts, words: Words) -> Chart:
    """Draw what a month leaves by the number of customers, with the limits of team and market."""
    found = facts.too_much_tlc
    even = found.fixed_cost / found.contribution if found.contribution > 0 else math.nan
    most = min((one for one in (found.most_served, found.reachable) if not math.isnan(one)), default=math.nan)
    sentence = words(
        f"tlc_chart.{_tlc_key(found, even, most)}", segment=_named(found.segment, words), even=even, most=most
    )
    last = float(found.profit["customers"].max()) if len(found.profit) else 0.0
    marks = [
        NamedLine(at=0.0, label=words("tlc_chart.zero"), along="y"),
        NamedLine(at=float(found.customers), label=words("tlc_chart.now")),
        NamedLine(at=found.most_served, label=words("tlc_chart.served")),
        NamedLine(at=found.reachable, label=words("tlc_chart.reach")),
    ]
    return lines(
        found.profit,
        x=Axis(field="customers", title=words("tlc_chart.x"), unit="count"),
        y=Axis(field="profit", title=words("tlc_chart.y", currency=words.currency), unit="money"),
        marks=[one for one in marks if last and (one.along == "y" or one.at <= last)],
        caption=Caption(
            name="too_much_tlc",
            sentence=sentence,
            description=words("tlc_chart.description", sentence=sentence),
            source="activities, cost_pools, market",
            n=found.n,
        ),
    )


def _tlc_key(found: TooMuchTlc, even: float, most: float) -> str:
    if found.profit.empty:
        return "none"
    if math.isnan(even):
        return "loses"
    return "never" if even > most else "pays"


def _named(segment: str, words: Words) -> str:
    return words("all_segments") if segment == ALL else segment
