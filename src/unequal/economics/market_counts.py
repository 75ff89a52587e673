"""How many customers of a segment exist, as far as a count, a list or a checked sample of it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from scipy.stats import hypergeom

GUESS = "E5"
OWN_SAMPLE = "E2"
LEVEL = 0.90
SITES = re.compile(r"\b(sites?|establishments?|locations?|branch(es)?|plants?|outlets?|premises|stores?|offices of)\b")
FIRMS = re.compile(r"\b(firms?|enterprises?|compan(y|ies)|parents?|groups?|business(es)?|decision makers?)\b")
SITE, FIRM = "site", "firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are.

    Attributes:
        count: Names on the list; those that truly fit, where a sample of it was checked.
        low, high: Ends of its interval; nan where nothing was checked.
        grade: Of the source; E2 where a sample was checked.
        source: Who counted.
        n: Size of the checked sample, 0 without one.
    """

    count: float
    low: float
    high: float
    grade: str
    source: str
    n: int


def counted(rows: pd.DataFrame, *, level: float = LEVEL) -> Counted | None:
    """Return the best count of one segment: the best grade, of those the newest; None without any.

    Bands of one source and year are added up; where a source counts both firms and their sites, firms alone count,
    since a firm decides once. A checked sample makes a list own data.

    Args:
        rows: Of the table `market`, one segment.
        level: Of the interval.

    >>> rows = pd.DataFrame({"source": ["list"], "year": [2026.0], "count": [1900.0], "sample_n": [60.0],
    ...                      "sample_hits": [9.0], "grade": ["E4"]})
    >>> found = counted(rows)
    >>> found.count, found.low, found.high, found.grade
    (285.0, 155.0, 466.0, 'E2')
    """
    if rows.empty:
        return None
    rows = rows[~sites_beside_firms(rows)]
    checked = rows["sample_n"].gt(0) & rows["sample_hits"].notna()
    stated = rows["grade"].fillna(GUESS)
    graded = rows.assign(checked=checked, trust=stated.mask(checked & stated.gt(OWN_SAMPLE), OWN_SAMPLE))
    chosen = graded.sort_values(["trust", "year", "source"], ascending=[True, False, True], kind="stable").iloc[0]
    same = graded["source"].eq(chosen["source"]) & graded["year"].eq(chosen["year"])
    parts = graded[same & graded["checked"].eq(chosen["checked"])]
    bounds = [
        _fitting(count, sample, hits, level)
        for count, sample, hits in zip(parts["count"], parts["sample_n"], parts["sample_hits"], strict=True)
    ]
    return Counted(
        count=sum(each[0] for each in bounds),
        low=sum(each[1] for each in bounds),
        high=sum(each[2] for each in bounds),
        grade=str(chosen["trust"]),
        source=str(chosen["source"]),
        n=int(parts["sample_n"].fillna(0).sum()) if bool(chosen["checked"]) else 0,
    )


def counts_what(definition: object) -> str:
    """Return whether a definition counts ``site`` or ``firm``; empty where it says neither.

    The word that comes first decides: "establishments of firms with 500 people" are sites.

    >>> counts_what("Firms of 500 and more"), counts_what("establishments of firms"), counts_what("runs yards")
    ('firm', 'site', '')
    """
    said = str(definition).casefold() if isinstance(definition, str) else ""
    found = {SITE: SITES.search(said), FIRM: FIRMS.search(said)}
    first = {kind: match.start() for kind, match in found.items() if match}
    return min(first, key=first.__getitem__) if first else ""


def sites_beside_firms(rows: pd.DataFrame) -> pd.Series:
    """Return which rows count the sites of firms that another row of the same segment, source and year counts.

    Args:
        rows: Of the table `market`.

    >>> rows = pd.DataFrame({"segment": "Big", "source": "office", "year": 2021.0,
    ...                      "definition": ["firms of 500", "sites of such firms"]})
    >>> sites_beside_firms(rows).to_list()
    [False, True]
    """
    if "definition" not in rows:
        return pd.Series(False, index=rows.index)
    what = rows["definition"].map(counts_what)
    same = [rows[one] for one in ("segment", "source", "year") if one in rows]
    has_firms = what.eq(FIRM).groupby(same).transform("any") if len(rows) else what.eq(FIRM)
    return what.eq(SITE) & has_firms.astype(bool)


def _fitting(count: float, sample: float, hits: float, level: float) -> tuple[float, float, float]:
    if not sample > 0 or math.isnan(hits):
        return count, math.nan, math.nan
    low, high = fitting_bounds(int(count), int(sample), int(hits), level=level)
    return count * hits / sample, low, high


def fitting_bounds(names: int, sample: int, hits: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Return how few and how many names of a list may fit, given a random sample of it, drawn without replacement.

    The low end alone is a one-sided bound of (1 + level) / 2. Source: exact tail inversion of the hypergeometric law.

    >>> fitting_bounds(1900, 60, 9)
    (155.0, 466.0)
    """
    tail = (1 - level) / 2
    most = names - (sample - hits)

    def few(fitting: int) -> bool:
        return bool(hypergeom.sf(hits - 1, names, fitting, sample) > tail)

    def many(fitting: int) -> bool:
        return bool(hypergeom.cdf(hits, names, fitting, sample) <= tail)

    low = _first(few, hits, most) if hits else 0
    high = _first(many, hits, most + 1) - 1 if hits < sample else names
    return float(low), float(high)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the first number for which a condition holds that never ceases to hold; `high` is the last resort."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
