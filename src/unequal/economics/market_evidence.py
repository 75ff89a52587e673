"""Whether enough customers of a tier exist: what a checked sample, two lists, or own customers prove.

A count from a register says how many have the right size, not how many need the product. So it proves nothing by
itself; it can only show that there are too few.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom

from unequal.stats.capture import Captured, chapman

from .market_counts import LEVEL, Counted, counted, fitting_bounds

TRANSFER = 1.5  # how far a count of others may be off, either way (assumption)
OFFICIAL = ("E1", "E2", "E3")
CHECKS = (10, 20, 40, 80, 160, 320)  # names more to check
LIKELY = 0.80
LISTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What is known of one tier.

    Attributes:
        name: The segment.
        count: Customers, of those that a checked sample says fit; names on the list where none was checked.
        low, high: Ends of its interval; nan where nothing was checked.
        lower_bound: Customers that there are at least (one-sided, 95 %); nan without evidence.
        most: Customers that there are at most; nan where nobody counted well enough to say.
        own: Different own customers, a group of companies counted once.
        value: Money a year that one pays; nan where not known.
        grade, source: Of the count.
        names, sample, hits: Names on the list, of these checked, of these found to fit; 0 without a check.
        lists: What two lists together say; None without.
    """

    name: str
    count: float
    low: float
    high: float
    lower_bound: float
    most: float
    own: int
    value: float
    grade: str
    source: str
    names: int
    sample: int
    hits: int
    lists: Captured | None


def tier_of(name: str, rows: pd.DataFrame, *, own: int, value: float = math.nan) -> Tier:
    """Return what the rows of one tier prove.

    Args:
        name: The segment.
        rows: Of the table `market`, this segment.
        own: Different own customers of it.
        value: Money a year that own customers pay; the table's own is taken where this is nan.
    """
    found = counted(rows[rows["list_n"].isna()] if "list_n" in rows else rows)
    lists = _two_lists(rows)
    sample, hits, names = _checked(rows)
    bounds = [found.low if found and sample else math.nan, float(own) if own else math.nan]
    return Tier(
        name=name,
        count=found.count if found else lists.count if lists else math.nan,
        low=found.low if found else lists.low if lists else math.nan,
        high=found.high if found else lists.high if lists else math.nan,
        lower_bound=float(np.nanmax(bounds)) if not np.isnan(bounds).all() else math.nan,
        most=_most(found, sample),
        own=own,
        value=value if math.isfinite(value) else _value(rows),
        grade=found.grade if found else "E4" if lists else "E5",
        source=found.source if found else "lists" if lists else "",
        names=names,
        sample=sample,
        hits=hits,
        lists=lists,
    )


def _most(found: Counted | None, sample: int) -> float:
    if found is None:
        return math.nan
    if sample:
        return found.high
    return found.count * TRANSFER if found.grade in OFFICIAL else math.nan


def _checked(rows: pd.DataFrame) -> tuple[int, int, int]:
    checked = rows[rows["sample_n"].gt(0) & rows["sample_hits"].notna()]
    return int(checked["sample_n"].sum()), int(checked["sample_hits"].sum()), int(checked["count"].sum())


def _value(rows: pd.DataFrame) -> float:
    known = rows["value"].dropna()
    return float(known.iloc[0]) if len(known) else math.nan


def _two_lists(rows: pd.DataFrame) -> Captured | None:
    if "list_n" not in rows:
        return None
    lists = rows[rows["list_n"].notna() & rows["overlap_n"].notna()].head(LISTS)
    if len(lists) < LISTS:
        return None
    first, second = (int(one) for one in lists["list_n"])
    return chapman(first, second, int(lists["overlap_n"].min()), level=LEVEL)


def chance_of_proof(names: int, sample: int, hits: int, *, more: int, needed: float) -> float:
    """Return the chance that checking more names proves that enough fit, at the rate seen so far.

    >>> round(chance_of_proof(1900, 60, 9, more=40, needed=180), 2)
    0.57
    """
    checked = sample + more
    enough = next((one for one in range(more + 1) if fitting_bounds(names, checked, hits + one)[0] >= needed), more + 1)
    return float(binom.sf(enough - 1, more, hits / sample)) if sample else math.nan


def more_to_check(tier: Tier, needed: float) -> tuple[int, float]:
    """Return how many more names to check and the chance that they prove enough; 0 and nan where none can be checked.

    The fewest that are likely to (0.80); else those with the best chance.

    >>> rows = pd.DataFrame({"source": ["list"], "year": [2026.0], "count": [1900.0], "sample_n": [60.0],
    ...                      "sample_hits": [9.0], "grade": ["E4"], "value": [120000.0]})
    >>> more_to_check(tier_of("Big", rows, own=0), 180)[0]
    160
    """
    left = tier.names - tier.sample
    if not tier.sample or left <= 0:
        return 0, math.nan
    best = (0, math.nan)
    for more in (one for one in CHECKS if one <= left):
        chance = chance_of_proof(tier.names, tier.sample, tier.hits, more=more, needed=needed)
        if best[0] == 0 or chance > best[1]:
            best = (more, chance)
        if chance >= LIKELY:
            break
    return best
