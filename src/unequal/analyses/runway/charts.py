"""The chance of wins by the decision date, how fast it melts, and what would have to be true."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, bars, dots, lines
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts
from .lever_rules import enough_already, sentence_of

MOST_BARS = 8
MOST_TIMES = 10.0  # what is further is drawn here


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
        marks=[NamedLine(at=facts.enough, label=words("wins_chart.go"), along="y", end=True)],
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
            NamedLine(at=facts.enough, label=words("wins_chart.go"), along="y", end=True),
        ],
        caption=Caption(
            name="start",
            sentence=sentence,
            description=words("start_chart.description", sentence=sentence),
            source="deals",
            n=facts.n_deals,
        ),
    )


def levers(facts: Facts, words: Words) -> Chart:
    """Draw how many times each lever would have to be what it is."""
    table = facts.conditions.table
    drawn = table[table["times"].notna() & table["needed"].notna()].sort_values("times", kind="stable")
    rows = pd.DataFrame(
        {
            "lever": pd.Series([_label(row, words) for _, row in drawn.iterrows()], dtype="str"),
            "times": drawn["times"].clip(upper=MOST_TIMES).to_numpy(),
            "accent": drawn["reach"].isin(["within reach", "a stretch"]).to_numpy(),
        }
    )
    impossible = int(table["needed"].isna().sum())
    key = "alive" if facts.no_date else "enough" if enough_already(facts) else "none" if rows.empty else "sentence"
    sentence = words(f"levers_chart.{key}", impossible=impossible, n=len(table), nearest=_first(drawn, words))
    return dots(
        rows,
        x=Axis(field="times", title=words("levers_chart.x"), unit="number", domain=(1, _last(rows))),
        y=Axis(field="lever", title="", kind="nominal", unit="text"),
        caption=Caption(
            name="levers",
            sentence=sentence,
            description=words("levers_chart.description", sentence=sentence, impossible=impossible),
            source=f"{facts.source}, deals",
            n=facts.n_deals,
        ),
    )


def _label(row: pd.Series, words: Words) -> str:
    return words(f"lever.{row['lever']}_short", now=row["now"], needed=row["needed"])


def _first(drawn: pd.DataFrame, words: Words) -> str:
    return sentence_of(drawn.iloc[0], words) if len(drawn) else ""


def _last(rows: pd.DataFrame) -> float:
    return max(float(np.ceil(rows["times"].max())), 2.0) if len(rows) else 2.0
