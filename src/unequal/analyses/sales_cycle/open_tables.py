"""The open deals in figures, and the CRM's figures beside the right ones."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.segments.order import ALL
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts


def by_age(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Chance of the open deals to be won soon, by age."""
    found = facts.open_deals
    if found.by_age.empty:
        return None
    return presented(
        found.by_age.assign(
            age=[age_group(row, words) for row in found.by_age.to_dict("records")],
            sure=[words.write(one, "word", "standing") for one in found.by_age["standing"]],
        ),
        title=words("by_age.title"),
        columns={
            "age": (words("column.age"), "text"),
            "deals": (words("column.open"), "count"),
            "told": (words("column.told"), "count"),
            "chance": (words("column.chance"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "sure": (words("column.standing"), "text"),
        },
        note=facts.clock.noted(words("by_age.note", months=found.within_months), words),
        source="deals",
    )


def age_group(row: Any, words: Words) -> str:
    """Return an age group as it is read."""
    if math.isinf(row["to_months"]):
        return words("by_age.oldest", low=row["from_months"])
    return words("by_age.group", low=row["from_months"], high=row["to_months"])


def stages(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What the stage of an open deal does to its odds; only ages and stages in which a deal stands now."""
    found = facts.open_deals
    rows = found.stages[found.stages["open"].gt(0)]
    if rows.empty:
        return None
    return presented(
        rows.assign(age=[words("stages.age", months=one) for one in rows["landmark"]]),
        title=words("stages.title"),
        columns={
            "age": (words("column.age"), "text"),
            "stage": (words("column.stage"), "text"),
            "won": (words("column.won"), "count"),
            "others": (words("column.others"), "count"),
            "ratio": (words("column.ratio"), "number"),
            "open": (words("column.open_there"), "count"),
            "chance": (words("column.chance"), "percent"),
            "with_stage": (words("column.with_stage"), "percent"),
        },
        note=facts.clock.noted(words("stages.note", months=found.within_months), words),
        source="deals, deal_history",
    )


def bias(facts: Facts, words: Words) -> pd.DataFrame | None:
    """The three figures of a CRM, beside what the deals say, and why they differ."""
    shown, row = facts.naive_of(facts.target), facts.of(facts.target)
    if pd.isna(row["won_by_horizon"]):
        return None
    values = {
        "won": (row["won_by_horizon"], row["low"], row["high"]),
        "days": row["horizon_days"],
        "median": row["winner_median_days"],
        "fifth": row["fifth_won_days"],
    }
    naive = {"mean": ("mean_days", "days"), "rate": ("win_rate", "percent"), "survival": ("lost_as_open", "percent")}
    rows = [
        {
            "figure": words(f"bias.{name}"),
            "naive": words.write(float(shown[column]), kind),
            "right": words(f"bias.{name}_right", **values),
            "why": words(f"bias.{name}_why"),
        }
        for name, (column, kind) in naive.items()
    ]
    return presented(
        pd.DataFrame(rows),
        title=words("bias.title"),
        columns={
            "figure": (words("column.figure"), "text"),
            "naive": (words("column.naive_value"), "text"),
            "right": (words("column.right_value"), "text"),
            "why": (words("column.why"), "text"),
        },
        note=facts.clock.noted(words("bias.note", segment=ALL if facts.target == ALL else facts.target), words),
        source="deals",
    )


def reference(facts: Facts, words: Words) -> pd.DataFrame:
    """What others report of their cycles and win rates."""
    return presented(
        facts.reference,
        title=words("reference.title"),
        columns={
            "id": ("", "text"),
            "figure": (words("column.figure"), "text"),
            "source": (words("column.source"), "text"),
            "grade": (words("column.grade"), "text"),
        },
        note=words("reference.note"),
    )
