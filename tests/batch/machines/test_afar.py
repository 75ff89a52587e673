"""A job on another machine, as the runner sees it."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from unequal.batch.machines.afar import Afar
from unequal.batch.manifest.item import Item
from unequal.batch.run.crew import Crew, Job

from .conftest import limited

pytestmark = pytest.mark.usefixtures("unanswered")
ITEM = Item(id="acme", workspace="/clients/acme", limits=limited(60))
OK = {"event": "ok", "report": "/reports/acme/2026-06-30/report.html"}
BEGUN = {"event": "begun", "host": "node-7"}
FIRST, SECOND = "tcp://10.0.0.1:1", "tcp://10.0.0.2:1"


class Future:
    """A future that ends as a test says."""

    def __init__(self) -> None:
        self.status = "pending"
        self.released = False
        self.value: Any = None
        self.call: Callable[[Any], None] = lambda _future: None

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        self.call = call

    def release(self) -> None:
        self.released = True

    def result(self) -> Any:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value

    def exception(self) -> Any:
        return self.value

    def end(self, status: str, value: Any = None) -> None:
        self.status, self.value = status, value
        self.call(self)


class KilledWorker(Exception):
    pass


@pytest.fixture
def future() -> Future:
    return Future()


@pytest.fixture
def child(tmp_path: Path, future: Future) -> Iterator[Afar]:
    made = Afar(ITEM, tmp_path / "failed" / "acme")
    made.await_result(future)  # type: ignore[arg-type]
    made.read()
    yield made
    made.end(0.0)
    made.read()


def rings(child: Afar) -> bool:
    return child.fileno() >= 0 and bool(select.select([child], [], [], 0.0)[0])


def result(last: Any, code: int = 0, left: str | None = None) -> dict[str, Any]:
    return {"last": last, "code": code, "left": left}


def test_it_waits_until_a_worker_begins(tmp_path: Path) -> None:
    child = Afar(ITEM, tmp_path)
    assert rings(child)
    assert child.read() == [{"event": "queued"}]
    assert not rings(child)
    child.heard(BEGUN, FIRST)
    assert rings(child)
    assert child.read() == [BEGUN]
    assert (child.pid, child.worker, child.exit_code()) == (None, FIRST, None)
    child.end(0.0)
    child.read()


def test_its_clock_runs_from_when_a_worker_begins(child: Afar) -> None:
    job = Job(ITEM, 1, child)
    child.tell({"event": "queued"})
    job.heard()
    assert job.due is None
    before = job.begun
    child.heard(BEGUN, FIRST)
    job.heard()
    assert job.begun > before
    assert job.due == job.begun + 60


def test_what_it_told_and_how_it_ended_are_heard_once(child: Afar, future: Future) -> None:
    child.heard(BEGUN, FIRST)
    child.heard({"event": "step", "step": "tables"}, FIRST)
    future.end("finished", result(OK))
    assert rings(child)
    assert child.exit_code() == 0
    assert child.read() == [BEGUN, {"event": "step", "step": "tables"}, OK]
    assert child.read() == []
    assert child.fileno() == -1
    assert future.released


def test_what_comes_after_the_end_is_not_heard(child: Afar, future: Future) -> None:
    future.end("finished", result(OK))
    child.heard({"event": "step", "step": "write"}, FIRST)
    child.finish({"event": "failed"}, 1)
    assert child.read() == [OK]
    assert child.exit_code() == 0


def test_a_notebook_that_failed_is_kept_here(child: Afar, future: Future, tmp_path: Path) -> None:
    future.end("finished", result({"event": "failed", "left": "/tmp/of-the-worker/07_runway.ipynb"}, 1, "{}"))
    (last,) = child.read()
    assert last["left"] == str(tmp_path / "failed" / "acme" / "07_runway.ipynb")
    assert Path(last["left"]).read_text() == "{}"


def test_a_notebook_that_cannot_be_kept_changes_nothing_else(child: Afar, future: Future, tmp_path: Path) -> None:
    (tmp_path / "failed").write_text("no folder")
    future.end("finished", result({"event": "failed", "left": "/tmp/07_runway.ipynb"}, 1, "{}"))
    assert child.read() == [{"event": "failed", "left": None}]


def test_a_second_worker_that_begins_it_means_that_the_first_one_died(child: Afar, future: Future) -> None:
    child.heard(BEGUN, FIRST)
    child.heard({**BEGUN, "host": "node-8"}, SECOND)
    last = child.read()[-1]
    assert (last["event"], last["kind"]) == ("failed", "kernel")
    assert last["found"] == f"The worker that made this report died: {FIRST} on node-7."
    assert FIRST not in last["cause"]
    assert (child.exit_code(), future.released) == (-9, True)


def test_a_scheduler_that_gave_it_up_means_the_same(child: Afar, future: Future) -> None:
    child.heard(BEGUN, FIRST)
    future.end("error", KilledWorker())
    assert child.read()[-1]["kind"] == "kernel"


def test_a_result_that_died_with_its_worker_is_waited_for(child: Afar, future: Future) -> None:
    future.end("finished", RuntimeError("lost"))
    assert child.exit_code() is None


def test_a_lost_connection_is_a_fault_of_the_environment(child: Afar, future: Future) -> None:
    future.end("cancelled")
    (last,) = child.read()
    assert (last["kind"], last["found"]) == ("environment", "The connection to the scheduler was lost.")
    assert "unequal retry" in last["mend"]


def test_what_a_task_raises_is_a_bug(child: Afar, future: Future) -> None:
    future.end("error", TypeError("a number"))
    (last,) = child.read()
    assert (last["kind"], last["found"]) == ("bug", "The worker could not run it: TypeError: a number")


def test_one_that_waits_is_ended_at_once(child: Afar, future: Future) -> None:
    child.end(60.0)
    assert (child.exit_code(), future.released) == (-15, True)
    future.end("cancelled")
    assert child.read() == []


def test_one_that_runs_is_ended_once_its_worker_says_so(child: Afar, future: Future) -> None:
    child.heard(BEGUN, FIRST)
    child.heard({"event": "gone"}, FIRST)
    child.end(60.0)
    assert child.exit_code() == -15


def test_one_that_had_ended_well_keeps_its_word(child: Afar, future: Future) -> None:
    future.end("finished", result(OK))
    child.end()
    assert (child.read(), child.exit_code()) == ([OK], 0)


def test_a_crew_hears_it(child: Afar, future: Future) -> None:
    crew = Crew()
    crew.jobs.append(Job(ITEM, 1, child))
    future.end("finished", result(OK))
    assert [told for _, told in crew.listen(10.0)] == []
    (job,) = crew.over()
    assert job.last == OK
