"""The same rule with its cuts elsewhere."""

from __future__ import annotations

from dataclasses import is_dataclass, replace
from itertools import pairwise
from typing import Any, cast

from unequal.segments.bands import Bands
from unequal.segments.protocol import Rule
from unequal.segments.stability import Moves


def cuts_of(rule: Rule) -> dict[str, float]:
    """Return the lower bounds that a rule cuts at, by segment; none where it has no cuts of its own."""
    bands = getattr(rule, "bands", None)
    return dict(zip(bands.names[1:], bands.lower, strict=True)) if isinstance(bands, Bands) else {}


def with_cuts_moved(rule: Rule, by: float, *, only: str | None = None) -> Rule | None:
    """Return the rule with its cuts moved by a share; None where it has none, or they would cross.

    Args:
        rule: A rule that a scheme has learned.
        by: -0.3 puts a cut of 100 at 70.
        only: The one segment whose lower bound moves; all of them where none is named.
    """
    if only is None:
        return rule.moved(1 + by) if isinstance(rule, Moves) else None
    cuts = cuts_of(rule)
    if only not in cuts or not is_dataclass(rule):
        return None
    lower = tuple(bound * (1 + by) if name == only else bound for name, bound in cuts.items())
    if any(high <= low for low, high in pairwise(lower)):
        return None
    bands = cast("Bands", getattr(rule, "bands"))  # noqa: B009  # rules share no class, only the field
    return cast("Rule", replace(cast("Any", rule), bands=replace(bands, lower=lower)))
