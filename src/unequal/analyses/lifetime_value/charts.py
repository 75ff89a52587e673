"""What a customer is worth beside what winning it costs, and a forecast beside what came."""

from __future__ import annotations

import pandas as pd

from unequal.charts import Axis, Caption, dots, paths
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts


def worth(facts: Facts, words: Words) -> Chart | None:
    """Draw the value of a new customer of each segment, and what winning one costs; None where neither is known."""
    rows: list[dict[str, object]] = []
    for _, one in facts.named.iterrows():
        name = words("everybody") if one["segment"] == "all" else str(one["segment"])
        rows.append({"what": words("worth_chart.worth", segment=name), "money": one["value"], "low": one["low"],
                     "high": one["high"], "accent": True})  # fmt: skip
        if one["cac"] < float("inf"):
            rows.append({"what": words("worth_chart.cost", segment=name), "money": one["cac"], "accent": False})
    shown = pd.DataFrame(rows)
    shown = shown[shown["money"].notna()]
    if shown.empty:
        return None
    best = facts.named.iloc[int(facts.named["value"].argmax())]
    key = "all" if len(facts.named) == 1 else "sentence"
    sentence = words(f"worth_chart.{key}", segment=str(best["segment"]), value=best["value"])
    n = int(facts.named["customers"].sum())
    return dots(
        shown,
        x=Axis(field="money", title=words("worth_chart.x", currency=words.currency), unit="money"),
        y=Axis(field="what", title="", kind="nominal", unit="text"),
        caption=Caption(
            name="worth",
            sentence=sentence,
            description=words("worth_chart.description", sentence=sentence),
            source="customers, revenue, contracts",
            n=n,
        ),
    )


def forecast(facts: Facts, words: Words) -> Chart | None:
    """Draw who was expected to stay and who did; None where nothing could be forecast a year ago."""
    held = facts.held_out
    if held.empty:
        return None
    names = {"predicted": words("forecast.predicted"), "actual": words("forecast.actual")}
    rows = pd.concat(
        [
            held[["month"]].assign(share=held[one], series=name, context=one == "predicted", label="", below=False)
            for one, name in names.items()
        ],
        ignore_index=True,
    )
    last = held.iloc[-1]
    sentence = words("forecast.sentence", predicted=last["predicted"], actual=last["actual"])
    return paths(
        rows,
        x=Axis(field="month", title=words("forecast.x"), unit="months"),
        y=Axis(field="share", title=words("forecast.y"), unit="percent", domain=(0.0, 1.0)),
        series=Axis(field="series", title=words("forecast.series"), kind="nominal", unit="text"),
        caption=Caption(
            name="forecast",
            sentence=sentence,
            description=words("forecast.description", sentence=sentence),
            source="customers",
            n=facts.held_customers,
        ),
    )
