"""Jobs that follow a script, so that a test decides what each tells and how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from unequal.batch.manifest.item import Batch, Gate, Item, Limits
from unequal.batch.run.order import Order, Ways
from unequal.batch.run.room import Room

Json = dict[str, Any]
OK: Json = {"event": "ok", "report": "reports/acme/2026-06-30/report.html", "findings": [], "peak_mb": 200}
FOREVER = None


@dataclass
class Script:
    """What a job tells, and how it ends: an exit code, or None for one that runs until it is ended."""

    events: Sequence[Json] = (OK,)
    code: int | None = 0


@dataclass
class Scripted:
    """A job that has told all it ever will when it starts."""

    script: Script
    pid: int | None = 1
    ended: int = 0
    _told: bool = False
    _pipe: tuple[int, int] = field(default_factory=os.pipe)

    def __post_init__(self) -> None:
        if self.script.events or self.script.code is not None:
            os.write(self._pipe[1], b"!")

    def fileno(self) -> int:
        return self._pipe[0]

    def read(self) -> list[Json]:
        told, self._told = self._told, True
        return [] if told else list(self.script.events)

    def exit_code(self) -> int | None:
        return -15 if self.ended else self.script.code

    def end(self, seconds: float = 5.0) -> None:
        self.ended += 1

    def close(self) -> None:
        for end in self._pipe:
            with suppress(OSError):
                os.close(end)


def failed(kind: str, found: str = "It failed.", **more: Any) -> Script:
    """Return the script of a job that tells why it failed."""
    return Script([{"event": "failed", "kind": kind, "found": found, "mend": "Mend it.", "cause": found, **more}])


@dataclass
class Stage:
    """Starts scripted jobs and remembers which, and how many ran at once."""

    scripts: Mapping[str, Sequence[Script]]
    started: list[tuple[str, int]] = field(default_factory=list)
    children: list[Scripted] = field(default_factory=list)
    running: list[int] = field(default_factory=list)

    def start(self, item: Item, attempt: int) -> Scripted:
        self.started.append((item.id, attempt))
        some = self.scripts.get(item.id, [Script()])
        child = Scripted(some[min(attempt, len(some)) - 1])
        self.children.append(child)
        self.running.append(len([one for one in self.children if one.exit_code() is None]))
        return child

    def names(self) -> list[str]:
        return [name for name, _ in self.started]


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    """Make a stage from scripts by item."""
    made: list[Stage] = []

    def make(**scripts: Script | Sequence[Script]) -> Stage:
        some = {key: [value] if isinstance(value, Script) else value for key, value in scripts.items()}
        made.append(Stage(some))
        return made[-1]

    yield make
    for one in made:
        for child in one.children:
            child.close()


def item(name: str, *, seconds: float | None = None, retries: int = 1, **more: Any) -> Item:
    return Item(id=name, workspace=f"/clients/{name}", limits=Limits(report_seconds=seconds), retries=retries, **more)


def batch(*items: Item | str, gates: Sequence[Gate] = ()) -> Batch:
    whole = tuple(item(one) if isinstance(one, str) else one for one in items)
    return Batch(name="June", id="june-0a1b2c3d", items=whole, gates=tuple(gates), source="/batches/june.toml")


@pytest.fixture
def order(tmp_path: Path) -> Callable[..., Order]:
    """Ask for items, with reports in a folder of the test."""

    def make(*items: Item | str, gates: Sequence[Gate] = (), **more: Any) -> Order:
        return Order(batch=batch(*items, gates=gates), out=tmp_path / "reports", **more)

    return make


def ways(stage: Stage, **more: Any) -> Ways:
    """Return ways that start scripted jobs, on a machine with memory enough."""
    return Ways(**{"start": stage.start, "room": Room(lambda: None), **more})


def statuses(results: Any) -> dict[str, str]:
    return {one.id: one.status for one in results.outcomes}


def only(results: Any) -> Any:
    """Return the outcome of the one item."""
    (outcome,) = results.outcomes
    return outcome


def books(folder: Path) -> Json:
    return json.loads((folder / "run_results.json").read_text(encoding="utf-8"))


def events(folder: Path) -> list[Json]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
