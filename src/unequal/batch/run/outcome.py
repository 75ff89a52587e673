"""What came of one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from unequal.batch.manifest.item import Item

Json = dict[str, Any]

OK, UNCHANGED, FAILED, REFUSED = "ok", "unchanged", "failed", "refused"
CANCELLED, NOT_STARTED = "cancelled", "not started"
STATUSES = (FAILED, REFUSED, CANCELLED, NOT_STARTED, OK, UNCHANGED)  # in the order in which somebody wants to see them
GOOD = frozenset({OK, UNCHANGED})
BAD = frozenset({FAILED, REFUSED})
MOST_LETTERS = 4_000  # of a sentence, so that no job can fill the books
MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one item.

    Attributes:
        id: Of the item.
        status: ``ok``, ``unchanged`` (nothing was to do), ``failed``, ``refused`` (its inputs), ``cancelled`` (begun,
            and ended by us) or ``not started``.
        kind: Of a failure: cell, time, memory, output, kernel, refused, environment, render or bug; else None.
        found: What was found, a sentence; empty for what went well.
        mend: What can be done about it.
        cause: `found` without names and numbers, to group by.
        problems: Rows of a list of faults, as `unequal.errors.Problem` has them.
        notebook: Where it failed.
        cell: Number of the cell where it failed.
        attempts: How often it was begun.
        seconds: How long the last attempt took.
        peak_mb: Most memory that it held, MiB; None when nobody measured.
        report: Path of the report, or of the executed notebook.
        left: Path of the notebook as far as it came.
        traceback: Of a bug of ours.
        again: Command line that repeats just this item.
        reasons: Why it was to be made.
        gates: Gates that it tripped.
    """

    id: str
    status: str = NOT_STARTED
    kind: str | None = None
    found: str = ""
    mend: str = ""
    cause: str = ""
    problems: tuple[Json, ...] = ()
    notebook: str | None = None
    cell: int | None = None
    attempts: int = 0
    seconds: float = 0.0
    peak_mb: float | None = None
    report: str | None = None
    left: str | None = None
    traceback: str | None = None
    again: str = ""
    reasons: tuple[str, ...] = ()
    gates: tuple[Json, ...] = ()

    def as_json(self) -> Json:
        """Return the outcome as JSON can hold it; `from_json` makes the same outcome of it.

        >>> Outcome.from_json(Outcome(id="harbor", status="ok").as_json()) == Outcome(id="harbor", status="ok")
        True
        """
        made = {one.name: getattr(self, one.name) for one in fields(self)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in made.items()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Outcome:
        """Return the outcome that `as_json` wrote; what another version added is left out."""
        known = {one.name for one in fields(cls)}
        read: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in content.items()
        }
        return cls(**{key: value for key, value in read.items() if key in known})


def of_ok(item: Item, event: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a job whose last event says that it went well."""
    return Outcome(
        id=item.id, status=OK, report=_text(event.get("report")) or None, peak_mb=_number(event.get("peak_mb"))
    )


def of_failed(item: Item, event: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a job whose last event says that it failed.

    >>> of_failed(Item(id="harbor", workspace="/harbor"), {"kind": "refused", "found": "No deals."}).status
    'refused'
    """
    kind = _text(event.get("kind")) or "bug"
    found = _text(event.get("found")) or "It failed without a word."
    cell = event.get("cell")
    return Outcome(
        id=item.id,
        status=REFUSED if kind == "refused" else FAILED,
        kind=kind,
        found=found,
        mend=_text(event.get("mend")),
        cause=_text(event.get("cause")) or found,
        problems=tuple(one for one in (event.get("problems") or ())[:MOST_PROBLEMS] if isinstance(one, dict)),
        notebook=_text(event.get("notebook")) or None,
        cell=cell if isinstance(cell, int) else None,
        peak_mb=_number(event.get("peak_mb")),
        left=_text(event.get("left")) or None,
        traceback=_text(event.get("traceback")) or None,
    )


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS] + "…"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
