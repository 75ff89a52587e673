"""How a segment is sold to, and from which price on that pays.

Four motions, from nobody who talks to dedicated sellers. A motion costs what it costs the company where it is used; it
pays for a customer from the price on at which margin repays that cost in time. Between the price up to which people
buy alone, and the price from which a seller pays, no motion fits: the price dead zone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .tiers import Tier

YEAR = 12
# Up to this price a year a motion is usual (B05b). It decides only whether a lighter motion may stand in.
USUAL_UP_TO = {"self_serve": 2_000.0, "inside": 100_000.0}


class Motion(StrEnum):
    """The ways to sell, the lightest first."""

    SELF_SERVE = "self_serve"
    INSIDE = "inside"
    FIELD = "field"
    PARTNER = "partner"


TYPICAL = {Tier.SMALL: Motion.SELF_SERVE, Tier.MEDIUM: Motion.INSIDE, Tier.BIG: Motion.FIELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a win costs where a motion is used.

    Attributes:
        motion: Which.
        segment: Where.
        cost: Money a won customer.
    """

    motion: Motion
    segment: str
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A segment that is to be sold to.

    Attributes:
        segment: Its name.
        motion: How it is sold to, or is to be.
        acv: Money a year.
        margin: Share of it.
        target_months: In which its cost is to be repaid.
    """

    segment: str
    motion: Motion
    acv: float
    margin: float
    target_months: float

    @property
    def ceiling(self) -> float:
        """The most that winning one may cost: what margin repays in time."""
        return self.target_months * self.acv / YEAR * self.margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether a motion pays for a segment.

    Attributes:
        motion: Which.
        used_in: Segment whose cost stands for it.
        cost: Money a won customer.
        minimum_acv: Price a year from which on it pays.
        payback_months: Simple payback at the segment's own price.
        pays: Whether the segment's price reaches that.
        usual: Whether a lighter motion is usual at that price; True for the segment's own motion.
    """

    motion: Motion
    used_in: str
    cost: float
    minimum_acv: float
    payback_months: float
    pays: bool
    usual: bool

    @property
    def fits(self) -> bool:
        """Whether it pays and may be used."""
        return self.pays and self.usual


def minimum_acv(cost: float, margin: float, target_months: float) -> float:
    """Return the yearly price from which on a cost is repaid in time; inf where there is no margin.

    >>> [round(minimum_acv(c, m, 18)) for c, m in ((111_666.67, 0.75), (17_545.45, 0.78), (450, 0.82))]
    [99259, 14996, 366]
    """
    if math.isnan(cost) or math.isnan(margin):
        return math.nan
    return cost * YEAR / (target_months * margin) if margin > 0 else math.inf


def fits_of(buyer: Buyer, costs: Iterable[Cost]) -> tuple[Fit, ...]:
    """Return how each motion whose cost is known would do for a segment, its own first.

    A motion costs what it costs in the segment itself; else where it is dearest: nothing is to look easier than it is.

    Args:
        buyer: The segment.
        costs: What a win costs, wherever a motion is used.

    >>> found = fits_of(Buyer(segment="Small", motion=Motion.INSIDE, acv=3_000, margin=0.78, target_months=18),
    ...                 [Cost(motion=Motion.INSIDE, segment="Medium", cost=17_545.45),
    ...                  Cost(motion=Motion.SELF_SERVE, segment="Tiny", cost=450)])
    >>> [(str(one.motion), round(one.payback_months), one.fits) for one in found]
    [('inside', 90, False), ('self_serve', 2, False)]
    """
    best: dict[Motion, Cost] = {}
    for one in sorted(costs, key=lambda one: (one.segment != buyer.segment, -one.cost)):
        if not math.isnan(one.cost):
            best.setdefault(one.motion, one)
    found = [_fit(buyer, one) for one in best.values()]
    order = list(Motion)
    return tuple(sorted(found, key=lambda one: (one.motion is not buyer.motion, order.index(one.motion))))


def _fit(buyer: Buyer, one: Cost) -> Fit:
    needed = minimum_acv(one.cost, buyer.margin, buyer.target_months)
    earned = buyer.acv / YEAR * buyer.margin
    return Fit(
        motion=one.motion,
        used_in=one.segment,
        cost=one.cost,
        minimum_acv=needed,
        payback_months=one.cost / earned if earned > 0 else math.inf,
        pays=buyer.acv >= needed,
        usual=one.motion is buyer.motion or buyer.acv <= USUAL_UP_TO.get(one.motion, math.inf),
    )
