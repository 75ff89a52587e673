"""Every threshold of the three traps, and the figures of the plan that they need."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """The plan, and where each sign begins."""

    target_segment: str = knob("all", unit="segment", says="Segment that the plan pursues", choice=True)
    target_arr: float | None = knob(
        None, unit="money a year", says="Recurring revenue that the plan is for", gt=0, own_figure=True
    )
    acquisition_budget: float | None = knob(
        None, unit="money a month", says="Marketing and selling hours that the plan can pay for", ge=0, own_figure=True
    )
    famous_names: bool = knob(False, unit="yes or no", says="The goal is names to show, not revenue", choice=True)
    depends_from: float = knob(
        0.30, unit="share", says="From this share of hours or revenue on, a plan depends on a segment", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    fewest_own_deals: int = knob(
        5, unit="deals", says="With fewer own deals of the segment, the usual cycle of such deals speaks", ge=1,
        le=1000, choice=True,
    )  # fmt: skip
    go_probability: float = knob(
        0.80, unit="probability", says="From here on an event is likely enough to plan on",
        assumption="decision.go_probability", ge=0.5, le=1, choice=True,
    )  # fmt: skip
    stop_probability: float = knob(
        0.20, unit="probability", says="Below here an event is too unlikely to plan on",
        assumption="decision.stop_probability", ge=0, le=0.5, choice=True,
    )  # fmt: skip
    least_unaided_success: float = knob(
        0.50, unit="share", says="Below this share of unaided tries that succeed, a product is not understood", ge=0,
        le=1, choice=True,
    )  # fmt: skip
    most_minutes_to_value: float = knob(
        30.0, unit="minutes", says="Above it, first use takes too long without help", source="B05b", ge=0, choice=True
    )
    most_contacts: float = knob(
        0.50, unit="contacts", says="Above so many contacts a sign-up in 30 days, sign-ups need help", ge=0,
        choice=True,
    )  # fmt: skip
    value_months: int = knob(
        36, unit="months", says="Horizon over which a customer's value is counted", ge=1, le=120, choice=True
    )
    discount_annual: float = knob(
        0.15, unit="a year", says="Discount rate of a customer's value", assumption="discount_rate_annual", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    reach_times: float = knob(
        5.0, unit="times", says="A plan that needs so many times what its budget buys is out of reach", ge=1,
        choice=True,
    )  # fmt: skip
    reachable_share: float = knob(
        0.05, unit="share of customers", says="Share of a segment that can be won", assumption="reachable_share", gt=0,
        le=1,
    )  # fmt: skip
    most_service_share: float = knob(
        0.30, unit="share of the price", says="Above it, service eats the margin", ge=0, le=1, choice=True
    )
    most_delivered_times: float = knob(
        1.5, unit="times", says="Above it, more help is given than is needed", ge=1, choice=True
    )
    practical_share: float = knob(
        0.80, unit="share of theoretical hours", says="Hours of a team that can truly be spent",
        assumption="practical_capacity_share", gt=0, le=1, choice=True,
    )  # fmt: skip
    selling_hours_a_year: float = knob(
        630.0, unit="hours a year", says="Selling hours of a seller", assumption="selling_hours_per_rep_year", gt=0,
        choice=True,
    )  # fmt: skip
