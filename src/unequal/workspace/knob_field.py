"""How an analysis declares a knob: a default with unit, range and reason."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from pydantic import Field


class Bounds(TypedDict, total=False):
    """What a value must hold, and what kind of figure it is.

    Attributes:
        ge: At least.
        gt: More than.
        le: At most.
        lt: Less than.
        pattern: Regular expression that a text matches; its forms belong into the unit, which is printed.
        own_figure: A figure that somebody knows and typed, such as cash, and no opinion.
    """

    ge: float
    gt: float
    le: float
    lt: float
    pattern: str
    own_figure: bool


def knob(
    default: Any,
    *,
    unit: str,
    says: str,
    assumption: str | None = None,
    source: str = "assumption",
    choice: bool = False,
    **bounds: Unpack[Bounds],
) -> Any:
    """Return the pydantic field of a knob.

    Args:
        default: Taken where nobody says anything; None where the data or the plan must say it.
        unit: Unit of the value, printed beside it.
        says: What it is, in the reader's words.
        assumption: Id in the register of assumptions whose override in a workspace changes the default.
        source: Where the default comes from.
        choice: A choice (a reserve, a bar, a threshold) carries an origin and no grade.
        **bounds: Range, see `Bounds`.

    >>> from pydantic import BaseModel
    >>> class Knobs(BaseModel, frozen=True, extra="forbid"):
    ...     reserve_months: float = knob(2, unit="months", says="cash never touched", ge=0, choice=True)
    >>> Knobs.model_fields["reserve_months"].json_schema_extra["unit"]
    'months'
    """
    own_figure = bounds.pop("own_figure", False)
    extra: dict[str, Any] = {"unit": unit, "source": source, "choice": choice}
    if assumption is not None:
        extra["assumption"] = assumption
    if own_figure:
        extra["own_figure"] = True
    return Field(default, description=says, json_schema_extra=extra, **bounds)
