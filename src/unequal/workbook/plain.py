"""Any value of ours as plain JSON: nan is null, infinities are strings, dates are ISO."""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, cast

import numpy as np
import pandas as pd


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it.

    >>> plain({"a": float("nan"), "b": float("-inf"), "c": datetime.date(2026, 6, 30)})
    {'a': None, 'b': '-inf', 'c': '2026-06-30'}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value)
        return {str(key): plain(one) for key, one in pairs.items()}
    if isinstance(value, (list, tuple, np.ndarray, pd.Series)):
        return [plain(one) for one in cast("Iterable[Any]", value)]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(one) for one in cast("Iterable[Any]", value))
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = _unwrapped(cast("np.generic[Any]", value))
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.isoformat() if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    return value if isinstance(value, (bool, int)) else str(value)


def _unwrapped(value: np.generic[Any]) -> Any:
    # a day of numpy has nanoseconds, of which Python's own would make a whole number
    return pd.Timestamp(cast("np.datetime64[Any]", value)) if value.dtype.kind == "M" else value.item()


def _number(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value
