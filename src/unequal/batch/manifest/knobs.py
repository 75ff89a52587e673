"""Knobs of a manifest against what the analyses declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from unequal.errors import did_you_mean
from unequal.workspace.allowed import allowed, choices, takes

from .entries import Said
from .faults import Faults, Place, dotted
from .kinds import kind_of_type, plain
from .known import Known

ByAnalysis = dict[str, dict[str, Any]]


def good_knobs(said: Iterable[Said], known: Known, faults: Faults) -> ByAnalysis:
    """Return the knobs that an analysis takes, by analysis; the others are noted."""
    found: ByAnalysis = {}
    for one in said:
        analysis, knob = (str(part) for part in one.path[-2:])
        field = _field(analysis, knob, one.name_place, known, faults)
        if field is None or one.value is None:
            continue
        value = plain(kind_of_type(field.annotation).of_cell(one.value) if one.cell else one.value)
        if _fits(known.models[analysis], knob, value):
            found.setdefault(analysis, {})[knob] = value
        else:
            _note_misfit(dotted(one.path), field, value, one.place, faults)
    return found


def good_given(given: Mapping[str, Mapping[str, Any]], known: Known, faults: Faults) -> ByAnalysis:
    """Return the knobs of the command line; what is wrong with them is noted."""
    place, found = Place(file="--set"), ByAnalysis()
    for analysis, values in given.items():
        for knob, value in values.items():
            field = _field(analysis, knob, place, known, faults)
            if field is None or value is None:
                continue
            if _fits(known.models[analysis], knob, plain(value)):
                found.setdefault(analysis, {})[knob] = plain(value)
            else:
                _note_misfit(f"{analysis}.{knob}", field, value, place, faults)
    return found


def _field(analysis: str, knob: str, place: Place, known: Known, faults: Faults) -> FieldInfo | None:
    if analysis not in known.models:
        says = f"{analysis}: no analysis of this name.{did_you_mean(analysis, known.models)}"
        faults.add("analysis-unknown", place, says, mend=f"use one of {', '.join(known.models)}")
        return None
    fields = known.models[analysis].model_fields
    if knob not in fields:
        says = f"{knob}: {analysis} has no knob of this name.{did_you_mean(knob, fields)}"
        faults.add("knob-unknown", place, says, mend=f"use one of {', '.join(fields) or 'another analysis'}")
        return None
    return fields[knob]


def _fits(model: type[BaseModel], knob: str, value: Any) -> bool:
    """Whether a knob takes a value; whether all fit together is only known with the workspace's own."""
    if not takes(model.model_fields[knob], value):
        return False
    try:
        model.model_validate({knob: value})
    except ValidationError as fault:
        return all(error["loc"][:1] != (knob,) for error in fault.errors())
    return True


def _note_misfit(name: str, field: FieldInfo, value: Any, place: Place, faults: Faults) -> None:
    words = choices(field)
    near = did_you_mean(str(value), words) if words else ""
    says = f"{name}: expected {allowed(field)}.{near}"
    faults.add("knob-out-of-range", place, says, mend=f"give {allowed(field)}", value=value)
