"""Runners in processes of their own: killed, and two on one folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unequal.batch.run import Order, read_past, run_batch

from .conftest import books, statuses, ways

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")

NAMES = ("acme", "globex", "initech")
# a job makes a file `<item>.made`; that of globex waits until there is a file `go`
JOBS = """
import os, pathlib, time

def main(arguments, tell):
    item, out = arguments["item"]["id"], pathlib.Path(arguments["out"]).parent
    with (out / "begun").open("a") as file:
        print(item, os.getpid(), file=file, flush=True)
    while item == "globex" and not (out / "go").exists():
        time.sleep(0.01)
    (out / f"{item}.made").touch()
    tell({"event": "ok", "report": item, "findings": [], "peak_mb": 1})
    return 0
"""
RUNNER = """
import pathlib, sys
from unequal.batch.manifest.item import Batch, Item
from unequal.batch.run import Order, run_batch, here
from unequal.batch.run.order import Ways

here.TARGET, here.PRELOADED = "scripted_jobs:main", "json"
folder = pathlib.Path(sys.argv[1])
items = tuple(Item(id=one, workspace=one) for one in sys.argv[2:])
batch = Batch(name="June", id="june-0a1b2c3d", items=items, source="/batches/june.toml")
order = Order(batch=batch, out=folder / "reports")

def tell(event):
    if event["event"] != "tick":
        print(event["event"], event.get("item") or event.get("holder") or "", flush=True)

def stale(item):
    return [] if (folder / f"{item.id}.made").exists() else ["not made"]

with here.jobs_here(order) as start:
    results = run_batch(order, Ways(start=start, stale=stale, tell=tell))
print(*[one.status for one in results.outcomes], sep=",")
"""


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start a runner; whatever is left of it is killed at the end."""
    (tmp_path / "scripted_jobs.py").write_text(JOBS)
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), "UNEQUAL_KERNELS": "cold"}
        command = [sys.executable, "-c", RUNNER, str(tmp_path), *NAMES]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdout.close()


def until(running: subprocess.Popen[str], line: str) -> str:
    """Read what a runner prints until a line begins so, and return that line."""
    assert running.stdout is not None
    for printed in running.stdout:
        if printed.startswith(line):
            return printed.strip()
    pytest.fail(f"it ended without saying {line!r}")


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def job_of(folder: Path, item: str) -> int:
    """Return the process of an item's job, once it has begun."""
    begun = folder / "begun"
    assert soon(lambda: begun.exists() and any(line.startswith(item) for line in begun.read_text().splitlines()))
    (line,) = [line for line in begun.read_text().splitlines() if line.startswith(item)]
    return int(line.split()[1])


def test_a_runner_that_is_killed_leaves_books_up_to_the_last_finished_item(runner, tmp_path) -> None:
    first = runner()
    until(first, "started globex")
    first.kill()
    first.wait()
    folder = tmp_path / "reports" / "_batch" / "june-0a1b2c3d"
    assert [one["status"] for one in books(folder)["items"]] == ["ok", "not started", "not started"]
    assert (read_past(folder).exit_code, read_past(folder).holder) == (None, "")


def test_no_job_outlives_a_runner_that_is_killed(runner, tmp_path) -> None:
    first = runner()
    job = job_of(tmp_path, "globex")
    first.kill()
    first.wait()
    assert soon(lambda: is_gone(job))


def test_what_a_killed_runner_left_is_made_and_no_more(runner, tmp_path, stage) -> None:
    first = runner()
    until(first, "started globex")
    first.kill()
    first.wait()
    past = read_past(tmp_path / "reports" / "_batch" / "june-0a1b2c3d")
    play = stage()
    order = Order(batch=past.batch, out=past.out, only=past.left, before=past.known)
    results = run_batch(order, ways(play))
    assert (play.names(), set(statuses(results).values())) == (["globex", "initech"], {"ok"})


def test_a_second_runner_waits_and_says_for_whom(runner, tmp_path) -> None:
    first = runner()
    until(first, "started globex")
    second = runner()
    assert until(second, "waiting").startswith(f"waiting process {first.pid} on ")
    (tmp_path / "go").touch()
    assert first.communicate()[0].splitlines()[-1] == "ok,ok,ok"
    assert second.communicate()[0].splitlines()[-1] == "unchanged,unchanged,unchanged"


def test_a_second_runner_takes_over_when_the_first_is_killed_and_leaves_no_lock(runner, tmp_path) -> None:
    first = runner()
    job_of(tmp_path, "globex")
    second = runner()
    until(second, "waiting")
    first.kill()
    (tmp_path / "go").touch()
    assert second.communicate()[0].splitlines()[-1] in ("unchanged,ok,ok", "unchanged,unchanged,ok")
    assert sorted(path.name for path in tmp_path.glob("*.made")) == ["acme.made", "globex.made", "initech.made"]
    left = {path.name for path in (tmp_path / "reports" / "_batch" / "june-0a1b2c3d").iterdir()}
    assert left & {"lock", "lock.holder"} == set()


def test_a_job_that_is_killed_is_tried_again(runner, tmp_path) -> None:
    first = runner()
    job = job_of(tmp_path, "globex")
    os.kill(job, signal.SIGKILL)
    until(first, "again globex")
    (tmp_path / "go").touch()
    assert first.communicate()[0].splitlines()[-1] == "ok,ok,ok"
    assert books(tmp_path / "reports" / "_batch" / "june-0a1b2c3d")["items"][1]["attempts"] == 2
