"""What makes counts doubtful: sites counted as firms, totals among the tiers, lists below own customers, zeros."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from unequal.economics.market_counts import SITE, counted, counts_what, sites_beside_firms
from unequal.economics.market_evidence import TRANSFER, Tier
from unequal.segments.order import ALL

from .counted_tiers import Market

COLUMNS = ("tier", "kind", "figure", "other", "source")
MANY_SITES = 1.1  # own customers a group of companies, from here on worth a word (assumption)
MANY_SOURCES = 2
Doubt = tuple[str, str, float, float, str]


def doubts_of(market: Market, *, sites: float, pyramids: int, instead: tuple[str, str]) -> pd.DataFrame:
    """Return what makes the counts doubtful, a row a doubt.

    Args:
        market: The tidied table.
        sites: Own customers for each group of companies.
        pyramids: Sources that each count tiers enough for a pyramid of their own.
        instead: The tier asked for, empty where it is judged, and the one that is judged.

    Returns:
        tier (empty: all), kind, figure and other (what stands against what), source. Kinds: ``sites_dropped`` (sites,
        firms), ``only_sites`` (sites), ``own_above`` (own, names), ``empty``, ``sources_differ`` (most, fewest),
        ``own_sites`` (sites a group), ``total`` (its count, the sum of the tiers), ``spelling`` (spellings),
        ``many_sources`` (sources), ``target_missing`` (source: the tier that is judged).
    """
    found = [one for tier in market.tiers for one in _of_tier(tier, market.rows, lone=pyramids < MANY_SOURCES)]
    if instead[0] not in ("", ALL):
        found.append((instead[0], "target_missing", math.nan, math.nan, instead[1]))
    return pd.DataFrame([*found, *_of_all(market, sites, pyramids)], columns=list(COLUMNS))


def _of_tier(tier: Tier, rows: pd.DataFrame, *, lone: bool) -> Iterator[Doubt]:
    mine = rows[rows["segment"].eq(tier.name)]
    beside = sites_beside_firms(mine)
    if beside.any():
        yield tier.name, "sites_dropped", float(mine.loc[beside, "count"].sum()), _names(tier), tier.source
    used = mine[~beside & mine["source"].eq(tier.source)]
    if len(used) and used["definition"].map(counts_what).eq(SITE).all():
        yield tier.name, "only_sites", _names(tier), math.nan, tier.source
    if tier.own > max(tier.names, tier.count):
        yield tier.name, "own_above", float(tier.own), _names(tier), tier.source
    if _names(tier) == 0:
        yield tier.name, "empty", 0.0, math.nan, tier.source
    if lone and not tier.sample and tier.lists is None:
        yield from _sources_differ(tier, mine)


def _sources_differ(tier: Tier, mine: pd.DataFrame) -> Iterator[Doubt]:
    each = [counted(part) for _, part in mine[mine["list_n"].isna()].groupby("source")]
    counts = [one.count for one in each if one is not None and one.grade <= tier.grade]
    if len(counts) > 1 and max(counts) > TRANSFER * min(counts):
        yield tier.name, "sources_differ", max(counts), min(counts), tier.source


def _of_all(market: Market, sites: float, pyramids: int) -> Iterator[Doubt]:
    if sites >= MANY_SITES:
        yield "", "own_sites", sites, math.nan, "customers"
    if len(market.total):
        tiers = sum(_names(one) for one in market.tiers)
        yield "", "total", float(market.total["count"].iloc[0]), tiers, str(market.total["source"].iloc[0])
    if market.respelled:
        yield "", "spelling", float(market.respelled), math.nan, "market"
    if pyramids >= MANY_SOURCES:
        yield "", "many_sources", float(pyramids), math.nan, market.tiers[0].source


def _names(tier: Tier) -> float:
    return float(tier.names) if tier.sample else tier.count
