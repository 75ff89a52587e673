"""Processes of our own: forked from a warm one where that can be, started cold elsewhere; none outlives who asked.

with Nursery() as nursery:
    child = nursery.start("unequal.batch.job:main", {"item": {"id": "acme"}})
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import site
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from unequal.errors import EnvironmentFault

from .folder import PrivateFolder
from .forked import Forked
from .guarded import ADDRESS, ANOTHERS, answers, guarded_zygote
from .spawned import Spawned

Json = dict[str, Any]
SWITCH = "UNEQUAL_KERNELS"  # "warm" or "cold"; else warm where it can be
SECONDS_TO_END = 15.0
TRIES = 3  # a zygote may be killed at any moment, also the one that has just been started
# For all processes: nothing planted in a data folder is imported, sets have one order, and arithmetic libraries, which
# take as many threads as there are cores, do not fight over the cores that the processes share.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ENVIRONMENT = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0", "PYTHONNOUSERSITE": "1", **dict.fromkeys(THREADS, "1")}
if site.ENABLE_USER_SITE and Path(__file__).is_relative_to(site.getusersitepackages()):
    del ENVIRONMENT["PYTHONNOUSERSITE"]  # else this package itself would not be found

# What reports and their notebooks import; nothing that starts a thread, and neither duckdb nor vl-convert, which start
# some when they are used. The debugger is compiled anew at each import: four fifths of the start of a kernel.
PRELOADED = (
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
    "unequal.kernels.kernel",
    "unequal.kernels.execute",
    "papermill",
    "ipywidgets",
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "altair",
    "scipy.stats",
    "sklearn.cluster",
    "unequal.analyses",
)


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
        self._guard: subprocess.Popen[bytes] | None = None
        self._begun = 0  # zygotes
        self._spawned: weakref.WeakSet[Spawned] = weakref.WeakSet()  # where nothing is forked
        self._own: PrivateFolder | None = None
        self._owner = os.getpid()
        self._closed = False
        self.address = os.environ.get(ADDRESS, "") if self.warm else ""
        if not answers(self.address):
            self._begin()

    @property
    def folder(self) -> Path:
        """A private folder with a short path, for sockets and temporary files; gone with the nursery."""
        return self._own.path if self._own is not None else Path(self.address).parent

    def room(self) -> Path:
        """Return a new folder in the private one.

        Raises:
            EnvironmentFault: There is no place for it.
        """
        try:
            return Path(tempfile.mkdtemp(prefix="k", dir=self.folder))
        except OSError as fault:
            raise _no_place(fault) from fault

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
        given = os.environ if environment is None else environment
        request: Json = {
            "target": target,
            "arguments": dict(arguments),
            "environment": {**ENVIRONMENT, **{name: given[name] for name in given if name not in ANOTHERS}},
            "cwd": cwd or str(Path.cwd()),
            "quiet": quiet,
        }
        return self._forked(request) if self.warm else self._cold(request)

    def _cold(self, request: Json) -> Spawned:
        with self._lock:
            if self._closed:
                raise _ended()
            child = Spawned(request)
            self._spawned.add(child)
            return child

    def _forked(self, request: Json) -> Forked:
        for _ in range(TRIES):
            begun = self._begun
            request["environment"][ADDRESS] = self.address
            with contextlib.suppress(ConnectionError, FileNotFoundError):
                return Forked(self.address, request)
            self._begin_anew(begun)  # the zygote was killed, and its children with it; those asked for now need another
        found = f"The process that others are forked from was killed, or cannot start; it was started {TRIES} times."
        raise EnvironmentFault(found, mend="Run `unequal doctor`; UNEQUAL_KERNELS=cold does without it.")

    def close(self) -> None:
        """Kill what was started and is still there."""
        with self._lock:
            if self._owner != os.getpid():
                return  # a copy in a forked process; what it stands for is its mother's
            self._closed = True
            for child in list(self._spawned):
                child.close()
            self._end()
            if self._own is not None:
                self._own.remove()

    def _begin_anew(self, begun: int) -> None:
        with self._lock:
            if self._closed:
                raise _ended()
            if self._begun == begun:  # else another thread was faster
                self._end(signal.SIGTERM)
                self._begin()

    def _begin(self) -> None:
        try:
            if self._own is None:
                self._own = PrivateFolder()
            if self.warm:
                self.address = str(self._own.path / "z")
                self._guard = guarded_zygote(
                    self._own.path, Path(self.address), {**os.environ, **ENVIRONMENT}, (*PRELOADED, *self._preload)
                )
        except OSError as fault:
            raise _no_place(fault) from fault
        self._begun += 1

    def _end(self, number: int | None = None) -> None:
        """End the zygote and all that was forked from it, by a signal where the private folder is to stay."""
        if self._guard is None:
            return
        assert self._guard.stdin is not None
        if number is not None:
            self._guard.send_signal(number)
        else:
            self._guard.stdin.close()
        try:
            self._guard.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        self._guard.stdin.close()
        self._guard = None


def _ended() -> EnvironmentFault:
    return EnvironmentFault("All processes have been ended.", mend="Run it again.")


def _no_place(fault: OSError) -> EnvironmentFault:
    found = f"There is no place for temporary files in {tempfile.gettempdir()}: {fault.strerror or fault}."
    return EnvironmentFault(found, mend="Make room there, or let TMPDIR name another folder.")


_shared: list[Nursery] = []
_sharing = threading.Lock()


def shared_nursery() -> Nursery:
    """Return the nursery of this process for kernels that nobody gave one; it ends with the process."""
    with _sharing:
        if not _shared:
            _shared.append(Nursery())
            atexit.register(_shared[0].close)
        return _shared[0]
