"""Which tiers have customers enough for the plan, and what that rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from unequal.customers import end_users
from unequal.economics.market_evidence import Tier, more_to_check
from unequal.economics.market_pyramid import by_source, held_above
from unequal.economics.market_sizes import market_sizes
from unequal.economics.unit_economics import customers_for
from unequal.stats.tail_slope import tail_slope
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs, Missing

from .counted_tiers import Market, market_of
from .doubts import doubts_of
from .knobs import Knobs
from .shapes import EMPLOYEES, MONEY, SIZE, public_firms, public_receipts, pyramid_rows, size_classes

COLUMNS = (
    "tier", "count", "low", "high", "value", "customers_needed", "needed", "lower_bound", "most", "own", "worth",
    "grade", "source", "sample_n", "sample_hits", "band_from", "names",
)  # fmt: skip
FEWEST_BANDS = 3  # of a source that has a pyramid of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the tiers.

    Attributes:
        tiers: tier, count (of those that fit, where a sample was checked), low, high (90 %), value (money a year),
            customers_needed, needed (customers needed over the share that can be won), lower_bound (one-sided 95 %;
            nan without evidence), most (nan where nobody counted well enough), own (own customers, a group once), worth
            (count times value), grade, source, sample_n, sample_hits, band_from (lower bound), names (all that were
            counted, fitting or not); small tiers first.
        slope, slope_low, slope_high: Of the pyramid on two logarithmic axes; nan without tiers enough.
        sizes: tier, level (TAM, SAM, SOM), customers, low, high, money, money_low, money_high (a year).
        shape: series (market, own, public), tier, size, at_least (as large or larger), accent; empty below two sizes.
        unit: What sizes are of: ``employees``, ``size`` (as the cuts say) or ``money`` (what a tier pays a year).
        sources: The pyramid of each source with three bands or more: source, bands, count, slope, slope_low,
            slope_high, rises, rises_by_width.
        doubts: tier, kind, figure, other, source; see `doubts`.
        public: employees_from, firms, mean_employees, source, year: firms of the United States with employees, 2018.
        public_slope: Of that.
        receipts: employees_from, count, worth, value, share_of_count, share_of_worth: firms and receipts, 2002.
        classes: How official statistics cut firms by size.
        upside_down: Tiers that have no fewer customers than the one below.
        too_small: Tiers whose list has fewer names than there are own customers.
        target: The tier that is judged.
        target_arr: Money a year that the plan is for; nan where it is not said.
        reachable_share, within_reach: Share of those within reach that can be won, and share of those who fit that is.
        more, chance: Names more to check, and the chance that they prove enough; 0 and nan where none can be checked.
        sites: Own customers for each group of companies that they belong to.
    """

    tiers: pd.DataFrame
    slope: float
    slope_low: float
    slope_high: float
    sizes: pd.DataFrame
    shape: pd.DataFrame
    unit: str
    sources: pd.DataFrame
    doubts: pd.DataFrame
    public: pd.DataFrame
    public_slope: float
    receipts: pd.DataFrame
    classes: pd.DataFrame
    upside_down: tuple[str, ...]
    too_small: tuple[str, ...]
    target: str
    target_arr: float
    reachable_share: float
    within_reach: float
    more: int
    chance: float
    sites: float

    @property
    def judged(self) -> pd.Series:
        """The target's row."""
        return self.tiers[self.tiers["tier"].eq(self.target)].iloc[0]


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Somebody must have counted."""
    rows = inputs.tables.get("market")
    return None if rows is not None and len(rows) else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Set what each tier proves against what the plan needs of it."""
    own = own_customers(inputs)
    market = market_of(inputs, own, knobs.target_segment)
    tiers = tier_rows(market, knobs)
    target = target_of(inputs, knobs.target_segment, [one.name for one in market.tiers])
    judged = next(one for one in market.tiers if one.name == target)
    needed = float(tiers.loc[tiers["tier"].eq(target), "needed"].iloc[0])
    more, chance = (0, math.nan) if math.isnan(needed) else more_to_check(judged, needed)
    slope = tail_slope(tiers["band_from"], tiers["names"])
    public, unit = public_firms(), unit_of(inputs, tiers)
    sources = by_source(market.rows)
    sources = sources[sources["bands"].ge(FEWEST_BANDS)].reset_index(drop=True)
    sites = len(own) / own["group_id"].nunique() if len(own) else math.nan
    asked = "" if target == knobs.target_segment else knobs.target_segment
    doubts = doubts_of(market, sites=sites, pyramids=len(sources), instead=(asked, target))
    return Facts(
        tiers=tiers,
        slope=slope.estimate,
        slope_low=slope.low,
        slope_high=slope.high,
        sizes=market_sizes(market.tiers, within_reach=knobs.within_reach, won=knobs.reachable_share),
        shape=pyramid_rows(tiers, unit=unit, public=public),
        unit=unit,
        sources=sources,
        doubts=doubts,
        public=public,
        public_slope=tail_slope(public["employees_from"], public["firms"]).estimate,
        receipts=_receipts(),
        classes=size_classes(),
        upside_down=upside_down(tiers),
        too_small=tuple(doubts.loc[doubts["kind"].eq("own_above"), "tier"]),
        target=target,
        target_arr=knobs.target_arr if knobs.target_arr is not None else math.nan,
        reachable_share=knobs.reachable_share,
        within_reach=knobs.within_reach,
        more=more,
        chance=chance,
        sites=sites,
    )


