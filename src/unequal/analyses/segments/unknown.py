"""What is said where an outcome is not known, and what would make it known."""

from __future__ import annotations

from unequal.findings import Basis
from unequal.segments.comparison import MARGIN

from .facts import Facts


def why_no_margin(facts: Facts, basis: Basis) -> list[str]:
    """Return the sentence that another target stands in for margin; none where margin is known, or nothing is."""
    if facts.headline in ("", MARGIN):
        return []
    reason = basis.say(f"why.{facts.target(MARGIN)['why_not']}")
    return [basis.say("better.fallback", reason=reason, target=basis.say(f"target.{facts.headline}"))]


def unlock_of(facts: Facts, basis: Basis) -> str:
    """Return what would make margin known; empty where it is."""
    why = facts.target(MARGIN)["why_not"]
    return basis.say(f"unlock_by.{why}") if why else ""
