"""The workers of a scheduler: who lives, how many jobs fit, what each job tells."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from unequal.batch.manifest.item import Item
from unequal.batch.places import is_address
from unequal.batch.run.room import Room
from unequal.errors import EnvironmentFault
from unequal.report.disk import fault_of

from .afar import Afar
from .link import linked
from .same import about, check_same
from .task import make

if TYPE_CHECKING:
    from distributed import Client

Json = dict[str, Any]
SECONDS_BETWEEN = 1.0  # two looks at who lives
PATIENCE = 30.0  # seconds without any worker; a nanny starts a new one in a few
MARK = ".seen-by-"  # in the folder of the books: who finds it sees the same folder


@contextmanager
def dask_start(address: str, out: str | Path, failed: Path) -> Iterator[Workers]:
    """Give the workers of a scheduler; none of their jobs outlives the block, or this process.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.
        out: Folder or address where reports lie.
        failed: Folder for notebooks that failed, in the one of the books.

    Raises:
        InputError: The address is none.
        EnvironmentFault: `distributed` is missing, nobody answers, there are no workers, or they run something else.
    """
    with linked(address) as client:
        check_same(client)
        workers = Workers(client, address, out, failed)
        try:
            yield workers
        finally:
            workers.close()


class Workers:
    """Starts jobs on workers, and hears of them.

    Args:
        client: Connected.
        address: Of the scheduler, for people.
        out: Folder or address where reports lie.
        failed: Folder for notebooks that failed.
    """

    def __init__(self, client: Client, address: str, out: str | Path, failed: Path) -> None:
        self._client, self._address = client, address
        self._out = str(out) if is_address(str(out)) else str(Path(out).absolute())
        self._failed = failed.absolute()
        self._about = about()
        self._topic = f"unequal-{secrets.token_hex(8)}"
        self._mark: Path | None = None
        self._children: dict[str, Afar] = {}
        self._count = 0
        self._alive_at = time.monotonic()
        self.seats = 1
        self.room = Seats(self)
        self._look()
        client.subscribe_topic(self._topic, self._heard)
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._watching, name="unequal-workers", daemon=True)
        self._watch.start()

    def start(self, item: Item, attempt: int) -> Afar:
        """Have an item made by a worker.

        Raises:
            EnvironmentFault: The connection is lost, there are no workers left, or the disk does not take a mark.
        """
        if self._client.status != "running":
            raise EnvironmentFault(f"The connection to the scheduler at {self._address} was lost.", mend=_look_again())
        if self._is_bare():
            raise EnvironmentFault(self._bare(), mend=_look_again())
        self._count += 1
        key = f"{self._topic}-{self._count}"
        child = self._children[key] = Afar(item, self._failed / item.id)
        asked = {
            "key": key,
            "topic": self._topic,
            "item": item.as_json(),
            "out": self._out,
            "attempt": attempt,
            "sees": [one for one in (item.workspace, item.notebook) if one and _is_here(one)],
            "mark": self._marked(),
            "about": self._about,
        }
        child.await_result(self._client.submit(make, asked, key=key, pure=False))
        return child

    def close(self) -> None:
        """End what still runs, and hear no more."""
        self._closed.set()
        for child in list(self._children.values()):
            child.end(0.0)  # a run that ended in order has left none
            child.read()
        self._watch.join()
        if self._mark is not None:
            with contextlib.suppress(OSError):
                self._mark.unlink()

    def _heard(self, event: tuple[float, Json]) -> None:
        """Take in what a worker told; called in the library's own thread, where nothing may wait."""
        said = event[1]
        if (child := self._children.get(said["of"])) is not None:
            child.heard(said["event"], said["worker"])

    def _watching(self) -> None:
        while not self._closed.wait(SECONDS_BETWEEN):
            self._look()

    def _look(self) -> None:
        """See who lives. A worker that is asked about was there before the question."""
        for key, child in list(self._children.items()):
            if child.is_over:
                del self._children[key]
        busy = [(child, child.worker) for child in list(self._children.values()) if child.worker is not None]
        try:
            alive = cast("dict[str, int]", self._client.nthreads())
        except Exception:  # noqa: BLE001  # of a lost connection each job hears by itself
            return
        self._heed(alive)
        for child, worker in busy:
            if worker not in alive:
                child.lost_worker()

    def _heed(self, alive: Mapping[str, int]) -> None:
        self.seats = sum(alive.values())
        if alive:
            self._alive_at = time.monotonic()
        if self._is_bare():
            for child in list(self._children.values()):
                child.fail("environment", self._bare(), _look_again())

    def _is_bare(self) -> bool:
        return time.monotonic() - self._alive_at > PATIENCE

    def _bare(self) -> str:
        return f"The scheduler at {self._address} has had no workers for {PATIENCE:.0f} seconds."

    def _marked(self) -> str | None:
        """Leave a mark in the folder of the books, and return its path; None when reports go elsewhere."""
        if is_address(self._out):
            return None
        if self._mark is None:
            books = self._failed.parent
            try:
                for older in books.glob(f"{MARK}*"):  # of a runner that was killed; only one runs at a time
                    older.unlink()
                mark = books / f"{MARK}{self._topic}"  # a name that nobody asked for: no cache says that it is missing
                mark.touch(mode=0o600)
            except OSError as fault:
                raise fault_of(fault, books) from fault
            self._mark = mark
        return str(self._mark)


class Seats(Room):
    """Says whether a worker has a thread for one more job; memory is the workers' own.

    Args:
        workers: Whose threads.
    """

    def __init__(self, workers: Workers) -> None:
        super().__init__(lambda: None)
        self._workers = workers

    def fits_one_more(self, running: Iterable[int | None]) -> bool:
        """Whether fewer jobs run than there are threads."""
        return sum(1 for _ in running) < self._workers.seats


def _is_here(path: str) -> bool:
    return not is_address(path) and Path(path).exists()


def _look_again() -> str:
    return "Look whether scheduler and workers run and can be reached; then `unequal retry` makes what is left."
