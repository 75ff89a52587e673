"""A scheduler and its workers on this machine; notebooks that wait for the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from unequal.batch.machines import Workers, dask_start
from unequal.batch.manifest.item import Batch, Item, Limits
from unequal.batch.run import Order, Results, run_batch
from unequal.batch.run.here import jobs_here, usual_ways

Json = dict[str, Any]
SECONDS = 60
WORKERS = 3
HERE = "127.0.0.1"
SWITCHES = ["--host", HERE, "--no-dashboard", "--dashboard-address", f"{HERE}:0"]  # its own port, with or without


def soon(holds: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """Wait until something holds, and return what it gave."""
    end = time.monotonic() + seconds
    while not (given := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return given


@dataclass
class Cluster:
    """A scheduler with workers, each a process that is started again when it dies."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return (self.folder / "address").read_text()

    def dask(self, *words: str) -> None:
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            command = [sys.executable, "-m", "dask", *words, *SWITCHES]
            self.started.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder))

    def begin(self) -> None:
        file = self.folder / "scheduler.json"
        self.dask("scheduler", "--port", "0", "--scheduler-file", str(file))
        told = soon(lambda: file.exists() and '"address": "tcp' in file.read_text())
        assert told, self.log()
        (self.folder / "address").write_text(file.read_text().split('"address": "')[1].split('"')[0])
        self.dask("worker", self.address, "--nworkers", str(WORKERS), "--nthreads", "1")

    def log(self) -> str:
        return "\n".join(one.read_text() for one in self.folder.glob("*.log"))

    def end(self) -> None:
        """End the workers, then the scheduler: both at once they wait for one another."""
        for one in reversed(self.started):
            one.send_signal(signal.SIGTERM)
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.begin()
        yield made
    finally:
        made.end()


CELLS = {
    "quick": ["total = sum(range(1000))", "total"],
    "broken": ["1 / 0"],
    # says that it has begun, and waits until the test lets it go on
    "waiting": [
        "import os, pathlib, time",
        "pathlib.Path(f'begun.{os.getpid()}').touch()",
        "while not pathlib.Path('go').exists():\n    time.sleep(0.02)",
        "'done'",
    ],
}


@dataclass(frozen=True)
class Trial:
    """A folder with notebooks, and a batch of them."""

    folder: Path

    def item(self, name: str, number: int = 0, **more: Any) -> Item:
        return Item(id=f"{name}-{number}", workspace=None, notebook=str(self.folder / f"{name}.ipynb"), **more)

    def order(self, *items: Item, out: str = "reports") -> Order:
        batch = Batch(name="June", id="june-0a1b2c3d", items=items, source="/batches/june.toml")
        return Order(batch=batch, out=self.folder / out, jobs=100)

    def kernels(self) -> list[int]:
        """Return the processes of the notebooks that wait."""
        return [int(one.suffix[1:]) for one in self.folder.glob("begun.*")]

    def all_gone(self) -> bool:
        return all(is_gone(pid) for pid in self.kernels())

    def go(self) -> None:
        (self.folder / "go").touch()

    def run_here(self, order: Order) -> Results:
        with jobs_here(order) as start:
            return run_batch(replace(order, jobs=1), usual_ways(order, start, lambda _event: None))

    def run_afar(self, order: Order, address: str, tell: Callable[[Workers, Json], None] | None = None) -> Results:
        """Run a batch on workers; what is told comes with the workers."""
        with dask_start(address, order.reports, order.failed) as workers:
            ways = usual_ways(order, workers.start, lambda event: tell(workers, event) if tell else None)
            return run_batch(order, replace(ways, room=workers.room))


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for name, cells in CELLS.items():
        made = nbformat.v4.new_notebook(metadata=about, cells=[nbformat.v4.new_code_cell(one) for one in cells])
        for number, cell in enumerate(made.cells):
            cell["id"] = f"cell-{number}"
        nbformat.write(made, tmp_path / f"{name}.ipynb")
    return Trial(tmp_path)


@pytest.fixture
def unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no word of a worker that nobody plays."""
    monkeypatch.setattr("unequal.batch.machines.afar.SECONDS_ON_THE_WAY", 0.0)


def lying(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder of reports, without the books."""
    files = [one for one in sorted(folder.rglob("*")) if one.is_file() and "_batch" not in one.parts]
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def limited(seconds: float) -> Limits:
    return Limits(report_seconds=seconds)
