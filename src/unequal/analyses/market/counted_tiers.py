"""The rows of the market table as tiers: one spelling each, in order, no total among them, and where each begins."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from unequal.economics.market_evidence import Tier, tier_of
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.segments.spellings import folded, one_spelling
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs

FEWEST = 5  # paying customers; with fewer their mean is no tier's price
TOTALS = ("all", "total", "sum", "everyone", "overall", "grandtotal", "alltiers", "allsegments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The market table, tidied.

    Attributes:
        rows: Without totals, each segment in one spelling.
        total: Rows that count all tiers together, left out.
        respelled: Different spellings beyond the one that stays.
        tiers: What is known of each, the smallest first.
        begins: Where each begins; nan where nobody says.
    """

    rows: pd.DataFrame
    total: pd.DataFrame
    respelled: int
    tiers: tuple[Tier, ...]
    begins: tuple[float, ...]


def market_of(inputs: Inputs, own: pd.DataFrame, target: str) -> Market:
    """Return the tiers that were counted, whatever order and spelling the rows are in."""
    table = inputs.tables["market"]
    known = [one for one in inputs.segments if one not in (ALL, OTHER, UNKNOWN)]
    spelled = table.assign(segment=one_spelling(table["segment"], [*known, *inputs.workspace.cuts, target]))
    is_total = spelled["segment"].map(folded).isin(TOTALS)
    is_total &= not is_total.all()
    rows = spelled[~is_total]
    names = tier_order(known, rows)
    tiers = [_tier(name, rows[rows["segment"].eq(name)], own) for name in names]
    begins = [band_from(inputs, rows[rows["segment"].eq(name)], name) for name in names]
    ranks = _ranks(inputs, tiers, begins)
    order = sorted(range(len(tiers)), key=lambda place: ranks[place])
    return Market(
        rows=rows,
        total=spelled[is_total],
        respelled=table["segment"].nunique() - spelled["segment"].nunique(),
        tiers=tuple(tiers[place] for place in order),
        begins=tuple(begins[place] for place in order),
    )


def tier_order(known: list[str], rows: pd.DataFrame) -> list[str]:
    """Return the tiers that were counted, in the order of the segments in force; others follow by name."""
    counted = set(rows["segment"].astype(str))
    return [*(one for one in known if one in counted), *sorted(counted - set(known))]


def band_from(inputs: Inputs, rows: pd.DataFrame, name: str) -> float:
    """Return where a tier begins: as counted, else the segment's cut; the first tier begins at 1; nan where unknown."""
    stated = rows["band_from"].dropna()
    if len(stated):
        return max(float(stated.min()), 1.0)  # from nobody on is from one on: nothing has no logarithm
    cuts = dict(inputs.workspace.cuts)
    if name in cuts:
        return float(cuts[name])
    return 1.0 if cuts else math.nan


def _ranks(inputs: Inputs, tiers: list[Tier], begins: list[float]) -> list[float]:
    """Return what tells which tier is above which: where they begin, else the cuts' order, else what they pay."""
    if not any(math.isnan(one) for one in begins):
        return begins
    if inputs.workspace.cuts:
        return [0.0 for _ in tiers]
    return [math.inf if math.isnan(one.value) else one.value for one in tiers]


def _tier(name: str, rows: pd.DataFrame, own: pd.DataFrame) -> Tier:
    mine = own[own["tier"].eq(name)]
    paying = mine.loc[mine["mrr_now"] > 0, "mrr_now"]
    value = MONTHS_PER_YEAR * float(paying.mean()) if len(paying) >= FEWEST else math.nan
    return tier_of(name, rows, own=int(mine["group_id"].nunique()), value=value)
