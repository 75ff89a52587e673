"""What may be turned in segment quality."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """How far back is looked, and where the verdicts turn."""

    window_months: int = knob(
        12, unit="months", says="How far back growth and contribution look", ge=3, le=36, choice=True
    )
    pause_months: int = knob(
        2, unit="months", says="So many months without a bill are a pause and no leaving", ge=0, le=12, choice=True
    )
    go_probability: float = knob(
        0.80, unit="probability", says="From here on a test counts as passed",
        assumption="decision.go_probability", ge=0.5, le=1, choice=True,
    )  # fmt: skip
    stop_probability: float = knob(
        0.20, unit="probability", says="Up to here a test counts as failed",
        assumption="decision.stop_probability", ge=0, le=0.5, choice=True,
    )  # fmt: skip
    disclose_share: float = knob(
        0.10, unit="share of revenue", says="From this share on, one customer is worth a word", source="B38", ge=0,
        le=1, choice=True,
    )  # fmt: skip
    heavy_share: float = knob(
        0.25, unit="share of revenue", says="From this share on, losing one customer would break most plans", ge=0,
        le=1, choice=True,
    )  # fmt: skip
