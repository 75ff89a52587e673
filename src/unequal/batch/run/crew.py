"""The jobs that run now."""

from __future__ import annotations

import selectors
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from unequal.batch.manifest.item import Item

from .ending import LAST
from .order import Child

Json = dict[str, Any]
SECONDS_TO_END = 5.0  # a job is asked to end before it is made to
SECONDS_TO_GO = 20.0  # what a job may still take once it has told its last event
POLL = 0.02  # of jobs that have told all and have not ended yet


@dataclass(slots=True, eq=False)
class Job:
    """An item that is being made, and where it is."""

    item: Item
    attempt: int
    child: Child
    reasons: tuple[str, ...] = ()
    begun: float = field(default_factory=time.monotonic)
    last: Json | None = None
    last_at: float = 0.0
    notebook: str | None = None
    cell: int | None = None
    waits: bool = False  # for a machine; a job that told nothing of it runs from the start

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.begun

    @property
    def due(self) -> float | None:
        """When its time is over, on the clock of `begun`; None when there is no limit."""
        if self.last is not None:
            return self.last_at + SECONDS_TO_GO
        limit = self.item.limits.report_seconds
        return None if limit is None or self.waits else self.begun + limit

    def heard(self) -> list[Json]:
        """Return what it told since the last time, but for the event that tells how it went."""
        told = []
        for event in self.child.read():
            if event.get("event") in LAST:
                self.last, self.last_at = event, time.monotonic()
            else:
                self._note(event)
                told.append(event)
        return told

    def _note(self, event: Json) -> None:
        self.notebook = event.get("notebook", self.notebook)
        self.cell = event.get("cell") if "notebook" in event else self.cell
        if event.get("event") == "queued":
            self.waits = True
        elif event.get("event") == "begun":
            self.waits, self.begun = False, time.monotonic()


class Crew:
    """The jobs that run now."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __len__(self) -> int:
        return len(self.jobs)

    def listen(self, seconds: float) -> Iterator[tuple[Job, list[Json]]]:
        """Wait until some job tells something or ends, and yield what each told."""
        talking = [job for job in self.jobs if job.child.fileno() >= 0]
        if len(talking) < len(self.jobs):
            seconds = min(seconds, POLL)
        with selectors.DefaultSelector() as selector:
            for job in talking:
                selector.register(job.child.fileno(), selectors.EVENT_READ, job)
            if talking:
                ready = [key.data for key, _ in selector.select(seconds)]
            else:
                ready = []
                time.sleep(seconds)
        for job in ready:
            told = job.heard()
            if told:
                yield job, told
            elif job.child.exit_code() is None:
                time.sleep(POLL)  # its end can be heard before it can be seen

    def over(self) -> list[Job]:
        """Return the jobs that have ended; they are no longer among those that run."""
        done = [job for job in self.jobs if job.child.exit_code() is not None]
        self.jobs = [job for job in self.jobs if job not in done]
        return done

    def overdue(self) -> list[Job]:
        """End the jobs whose time is over, and return them."""
        now = time.monotonic()
        late = [job for job in self.jobs if job.due is not None and job.due <= now]
        self._end(late)
        return late

    def end(self) -> list[Job]:
        """End all jobs, and return them."""
        ended = list(self.jobs)
        self._end(ended)
        return ended

    def wait_at_most(self, seconds: float) -> float:
        """Return the time until the next job is due, or the seconds given if they are fewer."""
        now = time.monotonic()
        return max(0.0, min([seconds, *(job.due - now for job in self.jobs if job.due is not None)]))

    def _end(self, jobs: list[Job]) -> None:
        """End jobs beside one another: each may take its seconds to put things away."""
        if len(jobs) == 1:
            jobs[0].child.end(SECONDS_TO_END)
        elif jobs:
            with ThreadPoolExecutor(len(jobs)) as threads:
                list(threads.map(lambda job: job.child.end(SECONDS_TO_END), jobs))
        self.jobs = [job for job in self.jobs if job not in jobs]
