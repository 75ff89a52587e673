"""What may be turned in the runway; a scalar of ``[plan]`` of the same name sets it."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """The plan, and what counts as enough."""

    target_segment: str = knob("all", unit="segment", says="Segment whose wins must be there", choice=True)
    cash: float | None = knob(
        None, unit="money", says="Cash in hand, where there is no finance table", ge=0, own_figure=True
    )
    monthly_burn: float | None = knob(
        None, unit="money a month", says="Net cash spent a month, where there is no finance table", own_figure=True
    )
    raise_months: float = knob(
        6.0,
        unit="months",
        says="From the first pitch to money in the bank; 0 where no raise is planned",
        assumption="raise_months",
        ge=0,
        le=36,
        choice=True,
    )
    reserve_months: float = knob(
        2.0,
        unit="months",
        says="Cash to keep in hand, in months of burn",
        assumption="reserve_months",
        ge=0,
        le=36,
        choice=True,
    )
    wins_needed: int = knob(
        2,
        unit="wins",
        says="Wins that must be there by the decision date",
        assumption="wins_needed",
        ge=1,
        le=10_000,
        choice=True,
    )
    new_deals_per_month: float = knob(
        0.0,
        unit="deals a month",
        says="Deals that will be started each month from now on",
        ge=0,
        le=1000,
        choice=True,
    )
    start_deals: int | None = knob(
        None,
        unit="deals",
        says="Deals started together, for the last safe day to start; else today's open ones, at least ten",
        ge=1,
        le=10000,
        choice=True,
    )
    go_probability: float = knob(
        0.80,
        unit="probability",
        says="From here on an event is likely enough to plan on",
        assumption="decision.go_probability",
        ge=0.5,
        le=1,
        choice=True,
    )
    stop_probability: float = knob(
        0.20,
        unit="probability",
        says="Below here an event is too unlikely to plan on",
        assumption="decision.stop_probability",
        ge=0,
        le=0.5,
        choice=True,
    )
    heavy_customer: float = knob(
        0.25,
        unit="share",
        says="One customer of more than this share of receipts is thought away once",
        assumption="heavy_customer_share",
        ge=0,
        le=1,
        choice=True,
    )
