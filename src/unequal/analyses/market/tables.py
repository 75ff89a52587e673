"""The tiers in figures, and a public pyramid beside them."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented

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


def public_pyramid(facts: Facts, words: Words) -> pd.DataFrame:
    """All firms of one country by size."""
    return presented(
        facts.public,
        title=words("public.title"),
        columns={
            "employees_from": (words("public.employees"), "count"),
            "firms": (words("public.firms"), "count"),
        },
        note=words("public.note", slope=facts.public_slope),
        source="B33",
    )
