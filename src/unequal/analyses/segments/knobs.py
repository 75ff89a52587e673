"""What may be turned in the comparison of schemes: thresholds, each printed beside the verdict that it decides."""

from __future__ import annotations

from pydantic import BaseModel

from unequal.workspace.knob_field import knob


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """When a scheme is good enough."""

    enough_probability: float = knob(
        0.80, unit="probability", says="From here a scheme counts as better, or as worse", gt=0.5, lt=1, choice=True
    )
    chance_level: float = knob(
        0.05, unit="share", says="At most this often may chance explain as much", gt=0, lt=0.5, choice=True
    )
    least_months: float = knob(
        3, unit="months", says="A customer counts from so many months of the last twelve", ge=0, le=12, choice=True
    )
    stable_from: float = knob(
        0.75,
        unit="share",
        says="Below it a scheme does not hold when cuts move or customers are drawn again",
        source="Hennig (2007), fpc's default",
        ge=0,
        le=1,
        choice=True,
    )
    kappa_from: float = knob(
        0.60,
        unit="kappa",
        says="Below it nobody can tell before a sale who belongs where",
        source="Landis and Koch (1977)",
        ge=0,
        le=1,
        choice=True,
    )
    conflict_share: float = knob(
        0.30, unit="share", says="Above it size, value and complexity disagree", ge=0, le=1, choice=True
    )
    same_from: float = knob(
        0.80, unit="adjusted Rand index", says="Above it two schemes are one under two names", ge=0, le=1, choice=True
    )
    changed_share: float = knob(
        0.20, unit="share", says="Above it too many customers change their segment in a year", ge=0, le=1, choice=True
    )
