"""Facts to files and back: JSON for the tree, Parquet for each frame in it; never pickle.

Only frozen dataclasses and enums of this package are rebuilt, and only by field name, so a file in a cache cannot name
code to run.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import json
import math
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

TREE = "tree.json"
PACKAGE = __name__.partition(".")[0]


def save(value: Any, folder: Path) -> None:
    """Write a value into an empty folder.

    Raises:
        TypeError: The value holds something that the codec does not know.
    """
    frames: list[pd.DataFrame] = []
    tree = _encoded(value, frames)
    for position, frame in enumerate(frames):
        frame.to_parquet(folder / f"{position}.parquet", index=False)
    text = json.dumps(tree, separators=(",", ":"), allow_nan=False)
    (folder / TREE).write_text(text, encoding="utf-8")


def load(folder: Path) -> Any:
    """Read a value back.

    Raises:
        OSError, ValueError: The folder holds no whole value.
    """
    tree = json.loads((folder / TREE).read_text(encoding="utf-8"))
    return _decoded(tree, folder)


def _encoded(value: Any, frames: list[pd.DataFrame]) -> Any:
    if value is None or (isinstance(value, (bool, str)) and not isinstance(value, Enum)):
        return value
    for kind, encode in _ENCODERS:
        if isinstance(value, kind):
            return encode(value, frames)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _encoded(getattr(value, one.name), frames) for one in dataclasses.fields(value)}
        return {"$": "object", "type": _type_name(type(value)), "fields": fields}
    problem = f"facts hold a {type(value).__name__}, which the codec does not know"
    raise TypeError(problem)


def _encode_enum(value: Enum, frames: list[pd.DataFrame]) -> Any:
    return {"$": "enum", "type": _type_name(type(value)), "value": _encoded(value.value, frames)}


def _encode_float(value: Any, _frames: list[pd.DataFrame]) -> Any:
    number = float(value)
    return number if math.isfinite(number) else {"$": "float", "value": repr(number)}


def _encode_date(value: datetime.date, _frames: list[pd.DataFrame]) -> Any:
    if isinstance(value, datetime.datetime):
        return {"$": "timestamp", "value": None if pd.isna(value) else value.isoformat()}
    return {"$": "date", "value": value.isoformat()}


def _encode_frame(value: pd.DataFrame, frames: list[pd.DataFrame]) -> Any:
    frames.append(value.reset_index(drop=True))
    return {"$": "frame", "at": len(frames) - 1}


def _encode_array(value: np.ndarray, frames: list[pd.DataFrame]) -> Any:
    frames.append(pd.DataFrame({"values": value.ravel()}))
    return {"$": "array", "at": len(frames) - 1, "shape": list(value.shape)}


def _encode_list(value: list[Any] | tuple[Any, ...], frames: list[pd.DataFrame]) -> Any:
    kind = "tuple" if isinstance(value, tuple) else "list"
    return {"$": kind, "items": [_encoded(one, frames) for one in value]}


def _encode_dict(value: dict[Any, Any], frames: list[pd.DataFrame]) -> Any:
    return {"$": "dict", "items": [[_encoded(key, frames), _encoded(one, frames)] for key, one in value.items()]}


_ENCODERS: tuple[tuple[Any, Callable[[Any, list[pd.DataFrame]], Any]], ...] = (
    (Enum, _encode_enum),
    ((int, np.integer), lambda value, _frames: int(value)),
    ((float, np.floating), _encode_float),
    (np.bool_, lambda value, _frames: bool(value)),
    (datetime.date, _encode_date),
    (pd.DataFrame, _encode_frame),
    (np.ndarray, _encode_array),
    ((list, tuple), _encode_list),
    (dict, _encode_dict),
)


def _decoded(tree: Any, folder: Path) -> Any:
    if not isinstance(tree, dict):
        return tree
    node = cast("dict[str, Any]", tree)
    return _DECODERS[node["$"]](node, folder)


def _decode_object(tree: dict[str, Any], folder: Path) -> Any:
    kind = _type_of(tree["type"])
    if not dataclasses.is_dataclass(kind):
        problem = f"{kind.__name__} is no dataclass"
        raise ValueError(problem)
    return kind(**{name: _decoded(value, folder) for name, value in tree["fields"].items()})


def _decode_frame(tree: dict[str, Any], folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{int(tree['at'])}.parquet")


def _decode_array(tree: dict[str, Any], folder: Path) -> np.ndarray:
    return _decode_frame(tree, folder)["values"].to_numpy().reshape(tree["shape"])


_DECODERS: dict[str, Callable[[dict[str, Any], Path], Any]] = {
    "object": _decode_object,
    "enum": lambda tree, folder: _enum_of(tree["type"])(_decoded(tree["value"], folder)),
    "float": lambda tree, _folder: float(tree["value"]),
    "date": lambda tree, _folder: datetime.date.fromisoformat(tree["value"]),
    "timestamp": lambda tree, _folder: pd.Timestamp(tree["value"]),
    "frame": _decode_frame,
    "array": _decode_array,
    "tuple": lambda tree, folder: tuple(_decoded(one, folder) for one in tree["items"]),
    "list": lambda tree, folder: [_decoded(one, folder) for one in tree["items"]],
    "dict": lambda tree, folder: {_decoded(key, folder): _decoded(one, folder) for key, one in tree["items"]},
}


def _type_name(kind: type[Any]) -> str:
    name = f"{kind.__module__}:{kind.__qualname__}"
    if not kind.__module__.startswith(f"{PACKAGE}.") or "." in kind.__qualname__:
        problem = f"facts hold a {name}, which is no type at the top of a module of this package"
        raise TypeError(problem)
    return name


def _type_of(name: str) -> type[Any]:
    module, _, qualified = name.partition(":")
    ours = module.startswith(f"{PACKAGE}.") and "." not in qualified
    kind = getattr(importlib.import_module(module), qualified, None) if ours else None
    if not isinstance(kind, type) or kind.__module__ != module:  # what a module has imported is not its own
        problem = f"{name} is none of this package's types"
        raise ValueError(problem)
    return cast("type[Any]", kind)


def _enum_of(name: str) -> type[Enum]:
    kind = _type_of(name)
    if not issubclass(kind, Enum):
        problem = f"{name} is no enum"
        raise ValueError(problem)
    return kind
