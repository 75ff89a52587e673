"""What may be turned in cost to serve."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """How far back is looked, how unsure hours are, and where the verdicts turn."""

    window_months: int = knob(
        12, unit="months", says="How far back is looked; 0 is the whole history", ge=0, le=240, choice=True
    )
    practical_share: float = knob(
        0.80,
        unit="share of theoretical hours",
        says="What remains of working hours after leave, meetings and illness",
        assumption="practical_capacity_share",
        gt=0,
        le=1,
        choice=True,
    )
    logged_within: float = knob(
        0.10, unit="share of hours", says="So far off logged hours may be, either way", ge=0, le=1, choice=True
    )
    guessed_within: float = knob(
        0.30, unit="share of hours", says="So far off guessed minutes may be, either way", ge=0, le=1, choice=True
    )
    rate_within: float = knob(
        0.10, unit="share of the rate", says="So far off the cost of an hour may be, either way", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    loss_probability: float = knob(
        0.80, unit="probability", says="From here on a customer is called loss-making",
        assumption="decision.go_probability", ge=0.5, le=1, choice=True,
    )  # fmt: skip
    usual_share: float = knob(
        0.08, unit="share of revenue", says="What support and success usually cost", source="B39", ge=0, le=1,
        choice=True,
    )  # fmt: skip
    margin_floor: float = knob(
        0.25, unit="share of revenue", says="Below this margin after service a segment is not worth keeping as it is",
        ge=0, le=1, choice=True,
    )  # fmt: skip
    noise_a_year: float = knob(
        0.02, unit="share of revenue a year", says="A change of margin below this is noise for planning", ge=0, le=1,
        choice=True,
    )  # fmt: skip
