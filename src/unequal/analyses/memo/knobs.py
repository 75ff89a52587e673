"""What may be turned in the memo."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """How much the memo says."""

    reasons: int = knob(
        3, unit="findings", says="How many findings that would change our mind are shown", ge=1, le=10, choice=True
    )
