"""The books of an earlier run, read back: to look at them, or to go on where it ended, however it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unequal.batch.manifest.item import Batch
from unequal.errors import InputError

from .books import EVENTS, MANIFEST, RESULTS
from .order import BOOKS
from .outcome import GOOD, Outcome
from .results import SCHEMA, Results
from .turn import holder, is_held

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier run of a batch.

    Attributes:
        folder: Of its books.
        batch: What was asked.
        results: What came of it, as far as it came.
        exit_code: What it ended with; None when it has not ended, or was killed.
        holder: Who runs it now; empty when nobody does.
        now: Where each item is that is being made now, by id: notebook and cell, as far as its job said.
    """

    folder: Path
    batch: Batch
    results: Results
    exit_code: int | None
    holder: str = ""
    now: Mapping[str, str] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """Where its reports lie."""
        return self.folder.parent.parent

    @property
    def left(self) -> frozenset[str]:
        """Ids of the items that are still to be made: failed, refused, cancelled, not started."""
        return frozenset(one.id for one in self.results.outcomes if one.status not in GOOD)

    @property
    def known(self) -> dict[str, Outcome]:
        """What came of each item, by id."""
        return {one.id: one for one in self.results.outcomes}


def latest(out: Path) -> Path:
    """Return the folder of the batch whose books changed last.

    Raises:
        InputError: There is none.
    """
    found = [(path.stat().st_mtime_ns, path.name, path) for path in _runs(out / BOOKS)]
    if not found:
        raise InputError(
            f"No batch has been run in {out}.", mend="Run `unequal batch MANIFEST`, or name the run's folder."
        )
    return max(found)[2]


def read_past(folder: Path) -> Past:
    """Return the books of a run.

    Raises:
        InputError: The folder holds none, or another version wrote them.
    """
    mend = f"Name a folder below {BOOKS}/ of where the reports lie, such as reports/{BOOKS}/june-0a1b2c3d."
    locked = _read(folder / MANIFEST)
    if locked is None:
        raise InputError(f"{folder} holds no books of a batch: it has no sound {MANIFEST}.", mend=mend)
    try:
        batch = Batch.from_json(locked)
        content = _read(folder / RESULTS) or {"schema": SCHEMA}
        known = {one["id"]: Outcome.from_json(one) for one in content.get("items", ())}
    except (KeyError, TypeError, ValueError) as fault:
        found = f"{folder} was written by another version of unequal."
        raise InputError(found, mend="Run the manifest again with this version.") from fault
    if content["schema"] != SCHEMA:
        found = f"{folder} was written by another version of unequal: {content['schema']!r}, not {SCHEMA!r}."
        raise InputError(found, mend="Run the manifest again with this version.")
    results = Results(
        id=batch.id,
        name=batch.name,
        manifest=batch.source,
        outcomes=tuple(known.get(one.id, Outcome(id=one.id)) for one in batch.items),
        seconds=float(content.get("seconds", 0.0)),
        stopped=str(content.get("stopped", "")),
        code=content.get("exit_code"),
        running=content.get("exit_code") is None,
        at=content.get("at"),
    )
    by = holder(folder) if is_held(folder) else ""
    now = _being_made(folder / EVENTS) if by else {}
    return Past(folder=folder, batch=batch, results=results, exit_code=results.exit_code, holder=by, now=now)


def _being_made(events: Path) -> dict[str, str]:
    """Return where each item is whose job has begun and has not ended, from the events so far."""
    now: dict[str, str] = {}
    try:
        lines = events.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return now
    for event in filter(None, map(_event, lines)):
        kind, item = event.get("event"), str(event.get("item", ""))
        if kind == "batch":
            now.clear()
        elif kind == "started":
            now[item] = ""
        elif kind in ("ended", "again"):
            now.pop(item, None)
        elif item in now and "notebook" in event:
            cell = f", cell {event['cell']}" if "cell" in event else ""
            now[item] = f"{event['notebook']}{cell}"
    return now


def _event(line: str) -> Json | None:
    try:
        event = json.loads(line)
    except ValueError:  # the last line, while it is being written
        return None
    return event if isinstance(event, dict) else None


def _runs(folder: Path) -> Iterator[Path]:
    """Yield the folders that hold books."""
    try:
        within = sorted(folder.iterdir())
    except OSError:
        return
    yield from (one for one in within if (one / MANIFEST).is_file())


def _read(file: Path) -> Json | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
