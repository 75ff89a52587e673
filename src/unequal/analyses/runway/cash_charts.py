"""The cash path against its reserve, as it is planned and as it may go."""

from __future__ import annotations

import math

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, lines
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts

SHOWN_MONTHS_AFTER = 6  # beyond the end of cash nothing is decided


def cash(facts: Facts, words: Words) -> Chart:
    """Draw the committed cash path with the reserve, the decision date and the day cash ends."""
    last = facts.runway_months + SHOWN_MONTHS_AFTER if math.isfinite(facts.runway_months) else math.inf
    rows = facts.cash_path[facts.cash_path["month"] <= last]
    key = (
        "cash_chart.alive"
        if facts.no_date
        else "cash_chart.ends"
        if math.isfinite(facts.runway_months)
        else "cash_chart.low"
    )
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


def cash_band(facts: Facts, words: Words) -> Chart:
    """Draw the middle of the drawn paths, with the band that holds eight in ten of them."""
    risk = facts.risk
    key = f"band_chart.{_until(facts)}"
    end = risk.by_month.iloc[-1]
    sentence = words(key, share=1 - risk.gone_by_raise, months=risk.raise_in, gone=end["gone"])
    return lines(
        _shown(facts)[["month", "middle", "low", "high"]],
        x=Axis(field="month", title=words("cash_chart.x"), unit="months"),
        y=Axis(field="middle", title=words("cash_chart.y", currency=words.currency), unit="money"),
        marks=[
            *(
                [NamedLine(at=facts.decision_months, label=words("cash_chart.decision"))]
                if facts.decision_months > 0
                else []
            ),
            NamedLine(at=0.0, label=words("band_chart.nothing"), along="y"),
        ],
        caption=Caption(
            name="cash_band",
            sentence=sentence,
            description=words("band_chart.description", sentence=sentence, draws=risk.draws),
            source=f"{facts.source}, deals",
            n=risk.draws,
        ),
    )


def cash_gone(facts: Facts, words: Words) -> Chart:
    """Draw the chance that cash has been gone by each month."""
    risk = facts.risk
    key = f"gone_chart.{_until(facts)}"
    sentence = words(key, gone=risk.gone_by_raise, months=risk.raise_in, end=risk.by_month["gone"].iloc[-1])
    return lines(
        _shown(facts)[["month", "gone"]],
        x=Axis(field="month", title=words("cash_chart.x"), unit="months"),
        y=Axis(field="gone", title=words("gone_chart.y"), unit="percent", domain=(0, 1)),
        marks=[NamedLine(at=risk.raise_in, label=words(f"gone_chart.{'raise' if facts.raise_months > 0 else 'date'}"))],
        caption=Caption(
            name="cash_gone",
            sentence=sentence,
            description=words("gone_chart.description", sentence=sentence, draws=risk.draws),
            source=f"{facts.source}, deals",
            n=risk.draws,
        ),
    )


def _until(facts: Facts) -> str:
    """Return what cash must last until: a raise, the decision date, or nothing that is dated."""
    if math.isnan(facts.risk.gone_by_raise):
        return "no_date"
    return "sentence" if facts.raise_months > 0 else "until_date"


def _shown(facts: Facts) -> pd.DataFrame:
    """Return the months that decide anything: a year past the end of the committed path."""
    last = facts.runway_months + 2 * SHOWN_MONTHS_AFTER
    rows = facts.risk.by_month
    return rows[rows["month"] <= last] if math.isfinite(last) else rows
