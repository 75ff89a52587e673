"""Many whole reports: does the memory of who makes them stay flat, and is nothing left behind?"""

from __future__ import annotations

import contextlib
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from tests.batch.faults.trial import Trial, a_trial, books_of

from unequal.samples.many import clients

from .table import Table

MOST_GROWTH = 1.10
ENDS = 10  # reports at either end that are compared
LOOK_SECONDS = 0.5
MEGABYTE = 2**20


def flat(count: int, jobs: int) -> bool:
    """Make the reports of so many clients, print what runner, zygote and jobs held, and return whether all is well."""
    with a_trial() as trial:
        folder = trial.temporary.parent
        clients(folder, count)
        held, seconds = watched(trial, folder, jobs)
        told = [one for one in books_of(folder / "out")["items"] if one["status"] == "ok"]
        left = trial.left_behind()
    held["largest job"] = [one["peak_mb"] for one in told]
    title = f"{len(told)} of {count} reports made in {seconds:,.0f} s, {jobs} at once; left behind: {left or 'nothing'}"
    table = Table(title, [("memory, MB", 14), ("first ten", 10), ("last ten", 10), ("ratio", 8), ("most", 8)])
    return all([len(told) == count, not left, *(judged(table, name, row) for name, row in held.items())])


def judged(table: Table, name: str, row: Sequence[float]) -> bool:
    """Print what one kind of process held and return whether it stayed flat."""
    ends = min(ENDS, max(1, len(row) // 2))
    first, last = statistics.mean(row[:ends]), statistics.mean(row[-ends:])
    table.row(name, first, last, f"{last / first:.3f}", max(row))
    return last <= MOST_GROWTH * first


def watched(trial: Trial, folder: Path, jobs: int) -> tuple[dict[str, list[float]], float]:
    """Run the batch; return what runner and zygote held each time that reports had ended, MB a report."""
    held: dict[str, list[float]] = {"runner": [], "zygote": []}
    begun = time.monotonic()
    running = trial.start("batch", folder / "batch.toml", "--out", folder / "out", "--jobs", jobs)
    while running.poll() is None:
        time.sleep(LOOK_SECONDS)
        fresh = ended_in(folder / "out") - len(held["runner"])
        if fresh > 0:
            roles = trial.roles()
            for role, row in held.items():
                row.extend([megabytes(roles[role], row)] * fresh)
    done = trial.ended(running, begun)
    assert done.code in (0, 1), done.text
    return held, done.seconds


def megabytes(pids: Sequence[int], before: Sequence[float]) -> float:
    """Return what processes hold; what they held before when they have just gone."""
    with contextlib.suppress(psutil.Error):
        if pids:
            return sum(psutil.Process(pid).memory_info().rss for pid in pids) / MEGABYTE
    return before[-1] if before else float("nan")


def ended_in(out: Path) -> int:
    """Return how many items have ended."""
    found = 0
    for book in out.glob("_batch/*/events.jsonl"):
        for line in book.read_text().splitlines():
            with contextlib.suppress(ValueError):
                found += json.loads(line).get("event") == "ended"
    return found
