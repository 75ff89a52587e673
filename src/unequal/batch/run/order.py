"""What is asked of a batch."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from unequal.batch.manifest.item import Batch, Item

from .outcome import Outcome
from .room import Room

CGROUP = Path("/sys/fs/cgroup")
BOOKS = "_batch"  # folder of the books, below the one of the reports


class Child(Protocol):
    """A job that runs in a process of its own, here or elsewhere."""

    @property
    def pid(self) -> int | None:
        """Return the number of its process; None when it runs on another machine."""
        ...

    def fileno(self) -> int:
        """Return a descriptor that can be read when the job told something or ended; -1 when it will tell no more."""
        ...

    def read(self) -> list[dict[str, Any]]:
        """Return what it told since the last time; never waits."""
        ...

    def exit_code(self) -> int | None:
        """Return how it ended, a negative number for a signal; None while it runs."""
        ...

    def end(self, seconds: float = 5.0) -> None:
        """Ask it to end, with all that it started, and make it end when it does not."""
        ...


Start = Callable[[Item, int], Child]  # an item, and how often it has been tried, counted from 1
Stale = Callable[[Item], list[str]]  # why it is to be made; nothing when it stands as it would be made
Tell = Callable[[dict[str, Any]], None]


def _always(_item: Item) -> list[str]:
    return ["it was asked for"]


def _nowhere(_item: Item) -> str | None:
    return None


def _silent(_event: dict[str, Any]) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a batch gets its work done.

    Attributes:
        start: Starts a job.
        stale: Says why an item is to be made.
        report: Says where the report of an item stands that need not be made.
        tell: Told of each event, with the ``item`` it is about; also of ``tick``, about once a second.
        room: Says whether there is memory for one more job.
    """

    start: Start
    stale: Stale = _always
    report: Callable[[Item], str | None] = _nowhere
    tell: Tell = _silent
    room: Room = field(default_factory=Room)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of a batch.

    Attributes:
        batch: The items and the gates.
        out: Where the books lie, and the reports.
        at: Address for fsspec where the reports lie instead.
        jobs: How many items at once.
        force: Make also what did not change.
        stop_after_failures: Start nothing more after so many failures; None: go on to the end.
        batch_seconds: Time limit of the whole batch; None: no limit.
        only: Ids of the items to make; None: all.
        before: What is known of the others from an earlier run, by id.
    """

    batch: Batch
    out: Path
    at: str | None = None
    jobs: int = 1
    force: bool = False
    stop_after_failures: int | None = None
    batch_seconds: float | None = None
    only: frozenset[str] | None = None
    before: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def reports(self) -> str:
        """Where the reports lie, a path or an address."""
        return self.at or str(self.out)

    @property
    def folder(self) -> Path:
        """Folder of the books."""
        return self.out / BOOKS / self.batch.id

    @property
    def failed(self) -> Path:
        """Folder of what failed notebooks left, a folder an item."""
        return self.folder / "failed"


def jobs() -> int:
    """Return how many items to make at once when nobody says it: the cores that this process may use."""
    counted = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    if hasattr(os, "sched_getaffinity"):
        counted = min(counted, len(os.sched_getaffinity(0)))
    quota = _quota(CGROUP / "cpu.max")
    return max(1, min(counted, math.ceil(quota)) if quota is not None else counted)


def _quota(file: Path) -> float | None:
    """Return the cores that the process's group may use, as a container limits them; None without a limit."""
    try:
        share, period = file.read_text(encoding="ascii").split()
        return None if share == "max" else int(share) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None
