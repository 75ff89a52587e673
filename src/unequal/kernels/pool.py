"""Several notebooks at once, each in a process of its own: papermill changes the folder of the whole process."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any

from unequal.errors import ReportFailed

from .execute import execute


class NotebookPool:
    """Processes that run notebooks, started when the pool is made, so that their imports overlap with other work.

    Args:
        workers: How many; None is one a core.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        # spawn: the parent has threads by the time it executes notebooks
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self.workers, mp_context=spawn, initializer=_ready_worker)
        self._warm = [self._pool.submit(_import_papermill) for _ in range(self.workers)]

    def __enter__(self) -> NotebookPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

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


def _ready_worker() -> None:
    """Keep the chatter of kernels out of the caller's terminal; what fails in a notebook comes back as an error.

    A kernel writes to the same stderr as its parent: a warning about TCP at each start, a message at each end.
    """
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)


def _import_papermill() -> None:
    import papermill  # noqa: F401
