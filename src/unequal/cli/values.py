"""``--set`` read as knobs; the text of a value is read as TOML, and as text where it is none."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import typer


def value_of(text: str) -> Any:
    """Return a value as TOML reads it, or the text itself.

    >>> value_of("3"), value_of("0.5"), value_of("true"), value_of("Big")
    (3, 0.5, True, 'Big')
    """
    try:
        read = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return read["value"] if len(read) == 1 else text  # lines of a text are no further keys


def knobs(settings: Sequence[str]) -> dict[str, Any]:
    """Return ``knob=value`` settings by knob.

    Raises:
        typer.BadParameter: A setting has no equals sign or no name.

    >>> knobs(["wins_needed=3"])
    {'wins_needed': 3}
    """
    found: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name.strip():
            problem = f"'{setting}' is no setting; write knob=value."
            raise typer.BadParameter(problem, param_hint="--set")
        found[name.strip()] = value_of(text.strip())
    return found


def knobs_by_analysis(settings: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return ``analysis.knob=value`` settings by analysis and knob.

    Raises:
        typer.BadParameter: A setting names no analysis.

    >>> knobs_by_analysis(["runway.wins_needed=3"])
    {'runway': {'wins_needed': 3}}
    """
    found: dict[str, dict[str, Any]] = {}
    for name, value in knobs(settings).items():
        analysis, dot, knob = name.partition(".")
        if not dot or not knob:
            problem = f"'{name}' names no analysis; write analysis.knob=value."
            raise typer.BadParameter(problem, param_hint="--set")
        found.setdefault(analysis, {})[knob] = value
    return found
