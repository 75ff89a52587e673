"""What could make the curve wrong: a changed business, sellers who left, dead deals, dates that slip."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from unequal.assumptions import Assumption
from unequal.economics.clocks import DealClocks
from unequal.economics.drift import Cohorts, cohorts, open_by_owner, without_owners
from unequal.economics.slippage import first_promises, slippage
from unequal.economics.zombies import Zombies, zombies
from unequal.stats.incidence import cumulative_incidence
from unequal.tables import Tables

from .curve import SegmentCurve
from .knobs import Knobs

RECENT, BEFORE = "recent", "before"
SLIPPAGE = "B25"
DRAWS = 10_000  # of the intervals of the two cohorts


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Deals of the last twelve months against those before.

    Attributes:
        curves: cohort (recent, before), days, estimate, low, high, beyond.
        cohorts: cohort, deals, won, lost, open, share (won within `days`), low, high; recent first.
        days: So far both can be seen; nan where one cannot.
        starts_days: 0, or the age from which both are in view; the shares then speak of deals that lasted so long.
        p_value: Chance of so large a difference if nothing had changed; nan where it cannot be tested.
        seen: Whether that is so small that the difference counts as seen.
        difference, low, high: Share won, recent minus before; nan where one is not known.
    """

    curves: pd.DataFrame
    cohorts: pd.DataFrame
    days: float
    starts_days: float
    p_value: float
    seen: bool
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What casts a doubt on the target's curve.

    Attributes:
        drift: Whether the business has changed.
        owners: owner, deals, open, share, low, high, flagged; no rows where no deal has an owner.
        won_without_owners: Share won by the horizon without the deals of flagged sellers; nan without such.
        dead: deal_id, owner, days, reason (old, silent, both), lost_after_days; oldest first.
        slips: segment, and the fields of `economics.slippage.Slippage`, quantiles as median_days, median_low,
            median_high, slow_days, slow_low, slow_high; segments with a promised day only.
        has_pushes: Whether the history of promised days is kept.
        usual_slippage: Share of deals that slip elsewhere, as published.
        silent_days: From so many days without activity on an open deal is silent.
    """

    drift: Drift
    owners: pd.DataFrame
    won_without_owners: float
    dead: pd.DataFrame
    slips: pd.DataFrame
    has_pushes: bool
    usual_slippage: float
    silent_days: int

    @property
    def flagged(self) -> tuple[str, ...]:
        """Sellers with more than half of their deals open."""
        return tuple(self.owners.loc[self.owners["flagged"].astype(bool), "owner"])


def doubts(
    clocks: DealClocks,
    target: SegmentCurve,
    *,
    everybody: DealClocks,
    slips: pd.DataFrame,
    register: Mapping[str, Assumption],
    knobs: Knobs,
) -> Doubts:
    """Return what casts a doubt on a curve.

    Args:
        clocks: The target's clocks.
        target: The curve they give.
        everybody: The clocks of all deals: whether a seller left shows there best.
        slips: As `slips_by_segment` gives them.
        register: The assumptions in force.
        knobs: The knobs in force.
    """
    owners = open_by_owner(everybody)
    flagged = list(owners.loc[owners["flagged"], "owner"])
    rest = cumulative_incidence(without_owners(clocks, flagged).in_days())
    told = bool(flagged) and rest.spells.n > 0 and not math.isnan(target.horizon)
    usual = register[SLIPPAGE].value
    return Doubts(
        drift=drift(clocks, knobs.no_difference_p),
        owners=owners,
        won_without_owners=float(rest.at(target.horizon).won) if told else math.nan,
        dead=_dead(clocks, zombies(clocks, silent_days=knobs.silent_days)),
        slips=slips,
        has_pushes=bool(slips["pushes"].notna().any()),
        usual_slippage=float(usual) if isinstance(usual, int | float) else math.nan,
        silent_days=knobs.silent_days,
    )


def drift(clocks: DealClocks, no_difference_p: float) -> Drift:
    """Set new deals against old ones; a chance below `no_difference_p` counts as a difference."""
    found = cohorts(clocks)
    groups = zip((RECENT, BEFORE), found.watched, strict=True)
    curves = {name: SegmentCurve.of(group, most_draws=DRAWS) for name, group in groups}
    rows = pd.DataFrame([_cohort(name, curve, found) for name, curve in curves.items()])
    (new, old) = rows[["share", "low", "high"]].to_numpy(dtype=np.float64)
    gap = new[0] - old[0]
    return Drift(
        curves=pd.concat([_steps(name, curve, found.starts_days) for name, curve in curves.items()], ignore_index=True),
        cohorts=rows,
        days=found.horizon_days,
        starts_days=found.starts_days,
        p_value=found.p_value,
        seen=found.p_value < no_difference_p,
        difference=gap,
        # ends from the two intervals, as Newcombe's method has them for shares
        low=gap - math.hypot(new[0] - new[1], old[2] - old[0]),
        high=gap + math.hypot(new[2] - new[0], old[0] - old[1]),
    )


def slips_by_segment(clocks: DealClocks, order: tuple[str, ...], tables: Tables) -> pd.DataFrame:
    """Return how late deals close, a row a segment that has a promised day."""
    promises = first_promises(tables["deals"], tables.get("deal_history"))
    rows = []
    for name in order:
        found = asdict(slippage(clocks.of(name), promises))
        quantiles = {key: found.pop(key) for key in ("median", "slow")}
        named = {
            f"{key}_{end}": one["at" if end == "days" else end]
            for key, one in quantiles.items()
            for end in ("days", "low", "high")
        }
        rows.append({"segment": name, **found, **named})
    made = pd.DataFrame(rows)
    return made[made["deals"].gt(0)].reset_index(drop=True)


def _cohort(name: str, curve: SegmentCurve, found: Cohorts) -> dict[str, object]:
    counts = (found.recent if name == RECENT else found.before).counts
    known = not math.isnan(found.horizon_days)
    at = np.array([found.horizon_days - found.starts_days if known else 0.0])
    ends = curve.won_interval(at)
    return {
        "cohort": name,
        "deals": counts["timed"],
        "won": counts["won"],
        "lost": counts["lost"],
        "open": counts["open"],
        "share": float(curve.curve.at(at).won[0]) if known else math.nan,
        "low": float(ends.low[0]) if known else math.nan,
        "high": float(ends.high[0]) if known else math.nan,
    }


def _steps(name: str, curve: SegmentCurve, starts: float) -> pd.DataFrame:
    days = curve.shown_days
    ends = curve.won_interval(days)
    beyond = ~(days <= curve.horizon) & (days > 0)
    won = curve.curve.at(days).won
    return pd.DataFrame(
        {"cohort": name, "days": days + starts, "estimate": won, "low": ends.low, "high": ends.high, "beyond": beyond}
    )


def _dead(clocks: DealClocks, dead: Zombies) -> pd.DataFrame:
    owner = clocks.frame.set_index("deal_id")["owner"]
    rows = dead.frame.assign(owner=dead.frame["deal_id"].map(owner).astype("str"))
    columns = ["deal_id", "owner", "days", "reason", "lost_after_days"]
    return rows.sort_values(["days", "deal_id"], ascending=[False, True], ignore_index=True)[columns]
