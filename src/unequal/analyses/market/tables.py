"""The tiers in figures, their sizes, and public pyramids beside them."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

from .count_rules import SEVERAL, gravest_first, say_doubt
from .facts import Facts


def tiers(facts: Facts, words: Words) -> pd.DataFrame:
    """What is known of each tier, a row a tier."""
    return presented(
        facts.tiers,
        title=words("tiers.title"),
        columns={
            "tier": (words("tiers.tier"), "text"),
            "count": (words("tiers.count"), "count"),
            "lower_bound": (words("tiers.lower_bound"), "count"),
            "own": (words("tiers.own"), "count"),
            "needed": (words("tiers.needed"), "count"),
            "value": (words("tiers.value"), "money"),
            "worth": (words("tiers.worth"), "money"),
            "grade": (words("tiers.grade"), "text"),
            "source": (words("tiers.source"), "text"),
        },
        note=words("tiers.note", share=facts.reachable_share),
        source="market, customers",
    )


def sizes(facts: Facts, words: Words) -> pd.DataFrame:
    """Everybody counted, those who fit and are within reach, those who may be won: a row a tier and size."""
    shown = facts.sizes.assign(level=facts.sizes["level"].map(lambda one: words(f"sizes.{one}")))
    return presented(
        shown,
        title=words("sizes.title"),
        columns={
            "tier": (words("tiers.tier"), "text"),
            "level": (words("sizes.level"), "text"),
            "customers": (words("tiers.count"), "count"),
            "low": (words("sizes.low"), "count"),
            "high": (words("sizes.high"), "count"),
            "money": (words("sizes.money"), "money"),
            "money_high": (words("sizes.money_high"), "money"),
        },
        note=words("sizes.note", share=facts.reachable_share, reach=facts.within_reach),
        source="market, customers",
    )


def doubts(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What makes the counts doubtful, and how to mend it; None where there is one doubt at most, which is said."""
    if len(facts.doubts) < SEVERAL:
        return None
    rows = gravest_first(facts.doubts).to_dict("records")
    made = pd.DataFrame(
        [(say_doubt(row, words), words(f"counts.mend_{row['kind']}")) for row in rows], columns=["says", "mend"]
    )
    return presented(
        made,
        title=words("doubts.title"),
        columns={"says": (words("doubts.says"), "text"), "mend": (words("doubts.mend"), "text")},
        source="market, customers",
    )


def sources(facts: Facts, words: Words) -> pd.DataFrame | None:
    """The pyramid of each source that counted three sizes or more, the least steep first; None below two sources."""
    if len(facts.sources) < SEVERAL:
        return None
    shown = facts.sources.assign(
        left=10 ** facts.sources["slope"].astype("float64"),
        left_low=10 ** facts.sources["slope_low"].astype("float64"),
        left_high=10 ** facts.sources["slope_high"].astype("float64"),
    )
    return presented(
        shown,
        title=words("sources.title"),
        columns={
            "source": (words("tiers.source"), "text"),
            "bands": (words("sources.bands"), "count"),
            "count": (words("tiers.count"), "count"),
            "slope": (words("sources.slope"), "number"),
            "left": (words("sources.left"), "percent"),
            "left_low": (words("sources.left_low"), "percent"),
            "left_high": (words("sources.left_high"), "percent"),
            "rises": (words("sources.rises"), "text"),
            "rises_by_width": (words("sources.rises_by_width"), "text"),
        },
        note=words("sources.note"),
        source="market",
    )


def public_pyramid(facts: Facts, words: Words) -> pd.DataFrame:
    """All firms of one country by size."""
    return presented(
        facts.public,
        title=words("public.title"),
        columns={
            "employees_from": (words("public.employees"), "count"),
            "firms": (words("public.firms"), "count"),
            "mean_employees": (words("public.mean_employees"), "number"),
        },
        note=words("public.note", slope=facts.public_slope),
        source="B33",
    )


def public_receipts(facts: Facts, words: Words) -> pd.DataFrame:
    """How much of all receipts firms of each size hold."""
    top = facts.receipts.iloc[-1]
    return presented(
        facts.receipts,
        title=words("receipts.title", firms=top["share_of_count"], receipts=top["share_of_worth"]),
        columns={
            "employees_from": (words("public.employees"), "count"),
            "count": (words("public.firms"), "count"),
            "share_of_count": (words("receipts.share_of_count"), "percent"),
            "share_of_worth": (words("receipts.share_of_worth"), "percent"),
        },
        note=words("receipts.note"),
        source=str(top["source"]),
    )


def size_classes(facts: Facts, words: Words) -> pd.DataFrame:
    """How official statistics cut firms by size."""
    return presented(
        facts.classes,
        title=words("classes.title"),
        columns={
            "area": (words("classes.area"), "text"),
            "size": (words("classes.size"), "text"),
            "employees_from": (words("classes.employees_from"), "count"),
            "employees_below": (words("classes.employees_below"), "count"),
            "turnover_up_to": (words("classes.turnover_up_to"), "count"),
            "currency": (words("classes.currency"), "text"),
            "source": (words("classes.source"), "text"),
            "year": (words("classes.year"), "text"),
        },
        note=words("classes.note"),
    )
