"""What runs on a worker: a job in a process of its own, followed to its end."""

from __future__ import annotations

import atexit
import platform
import selectors
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from unequal.batch.manifest.item import Item
from unequal.batch.run.crew import SECONDS_TO_GO
from unequal.batch.run.ending import LAST, overdue
from unequal.batch.run.here import PRELOADED, TARGET
from unequal.errors import UnequalError
from unequal.kernels.processes import Child, Nursery

from .same import about, differences

Json = dict[str, Any]
Tell = Callable[[Json], None]
LOOK = 0.2  # seconds between two looks whether the job is still wanted
POLL = 0.02  # of a job that has told all and has not ended yet
OVER = ("closing", "closed", "failed")  # a worker that goes takes its jobs with it
_lock = threading.Lock()
_nurseries: list[Nursery] = []


def make(asked: Json) -> Json:
    """Make an item in a process of this machine; what it tells goes to the runner as it comes.

    The job is ended when nobody wants it any more (the runner gave it up, or is no more), when its time is over, or
    with the worker.

    Args:
        asked: ``key`` of this task, ``topic`` for what is told, ``item``, ``out``, ``attempt``, ``sees`` (paths that
            the runner sees), ``mark`` (a file of the runner in the folder of the books, or None), ``about`` (see
            `same`).

    Returns:
        ``last``, the job's last event or None; ``code``, how its process ended; ``left``, the text of the notebook that
        failed, or None.
    """
    from distributed import get_worker

    worker = get_worker()

    def tell(event: Json) -> None:
        worker.log_event(asked["topic"], {"of": asked["key"], "worker": worker.address, "event": event})

    def wanted() -> bool:
        task = worker.state.tasks.get(asked["key"])
        return task is not None and task.state != "cancelled" and worker.status.name not in OVER

    tell({"event": "begun", "host": platform.node()})
    try:
        unfit = unfit_for(asked)
        return _ended(unfit) if unfit or not wanted() else _made(asked, tell, wanted)
    finally:
        tell({"event": "gone"})


def unfit_for(asked: Json) -> Json | None:
    """Return why a job cannot go well on this machine, as its last event; None when it can."""
    host = platform.node()
    differing = differences(asked["about"], about())
    if differing:
        found = f"The worker on {host} has {', '.join(differing)}."
        return _failed(found, "Install the same there as here, then start the worker again.")
    unseen = [path for path in asked["sees"] if not Path(path).exists()]
    if unseen:
        mend = "Give it the folder under the same path, or write an address that all machines reach, such as s3://…"
        return _failed(f"The worker on {host} does not see {unseen[0]}.", mend)
    if asked["mark"] and not Path(asked["mark"]).exists():
        mend = "Share the folder under the same path, or give --out an address that all machines reach."
        return _failed(f"The worker on {host} does not see the folder where reports go, {asked['out']}.", mend)
    return None


def _made(asked: Json, tell: Tell, wanted: Callable[[], bool]) -> Json:
    item, nursery = Item.from_json(asked["item"]), _nursery()
    with tempfile.TemporaryDirectory(dir=nursery.folder) as aside:  # cleared away however this worker ends
        arguments = {"item": asked["item"], "out": asked["out"], "failed": aside, "attempt": asked["attempt"]}
        try:
            child = nursery.start(TARGET, arguments)
        except (UnequalError, OSError) as fault:
            found = getattr(fault, "found", "") or f"No process could be started: {fault}."
            return _ended(_failed(f"On {platform.node()}: {found}", getattr(fault, "mend", "")))
        last, code = follow(child, item, tell, wanted)
        return {**_ended(_placed(last), code), "left": _text_of(last)}


def _nursery() -> Nursery:
    """Return what this worker's jobs are forked from; warm from the first job on, for as long as the worker lives."""
    with _lock:
        if not _nurseries:
            _nurseries.append(Nursery(preload=[PRELOADED]))
            atexit.register(_nurseries[0].close)
        return _nurseries[0]


def follow(child: Child, item: Item, tell: Tell, wanted: Callable[[], bool]) -> tuple[Json | None, int | None]:
    """Pass on what a job tells until it has ended; return its last event, None if it told none, and its exit code."""
    last: Json | None = None
    limit = item.limits.report_seconds
    due = None if limit is None else time.monotonic() + limit
    while True:
        code = child.exit_code()
        for event in child.read():  # after the look at its end, so that nothing told before it is missed
            if event.get("event") in LAST:
                last, due = event, time.monotonic() + SECONDS_TO_GO
            else:
                tell(event)
        if code is not None:
            return last, code
        if not wanted():
            child.end()
        elif due is not None and time.monotonic() >= due:
            child.end()
            last = last or {"event": "failed", **_fields(overdue(item))}
        _wait(child)


def _wait(child: Child) -> None:
    if child.fileno() < 0:
        time.sleep(POLL)
        return
    with selectors.DefaultSelector() as selector:
        selector.register(child.fileno(), selectors.EVENT_READ)
        selector.select(LOOK)


def _fields(outcome: Any) -> Json:
    return {name: getattr(outcome, name) for name in ("kind", "found", "mend", "cause")}


def _failed(found: str, mend: str) -> Json:
    return {"event": "failed", "kind": "environment", "found": found, "mend": mend, "cause": found}


def _ended(last: Json | None, code: int | None = 0) -> Json:
    return {"last": last, "code": code, "left": None}


def _placed(last: Json | None) -> Json | None:
    """Return a last event that names this machine, where the machine may be what is wrong."""
    if last is None or last.get("kind") != "environment":
        return last
    return {**last, "mend": f"{last.get('mend', '')} It was met on {platform.node()}.".strip()}


def _text_of(last: Json | None) -> str | None:
    left = (last or {}).get("left")
    try:
        return Path(left).read_text(encoding="utf-8") if left else None
    except OSError:
        return None
