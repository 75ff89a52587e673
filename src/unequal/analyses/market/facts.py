"""Which tiers have customers enough for the plan, and what that rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from unequal.customers import end_users
from unequal.economics.market_evidence import Tier, more_to_check, tier_of
from unequal.economics.unit_economics import customers_for
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.stats.tail_slope import tail_slope
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs, Missing

from .knobs import Knobs

FEWEST = 5  # paying customers; with fewer their mean is no tier's price
PUBLIC = Path(__file__).parent / "us_firms_2018.csv"
COLUMNS = (
    "tier", "count", "low", "high", "value", "customers_needed", "needed", "lower_bound", "most", "own", "worth",
    "grade", "source", "sample_n", "sample_hits", "band_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the tiers.

    Attributes:
        tiers: tier, count (of those that fit, where a sample was checked), low, high (90 %), value (money a year),
            customers_needed, needed (customers needed / reachable share), lower_bound (one-sided 95 %; nan without
            evidence), most (nan where nobody counted well enough), own (own customers, a group once), worth (count
            times value), grade, source, sample_n, sample_hits, band_from (lower bound of the tier); small tiers first.
        slope, slope_low, slope_high: Of the pyramid on two logarithmic axes; nan without tiers enough.
        public: employees_from, firms: all firms of the United States with employees, 2018.
        public_slope: Of that.
        upside_down: Tiers that have no fewer customers than the one below.
        too_small: Tiers whose list has fewer names than there are own customers.
        target: The tier that is judged.
        target_arr: Money a year that the plan is for; nan where it is not said.
        reachable_share: Share of a tier that can be won.
        more, chance: Names more to check, and the chance that they prove enough; 0 and nan where none can be checked.
        sites: Own customers for each group of companies that they belong to.
    """

    tiers: pd.DataFrame
    slope: float
    slope_low: float
    slope_high: float
    public: pd.DataFrame
    public_slope: float
    upside_down: tuple[str, ...]
    too_small: tuple[str, ...]
    target: str
    target_arr: float
    reachable_share: float
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
    rows = inputs.tables["market"]
    own = own_customers(inputs)
    names = tier_order(inputs, rows)
    found = [_tier(name, rows[rows["segment"].eq(name)], own) for name in names]
    if not inputs.workspace.cuts:  # no number cuts them, so what they pay tells which is above which
        found = sorted(found, key=lambda one: (math.isnan(one.value), one.value))
        names = [one.name for one in found]
    target_arr = knobs.target_arr if knobs.target_arr is not None else math.nan
    tiers = pd.DataFrame([_row(one, inputs, rows, target_arr, knobs.reachable_share) for one in found])[list(COLUMNS)]
    target = target_of(inputs, knobs.target_segment, names)
    judged = found[names.index(target)]
    needed = float(tiers.loc[tiers["tier"].eq(target), "needed"].iloc[0])
    more, chance = (0, math.nan) if math.isnan(needed) else more_to_check(judged, needed)
    slope = tail_slope(tiers["band_from"], tiers["count"])
    public = pd.read_csv(PUBLIC)
    return Facts(
        tiers=tiers,
        slope=slope.estimate,
        slope_low=slope.low,
        slope_high=slope.high,
        public=public,
        public_slope=tail_slope(public["employees_from"], public["firms"]).estimate,
        upside_down=upside_down(tiers),
        too_small=tuple(one.name for one in found if one.own > max(one.names, one.count)),
        target=target,
        target_arr=target_arr,
        reachable_share=knobs.reachable_share,
        more=more,
        chance=chance,
        sites=len(own) / own["group_id"].nunique() if len(own) else math.nan,
    )


def own_customers(inputs: Inputs) -> pd.DataFrame:
    """Return own end users with their segment; resellers and other roles buy for others."""
    view = end_users(inputs.customers)
    return view.assign(tier=view["customer_id"].map(inputs.labels.customers))


def tier_order(inputs: Inputs, rows: pd.DataFrame) -> list[str]:
    """Return the tiers that were counted, in the order of the segments in force; others follow as they stand."""
    counted = list(dict.fromkeys(str(one) for one in rows["segment"]))
    known = [one for one in inputs.segments if one in counted and one not in (ALL, OTHER, UNKNOWN)]
    return [*known, *(one for one in counted if one not in known)]


def target_of(inputs: Inputs, asked: str, names: list[str]) -> str:
    """Return the tier that is judged: the plan's, else the last in order, which is the largest."""
    wanted = inputs.segment_asked(asked) or asked
    return wanted if wanted in names else names[-1]


def upside_down(tiers: pd.DataFrame) -> tuple[str, ...]:
    """Return the tiers that have no fewer customers than the tier below; a tier of unknown count is passed over."""
    known = tiers[tiers["count"].notna()]
    above = known["count"].to_numpy()[1:] >= known["count"].to_numpy()[:-1]
    return tuple(known["tier"].to_numpy()[1:][above])


def _tier(name: str, rows: pd.DataFrame, own: pd.DataFrame) -> Tier:
    mine = own[own["tier"].eq(name)]
    paying = mine.loc[mine["mrr_now"] > 0, "mrr_now"]
    value = MONTHS_PER_YEAR * float(paying.mean()) if len(paying) >= FEWEST else math.nan
    return tier_of(name, rows, own=int(mine["group_id"].nunique()), value=value)


def _row(one: Tier, inputs: Inputs, rows: pd.DataFrame, target_arr: float, reachable: float) -> dict[str, object]:
    customers = customers_for(target_arr, one.value / MONTHS_PER_YEAR) if target_arr > 0 and one.value > 0 else math.nan
    return {
        "tier": one.name,
        "count": one.count,
        "low": one.low,
        "high": one.high,
        "value": one.value,
        "customers_needed": customers,
        "needed": customers / reachable,
        "lower_bound": one.lower_bound,
        "most": one.most,
        "own": one.own,
        "worth": one.count * one.value,
        "grade": one.grade,
        "source": one.source,
        "sample_n": one.sample,
        "sample_hits": one.hits,
        "band_from": band_from(inputs, rows[rows["segment"].eq(one.name)], one.name),
    }


def band_from(inputs: Inputs, rows: pd.DataFrame, name: str) -> float:
    """Return where a tier begins: as counted, else the segment's cut; the first tier begins at 1; nan where unknown."""
    stated = rows["band_from"].dropna()
    if len(stated):
        return float(stated.min())
    cuts = dict(inputs.workspace.cuts)
    if name in cuts:
        return float(cuts[name])
    return 1.0 if cuts else math.nan
