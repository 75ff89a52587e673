"""The cash path against its reserve, the chance of wins by the decision date, and how fast it melts."""

from __future__ import annotations

import math

import numpy as np

from unequal.charts import Axis, Caption, NamedLine, bars, lines
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts

MOST_BARS = 8
SHOWN_MONTHS_AFTER = 6  # beyond the end of cash nothing is decided


def cash(facts: Facts, words: Words) -> Chart:
    """Draw the committed cash path with the reserve, the decision date and the day cash ends."""
    last = facts.runway_months + SHOWN_MONTHS_AFTER if math.isfinite(facts.runway_months) else math.inf
    rows = facts.cash_path[facts.cash_path["month"] <= last]
    alive = math.isnan(facts.decision_months)
    key = "cash_chart.alive" if alive else "cash_chart.ends" if math.isfinite(facts.runway_months) else "cash_chart.low"
    values = {"runway": facts.runway_months, "day": facts.runway_date, "decision": facts.decision_months}
    sentence = words(key, **values)
    marks = [
        NamedLine(at=facts.decision_months, label=words("cash_chart.decision")),
        NamedLine(at=facts.runway_months, label=words("cash_chart.end")),
        NamedLine(at=facts.reserve, label=words("cash_chart.reserve"), along="y"),
    ]
    return lines(
        rows[["month", "cash"]],
        x=Axis(field="month", title=words("cash_chart.x"), unit="months"),
        y=Axis(field="cash", title=words("cash_chart.y", currency=words.currency), unit="money"),
        marks=[mark for mark in marks if mark.along == "y" or mark.at > 0],
        caption=Caption(
            name="cash",
            sentence=sentence,
            description=words("cash_chart.description", sentence=sentence, cash=facts.cash, burn=facts.monthly_burn),
            source=facts.source,
            n=len(facts.cash_path),
        ),
    )


def wins(facts: Facts, words: Words) -> Chart:
    """Draw the chance of at least so many wins by the decision date, with its band."""
    own = facts.wins[facts.wins["segment"].eq(facts.target) & facts.wins["k"].isin(_shown_wins(facts))]
    rows = own.assign(wins=own["k"].astype("str"), accent=own["k"].eq(facts.wins_needed))
    needed = own.loc[own["k"].eq(facts.wins_needed), "probability"]
    share = float(needed.iloc[0]) if len(needed) else math.nan
    key = "wins_chart.sentence" if len(needed) else "wins_chart.alive"
    sentence = words(key, k=facts.wins_needed, share=share, months=facts.decision_months)
    return bars(
        rows[["wins", "probability", "low", "high", "accent"]],
        x=Axis(field="wins", title=words("wins_chart.x"), kind="ordinal", unit="text"),
        y=Axis(field="probability", title=words("wins_chart.y"), unit="percent", domain=(0, 1)),
        marks=[NamedLine(at=facts.enough, label=words("wins_chart.go"), along="y")],
        caption=Caption(
            name="wins",
            sentence=sentence,
            description=words("wins_chart.description", sentence=sentence),
            source="deals",
            n=facts.n_deals,
        ),
    )


def _shown_wins(facts: Facts) -> list[int]:
    """Return which numbers of wins get a bar: the one needed, and an even choice around it."""
    last = facts.wins_needed + 2
    return sorted({*np.linspace(1, last, min(last, MOST_BARS)).round().astype(int).tolist(), facts.wins_needed})


def start(facts: Facts, words: Words) -> Chart:
    """Draw how the chance falls with every month that starting is put off."""
    late = math.isnan(facts.latest_safe_start_months)
    none = "start_chart.alive" if math.isnan(facts.decision_months) else "start_chart.past"
    key = none if facts.starts.empty else "start_chart.late" if late else "start_chart.sentence"
    sentence = words(key, n=facts.started, k=facts.wins_needed, months=facts.latest_safe_start_months)
    return lines(
        facts.starts,
        x=Axis(field="start_month", title=words("start_chart.x"), unit="months"),
        y=Axis(field="probability", title=words("start_chart.y", k=facts.wins_needed), unit="percent", domain=(0, 1)),
        marks=[
            NamedLine(at=facts.latest_safe_start_months, label=words("start_chart.latest")),
            NamedLine(at=facts.enough, label=words("wins_chart.go"), along="y"),
        ],
        caption=Caption(
            name="start",
            sentence=sentence,
            description=words("start_chart.description", sentence=sentence),
            source="deals",
            n=facts.n_deals,
        ),
    )
