"""Ended from outside, or by the disk: what had finished stands, the books are complete, nothing runs on."""

from __future__ import annotations

import errno

import pytest

from unequal.batch.run import books as books_module
from unequal.batch.run import run_batch
from unequal.errors import EnvironmentFault
from unequal.report.disk import Disk, fault_of

from .conftest import FOREVER, OK, Script, books, events, failed, statuses, ways


class Terminated(BaseException):
    """As the command line raises it."""

    number = 15


def interrupting(fault: BaseException):
    """Raise a fault when the second item has started."""

    def tell(event):
        if event["event"] == "started" and event["item"] == "globex":
            tell.armed = True
        elif event["event"] == "tick" and tell.armed:
            raise fault

    tell.armed = False
    return tell


@pytest.mark.parametrize(
    ("fault", "code", "why"),
    [
        pytest.param(KeyboardInterrupt(), 130, "It was interrupted.", id="Ctrl-C"),
        pytest.param(Terminated(), 143, "It was ended from outside, with signal 15.", id="asked to end"),
        pytest.param(ValueError(), 5, "A fault of ours ended it.", id="a bug"),
    ],
)
def test_an_interrupted_batch_leaves_whole_books(order, stage, fault, code, why) -> None:
    asked = order("acme", "globex", "initech")
    play = stage(globex=Script([], FOREVER))
    with pytest.raises(type(fault)):
        run_batch(asked, ways(play, tell=interrupting(fault)))
    written = books(asked.folder)
    assert [one["status"] for one in written["items"]] == ["ok", "cancelled", "not started"]
    assert (written["exit_code"], written["stopped"]) == (code, why)


def test_an_interrupted_batch_ends_its_jobs(order, stage) -> None:
    play = stage(globex=Script([], FOREVER))
    with pytest.raises(KeyboardInterrupt):
        run_batch(order("acme", "globex", "initech"), ways(play, tell=interrupting(KeyboardInterrupt())))
    assert [child.ended for child in play.children] == [0, 1]


def test_a_job_that_was_done_when_the_batch_was_interrupted_counts(order, stage) -> None:
    asked = order("acme", "globex")
    play = stage(globex=Script([OK], FOREVER))
    with pytest.raises(KeyboardInterrupt):
        run_batch(asked, ways(play, tell=interrupting(KeyboardInterrupt())))
    assert [one["status"] for one in books(asked.folder)["items"]] == ["ok", "ok"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_no_report_stops_the_batch(order, stage, number: int) -> None:
    asked = order("acme", "globex", "initech")
    fault = fault_of(OSError(number, ""), asked.out)
    results = run_batch(asked, ways(stage(globex=failed("environment", fault.found))))
    assert statuses(results) == {"acme": "ok", "globex": "failed", "initech": "not started"}
    assert results.exit_code == 4
    assert results.stopped.startswith(fault.found)


def test_a_missing_font_is_that_report_s_failure_alone(order, stage) -> None:
    results = run_batch(order("acme", "globex"), ways(stage(acme=failed("environment", "There is no font."))))
    assert (statuses(results), results.exit_code) == ({"acme": "failed", "globex": "ok"}, 1)


def test_books_that_cannot_be_written_stop_the_batch_and_end_its_jobs(order, stage, monkeypatch) -> None:
    class Full(Disk):
        def file(self, path, data):
            if any(child.exit_code() is None for child in play.children):
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            super().file(path, data)

    monkeypatch.setattr(books_module, "Disk", Full)
    asked = order("acme", "globex", jobs=2)
    play = stage(acme=Script([], FOREVER))
    with pytest.raises(EnvironmentFault, match="is full"):
        run_batch(asked, ways(play))
    assert play.children[0].ended == 1
    assert books(asked.folder)["exit_code"] == 4


def test_an_out_folder_that_takes_no_books_is_told_before_any_job(order, stage, tmp_path) -> None:
    (tmp_path / "reports").write_text("a file where the folder should be")
    play = stage()
    with pytest.raises(EnvironmentFault, match="reports"):
        run_batch(order("acme"), ways(play))
    assert play.started == []


def test_the_last_event_says_how_it_ended(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    assert events(asked.folder)[-1]["exit_code"] == 0
