"""Is a block what its schema says? The part of JSON Schema that `block_schema.json` uses, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


@cache
def block_schema() -> Json:
    """Return the schema that lies beside the workbook's blocks.

    The file is found without importing the workbook, whose tables would take a second to load: a finished run is
    rendered again without them.
    """
    found = find_spec("unequal.workbook")
    if found is None or found.origin is None:
        raise FileNotFoundError("unequal.workbook")
    return json.loads((Path(found.origin).parent / "block_schema.json").read_text(encoding="utf-8"))


def fault_of(block: Any) -> str | None:
    """Return what is wrong with a block, in words; None for a sound one.

    >>> fault_of({"schema": "unequal.block/9", "kind": "note", "name": "n", "analysis": None, "markdown": ""})
    "schema is 'unequal.block/9', not 'unequal.block/1'"
    """
    schema = block_schema()
    first = next(_faults(block, schema, ""), None)
    if first is None:
        own = schema["$defs"][block["kind"]]
        first = next(_faults(block, own, ""), None)
    return first


def _faults(value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    wanted = schema.get("type", [])
    types = [wanted] if isinstance(wanted, str) else wanted
    if types and not any(_TYPES[one](value) for one in types):
        yield f"{where or 'the block'} is no {' or '.join(types)}"
        return
    yield from _wrong_value(value, schema, where)
    if isinstance(value, dict):
        yield from _wrong_parts(value, schema, where)
    if isinstance(value, list):
        for position, one in enumerate(value):
            yield from _faults(one, schema.get("items", {}), f"{where}[{position}]")


def _wrong_value(value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    if "const" in schema and value != schema["const"]:
        yield f"{where} is {value!r}, not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is {value!r}, none of {', '.join(schema['enum'])}"
    if isinstance(value, list) and not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{where} has {len(value)} entries"


def _wrong_parts(value: Json, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{f'{where} lacks' if where else 'it lacks'} '{key}'"
    for key, own in schema.get("properties", {}).items():
        if key in value:
            yield from _faults(value[key], own, f"{where}.{key}" if where else key)
