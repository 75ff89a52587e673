"""A typed value of a workbook or Parquet file -> the text that stands for it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

EXACT_DIGITS = 1e15  # a spreadsheet keeps 15 digits of a number; an id with more is already ruined


def text_of(value: object) -> str:
    """Return a value as text: whole numbers without a point, dates in ISO form, nothing as an empty text.

    >>> text_of(1200.0), text_of(0.25), text_of(None), text_of(dt.datetime(2026, 3, 4))
    ('1200', '0.25', '', '2026-03-04')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.timedelta):
        return _duration(value)
    return _other(value)


def _float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def _moment(value: dt.datetime) -> str:
    midnight = value.time() == dt.time() and value.tzinfo is None
    return value.date().isoformat() if midnight else value.isoformat(sep=" ")


def _duration(value: dt.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _other(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)
    return str(value)
