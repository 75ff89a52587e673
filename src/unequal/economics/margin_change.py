"""What moved a margin: price, mix, hours, rates, and the rest of the cost.

    margin = sum over segments s of w_s [1 - g_s/p_s - sum over pools j of h_sj r_j / p_s]

p: net over list price; w: share of net revenue; g: direct cost a unit of list revenue; h: hours of a pool a unit of
list revenue; r: what an hour costs. Each of p, w, h and r gets the mean of what it moves over all 24 orders in which
the four may change (Shapley); what is left is g. The five add up to the change exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PARTS = ("price", "mix", "hours", "rates")
REST = "direct_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginParts:
    """What a margin is made of in one period.

    Attributes:
        price: Net over list price, a segment.
        mix: Share of net revenue, a segment; adds up to 1.
        hours: Hours a unit of list revenue, by segment and pool.
        rates: Money an hour, a pool.
        direct_cost: Direct cost a unit of list revenue, a segment.
    """

    price: Floats
    mix: Floats
    hours: Floats
    rates: Floats
    direct_cost: Floats

    @property
    def margin(self) -> float:
        """Contribution over net revenue."""
        each = 1 - self.direct_cost / self.price - (self.hours @ self.rates) / self.price
        return float((self.mix * each)[self.mix != 0].sum())


def margin_change(before: MarginParts, after: MarginParts) -> dict[str, float]:
    """Return how much each of the five moved the margin; they add up to the change.

    >>> one = np.ones(1)
    >>> was = MarginParts(price=one, mix=one, hours=np.full((1, 1), 0.1), rates=one, direct_cost=0.2 * one)
    >>> now = replace(was, rates=2 * one)
    >>> {part: round(value, 3) for part, value in margin_change(was, now).items() if abs(value) > 1e-9}
    {'rates': -0.1}
    """
    known: dict[frozenset[str], float] = {}

    def margin(changed: frozenset[str]) -> float:
        if changed not in known:
            known[changed] = replace(before, **{one: getattr(after, one) for one in changed}).margin
        return known[changed]

    moved = dict.fromkeys(PARTS, 0.0)
    orders = list(permutations(PARTS))
    for order in orders:
        for place, part in enumerate(order):
            moved[part] += margin(frozenset(order[: place + 1])) - margin(frozenset(order[:place]))
    found = {part: value / len(orders) for part, value in moved.items()}
    return {**found, REST: after.margin - before.margin - sum(found.values())}
