"""The keys of a manifest, as models: one place for names, kinds and ranges."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from unequal.workspace.schema import as_day

NONE = "none"
MOST_RETRIES = 10


def _limit(value: Any) -> Any:
    """Return a limit; ``"none"`` and ``inf`` are none."""
    if value == NONE:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        problem = 'expected a number above 0, or "none"'
        raise ValueError(problem)
    return value


def _whole(value: Any) -> Any:
    value = _limit(value)
    if value != math.inf and value != int(value):
        problem = 'expected a whole number above 0, or "none"'
        raise ValueError(problem)
    return value


def _printable(value: Any) -> Any:
    if isinstance(value, str) and not (value and value.isprintable()):
        problem = "expected a text without control characters" if value else "expected a text that is not empty"
        raise ValueError(problem)
    return value


def _day(value: Any) -> Any:
    try:
        return as_day(value)
    except ValueError as fault:
        problem = f"expected a day, as in 2026-06-30 ({fault})"
        raise ValueError(problem) from fault


Text = Annotated[str, BeforeValidator(_printable)]
Day = Annotated[date, BeforeValidator(_day)]
Limit = Annotated[float, BeforeValidator(_limit)]
WholeLimit = Annotated[float, BeforeValidator(_whole)]


class Keys(BaseModel):
    """Keys that stand for themselves: none is turned into another kind, none is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LimitKeys(Keys):
    """``limits`` of items."""

    cell_seconds: Limit | None = None
    notebook_seconds: Limit | None = None
    report_seconds: Limit | None = None
    memory_mb: WholeLimit | None = None
    output_mb: Limit | None = None


class BatchLimitKeys(Keys):
    """``[limits]``: of the batch as a whole."""

    batch_seconds: Limit | None = None


class Defaults(Keys):
    """What may be said for all items at once."""

    as_of: Day | None = None
    scenario: Text | None = None
    scenarios: list[Text] | None = None
    into: Text | None = None
    tags: list[Text] | None = None
    knobs: dict[str, dict[str, Any]] | None = None
    parameters: dict[str, Any] | None = None
    limits: LimitKeys | None = None
    retries: Annotated[int, Field(ge=0, le=MOST_RETRIES)] | None = None


class RowKeys(Defaults):
    """One line of a list of clients."""

    id: Text | None = None
    workspace: Text | None = None
    notebook: Text | None = None


class ItemKeys(RowKeys):
    """One ``[[items]]``."""

    foreach: Text | None = None
    matrix: dict[str, Any] | None = None


class GateKeys(Keys):
    """One ``[[gates]]``."""

    name: Text | None = None
    finding: Text | None = None
    verdicts: list[Literal["go", "caution", "stop", "cannot tell"]] | None = None
    below: Annotated[float, Field(allow_inf_nan=False)] | None = None
    above: Annotated[float, Field(allow_inf_nan=False)] | None = None
    level: Literal["caution", "stop"] | None = None


class ManifestKeys(Keys):
    """The whole file; its tables are held against their own models one by one."""

    name: Text | None = None
    defaults: dict[str, Any] | None = None
    limits: dict[str, Any] | None = None
    items: list[dict[str, Any]] | None = None
    gates: list[dict[str, Any]] | None = None
