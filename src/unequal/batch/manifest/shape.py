"""A table of a manifest against its model: every structural fault said in words, the rest read on."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from unequal.errors import did_you_mean, shown

from .faults import Faults, KeyPath, Where, dotted
from .schema import BatchLimitKeys, Keys, LimitKeys

Model = TypeVar("Model", bound=Keys)

_KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day, as in 2026-06-30",
    "list_type": "a list, as in [ … ]",
}
_LIMITS = {"greater_than_equal": ("ge", "{:g} or more"), "less_than_equal": ("le", "{:g} or less")}


def held_against(model: type[Model], content: Mapping[str, Any], where: Where, faults: Faults) -> Model:
    """Return a table as its model; what is wrong is noted and left out, so that one fault hides no other."""
    left = copy.deepcopy(dict(content))
    while True:
        try:
            return model.model_validate(left)
        except ValidationError as fault:
            for error in fault.errors(include_url=False):
                path = _path(error)
                _note(model, error, where, faults)
                _take_out(left, path)


def _path(error: ErrorDetails) -> tuple[str, ...]:
    """Return the key that a fault is in; a fault in one element of a list is one of the list."""
    path: list[str] = []
    for part in error["loc"]:
        if not isinstance(part, str) or part == "[key]":
            break
        path.append(part)
    return tuple(path)


def _note(model: type[Keys], error: ErrorDetails, where: Where, faults: Faults) -> None:
    path = _path(error)
    if error["type"] == "extra_forbidden":
        _note_unknown(model, path, where, faults)
        return
    says = _expected(error)
    mend = re.sub("^expected", "give", says.partition(".")[0])
    faults.add("value-wrong", where.value(path), f"{dotted(path)}: {says}", mend=mend, value=error["input"])


def _note_unknown(model: type[Keys], path: KeyPath, where: Where, faults: Faults) -> None:
    known = _keys_at(model, path[:-1])
    key = str(path[-1])
    if model is BatchLimitKeys and key in LimitKeys.model_fields:
        mend = f"write it under [defaults.limits], or as limits.{key} of an item"
        faults.add("key-misplaced", where.name(path), f"{key}: a limit of items, not of the batch", mend=mend)
        return
    says = f"{dotted(path)}: unknown key.{did_you_mean(key, known)}"
    faults.add("key-unknown", where.name(path), says, mend=f"use one of {', '.join(known)}, or take the key out")


def _keys_at(model: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    for part in path:
        below = model.model_fields[str(part)].annotation
        model = next(one for one in (below, *get_args(below)) if isinstance(one, type) and issubclass(one, BaseModel))
    return tuple(model.model_fields)


def _expected(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        listed = ", ".join(shown(word) for word in words)
        return f"expected one of {listed}.{did_you_mean(str(error['input']), words)}"
    if kind == "value_error":
        return str(context["error"])
    if kind in _LIMITS:
        key, text = _LIMITS[kind]
        return f"expected {text.format(context[key])}"
    if kind in _KINDS:
        return f"expected {_KINDS[kind]}"
    return error["msg"][:1].lower() + error["msg"][1:]


def _take_out(tree: dict[str, Any], path: tuple[str, ...]) -> None:
    """Take a key out; another fault in it may have done so already."""
    *tables, last = path
    here: Any = tree
    for part in tables:
        here = here.get(part, {})
    here.pop(last, None)
