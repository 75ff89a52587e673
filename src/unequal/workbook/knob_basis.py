"""What a finding must know of a knob: its value, where it came from, and how good that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from unequal.assumptions import Assumption
from unequal.findings import Grade, KnobBasis
from unequal.workspace import ResolvedKnobs


def knob_fields(resolved: ResolvedKnobs) -> Mapping[str, FieldInfo]:
    """Return how each knob was declared, by name."""
    values: BaseModel = resolved.values
    return type(values).model_fields


def knob_basis(resolved: ResolvedKnobs, name: str, register: Mapping[str, Assumption]) -> KnobBasis:
    """Return what a finding must know about a knob."""
    shown = knob_fields(resolved)[name]
    extra = cast("Mapping[str, Any]", shown.json_schema_extra or {})
    origin = resolved.origins.get(name, "default")
    registered = register.get(str(extra.get("assumption") or ""))
    default = Grade(registered.grade) if registered else Grade.GUESS
    # A figure that somebody knows and typed (cash, burn) is own data, if little of it; an opinion stays a guess.
    stated = Grade.OWN_FEW if extra.get("own_figure") else Grade.GUESS
    if registered and origin.startswith("[assumptions]"):
        stated = default  # the register in force has the grade that came with the override
    return KnobBasis(
        name=name,
        value=getattr(resolved.values, name),
        unit=str(extra.get("unit", "")),
        says=shown.description or name,
        origin=origin,
        source=(registered.source if registered else str(extra.get("source", ""))) or "assumption",
        grade=default if origin == "default" else stated,
        choice=bool(extra.get("choice", False)),
        assumption=str(extra["assumption"]) if extra.get("assumption") else None,
    )


def plain_knobs(values: BaseModel) -> dict[str, Any]:
    """Return knobs as plain JSON."""
    return values.model_dump(mode="json")
