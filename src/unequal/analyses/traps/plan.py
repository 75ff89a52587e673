"""Which segments the plan depends on, and how it sells to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from unequal.segments.order import ALL
from unequal.workbook import Inputs

SELF_SERVE = "self_serve"
Plans = Mapping[str, Mapping[str, Any]]


def share_of(plans: Plans, segment: str) -> float:
    """Return how much of the plan a segment is: the larger of its shares of hours and of revenue; nan: not said.

    >>> share_of({"Big": {"hours_share": 0.6, "arr_share": 0.7}}, "Big")
    0.7
    """
    if segment == ALL:
        return 1.0
    said = [plans.get(segment, {}).get(key) for key in ("hours_share", "arr_share")]
    return max((float(one) for one in said if one is not None), default=math.nan)


def depends_on(plans: Plans, *, target: str, depends_from: float) -> tuple[str, ...]:
    """Return the segments that the plan depends on, its target first, then the largest share.

    A target that has no share counts: the plan names it, and says nothing that makes it a side bet.

    >>> depends_on({"Big": {"arr_share": 0.7}, "Small": {"arr_share": 0.3}}, target="all", depends_from=0.3)
    ('Big', 'Small')
    >>> depends_on({}, target="Big", depends_from=0.3)
    ('Big',)
    """
    shares = {name: share_of(plans, name) for name in plans}
    large = sorted((name for name, share in shares.items() if share >= depends_from), key=lambda name: -shares[name])
    rest = tuple(name for name in large if name != target)
    if target == ALL:
        return rest or (ALL,)
    named = target in large or math.isnan(share_of(plans, target))
    return (target, *rest) if named else rest


def sold_by_self_service(inputs: Inputs) -> tuple[str, ...] | None:
    """Return the segments that are to serve themselves; None where nobody says how any segment is sold.

    Where the plan says nothing of a segment, a funnel of it says that people sign up for it by themselves.
    """
    motions = {name: plan.get("motion") for name, plan in inputs.workspace.plan_segments.items()}
    funnel = inputs.tables.get("funnel")
    seen = [] if funnel is None else [name for name in funnel["segment"].unique() if motions.get(name) is None]
    planned = [name for name, motion in motions.items() if motion == SELF_SERVE]
    if not planned and not seen and not any(motions.values()):
        return None
    return (*planned, *(str(name) for name in seen))
