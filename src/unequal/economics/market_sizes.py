"""How large a tier is: everybody counted, those who fit and are within reach, and those who may be won.

Always customers first and money second, since what a plan needs are customers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from .market_evidence import Tier

TAM, SAM, SOM = "TAM", "SAM", "SOM"
COLUMNS = ("tier", "level", "customers", "low", "high", "money", "money_low", "money_high")


def market_sizes(tiers: Iterable[Tier], *, within_reach: float, won: float) -> pd.DataFrame:
    """Return the three sizes of each tier.

    Without a checked sample nobody knows how many of those counted fit: then the size within reach has no estimate,
    only what there is at least (own customers) and at most (all of them).

    Args:
        tiers: What is known of each.
        within_reach: Share of those who fit whom our channels, languages and compliance reach.
        won: Share of those within reach that may be won.

    Returns:
        tier, level (TAM all that were counted, SAM those who fit and are within reach, SOM of these to be won),
        customers, low, high (90 %), money, money_low, money_high (a year; nan where no price is known).

    >>> from .market_evidence import tier_of
    >>> rows = pd.DataFrame({"source": ["list"], "year": [2026.0], "count": [1900.0], "sample_n": [60.0],
    ...                      "sample_hits": [9.0], "grade": ["E4"], "value": [120000.0]})
    >>> found = market_sizes([tier_of("Big", rows, own=0)], within_reach=1.0, won=0.05)
    >>> found["customers"].to_list(), found["money"].to_list()
    ([1900.0, 285.0, 14.25], [228000000.0, 34200000.0, 1710000.0])
    """
    rows = [row for one in tiers for row in _levels(one, within_reach, won)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _levels(one: Tier, reach: float, won: float) -> list[tuple[object, ...]]:
    everybody = float(one.names) if one.sample else one.count
    fitting = one.count if one.sample else math.nan
    low = one.low if one.sample else float(one.own)
    high = one.high if one.sample else everybody
    sizes = {
        TAM: (everybody, math.nan, math.nan),
        SAM: (fitting * reach, low * reach if one.sample else low, max(high * reach, low)),
        SOM: (fitting * reach * won, low * reach * won if one.sample else math.nan, max(high * reach, low) * won),
    }
    return [(one.name, level, *sizes[level], *(size * one.value for size in sizes[level])) for level in sizes]
