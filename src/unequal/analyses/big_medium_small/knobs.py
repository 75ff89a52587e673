"""What may be turned in the trade-offs; a scalar of ``[plan]`` of the same name sets it."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """The plan, the cash, and what counts as soon enough."""

    target_segment: str = knob("all", unit="segment", says="Segment that the plan pursues", choice=True)
    target_arr: float | None = knob(
        None, unit="money a year", says="Recurring revenue that the plan is for", gt=0, own_figure=True
    )
    acquisition_budget: float | None = knob(
        None, unit="money a month", says="Marketing and selling hours that a programme may cost", gt=0, own_figure=True
    )
    budget_in_burn: float = knob(
        0.0, unit="share of the budget", says="Part of that budget that today's burn already holds", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    cash: float | None = knob(
        None, unit="money", says="Cash in hand, where there is no finance table", ge=0, own_figure=True
    )
    monthly_burn: float | None = knob(
        None, unit="money a month", says="Net cash spent a month, where there is no finance table", own_figure=True
    )
    reserve_months: float = knob(
        2.0, unit="months", says="Cash to keep in hand, in months of burn", assumption="reserve_months", ge=0, le=36,
        choice=True,
    )  # fmt: skip
    horizon_months: int = knob(
        60, unit="months", says="Horizon over which a customer's value is counted", assumption="value_horizon_months",
        ge=1, le=120, choice=True,
    )  # fmt: skip
    discount_annual: float = knob(
        0.15, unit="a year", says="Discount rate of a customer's value", assumption="discount_rate_annual", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    payback_small: float = knob(
        12.0, unit="months", says="A Small customer should have paid back by then", source="B10", gt=0, le=60,
        choice=True,
    )  # fmt: skip
    payback_medium: float = knob(
        18.0, unit="months", says="A Medium customer should have paid back by then", source="B10", gt=0, le=60,
        choice=True,
    )  # fmt: skip
    payback_big: float = knob(
        24.0, unit="months", says="A Big customer should have paid back by then", source="B10", gt=0, le=60,
        choice=True,
    )  # fmt: skip
    least_worth: float = knob(
        1.5, unit="times", says="Value over cost of a customer, from which on a segment is worth its risk", ge=1,
        choice=True,
    )  # fmt: skip
    selling_hours_a_year: float = knob(
        630.0, unit="hours a year", says="Selling hours of a seller", assumption="selling_hours_per_rep_year", gt=0,
        choice=True,
    )  # fmt: skip
    open_deals_per_seller: float = knob(
        20.0, unit="deals", says="Open deals that a seller can carry", assumption="open_deals_per_rep", gt=0,
        choice=True,
    )  # fmt: skip
    go_probability: float = knob(
        0.80, unit="probability", says="From here on an event is likely enough to plan on",
        assumption="decision.go_probability", ge=0.5, le=1, choice=True,
    )  # fmt: skip
    stop_probability: float = knob(
        0.20, unit="probability", says="Below here an event is too unlikely to plan on",
        assumption="decision.stop_probability", ge=0, le=0.5, choice=True,
    )  # fmt: skip
