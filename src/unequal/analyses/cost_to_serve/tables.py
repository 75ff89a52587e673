"""Customers that lose, segments, pools, quarters, and what moved the margin."""

from __future__ import annotations

from datetime import date

import pandas as pd

from unequal.segments.order import ALL
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts
from .trends import A_YEAR

MOST_SHOWN = 15
MONEY = ("revenue", "cost_to_serve", "contribution")


def losing(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Customers that leave least, those most likely to lose first."""
    rows = facts.customers[facts.customers["contribution"].lt(0) & ~facts.customers["trial"]]
    if rows.empty:
        return None
    rows = rows.sort_values(["contribution", "customer_id"]).head(MOST_SHOWN)
    return presented(
        rows,
        title=words("losing.title"),
        columns={
            "customer_id": (words("column.customer"), "text"),
            "segment": (words("column.segment"), "text"),
            **{one: (words(f"column.{one}"), "money") for one in MONEY},
            "probability_loss": (words("column.probability_loss"), "percent"),
        },
        note=words("losing.note", n=len(rows)),
        source="revenue, activities, cost_pools",
    )


def segments(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What each segment pays, takes and leaves."""
    if facts.segments.empty:
        return None
    return presented(
        facts.segments.assign(segment=_named(facts.segments["segment"], words)),
        title=words("segments.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "customers": (words("column.customers"), "count"),
            **{one: (words(f"column.{one}"), "money") for one in MONEY},
            "service_share": (words("column.service_share"), "percent"),
            "margin": (words("column.margin"), "percent"),
            "losing": (words("column.losing"), "count"),
        },
        note=words("segments.note", months=facts.window.months),
        source="revenue, activities, cost_pools",
    )


def pools(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Each pool with its hours, used and idle; idle hours are nobody's cost."""
    if facts.pools.empty:
        return None
    return presented(
        facts.pools,
        title=words("pools.title"),
        columns={
            "pool": (words("column.pool"), "text"),
            "driver": (words("column.driver"), "text"),
            "cost": (words("column.cost"), "money"),
            "capacity_hours": (words("column.capacity_hours"), "number"),
            "used_hours": (words("column.used_hours"), "number"),
            "use": (words("column.use"), "percent"),
            "rate": (words("column.rate"), "money"),
            "idle_cost": (words("column.idle_cost"), "money"),
        },
        note=words("pools.note"),
        source="activities, cost_pools",
    )


def quarters(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Where each segment's margin is heading."""
    rows = facts.trends[facts.trends["n"] > 0]
    if rows.empty:
        return None
    yearly = {one: A_YEAR * rows[one] for one in ("a_quarter", "low", "high", "theil_sen")}
    kinds = rows["after_service"].map({True: words("trend.after_service"), False: words("trend.before_service")})
    return presented(
        rows.assign(segment=_named(rows["segment"], words), kind=kinds, **yearly),
        title=words("quarters.title"),
        columns={
            "segment": (words("column.segment"), "text"),
            "kind": (words("column.kind"), "text"),
            "n": (words("column.n"), "count"),
            "measured": (words("column.measured"), "percent"),
            "a_quarter": (words("column.a_year"), "percent"),
            "low": (words("column.low"), "percent"),
            "high": (words("column.high"), "percent"),
            "theil_sen": (words("column.theil_sen"), "percent"),
            "to_floor": (words("column.to_floor"), "number"),
        },
        note=words("quarters.note"),
        source="revenue, activities, cost_pools",
    )


def change(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What moved the margin, part by part."""
    if facts.change.empty:
        return None
    return presented(
        facts.change.assign(part=[words(f"part.{one}") for one in facts.change["part"]]),
        title=words(
            "change.title", begin=date.fromisoformat(facts.change_from), end=date.fromisoformat(facts.change_to)
        ),
        columns={"part": (words("column.part"), "text"), "moved": (words("column.moved"), "percent")},
        note=words("change.note"),
        source="revenue, activities, cost_pools",
    )


def _named(segments: pd.Series, words: Words) -> list[str]:
    return [words("all_segments") if one == ALL else str(one) for one in segments]
