"""What may be turned in the market."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """The plan, and how much of a tier can be won."""

    target_segment: str = knob("all", unit="segment", says="Tier that the plan pursues", choice=True)
    target_arr: float | None = knob(
        None, unit="money a year", says="Recurring revenue that the plan is for", gt=0, own_figure=True
    )
    within_reach: float = knob(
        1.0,
        unit="share of customers",
        says="Share of those who fit whom our channels, languages and compliance reach",
        gt=0,
        le=1,
    )
    reachable_share: float = knob(
        0.05,
        unit="share of customers",
        says="Share of a tier that can be won",
        assumption="reachable_share",
        gt=0,
        le=1,
    )
