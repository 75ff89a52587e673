"""Runs the cells of a notebook within limits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager

from .limits import KernelLimits, LimitReached
from .memory import is_at_limit, started_memory_mb, taken_mb
from .outlet import COUNTED, DROPPED

Json = dict[str, Any]
WATCH_SECONDS = 0.25
OUTPUT_SECONDS = 60  # to read what a cell has printed, once it is over
MEGABYTE = 2**20


class BoundedClient(PapermillNotebookClient):
    """papermill's client, with limits on time, output and the memory of what the kernel starts.

    Args:
        nb_man: papermill's notebook.
        manager: The kernel's.
        limits: What the notebook may take.
        told: Called with the position of each cell before it runs.

    Raises:
        LimitReached: The notebook took more than it may; its kernel was killed.
    """

    def __init__(
        self,
        nb_man: NotebookExecutionManager,
        manager: KernelManager,
        *,
        limits: KernelLimits,
        told: Callable[[int], None],
        **traits: Any,
    ) -> None:
        super().__init__(nb_man, km=manager, on_cell_start=lambda cell_index, **_cell: told(cell_index), **traits)
        self._limits = limits
        self._printed = 0
        self._until = time.monotonic() + (limits.notebook_seconds or float("inf"))
        self._reached: LimitReached | None = None
        self._at_limit = False

    def execute(self, **options: Any) -> NotebookNode:
        """Run all cells."""
        try:
            return super().execute(**options)
        except DeadKernelError:
            if self._reached is not None:
                raise self._reached from None
            if self._at_limit:  # libraries of C know no better than to end the process
                raise LimitReached("memory", f"took more than {self._limits.memory_mb:,} MB of memory") from None
            raise
        except CellTimeoutError as fault:  # of a cell's time it is known already; this is the time for its output
            raise LimitReached("output", f"printed more than was read in {OUTPUT_SECONDS} seconds") from fault

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:  # type: ignore[override]
        """Run one cell; a limit that it has reached is told before anything else of it."""
        try:
            return super().execute_cell(cell, cell_index, **options)
        finally:
            if self._reached is not None:
                raise self._reached

    def process_message(self, msg: Json, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take one message of the kernel; output beyond the limit is dropped, and the kernel killed."""
        most = self._limits.output_mb
        if msg["msg_type"] in COUNTED and most is not None:
            self._printed += _size(msg["content"])
            if self._printed > most * MEGABYTE or DROPPED in msg["content"]:
                self._reach("output", f"printed more than {most:g} MB")
                return None
        return super().process_message(msg, cell, cell_index)

    def _get_timeout(self, _cell: NotebookNode | None) -> float | None:  # type: ignore[override]
        left = self._until - time.monotonic()
        own = self._limits.cell_seconds
        shortest = min(left, own if own is not None else float("inf"))
        return max(shortest, 0.001) if shortest != float("inf") else None

    async def _async_handle_timeout(self, timeout: float, cell: NotebookNode | None = None) -> None:  # noqa: ARG002
        """Kill the kernel at once: it may be somewhere where it hears of nothing else."""
        if time.monotonic() >= self._until:
            raise self._reach("time", f"took longer than {self._limits.notebook_seconds:g} seconds")
        raise self._reach("time", f"had a cell that took longer than {self._limits.cell_seconds:g} seconds")

    async def _async_poll_kernel_alive(self) -> None:
        """Look after the kernel while a cell runs; the usual look, once a second, is at its death only."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            self._watch_memory()
            with contextlib.suppress(DeadKernelError):
                await self._async_check_alive()
                continue
            if self.task_poll_for_reply is not None:
                self.task_poll_for_reply.cancel()
            return

    def _watch_memory(self) -> None:
        most, pid = self._limits.memory_mb, self._pid()
        if most is None or pid is None:
            return
        if not sys.platform.startswith("linux") and taken_mb(pid) > most:  # there the system itself holds the limit
            self._reach("memory", f"took more than {most:,} MB of memory")
        self._at_limit = self._at_limit or is_at_limit(pid)
        if started_memory_mb(pid) > most:
            self._reach("memory", f"started processes that took more than {most:,} MB of memory")

    def _pid(self) -> int | None:
        provisioner = self.km.provisioner if self.km is not None else None
        return getattr(provisioner, "pid", None)

    def _reach(self, kind: str, found: str) -> LimitReached:
        """Kill the kernel because of a limit, the first that it reached; the death is noticed as any other."""
        if self._reached is None:
            self._reached = LimitReached(kind, found)
            pid = self._pid()
            with contextlib.suppress(OSError, psutil.Error):
                if pid is not None and hasattr(os, "killpg"):
                    os.killpg(pid, signal.SIGKILL)
                elif pid is not None:
                    psutil.Process(pid).kill()
        return self._reached


def _size(content: Json) -> int:
    """Return how many characters an output has."""
    data = content.get("data")
    if isinstance(data, dict):
        return sum(len(value) if isinstance(value, str) else len(str(value)) for value in data.values())
    return len(content.get("text", "")) + sum(map(len, content.get("traceback", ())))
