"""The whole resolved configuration as plain JSON, each value with where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .locate import KeyPath, written
from .model import Workspace
from .resolve import DEFAULT

_CREDENTIALS = re.compile(r"://[^/@]*@")


def configuration(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return every key of the configuration in force: ``{"plan.cash": {"value": 900000, "origin": …}}``.

    Keys are sorted, days are ISO text, paths are relative to the workspace, and an address loses its credentials, so
    that the result can stand in a report.
    """
    flat = dict(_flat(_tree(workspace), ()))
    return {key: {"value": value, "origin": _origin(workspace, key)} for key, value in sorted(flat.items())}


def _tree(space: Workspace) -> dict[str, Any]:
    return {
        "name": space.name,
        "as_of": space.as_of,
        "scenario": space.scenario,
        "currency": space.currency,
        "locale": space.locale,
        "fiscal_year_start": space.fiscal_year_start,
        "deals_complete_from": space.deals_complete_from,
        "tables": {**{name: _source(source) for name, source in space.sources.items()}, **_databases(space)},
        "currencies": {
            code: {"rate": rate, "source": space.rate_sources.get(code)} for code, rate in space.rates.items()
        },
        "segments": {"scheme": space.scheme, "cuts": space.cuts},
        "plan": {**space.plan, "segments": space.plan_segments, "bets": space.plan_bets},
        "knobs": space.knobs,
        "assumptions": {key: asdict(override) for key, override in space.assumptions.items()},
        "unexpected": list(space.unexpected),
    }


def _source(source: Any) -> dict[str, Any]:
    said = asdict(source)
    return {"source": said.pop("shown_as"), **{key: said[key] for key in said if key not in {"path", "table"}}}


def _databases(space: Workspace) -> dict[str, Any]:
    return {name: {"source": _CREDENTIALS.sub("://", address)} for name, address in space.databases.items()}


def _flat(tree: Mapping[str, Any], path: KeyPath) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found.extend(_flat(value, (*path, key)))
        else:
            found.append((written((*path, key)), value.isoformat() if isinstance(value, date) else value))
    return found


def _origin(space: Workspace, key: str) -> str:
    if key == "as_of":
        return space.as_of_origin
    if key == "scenario":
        return DEFAULT if space.scenario == "base" else "given"
    origin = space.origins.get(key)
    if origin is not None:
        return origin.file
    found_there = key == "unexpected" or (key.startswith("tables.") and key.endswith(".source"))
    return "folder" if found_there else DEFAULT
