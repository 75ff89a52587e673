"""What may be turned in the sales cycle."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.economics.clock_start import CREATED, PATTERN
from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """Choices of the sales cycle; all are assumptions."""

    target_segment: str = knob(
        "all", unit="segment", says="Segment that the headline speaks of; all for everybody", choice=True
    )
    clock_from: str = knob(
        CREATED,
        unit="created, first_meeting or stage:<name>",
        says="From when a deal's clock counts",
        pattern=PATTERN,
        choice=True,
    )
    silent_days: int = knob(
        60, unit="days", says="An open deal without activity for so long counts as silent", ge=1, choice=True
    )
    dead_moves: float = knob(
        0.05,
        unit="share",
        says="If counting dead deals as lost moves the win probability by more, it is in doubt",
        ge=0,
        le=1,
        choice=True,
    )
    no_difference_p: float = knob(
        0.05,
        unit="probability",
        says="Chance of so large a difference between equal segments, below which it counts as seen",
        gt=0,
        lt=1,
        choice=True,
    )
    within_months: int = knob(
        3, unit="months", says="How far ahead the chance of an open deal looks; a quarter", ge=1, le=36, choice=True
    )
    backtest_months: int = knob(
        0,
        unit="months",
        says="How far back to go for a backtest, in steps of the window above; 0 is none",
        ge=0,
        le=120,
        choice=True,
    )
