"""Several notebooks at once, each in a process of its own: papermill changes the folder of the whole process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any

from unequal.errors import ReportFailed

from .execute import execute

SECONDS_TO_END = 5.0  # a kernel is asked to end before it is made to


class NotebookPool:
    """Processes that run notebooks, started when the pool is made, so that their imports overlap with other work.

    Args:
        workers: How many; None is one a core.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="unequal-kernels-")
        others = set(multiprocessing.active_children())
        # spawn: the parent has threads by the time it executes notebooks
        self._pool = ProcessPoolExecutor(
            self.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_ready_worker,
            initargs=(self._folder.name,),
        )
        with _deaf_to_interrupts():
            self._warm = [self._pool.submit(_import_papermill) for _ in range(self.workers)]
        self._processes = [one for one in multiprocessing.active_children() if one not in others]

    def __enter__(self) -> NotebookPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, Exception):  # Ctrl-C, or somebody asked the process to end
            self._end_processes()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def _end_processes(self) -> None:
        """Ask the processes to end, each with its kernel, and make those end that do not."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.terminate()
        waiting = {process.sentinel: process for process in self._processes}
        until = time.monotonic() + SECONDS_TO_END
        while waiting and time.monotonic() < until:
            for ended in wait(list(waiting), timeout=until - time.monotonic()):
                del waiting[ended]  # type: ignore[arg-type]  # the sentinel that was given
        for process in waiting.values():
            process.kill()

    def run(
        self,
        paths: Sequence[Path],
        parameters: Mapping[str, Any],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        done: Callable[[Path], None],
    ) -> list[str]:
        """Run notebooks and return them, executed, in the order given.

        Args:
            paths: The notebooks.
            parameters: Handed to each, as far as it declares them.
            cwd: Folder that the kernels start in.
            environment: Variables for the kernels.
            done: Told of each notebook that has finished.

        Raises:
            ReportFailed, EnvironmentFault: Of the first notebook that failed; those not yet started are not run.
        """
        waiting: dict[Future[str], Path] = {
            self._pool.submit(execute, path, parameters, cwd=cwd, environment=environment): path for path in paths
        }
        finished: dict[Path, str] = {}
        try:
            for future in as_completed(waiting):
                finished[waiting[future]] = future.result()
                done(waiting[future])
        except BrokenProcessPool as fault:
            found = "A process that runs notebooks ended all at once; the machine may be out of memory."
            raise ReportFailed(found, mend="Free memory, or run with fewer notebooks at once.") from fault
        finally:
            for future in waiting:
                future.cancel()
        return [finished[path] for path in paths]


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started now never hear Ctrl-C: it is their parent that ends them, in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ready_worker(folder: str) -> None:
    """Keep the chatter of kernels out of the caller's terminal; what fails in a notebook comes back as an error.

    A kernel writes to the same stderr as its parent: a warning about TCP at each start, a message at each end.

    Args:
        folder: For temporary files of the process and its kernels; taken away with the pool, however a kernel ended.
    """
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)


def _import_papermill() -> None:
    import papermill  # noqa: F401
