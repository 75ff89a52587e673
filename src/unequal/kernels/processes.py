"""Processes of our own: forked from a warm one where that can be, started cold elsewhere; none outlives who asked.

with Nursery() as nursery:
    child = nursery.start("unequal.batch.job:main", {"item": {"id": "acme"}})
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from .forked import Forked
from .spawned import Spawned

Json = dict[str, Any]
SWITCH = "UNEQUAL_KERNELS"  # "warm" or "cold"; else warm where it can be
ADDRESS = "UNEQUAL_ZYGOTE"  # where a forked child finds the process that it was forked from
LONGEST_FOLDER = 60  # the address of a socket has about 100 characters at most
# For the process that is forked: no thread of an allocator's own, no word about a debugger that nobody attaches.
ZYGOTE_ENVIRONMENT = {"JE_ARROW_MALLOC_CONF": "background_thread:false", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
SECONDS_TO_END = 5.0
BACKLOG = 128
PREFIX = "unequal-"
# For all processes: nothing planted in a data folder is imported, sets have one order, and arithmetic libraries, which
# take as many threads as there are cores, do not fight over the cores that the processes share.
ENVIRONMENT = {
    "PYTHONSAFEPATH": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class Child(Protocol):
    """A process that was started."""

    pid: int

    def fileno(self) -> int: ...  # noqa: D102
    def read(self) -> list[Json]: ...  # noqa: D102
    def exit_code(self) -> int | None: ...  # noqa: D102
    def end(self, seconds: float = 5.0) -> None: ...  # noqa: D102


def can_fork() -> bool:
    """Return whether processes are forked here: on Linux, unless the variable ``UNEQUAL_KERNELS`` says ``cold``.

    macOS can fork, but its own libraries may not be used after it.
    """
    return sys.platform.startswith("linux") and os.environ.get(SWITCH, "warm") != "cold"


class Nursery:
    """Starts processes; what it has started is gone when it closes.

    The process that children are forked from begins its imports when the nursery is made, beside the caller's work. A
    child that makes a nursery has its children forked from the same one.

    Args:
        preload: Modules that children need beside those that kernels do; none may start a thread.
        warm: Whether to fork; None where it can be.
    """

    def __init__(self, *, preload: Sequence[str] = (), warm: bool | None = None) -> None:
        self._preload = tuple(preload)
        self.warm = can_fork() if warm is None else warm
        self._lock = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._own: Path | None = None
        self.address = os.environ.get(ADDRESS, "") if self.warm else ""
        if not self.address:
            self._begin()

    @property
    def folder(self) -> Path:
        """A private folder with a short path, for sockets and temporary files; gone with the nursery."""
        return self._own or Path(self.address).parent

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(
        self,
        target: str,
        arguments: Mapping[str, Any],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: str | None = None,
        quiet: bool = True,
    ) -> Child:
        """Start a process that calls a target.

        Args:
            target: ``module:function``; called with the arguments and a function that tells events; its answer is the
                exit code.
            arguments: JSON.
            environment: Variables in place of the caller's.
            cwd: Folder to start in.
            quiet: Whether what it prints is dropped.

        Raises:
            EnvironmentFault: No process can be had.
        """
        request: Json = {
            "target": target,
            "arguments": dict(arguments),
            "environment": {**ENVIRONMENT, **(os.environ if environment is None else environment)},
            "cwd": cwd or str(Path.cwd()),
            "quiet": quiet,
        }
        if not self.warm:
            return Spawned(request)
        request["environment"][ADDRESS] = self.address
        try:
            return Forked(self.address, request)
        except OSError:  # the zygote was killed, and its children with it; those that are asked for now need another
            self._begin_anew()
            request["environment"][ADDRESS] = self.address
            return Forked(self.address, request)

    def close(self) -> None:
        """Kill what was started and is still there."""
        with self._lock:
            self._end()

    def _begin_anew(self) -> None:
        with self._lock:
            if self._zygote is not None and self._zygote.poll() is None and _answers(self.address):
                return  # another thread was faster
            self._end()
            self._begin()

    def _begin(self) -> None:
        self._own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=short_folder()))
        if not self.warm:
            return
        self.address = str(self._own / "z")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(BACKLOG)  # who asks before all is imported waits for it
            self._zygote = subprocess.Popen(  # noqa: S603  # this interpreter, our own module
                [sys.executable, "-m", "unequal.kernels.zygote", str(listener.fileno()), *self._preload],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                env={**os.environ, **ENVIRONMENT, **ZYGOTE_ENVIRONMENT},
            )

    def _end(self) -> None:
        if self._zygote is not None:
            assert self._zygote.stdin is not None
            with contextlib.suppress(OSError):
                self._zygote.stdin.close()
            self._zygote.terminate()  # while it still imports it does not see that its standard input has closed
            try:
                self._zygote.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._zygote.kill()
                self._zygote.wait()
            self._zygote = None
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as trial:
        return trial.connect_ex(address) == 0


def short_folder() -> str:
    """Return a folder for temporary files in which the address of a socket has room."""
    usual = tempfile.gettempdir()
    return usual if len(usual) <= LONGEST_FOLDER else "/tmp"  # noqa: S108  # folders in it are made private and anew


_shared: list[Nursery] = []


def shared_nursery() -> Nursery:
    """Return the nursery of this process for kernels that nobody gave one; it ends with the process."""
    if not _shared:
        _shared.append(Nursery())
        atexit.register(_shared[0].close)
    return _shared[0]
