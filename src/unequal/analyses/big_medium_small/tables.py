"""The trade-off in figures, the people it takes, the price of each way to sell, and how many fit at once."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.economics.motions import Motion
from unequal.economics.unit_economics import customers_for
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts

# Customers for 100 million a year at each price (B07).
SIZES = (("elephants", 1_000, 100_000), ("deer", 10_000, 10_000), ("rabbits", 100_000, 1_000), ("mice", 1_000_000, 100),
         ("flies", 10_000_000, 10))  # fmt: skip


def tradeoffs(facts: Facts, words: Words) -> pd.DataFrame:
    """Every segment in a row: cost, payback, worth."""
    rows = facts.tradeoffs
    shown = rows.assign(payback=[_paid_back(row, words) for _, row in rows.iterrows()])
    return presented(
        shown,
        title=words("tables.tradeoffs"),
        columns={
            "segment": (words("column.segment"), "text"),
            "cac": (words("column.cac"), "money"),
            "simple_payback_months": (words("column.simple"), "months"),
            "payback": (words("column.payback"), "text"),
            "p_payback": (words("column.in_time"), "percent"),
            "ltv": (words("column.ltv"), "money"),
            "ltv_ratio": (words("column.ratio"), "number"),
            "uncapped_ratio": (words("column.uncapped"), "number"),
            "grade": (words("column.grade"), "text"),
        },
        note=words("tables.tradeoffs_note", years=facts.horizon_months / 12, discount=facts.discount_annual),
        source="segments, deals, customers, revenue",
    )


def holes(facts: Facts, words: Words) -> pd.DataFrame:
    """Every segment in a row: the hole that its programme digs, the way it is sold, what to know better first."""
    rows = facts.tradeoffs
    own = facts.motions[facts.motions["own"].astype("bool")].set_index("segment")
    shown = rows.assign(
        motion=[_motion(own, name, words) for name in rows["segment"]],
        gap=[words(f"figure.{one}") if one else "" for one in rows["gap"]],
    )
    return presented(
        shown,
        title=words("tables.holes"),
        columns={
            "segment": (words("column.segment"), "text"),
            "trough": (words("column.trough"), "money"),
            "trough_month": (words("column.trough_month"), "count"),
            "break_even_month": (words("column.break_even"), "count"),
            "p_affordable": (words("column.carried"), "percent"),
            "motion": (words("column.motion"), "text"),
            "gap": (words("column.gap"), "text"),
        },
        note=words("tables.holes_note", budget=facts.budget),
        source="segments, deals, finance",
    )


def _paid_back(row: pd.Series, words: Words) -> str:
    if row["never_pays_back"]:
        return words("tables.never")
    return words("segment.range", months=(row["payback_months"], row["payback_p10"], row["payback_p90"]))


def _motion(own: pd.DataFrame, name: str, words: Words) -> str:
    if name not in own.index:
        return ""
    row: Any = own.loc[name]
    return (
        words(f"sold.{row['motion']}")
        if row["fits"]
        else words("tables.not_paid", motion=words(f"sold.{row['motion']}"))
    )


def people(facts: Facts, words: Words) -> pd.DataFrame:
    """Customers, opportunities and sellers that the target takes."""
    return presented(
        facts.tradeoffs,
        title=words("tables.people"),
        columns={
            "segment": (words("column.segment"), "text"),
            "customers_needed": (words("column.customers"), "count"),
            "customers_to_win": (words("column.to_win"), "count"),
            "penetration": (words("column.penetration"), "percent"),
            "opportunities": (words("column.opportunities"), "count"),
            "rep_years": (words("column.rep_years"), "number"),
            "wins_per_seller": (words("column.wins"), "number"),
            "arr_per_seller": (words("column.arr"), "money"),
            "first_year_share": (words("column.ramp"), "percent"),
            "starts_a_month": (words("column.starts"), "number"),
            "sellers_needed": (words("column.needed"), "number"),
            "sellers": (words("column.sellers"), "number"),
        },
        note=words("tables.people_note", hours=facts.selling_hours, open=facts.open_deals),
        source="segments, deals, market",
    )


def motions(facts: Facts, words: Words) -> pd.DataFrame | None:
    """The price from which each way to sell pays, in each segment."""
    if facts.motions.empty:
        return None
    rows = facts.motions
    shown = rows.assign(
        motion=[words(f"sold.{one}") for one in rows["motion"]],
        fits=[words("tables.yes" if one else "tables.no") for one in rows["fits"]],
    )
    return presented(
        shown,
        title=words("tables.motions"),
        columns={
            "segment": (words("column.segment"), "text"),
            "motion": (words("column.motion"), "text"),
            "cac": (words("column.cac"), "money"),
            "ceiling": (words("column.ceiling"), "money"),
            "acv": (words("column.price"), "money"),
            "minimum_acv": (words("column.least"), "money"),
            "minimum_acv_18": (words("column.least_18"), "money"),
            "payback_months": (words("column.months"), "months"),
            "fits": (words("column.fits"), "text"),
        },
        note=words("tables.motions_note"),
        source="segments, deals",
    )


def together(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Which so many programmes fit best at once."""
    if facts.together.empty:
        return None
    rows = facts.together
    shown = rows.assign(
        number=[words("column.plan") if plan else f"{n}" for n, plan in zip(rows["number"], rows["plan"], strict=True)]
    )
    return presented(
        shown,
        title=words("tables.together"),
        columns={
            "number": (words("column.together"), "text"),
            "segments": (words("column.segment"), "text"),
            "headroom": (words("column.left"), "money"),
            "probability": (words("column.carried"), "percent"),
            "sellers_needed": (words("column.needed"), "number"),
            "sellers": (words("column.sellers"), "number"),
        },
        note=words("tables.together_note", budget=facts.budget),
        source="segments, finance",
    )


def ways_to_sell(_facts: Facts, words: Words) -> pd.DataFrame:
    """What each way to sell asks for before it is scaled, and when it does not fit."""
    kinds = ("typical", "before", "carries", "misfit")
    rows = [{"motion": words(f"sold.{one}"), **{kind: words(f"ways.{one}_{kind}") for kind in kinds}} for one in Motion]
    columns = {"motion": words("column.motion"), **{kind: words(f"column.{kind}") for kind in kinds}}
    return presented(
        pd.DataFrame(rows, dtype="str"),
        title=words("tables.ways"),
        columns={key: (label, "text") for key, label in columns.items()},
        note=words("tables.ways_note"),
        source="B44, B47",
    )


def sizes(facts: Facts, words: Words) -> pd.DataFrame:
    """How many customers a hundred million a year takes at five prices, and how many the own target."""
    target = facts.target_arr
    rows = [
        (words(f"animals.{name}"), price, number, math.nan if math.isnan(target) else customers_for(target, price / 12))
        for name, number, price in SIZES
    ]
    return presented(
        pd.DataFrame(rows, columns=["animal", "price", "for_100", "for_target"]).astype(
            {"price": "float64", "for_100": "float64", "for_target": "float64"}
        ),
        title=words("tables.sizes"),
        columns={
            "animal": (words("column.animal"), "text"),
            "price": (words("column.each"), "money"),
            "for_100": (words("column.for_100"), "count"),
            "for_target": (words("column.for_target"), "count"),
        },
        note=words("tables.sizes_note"),
        source="B07",
    )
