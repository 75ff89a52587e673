"""What may be turned in the value of a customer."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """How often customers may leave, how far value is counted, and what makes it enough."""

    renewal_months: float | None = knob(
        None, unit="months", says="Months from one renewal to the next, where the contracts do not say it", ge=1, le=60,
        own_figure=True,
    )  # fmt: skip
    horizon_months: int = knob(
        60, unit="months", says="Horizon over which a customer's value is counted", assumption="value_horizon_months",
        ge=1, le=120, choice=True,
    )  # fmt: skip
    discount_annual: float = knob(
        0.15, unit="a year", says="Discount rate of a customer's value", assumption="discount_rate_annual", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    enough_ratio: float = knob(
        1.5, unit="times", says="A customer should be worth so many times what winning it costs", ge=1, choice=True
    )
    go_probability: float = knob(
        0.80, unit="probability", says="A claim counts as true from", assumption="decision.go_probability",
        ge=0.5, le=1, choice=True,
    )  # fmt: skip
