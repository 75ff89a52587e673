"""A Jupyter kernel provisioner whose kernels are forked from a warm process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .forked import Forked
from .memory import limit_memory
from .processes import THREADS, Child, Nursery, shared_nursery

# Unless somebody says otherwise a kernel imports what lies beside its notebook and what the user has installed, and
# takes all cores: those who start many at once say otherwise.
OPEN = {"PYTHONSAFEPATH": "", "PYTHONNOUSERSITE": "", **dict.fromkeys(THREADS, "")}
READY_SECONDS = 60.0
TARGET = "unequal.kernels.kernel:main"
LAUNCHER = ["-m", "ipykernel_launcher", "-f"]


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where that can be done and the kernel is this interpreter's own; starts others as ever.

    It is the entry point ``unequal`` of ``jupyter_client.kernel_provisioners``: with
    ``JUPYTER_DEFAULT_PROVISIONER_NAME=unequal`` it serves JupyterLab, nbclient and others, too.

    Attributes:
        nursery: Where kernels come from; None takes the one that the process shares.
        memory_mb: Memory that a kernel may have beside what it shares; None for no limit.
        output_mb: What it may print and show; None for no limit.
        own_profile: Whether IPython's folder is a new one of the kernel's own.
    """

    nursery: Nursery | None = None
    memory_mb: int | None = None
    output_mb: float | None = None
    own_profile: bool = False
    launched: bool = False
    forked: Forked | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that a command line asks for."""
        options = warm_options(cmd)
        if options is None:
            return await super().launch_kernel(cmd, **kwargs)
        nursery = self.nursery or await asyncio.to_thread(shared_nursery)
        if not nursery.warm:
            info = await super().launch_kernel(cmd, **kwargs)
            limit_memory(self.memory_mb, process=self.pid or 0)
            return info
        arguments = {
            "connection_file": options[0],
            "options": options[1:],
            "whole": self.nursery is not None,
            "memory_mb": self.memory_mb,
            "output_mb": self.output_mb,
            "own_profile": self.own_profile,
            "spare": self.nursery is not None and not self.launched,  # one that starts again keeps its sockets' names
        }
        self.launched = True
        environment: Mapping[str, str] = {**OPEN, **kwargs.get("env", os.environ)}
        cwd = str(kwargs.get("cwd") or Path.cwd())
        start = partial(nursery.start, TARGET, arguments, environment=environment, cwd=cwd)
        self.forked, told = await _begun(start)
        if arguments["spare"] and not told:  # the one that waited was killed meanwhile
            arguments["spare"] = False
            self.forked.close()
            self.forked, told = await _begun(start)
        child = self.forked
        self.process = _AsPopen(child)  # type: ignore[assignment]
        self.pid = self.pgid = child.pid
        self.cwd = cwd  # type: ignore[assignment]
        for known in (event["connection"] for event in told if "connection" in event):  # a spare one has its own
            self.connection_info = cast("KernelConnectionInfo", {**known, "key": known["key"].encode()})
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the kernel has ended; told at once, where the usual way looks ten times a second."""
        if self.forked is None or self.process is None:
            return await super().wait()
        code = await ended(self.forked)
        self._give_up()
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of a kernel, also of one that ended by itself, and of what a cold one of our own has left."""
        if self.forked is None and self.nursery is not None and self.pgid and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pgid, signal.SIGKILL)
            self.pgid = None
        self._give_up()
        await super().cleanup(restart=restart)

    def _give_up(self) -> None:
        if self.forked is not None:
            self.forked.close()
            self.process, self.forked = None, None


class _AsPopen:
    """A forked child as those see it who expect a subprocess."""

    stdin = stdout = stderr = None

    def __init__(self, child: Forked) -> None:
        self._child = child
        self.pid = child.pid

    def poll(self) -> int | None:
        return self._child.exit_code()

    def send_signal(self, number: int) -> None:
        self._child.signal(number)

    def terminate(self) -> None:
        self._child.signal(signal.SIGTERM)

    def kill(self) -> None:
        self._child.signal(signal.SIGKILL)


async def _begun(start: Callable[[], Child]) -> tuple[Forked, list[dict[str, Any]]]:
    """Start a kernel and return it with the first that it tells."""
    child = await asyncio.to_thread(start)  # the first kernel of all waits until everything is imported
    assert isinstance(child, Forked)
    with contextlib.suppress(TimeoutError):  # who waits for its first answer will find out
        # a socket that is connected to before it is there tries again a tenth of a second later
        return child, await asyncio.wait_for(_said(child), READY_SECONDS)
    return child, []


async def _said(child: Forked) -> list[dict[str, Any]]:
    """Return the first that a child tells; nothing when it has ended."""
    loop = asyncio.get_running_loop()
    while not (events := child.read()) and not child.events.over:
        told = asyncio.Event()
        loop.add_reader(child.fileno(), told.set)
        try:
            await told.wait()
        finally:
            loop.remove_reader(child.fileno())
    return events


async def ended(child: Forked) -> int:
    """Wait until a child has ended and return its exit code."""
    loop = asyncio.get_running_loop()
    while (code := child.exit_code()) is None:
        told = asyncio.Event()
        loop.add_reader(child.lease, told.set)
        try:
            await told.wait()
        finally:
            loop.remove_reader(child.lease)
    return code


def warm_options(command: Sequence[str]) -> list[str] | None:
    """Return the connection file and the further options of a kernel that may be forked; None for another language.

    >>> warm_options([sys.executable, "-m", "ipykernel_launcher", "-f", "k.json", "--quiet"])
    ['k.json', '--quiet']
    >>> warm_options(["R", "--slave", "-e", "IRkernel::main()", "--args", "k.json"])
    """
    rest = [word for word in command[1:] if not word.startswith("-X")]
    if not command or not _is_ours(command[0]) or rest[:3] != LAUNCHER or len(rest) == len(LAUNCHER):
        return None
    return list(rest[3:])


def _is_ours(interpreter: str) -> bool:
    """Return whether it is this interpreter in this environment: a virtual one is told by its folder, not its link."""
    theirs, own = Path(interpreter), Path(sys.executable)
    return theirs.parent.resolve() == own.parent.resolve() and theirs.resolve() == own.resolve()