def own_customers(inputs: Inputs) -> pd.DataFrame:
    """Return own end users with their segment; resellers and other roles buy for others."""
    view = end_users(inputs.customers)
    return view.assign(tier=view["customer_id"].map(inputs.labels.customers))


def target_of(inputs: Inputs, asked: str, names: list[str]) -> str:
    """Return the tier that is judged: the plan's, else the last in order, which is the largest."""
    wanted = inputs.segment_asked(asked) or asked
    return wanted if wanted in names else names[-1]


def upside_down(tiers: pd.DataFrame) -> tuple[str, ...]:
    """Return the tiers that have no fewer customers than the tier below; a tier of unknown count is passed over."""
    known = tiers[tiers["names"].notna()]
    above = known["names"].to_numpy()[1:] >= known["names"].to_numpy()[:-1]
    return tuple(known["tier"].to_numpy()[1:][above])


def unit_of(inputs: Inputs, tiers: pd.DataFrame) -> str:
    """Return what tells how large a tier is: the people or the money that its cuts are of, else what it pays."""
    if tiers["band_from"].isna().any():
        return MONEY
    return EMPLOYEES if inputs.labels.scheme_asked == "size" else SIZE


def tier_rows(market: Market, knobs: Knobs) -> pd.DataFrame:
    """Return what is known of each tier, and what the plan asks of it."""
    pairs = zip(market.tiers, market.begins, strict=True)
    return pd.DataFrame([_row(one, begins, knobs) for one, begins in pairs])[list(COLUMNS)]


def _row(one: Tier, begins: float, knobs: Knobs) -> dict[str, object]:
    known = knobs.target_arr is not None and one.value > 0
    customers = customers_for(knobs.target_arr, one.value / MONTHS_PER_YEAR) if known and knobs.target_arr else math.nan
    return {
        "tier": one.name,
        "count": one.count,
        "low": one.low,
        "high": one.high,
        "value": one.value,
        "customers_needed": customers,
        "needed": customers / (knobs.reachable_share * knobs.within_reach),
        "lower_bound": one.lower_bound,
        "most": one.most,
        "own": one.own,
        "worth": one.count * one.value,
        "grade": one.grade,
        "source": one.source,
        "sample_n": one.sample,
        "sample_hits": one.hits,
        "band_from": begins,
        "names": float(one.names) if one.sample else one.count,
    }


def _receipts() -> pd.DataFrame:
    bands = public_receipts().rename(columns={"employees_from": "band_from", "firms": "count", "receipts": "worth"})
    return held_above(bands).rename(columns={"band_from": "employees_from"})
