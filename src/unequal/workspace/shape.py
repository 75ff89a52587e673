"""A parsed file against the models: every structural fault said in words, and what is left when the faulty keys go.

A fault in one key must not hide a fault in another, so a faulty key is noted, taken out, and the rest is read on.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from unequal.errors import shown

from .faults import Faults, nearest
from .locate import KeyPath
from .schema import FORMAT, WorkspaceFile

_SECRET = re.compile(r"password|passwd|secret|token|api_?key|_key$", re.IGNORECASE)
_KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day, as in 2026-06-30",
    "list_type": "a list",
    "string_too_short": "a text that is not empty",
    "too_short": "a text that is not empty",
}


def read_shape(tree: Mapping[str, Any], faults: Faults) -> WorkspaceFile:
    """Return the file as a model; what is wrong is noted and left out."""
    left = _with_flat_assumptions(copy.deepcopy(dict(tree)))
    _check_format(left, faults)
    noted: set[KeyPath] = set()
    while True:
        try:
            return WorkspaceFile.model_validate(left)
        except ValidationError as fault:
            for error in fault.errors(include_url=False):
                path = _path(error)
                if path not in noted:  # a required key that was taken out for its value is missing the next time
                    _note(error, path, faults)
                noted.add(path)
                _take_out(left, path)


def known_keys(path: KeyPath) -> tuple[str, ...]:
    """Return the keys that a table of the file may have; none where the user chooses the names.

    >>> known_keys(("plan", "segments", "Big"))[:2]
    ('hours_share', 'arr_share')
    """
    here: Any = WorkspaceFile
    for part in path:
        here = _below(here, part)
    return tuple(here.model_fields) if _is_model(here) else ()


def looks_secret(key: str) -> bool:
    """Whether a key's value must not be shown.

    >>> looks_secret("api_key"), looks_secret("customer_id")
    (True, False)
    """
    return bool(_SECRET.search(key))


def _below(annotation: Any, part: str) -> Any:
    if _is_model(annotation):
        field = annotation.model_fields.get(part)
        return _bare(field.annotation) if field else None
    if get_origin(annotation) is dict:
        return _bare(get_args(annotation)[1])
    return None


def _bare(annotation: Any) -> Any:
    """Return what an optional annotation is when it is there."""
    if get_origin(annotation) in (Union, UnionType):
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _with_flat_assumptions(tree: dict[str, Any]) -> dict[str, Any]:
    """Ids have dots, which TOML may have read as tables: put them together again."""
    rows = tree.get("assumptions")
    if isinstance(rows, dict):
        return {**tree, "assumptions": dict(flat_rows(rows))}
    return tree


def flat_rows(rows: Mapping[str, Any], path: KeyPath = ()) -> list[tuple[str, Any]]:
    """Return overrides by id, whether an id was quoted or not.

    >>> flat_rows({"prior": {"Big": {"gross_margin": {"value": 0.7, "source": "us"}}}})[0][0]
    'prior.Big.gross_margin'
    """
    found: list[tuple[str, Any]] = []
    for key, below in rows.items():
        tables = isinstance(below, Mapping) and bool(below) and all(isinstance(one, Mapping) for one in below.values())
        if tables:
            found.extend(flat_rows(below, (*path, key)))
        else:
            found.append((".".join((*path, key)), below))
    return found


def _check_format(tree: dict[str, Any], faults: Faults) -> None:
    asked = tree.get("format")
    if isinstance(asked, int) and not isinstance(asked, bool) and asked > FORMAT:
        says = f"the file has format {asked}, this version of unequal reads format {FORMAT}"
        faults.add("version-newer", ("format",), says, mend="upgrade unequal", value=asked)
        faults.raise_any("workspace")  # what else it says cannot be judged


def _path(error: ErrorDetails) -> KeyPath:
    return tuple(str(part) for part in error["loc"] if part != "[key]")


def _note(error: ErrorDetails, path: KeyPath, faults: Faults) -> None:
    kind = error["type"]
    if kind == "extra_forbidden":
        note_unknown(path, error["input"], faults)
    elif kind == "missing":
        faults.add("value-missing", path, "this key is missing", mend=f"write {path[-1]} = …")
    else:
        says = _expected(error)
        wanted = says.partition(".")[0] if "Did you mean" in says else says
        mend = wanted.replace("expected", "give", 1) if says.startswith("expected") else "correct the value"
        faults.add("value-wrong", path, says, mend=mend, value=error["input"])


def note_unknown(path: KeyPath, value: Any, faults: Faults, known: tuple[str, ...] = ()) -> None:
    """Note an unknown key with the nearest known one; a secret is not repeated."""
    names = known or known_keys(path[:-1])
    if looks_secret(path[-1]) and not isinstance(value, Mapping):
        mend = "take it out of the file, and keep it in the environment"
        faults.add("secret", path, "an unknown key that looks like a secret", mend=mend)
        return
    says = f"unknown key.{nearest(path[-1], names)}"
    faults.add("key-unknown", path, says, mend=f"use one of {', '.join(names)}, or take the key out")


def _expected(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"expected one of {', '.join(shown(word) for word in words)}.{nearest(str(error['input']), words)}"
    if kind == "value_error":
        return str(context["error"])
    limits = {"greater_than_equal": ("ge", "{} or more"), "greater_than": ("gt", "more than {}")}
    limits |= {"less_than_equal": ("le", "{} or less"), "less_than": ("lt", "less than {}")}
    if kind in limits:
        key, text = limits[kind]
        return f"expected {text.format(f'{context[key]:g}')}"
    if kind in _KINDS:
        return f"expected {_KINDS[kind]}"
    return error["msg"][:1].lower() + error["msg"][1:]


def _take_out(tree: dict[str, Any], path: KeyPath) -> None:
    """Take the key out; where it is not there (it is missing), take the table that lacks it."""
    *tables, last = path
    here = tree
    for part in tables:
        if not isinstance(here.get(part), dict):
            here.pop(part, None)
            return
        here = here[part]
    if last in here:
        del here[last]
    elif tables:
        _take_out(tree, tuple(tables))
