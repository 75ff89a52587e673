"""Deals of other segments that a segment may learn from: those of its own tier, and never its own again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from unequal.assumptions import Assumption

from .clocks import DealClocks
from .tiers import Tier, TierPrior, tier_of

NO_SEGMENT = ("all", "other", "unknown")  # neither learn nor teach: they are many segments in one, or nobody knows


def tier_mates(
    clocks: DealClocks, segment: str, prior: TierPrior, *, register: Mapping[str, Assumption] | None = None
) -> DealClocks | None:
    """Return the deals of the other segments of a segment's tier; None where there are none.

    Tiers are never pooled. A segment whose tier nobody knows, neither by its name nor by what its deals are worth,
    learns from nobody and teaches nobody.

    Args:
        clocks: The clocks of all segments.
        segment: The one that learns; left out.
        prior: Its tier's figures.
        register: The assumptions in force, for the borders between tiers; None takes them as shipped.
    """
    if segment in NO_SEGMENT or prior.chosen_by == "nothing":
        return None
    teachers = {
        str(name)
        for name, acv in clocks.frame.groupby("segment")["acv"].median().items()
        if name not in (segment, *NO_SEGMENT) and _known_tier(str(name), float(acv), register) is prior.tier
    }
    rows = clocks.frame[clocks.frame["segment"].isin(teachers)]
    return replace(clocks, frame=rows, left_out=clocks.left_out.iloc[:0], same_day=0) if len(rows) else None


def _known_tier(name: str, median_acv: float, register: Mapping[str, Assumption] | None) -> Tier | None:
    tier, chosen_by = tier_of(name, median_acv=median_acv, register=register)
    return None if chosen_by == "nothing" else tier
