"""All workers: who lives, how many jobs fit, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unequal.batch.machines import workers as room
from unequal.batch.machines.workers import Workers
from unequal.batch.manifest.item import Item
from unequal.errors import EnvironmentFault

from .test_afar import Future

FIRST, SECOND = "tcp://10.0.0.1:1", "tcp://10.0.0.2:1"
ADDRESS = "tcp://10.0.0.9:8786"
pytestmark = pytest.mark.usefixtures("unanswered")
ITEM = Item(id="acme", workspace="/clients/acme")


class Client:
    """A client of a scheduler that the test plays."""

    def __init__(self) -> None:
        self.status = "running"
        self.alive: dict[str, int] | Exception = {FIRST: 1, SECOND: 2}
        self.asked: list[dict[str, Any]] = []
        self.hear: Any = None

    def subscribe_topic(self, _topic: str, hear: Any) -> None:
        self.hear = hear

    def nthreads(self) -> dict[str, int]:
        if isinstance(self.alive, Exception):
            raise self.alive
        return self.alive

    def submit(self, _function: Any, asked: dict[str, Any], *, key: str, pure: bool) -> Future:
        assert key == asked["key"]
        self.asked.append(asked)
        return Future()

    def says(self, number: int, worker: str, **event: Any) -> None:
        self.hear((0.0, {"of": self.asked[number]["key"], "worker": worker, "event": event}))


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "reports" / "_batch" / "june-0a1b2c3d"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def workers(client: Client, books: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """The workers; they are looked at when the test says so."""
    monkeypatch.setattr(room, "SECONDS_BETWEEN", 3600.0)
    made = Workers(client, ADDRESS, books.parents[1], books / "failed")  # type: ignore[arg-type]
    yield made
    made.close()


def test_as_many_jobs_fit_as_there_are_threads(client: Client, workers: Workers) -> None:
    assert workers.room.fits_one_more([None, None])
    assert not workers.room.fits_one_more([None, None, None])
    client.alive = {FIRST: 1}
    workers._look()
    assert not workers.room.fits_one_more([None])


def test_a_job_is_handed_over_with_all_that_a_worker_needs(client: Client, workers: Workers, tmp_path: Path) -> None:
    workers.start(Item(id="acme", workspace=str(tmp_path)), 2)
    (asked,) = client.asked
    assert (asked["item"]["id"], asked["attempt"], asked["sees"]) == ("acme", 2, [str(tmp_path)])
    assert asked["out"] == str(tmp_path / "reports")
    assert Path(asked["mark"]).exists()


def test_what_the_runner_does_not_see_either_is_left_to_the_job(client: Client, workers: Workers) -> None:
    workers.start(ITEM, 1)
    assert client.asked[0]["sees"] == []


def test_the_mark_goes_with_the_workers_and_an_older_one_before_it(client: Client, books: Path, workers) -> None:
    older = books / ".seen-by-somebody"
    older.touch()
    workers.start(ITEM, 1).end(0.0)
    assert not older.exists()
    workers.close()
    assert list(books.iterdir()) == []


def test_reports_at_an_address_need_no_mark(client: Client, books: Path) -> None:
    made = Workers(client, ADDRESS, "s3://reports", books / "failed")  # type: ignore[arg-type]
    made.start(ITEM, 1)
    made.close()
    assert (client.asked[0]["out"], client.asked[0]["mark"]) == ("s3://reports", None)


def test_what_a_worker_tells_reaches_its_job_and_no_other(client: Client, workers: Workers) -> None:
    one, other = workers.start(ITEM, 1), workers.start(ITEM, 1)
    client.says(1, SECOND, event="begun", host="node-8")
    assert (one.worker, other.worker) == (None, SECOND)


def test_a_worker_that_is_no_longer_there_took_its_job_with_it(client: Client, workers: Workers) -> None:
    one, other = workers.start(ITEM, 1), workers.start(ITEM, 1)
    client.says(0, FIRST, event="begun", host="node-7")
    client.says(1, SECOND, event="begun", host="node-8")
    client.alive = {SECOND: 1}
    workers._look()
    assert (one.exit_code(), other.exit_code()) == (-9, None)
    assert one.read()[-1]["kind"] == "kernel"


def test_nobody_is_given_up_while_the_scheduler_does_not_answer(client: Client, workers: Workers) -> None:
    child = workers.start(ITEM, 1)
    client.says(0, FIRST, event="begun", host="node-7")
    client.alive = OSError("gone")
    workers._look()
    assert child.exit_code() is None


def test_without_workers_for_long_everything_fails_and_nothing_is_begun(
    client: Client, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = workers.start(ITEM, 1)
    client.alive = {}
    workers._look()
    assert child.exit_code() is None
    monkeypatch.setattr(room, "PATIENCE", 0.0)
    workers._look()
    assert child.read()[-1]["kind"] == "environment"
    with pytest.raises(EnvironmentFault, match=f"The scheduler at {ADDRESS} has had no workers for 0 seconds"):
        workers.start(ITEM, 1)


def test_nothing_is_begun_once_the_connection_is_lost(client: Client, workers: Workers) -> None:
    client.status = "connecting"
    with pytest.raises(EnvironmentFault, match=r"was lost(.|\n)*Mend: Look whether scheduler and workers run"):
        workers.start(ITEM, 1)


def test_a_folder_that_takes_no_mark_is_a_fault_of_the_disk(client: Client, tmp_path: Path) -> None:
    made = Workers(client, ADDRESS, tmp_path, tmp_path / "missing" / "failed")  # type: ignore[arg-type]
    with pytest.raises(EnvironmentFault):
        made.start(ITEM, 1)
    made.close()


def test_what_runs_is_ended_with_the_block(client: Client, workers: Workers) -> None:
    child = workers.start(ITEM, 1)
    workers.close()
    assert child.exit_code() == -15
    assert child.fileno() == -1
