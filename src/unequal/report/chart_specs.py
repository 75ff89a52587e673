"""A chart's spec from a block, without anything that reaches outside the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

MOST_MARKS = 2000
REACHING = ("href", "url")  # channels that make links and load pictures


def safe_spec(spec: Json, datasets: Mapping[str, list[Any]]) -> Json | None:
    """Return a spec without links and pictures from addresses; None when its rows are not in the notebook.

    >>> safe_spec({"mark": "bar", "data": {"url": "https://example.org/x.csv"}}, {}) is None
    True
    >>> safe_spec({"mark": "bar", "encoding": {"href": {"field": "site"}}, "data": {"name": "rows"}}, {"rows": []})
    {'mark': 'bar', 'encoding': {}, 'data': {'name': 'rows'}}
    """
    if any(len(rows) > MOST_MARKS for rows in datasets.values()) or _reaches(spec, set(datasets)):
        return None
    return _without_links(spec)


def _reaches(node: Any, known: set[str]) -> bool:
    if isinstance(node, list):
        return any(_reaches(one, known) for one in node)
    if not isinstance(node, dict):
        return False
    data = node.get("data")
    if isinstance(data, dict) and ("url" in data or ("name" in data and data["name"] not in known)):
        return True
    return any(_reaches(one, known) for one in node.values())


def _without_links(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_links(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: _made_safe(key, value) for key, value in node.items()}


def _made_safe(key: str, value: Any) -> Any:
    if key == "encoding":
        return _encoding(value)
    return _title(value) if key == "title" else _without_links(value)


def _title(value: Any) -> Any:
    """Return a title without backslashes: Vega-Lite writes titles into expressions and escapes only quotes there."""
    if isinstance(value, str):
        return value.replace("\\", "/")
    if isinstance(value, list):
        return [_title(one) for one in value]
    if isinstance(value, dict):
        return {key: _title(one) if key in ("text", "subtitle") else one for key, one in value.items()}
    return value


def _encoding(channels: Any) -> Any:
    kept = {key: value for key, value in channels.items() if key not in REACHING} if isinstance(channels, dict) else {}
    return _without_links(kept)
