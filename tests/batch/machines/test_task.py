"""What a worker does with a job: whether it can be made there, and how it is followed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from unequal.batch.machines.same import about
from unequal.batch.machines.task import follow, unfit_for
from unequal.batch.manifest.item import Item

from .conftest import limited

Json = dict[str, Any]
ITEM = Item(id="acme", workspace="/clients/acme", limits=limited(60))
STEP, OK = {"event": "step", "step": "tables"}, {"event": "ok", "report": "report.html"}


class Scripted:
    """A job that tells its events one by one, and ends after them or when it is made to."""

    pid = 1

    def __init__(self, *events: Json, code: int | None = 0) -> None:
        self._events, self._code = list(events), code
        self.ended = False
        self._pipe = os.pipe()
        os.write(self._pipe[1], b"!")

    def fileno(self) -> int:
        return self._pipe[0]

    def read(self) -> list[Json]:
        return [self._events.pop(0)] if self._events else []

    def exit_code(self) -> int | None:
        return -15 if self.ended else None if self._events else self._code

    def end(self, seconds: float = 5.0) -> None:
        self.ended = True

    def close(self) -> None:
        for end in self._pipe:
            with suppress(OSError):
                os.close(end)


@pytest.fixture
def told() -> list[Json]:
    return []


@pytest.fixture
def scripted() -> Iterator[Any]:
    made: list[Scripted] = []

    def make(*events: Json, code: int | None = 0) -> Scripted:
        made.append(Scripted(*events, code=code))
        return made[-1]

    yield make
    for one in made:
        one.close()


def asked(**more: Any) -> Json:
    return {"about": about(), "sees": [], "mark": None, "out": "/reports", **more}


def test_what_a_job_tells_is_passed_on_and_its_last_event_returned(scripted, told) -> None:
    assert follow(scripted(STEP, OK), ITEM, told.append, lambda: True) == (OK, 0)
    assert told == [STEP]


def test_a_job_that_dies_returns_no_last_event(scripted, told) -> None:
    assert follow(scripted(STEP, code=-9), ITEM, told.append, lambda: True) == (None, -9)


def test_a_job_that_nobody_wants_is_ended(scripted, told) -> None:
    child = scripted(STEP, code=None)
    assert follow(child, ITEM, told.append, lambda: False) == (None, -15)
    assert child.ended


def test_a_job_whose_time_is_over_is_ended(scripted, told) -> None:
    child = scripted(STEP, code=None)
    last, code = follow(child, Item(id="acme", workspace="/a", limits=limited(0.0)), told.append, lambda: True)
    assert child.ended
    assert code == -15
    assert last is not None
    assert (last["event"], last["kind"]) == ("failed", "time")
    assert last["found"] == "It took longer than the 0 seconds that it may take."


def test_a_job_without_a_limit_may_take_its_time(scripted, told) -> None:
    item = Item(id="acme", workspace="/a", limits=limited(None))  # type: ignore[arg-type]
    assert follow(scripted(STEP, OK), item, told.append, lambda: True) == (OK, 0)


def test_a_job_that_has_told_how_it_went_keeps_its_word(scripted, told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unequal.batch.machines.task.SECONDS_TO_GO", 0.0)
    child = scripted(OK, code=None)
    assert follow(child, ITEM, told.append, lambda: True) == (OK, -15)


def test_a_worker_that_sees_what_the_runner_sees_is_fit(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    assert unfit_for(asked(sees=[str(tmp_path)], mark=str(mark))) is None


def test_a_folder_that_a_worker_does_not_see_is_named_with_its_host(tmp_path: Path) -> None:
    unfit = unfit_for(asked(sees=[str(tmp_path), str(tmp_path / "acme")]))
    assert unfit is not None
    assert unfit["kind"] == "environment"
    assert unfit["found"] == f"The worker on {platform.node()} does not see {tmp_path / 'acme'}."
    assert "under the same path" in unfit["mend"]


def test_a_folder_of_reports_of_the_same_name_that_is_another_is_told(tmp_path: Path) -> None:
    unfit = unfit_for(asked(mark=str(tmp_path / "mark"), out=str(tmp_path)))
    assert unfit is not None
    assert unfit["found"].endswith(f"does not see the folder where reports go, {tmp_path}.")


def test_a_worker_that_came_later_with_other_sources_is_told() -> None:
    unfit = unfit_for(asked(about={**about(), "sources": "newer"}))
    assert unfit is not None
    assert unfit["found"] == f"The worker on {platform.node()} has unequal 0.1.0 from other sources."
