"""The loop that runs many jobs: one thread, which waits for whatever tells something first."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

from unequal.batch.manifest.item import Item
from unequal.errors import EnvironmentFault, UnequalError

from .again import command
from .books import Books
from .crew import Crew, Job
from .ending import AGAIN, cancelled, code_of, ended, overdue, placed, stops_all, unable, why_of
from .gates import findings_beside, tripped
from .order import Order, Ways
from .outcome import BAD, GOOD, UNCHANGED, Outcome
from .results import ENVIRONMENT, TIME, Results
from .turn import turn

Json = dict[str, Any]
TICK = 1.0  # seconds; what watches is told at least so often, and memory is looked at anew


def run_batch(order: Order, ways: Ways) -> Results:
    """Make the items of a batch, several at once, and keep its books.

    Another process that runs the same batch is waited for. What goes wrong with one item stays with it. A full disk,
    the batch's own time limit or so many failures as were named stop it, and the rest is not started. Whatever is
    raised in it from outside, such as by Ctrl-C, ends the jobs that run; the books are complete when it goes on.

    Raises:
        EnvironmentFault: The books cannot be written.
    """
    books = Books(order)
    books.make_folder()
    with turn(books.folder, lambda holder: ways.tell({"event": "waiting", "holder": holder})):
        return _Loop(order, ways, books).run()


class _Loop:
    def __init__(self, order: Order, ways: Ways, books: Books) -> None:
        self._order, self._ways, self._books = order, ways, books
        self._crew = Crew()
        self._begun = time.monotonic()
        self._looked_for_room = -TICK
        self._stopped, self._code = "", None
        self._failures = 0
        self._outcomes = {one.id: order.before.get(one.id, Outcome(id=one.id)) for one in order.batch.items}
        asked = [one for one in order.batch.items if order.only is None or one.id in order.only]
        for one in order.before.values():
            ways.room.saw(one.peak_mb)
        self._outcomes |= {one.id: Outcome(id=one.id, again=command(order, one)) for one in asked}
        self._queue: deque[tuple[Item, int]] = deque((one, 1) for one in asked)

    def run(self) -> Results:
        """Run to the end, whatever the end is."""
        asked, order = len(self._queue), self._order
        try:
            self._books.begin(self._results(running=True))
            self._tell({"event": "batch", "id": order.batch.id, "name": order.batch.name, "items": asked})
            while self._queue or len(self._crew):
                self._turn()
        except BaseException as fault:
            self._code, self._stopped = code_of(fault), self._stopped or why_of(fault)
            with contextlib.suppress(EnvironmentFault):  # of a disk that takes no more; the first fault is told
                self._end_all()
            with contextlib.suppress(EnvironmentFault):
                self._books.end(self._results())
            raise
        results = self._results()
        self._tell({"event": "finished", "exit_code": results.exit_code, "counts": results.counts})
        self._books.end(results)
        return results

    def _turn(self) -> None:
        self._mind_the_clock()
        more = self._fill()
        for job, told in self._crew.listen(0.0 if more else self._seconds_to_wait()):
            self._pass_on(job, told)
        for job in self._crew.over():
            self._pass_on(job, job.heard())
            self._settle(job, ended(job.item, job.last, job.child.exit_code()))
        for job in self._crew.overdue():
            self._pass_on(job, job.heard())
            self._settle(job, ended(job.item, job.last, 0) if job.last else overdue(job.item))
        self._ways.tell({"event": "tick"})
        if self._books.due(idle=not more):
            self._books.keep(self._results(running=True))

    def _seconds_to_wait(self) -> float:
        limit = self._order.batch_seconds
        left = TICK if limit is None else limit - (time.monotonic() - self._begun)
        return self._crew.wait_at_most(max(0.0, min(TICK, left)))

    def _fill(self) -> bool:
        """Take the next item where one more fits; return whether it is worth asking again at once."""
        if not self._queue or len(self._crew) >= self._order.jobs or not self._has_room():
            return False
        item, attempt = self._queue.popleft()
        reasons = self._reasons(item) if attempt == 1 else self._outcomes[item.id].reasons
        if not reasons:
            self._leave_as_it_is(item)
        else:
            self._start(item, attempt, tuple(reasons))
        return True

    def _has_room(self) -> bool:
        """Whether there is memory for one more; one at least always runs. It is looked at about once a second."""
        if not len(self._crew):
            return True
        now = time.monotonic()
        if now - self._looked_for_room < TICK:
            return False
        if self._ways.room.fits_one_more(job.child.pid for job in self._crew.jobs):
            return True
        self._looked_for_room = now
        return False

    def _reasons(self, item: Item) -> list[str]:
        if self._order.force:
            return ["it was asked for with --force"]
        try:
            return self._ways.stale(item)
        except (UnequalError, OSError) as fault:  # the job meets it again, and says more about it
            return [getattr(fault, "found", "") or str(fault)]

    def _leave_as_it_is(self, item: Item) -> None:
        report = self._ways.report(item)
        outcome = replace(self._outcomes[item.id], status=UNCHANGED, report=report)
        self._put(replace(outcome, gates=self._gates(item, outcome, None)))

    def _start(self, item: Item, attempt: int, reasons: tuple[str, ...]) -> None:
        self._outcomes[item.id] = replace(self._outcomes[item.id], reasons=reasons, attempts=attempt)
        self._books.clear_failed(item.id)
        self._tell({"event": "started", "item": item.id, "attempt": attempt, "reasons": list(reasons)})
        try:
            child = self._ways.start(item, attempt)
        except (UnequalError, OSError) as fault:
            self._put(replace(unable(item, fault), again=command(self._order, item), reasons=reasons, attempts=attempt))
            return
        self._crew.jobs.append(Job(item, attempt, child, reasons))

    def _pass_on(self, job: Job, told: list[Json]) -> None:
        for event in told:
            self._tell({**event, "item": job.item.id})

    def _settle(self, job: Job, outcome: Outcome) -> None:
        """Put down how a job ended, or try it again when another try may mend it, after all the others."""
        outcome = replace(
            placed(outcome, job.notebook, job.cell),
            attempts=job.attempt,
            seconds=round(job.seconds, 3),
            again=command(self._order, job.item),
            reasons=job.reasons,
            gates=self._gates(job.item, outcome, job.last),
        )
        self._ways.room.saw(outcome.peak_mb)
        self._looked_for_room = -TICK
        if outcome.kind in AGAIN and job.attempt <= job.item.retries and not self._stopped:
            self._outcomes[outcome.id] = outcome  # it stands so when there is no time for another try
            self._queue.append((job.item, job.attempt + 1))
            self._tell({"event": "again", "item": outcome.id, "kind": outcome.kind, "found": outcome.found})
            return
        self._put(outcome)
        if stops_all(outcome):
            self._stop(f"{outcome.found} {outcome.mend}".strip(), ENVIRONMENT)

    def _gates(self, item: Item, outcome: Outcome, last: Json | None) -> tuple[Json, ...]:
        """Return the gates that a company's report trips; from what the job told, or else from the record beside it."""
        if outcome.status not in GOOD or item.workspace is None:
            return ()
        findings = (last or {}).get("findings")
        if findings is None:
            findings = findings_beside(Path(outcome.report)) if outcome.report and not self._order.at else None
        return () if findings is None else tripped(self._order.batch.gates, findings)

    def _put(self, outcome: Outcome) -> None:
        self._outcomes[outcome.id] = outcome
        about = ("status", "kind", "found", "mend", "notebook", "cell", "seconds", "peak_mb", "report")
        told = {key: value for key in about if (value := getattr(outcome, key)) not in (None, "")}
        self._tell({"event": "ended", "item": outcome.id, **told, "gates": [one["name"] for one in outcome.gates]})
        self._books.changed(at_once=outcome.status != UNCHANGED)
        if outcome.status in BAD:
            self._failures += 1
            most = self._order.stop_after_failures
            if most is not None and self._failures >= most and self._queue:
                self._queue.clear()
                self._stopped = f"Nothing more was started after {_failures(self._failures)}."

    def _mind_the_clock(self) -> None:
        limit = self._order.batch_seconds
        if limit is not None and time.monotonic() - self._begun >= limit:
            self._stop(f"The batch took longer than the {limit:,g} seconds that it may take.", TIME)

    def _stop(self, why: str, code: int) -> None:
        """End the jobs that run and start nothing more."""
        self._stopped, self._code = self._stopped or why, self._code or code
        self._queue.clear()
        self._end_all()

    def _end_all(self) -> None:
        """End the jobs that run; one that had told how it went is put down as it told."""
        for job in self._crew.end():
            job.heard()
            self._settle(job, ended(job.item, job.last, 0) if job.last else cancelled(job.item, self._stopped))

    def _tell(self, event: Json) -> None:
        self._books.tell(event)
        self._ways.tell(event)

    def _results(self, *, running: bool = False) -> Results:
        batch = self._order.batch
        return Results(
            id=batch.id,
            name=batch.name,
            manifest=batch.source,
            outcomes=tuple(self._outcomes[one.id] for one in batch.items),
            seconds=time.monotonic() - self._begun,
            stopped=self._stopped,
            code=self._code,
            running=running,
            at=self._order.at,
        )


def _failures(number: int) -> str:
    return f"{number} failure" if number == 1 else f"{number} failures"
