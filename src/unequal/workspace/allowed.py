"""What a knob takes, in words, and whether a value is of that kind before pydantic is asked.

Pydantic turns the text "3" and the truth value true into numbers; a configuration must not.
"""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

_WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    datetime.date: "a day",
    list: "a list",
    tuple: "a list",
    dict: "a table",
}
_NUMBERS = (int, float)
_LIMITS = {"ge": "{:g} or more", "gt": "more than {:g}", "le": "{:g} or less", "lt": "less than {:g}"}


def allowed(field: FieldInfo) -> str:
    """Return what a knob takes, with its range and unit.

    >>> from pydantic import BaseModel, Field
    >>> class Knobs(BaseModel):
    ...     share: float = Field(0.5, ge=0, le=1, json_schema_extra={"unit": "share"})
    >>> allowed(Knobs.model_fields["share"])
    'a number from 0 to 1 (share)'
    """
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, Mapping) else {}
    unit = f" ({extra['unit']})" if extra.get("unit") else ""
    return f"{_kind(field.annotation)}{_range(field.metadata)}{unit}"


def choices(field: FieldInfo) -> tuple[str, ...]:
    """Return the words that a knob takes, none when it takes more than words of a list."""
    words: list[str] = []
    for kind in _kinds(field.annotation):
        if get_origin(kind) is Literal:
            words.extend(str(word) for word in get_args(kind))
        elif isinstance(kind, type) and issubclass(kind, enum.Enum):
            words.extend(str(member.value) for member in kind)
    return tuple(words)


def takes(field: FieldInfo, value: Any) -> bool:
    """Whether a value is of a kind that the knob takes; only kinds that pydantic would turn silently are looked at."""
    kinds = {get_origin(kind) or kind for kind in _kinds(field.annotation)}
    if Any in kinds:
        return True
    if isinstance(value, bool):
        return bool in kinds or Literal in kinds
    if isinstance(value, float) and not math.isfinite(value):
        return False
    if isinstance(value, str):
        return not kinds <= {int, float, bool}
    return not (isinstance(value, _NUMBERS) and kinds == {bool})


def _kinds(annotation: Any) -> list[Any]:
    """Return the alternatives of an annotation without None and without what only annotates."""
    if hasattr(annotation, "__metadata__"):
        return _kinds(annotation.__origin__)
    if get_origin(annotation) is Literal or not get_args(annotation) or get_origin(annotation) in _WORDS:
        return [] if annotation is type(None) else [annotation]
    return [kind for one in get_args(annotation) for kind in _kinds(one)]


def _kind(annotation: Any) -> str:
    words: list[str] = []
    for kind in _kinds(annotation):
        if get_origin(kind) is Literal:
            words.append(f"one of {', '.join(str(word) for word in get_args(kind))}")
        elif isinstance(kind, type) and issubclass(kind, enum.Enum):
            words.append(f"one of {', '.join(str(member.value) for member in kind)}")
        else:
            words.append(_WORDS.get(get_origin(kind) or kind, "a value of its kind"))
    return " or ".join(dict.fromkeys(words))


def _range(metadata: list[Any]) -> str:
    bounds = {name: getattr(one, name) for one in metadata for name in _LIMITS if hasattr(one, name)}
    if "ge" in bounds and "le" in bounds:
        return f" from {bounds['ge']:g} to {bounds['le']:g}"
    said = [text.format(bounds[name]) for name, text in _LIMITS.items() if name in bounds]
    return f" of {' and '.join(said)}" if said else ""
