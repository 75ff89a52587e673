"""Thresholds of the data check; each is an assumption, shown beside the verdict that it decides."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """What counts as worth a warning."""

    silent_days: int = knob(
        60, unit="days", says="An open deal without activity for so long counts as silent", ge=1, choice=True
    )
    dead_share: float = knob(
        0.20,
        unit="share",
        says="From this share of dead open deals on, the pipeline is not to be believed",
        ge=0,
        le=1,
        choice=True,
    )
    quarter_end_share: float = knob(
        0.30,
        unit="share",
        says="From this share of closes on the last day of a quarter on, close dates are habits",
        ge=0,
        le=1,
        choice=True,
    )
    set_aside_share: float = knob(
        0.01,
        unit="share",
        says="From this share of rows set aside on, the set-aside files deserve a look",
        ge=0,
        le=1,
        choice=True,
    )
    unknown_gap: float = knob(
        0.10, unit="share", says="How much more open than closed deals may lack a segment", ge=0, le=1, choice=True
    )
    mixing_change: float = knob(
        0.10,
        unit="share",
        says="From this change of a headline figure on, pooling partners with end users matters",
        gt=0,
        le=1,
        choice=True,
    )
    unknown_role_share: float = knob(
        0.20,
        unit="share",
        says="From this share of customers without a role on, channel and users cannot be told apart",
        ge=0,
        le=1,
        choice=True,
    )
