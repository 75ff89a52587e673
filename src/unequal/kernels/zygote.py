"""The process that others are forked from: what they all import is imported once.

    python -m unequal.kernels.zygote DESCRIPTOR

One request a connection, on the listening socket that it was given: JSON, and the descriptor that the child tells its
events to. The answer is the child's process id, and later how it ended. The connection is a lease: when who asked for
a child is no more, the child is killed with all that it started. When the zygote's own standard input closes, it kills
whatever it has forked and ends. So whoever dies, however, nothing is left behind.

It has one thread for ever: a fork copies only the thread that calls it, and a lock that another thread held would stay
locked in the child. It counts its threads before each fork and refuses to fork once there are two.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .child import begin

Json = dict[str, Any]
MOST_BYTES = 4_000_000
LENGTH = 8
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
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


class Zygote:
    """Forks children on request and watches over them.

    Args:
        listener: Where requests come in.
        lifeline: Descriptor that closes when the owner of all this is no more.
    """

    def __init__(self, listener: socket.socket, lifeline: int) -> None:
        self._listener = listener
        self._lifeline = lifeline
        self._leases: dict[int, socket.socket | None] = {}  # by the child's process id; None when it was given up
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        self._selector = selectors.DefaultSelector()
        for source in (listener, lifeline, self._woken):
            self._selector.register(source, selectors.EVENT_READ)
        self._over = False

    def serve(self) -> None:
        """Answer until the lifeline closes; then leave nothing behind."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's, which ends its children in order
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._end)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        while not self._over:
            for key, _ in self._selector.select():
                if key.fileobj == self._lifeline:
                    self._end()
                elif key.fileobj is self._listener:
                    self._answer(self._listener.accept()[0])
                elif key.fileobj == self._woken:
                    self._reap()
                elif key.data in self._leases:
                    self._give_up(key.data)
        _kill_groups(self._leases)
        _kill_strays()

    def _end(self, *_signal: object) -> None:
        self._over = True

    def _answer(self, asker: socket.socket) -> None:
        try:
            request, descriptors = _received(asker)
        except (OSError, ValueError):
            asker.close()
            return
        if (threads := threads_alive()) == 1:
            self._fork(asker, request, descriptors)
        else:
            say(asker, {"refused": f"{threads} threads run in the process that others are forked from"})
            asker.close()
        for descriptor in descriptors:
            os.close(descriptor)

    def _fork(self, asker: socket.socket, request: Json, descriptors: Sequence[int]) -> None:
        child = os.fork()
        if child == 0:
            self._leave(asker)
            begin(request, descriptors)  # never returns
        self._leases[child] = asker
        self._selector.register(asker, selectors.EVENT_READ, data=child)
        say(asker, {"pid": child})

    def _leave(self, asker: socket.socket) -> None:
        """Let go, in a child, of all that is its mother's."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._selector.close()
        for one in (*self._leases.values(), asker, self._listener):
            if one is not None:
                one.close()
        for end in (self._woken, self._wake, self._lifeline):
            os.close(end)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken, 4096):
                pass
        while (child := _ended_child()) is not None:
            if child in self._leases:
                _kill_groups([child])  # what it started and left; before its number may go to somebody else
            _, status = os.waitpid(child, 0)
            lease = self._leases.pop(child, None)
            if lease is not None:
                say(lease, {"exit": os.waitstatus_to_exitcode(status)})
                self._selector.unregister(lease)
                lease.close()

    def _give_up(self, child: int) -> None:
        lease = self._leases[child]
        if lease is not None:
            self._selector.unregister(lease)
            lease.close()
        self._leases[child] = None
        _kill_groups([child])


def threads_alive() -> int:
    """Return how many threads this process has, those of compiled libraries too."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        import threading

        return threading.active_count()


def say(to: socket.socket, answer: Json) -> None:
    """Send one line of JSON; who is no longer there does not hear it."""
    with contextlib.suppress(OSError):
        to.sendall(json.dumps(answer).encode() + b"\n")


def ask(at: socket.socket, request: Json, descriptors: Sequence[int]) -> None:
    """Send a request, its length before it, with the descriptors that the child shall have."""
    data = json.dumps(request).encode()
    socket.send_fds(at, [len(data).to_bytes(LENGTH, "big")], list(descriptors))
    at.sendall(data)


def _received(asker: socket.socket) -> tuple[Json, list[int]]:
    asker.settimeout(5.0)
    head, descriptors, _, _ = socket.recv_fds(asker, LENGTH, 4)
    length = int.from_bytes(head, "big")
    if len(head) != LENGTH or length > MOST_BYTES:
        problem = f"a request of {length} bytes"
        raise ValueError(problem)
    data = b""
    while len(data) < length:
        more = asker.recv(length - len(data))
        if not more:
            problem = "half a request"
            raise ValueError(problem)
        data += more
    asker.settimeout(None)
    return json.loads(data), descriptors


def _ended_child() -> int | None:
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return ended.si_pid if ended is not None else None


def _kill_groups(leaders: Sequence[int] | dict[int, Any]) -> None:
    for leader in leaders:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _kill_strays() -> None:
    """Kill those that a child started in a session of their own: as orphans they became the zygote's children."""
    with contextlib.suppress(OSError, ProcessLookupError):
        for stray in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            os.kill(int(stray), signal.SIGKILL)


def main(listening: int, *further: str) -> None:
    """Import what children need and serve a listening socket until standard input closes.

    Args:
        listening: Descriptor of the socket.
        further: Modules to import beside those that all children need.
    """
    lifeline = os.dup(0)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    for name in (*PRELOADED, *further):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # else the first collection in each child writes to every page, and so copies it
    listener = socket.socket(fileno=listening)
    Zygote(listener, lifeline).serve()
    shutil.rmtree(Path(listener.getsockname()).parent, ignore_errors=True)  # the owner may be no more


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
