"""The cash in figures: as planned, as it may go, and in each scenario."""

from __future__ import annotations

import math

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts

EVERY = 3  # months in a row
LUMPY = 0.5  # of a year's receipts in its best quarter: the path looks longer than it is (assumption)
YEAR = 12


def cash_path(facts: Facts, words: Words) -> pd.DataFrame:
    """The committed cash path by quarter, until it has ended: what comes in and goes out, and the cash at its end."""
    rows = facts.cash_path[facts.cash_path["month"] <= facts.runway_months + EVERY]
    quarter = (rows["month"] + EVERY - 1) // EVERY
    sums = rows.groupby(quarter)[["inflow", "outflow"]].sum(min_count=1).reset_index(drop=True)
    shown = rows.groupby(quarter).last().reset_index(drop=True).assign(**sums)
    best = _best_quarter(facts)
    return presented(
        shown,
        title=words("cash_path.title"),
        columns={
            "month": (words("column.month"), "count"),
            "date": (words("column.day"), "date"),
            "inflow": (words("column.inflow"), "money"),
            "outflow": (words("column.outflow"), "money"),
            "cash": (words("column.cash"), "money"),
            "basis": (words("column.basis"), "text"),
        },
        note=" ".join([words("cash_path.note"), *([words("cash_path.lumpy", share=best)] if best > LUMPY else [])]),
        source=facts.source,
    )


def _best_quarter(facts: Facts) -> float:
    """Return the share of the coming year's receipts that its best three months in a row bring; 0 without any."""
    year = facts.cash_path["inflow"].iloc[1 : YEAR + 1]
    total = float(year.sum())
    return float(year.rolling(EVERY).sum().max()) / total if total > 0 else 0.0


def cash_risk(facts: Facts, words: Words) -> pd.DataFrame:
    """The drawn paths by quarter: what eight in ten hold, and the chance that cash is gone by then."""
    risk = facts.risk
    note = words("cash_risk.note", draws=risk.draws, error=risk.by_month["error"].max())
    near = [words("cash_risk.near", error=risk.error)] if _near(facts) else []
    without = [] if risk.with_wins else [words("cash_risk.without_wins")]
    return presented(
        risk.by_month.iloc[::EVERY],
        title=words("cash_risk.title"),
        columns={
            "month": (words("column.month"), "count"),
            "low": (words("column.p10"), "money"),
            "middle": (words("column.p50"), "money"),
            "high": (words("column.p90"), "money"),
            "gone": (words("column.gone"), "percent"),
        },
        note=" ".join([note, *_assumed(facts, words), *near, *without]),
        source=f"{facts.source}, deals",
    )


def _near(facts: Facts) -> bool:
    """Whether the simulation's error could carry the chance until the raise over a border."""
    risk = facts.risk
    if math.isnan(risk.gone_by_raise):
        return False
    lasts = 1 - risk.gone_by_raise
    return min(abs(lasts - facts.enough), abs(lasts - facts.hopeless)) < 2 * risk.error


def _assumed(facts: Facts, words: Words) -> list[str]:
    costs, late, _ = facts.risk.assumptions
    return [words("cash_risk.assumed", costs=costs.value, late=late.value)]


def scenarios(facts: Facts, words: Words) -> pd.DataFrame:
    """Each scenario of the workspace, and how it differs from the base."""
    rows = facts.scenarios
    shown = pd.DataFrame(
        {
            "scenario": rows["scenario"],
            "runway": [words("scenarios.months", x=one) for one in rows["runway_months"]],
            "decision": [words("scenarios.decision", x=one) for one in rows["decision_months"]],
            "probability": [words("scenarios.share", x=one) for one in rows["probability"]],
            **{
                f"{name}_change": [_change(words, one, kind) for one in rows[f"{name}_change"]]
                for name, kind in CHANGES
            },
        },
        dtype="str",
    )
    return presented(
        shown,
        title=words("scenarios.title", n=len(rows)),
        columns={
            "scenario": (words("column.scenario"), "text"),
            "runway": (words("column.runway"), "text"),
            "runway_months_change": (words("column.change"), "text"),
            "decision": (words("column.decision"), "text"),
            "decision_months_change": (words("column.change"), "text"),
            "probability": (words("column.enough", k=facts.wins_needed), "text"),
            "probability_change": (words("column.change"), "text"),
        },
        note=words("scenarios.note"),
        source=facts.source,
    )


CHANGES = (("runway_months", "months"), ("decision_months", "months"), ("probability", "points"))


def _change(words: Words, change: float, kind: str) -> str:
    """Return a difference with its sign; nothing where there is none to tell."""
    if math.isnan(change):
        return ""
    if change == 0:
        return words("scenarios.same")
    return words(f"scenarios.{kind}_change", x=change)
