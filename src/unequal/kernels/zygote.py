"""The process that others are forked from: what they all import is imported once.

    python -m unequal.kernels.zygote DESCRIPTOR MODULES...

One request a connection, on the listening socket that it was given: JSON, and the descriptor that the child tells its
events to. The answer is the child's process id, and later how it ended. The connection is a lease: when who asked for
a child is no more, the child is killed with all that it started. When a child ends, whatever it started and left ends,
too, also what went into a session of its own: each child takes in its own orphans, and the zygote those of a child
that has ended. The guard does the same for the zygote. So whoever dies, however, nothing is left behind.

It has one thread for ever: a fork copies only the thread that calls it, and a lock that another thread held would stay
locked in the child. It counts its threads before each fork and refuses to fork once there are two. And it never waits
for anybody: who asks slowly, or dies half-way, keeps nobody else waiting.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .asker import Asker
from .child import begin
from .guard import NAME, SUBREAPER, children_of, control, descendants, end_all, kill
from .spare import Spare, Wanted, made_folder, order, wanted

Json = dict[str, Any]
PAUSE_SECONDS = 0.05


class Zygote:
    """Forks children on request and watches over them.

    Args:
        listener: Where requests come in.
    """

    def __init__(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        self._listener = listener
        self._askers: set[Asker] = set()
        self._leases: dict[int, Asker | None] = {}  # by the child's process id; None when it was given up
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        self._selector = selectors.DefaultSelector()
        for source in (listener, self._woken):
            self._selector.register(source, selectors.EVENT_READ)
        self._guard = os.getppid()
        self._spare: Spare | None = None
        self._over = False

    def serve(self) -> None:
        """Answer until asked to end; then leave nothing behind."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's, which ends its children in order
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._end)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        while not self._over:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj == self._woken:
                    self._reap()
                elif key.data in self._leases:
                    self._give_up(key.data)
                elif isinstance(key.fileobj, Asker) and key.fileobj in self._askers:
                    self._answer(key.fileobj)
        end_all()

    def _end(self, *_signal: object) -> None:
        self._over = True

    def _accept(self) -> None:
        try:
            asker = Asker(self._listener.accept()[0])
        except BlockingIOError:
            return
        except OSError:  # no descriptor is free; one will be when a child ends
            time.sleep(PAUSE_SECONDS)
            return
        self._askers.add(asker)
        self._selector.register(asker, selectors.EVENT_READ)

    def _answer(self, asker: Asker) -> None:
        try:
            request = asker.read()
        except OSError:
            self._forget(asker)
            return
        except ValueError as problem:
            self._refuse(asker, f"what was asked for is no request ({problem})")
            return
        if request is None:
            return
        if os.getppid() != self._guard:  # killed, and the word of it is still on its way; who asks had better ask anew
            self._end()
            return
        if (threads := threads_alive()) != 1:
            self._refuse(asker, f"{threads} threads run in the process that others are forked from")
            return
        try:
            self._fork(asker, request)
        except OSError as fault:  # no memory, or too many processes
            self._refuse(asker, fault.strerror or str(fault))

    def _refuse(self, asker: Asker, why: str) -> None:
        say(asker.connection, {"refused": why})
        self._forget(asker)

    def _forget(self, asker: Asker) -> None:
        self._selector.unregister(asker)
        self._askers.discard(asker)
        asker.close()

    def _fork(self, asker: Asker, request: Json) -> None:
        child = self._given(asker, request) or self._forked(request, asker.descriptors)
        self._leases[child] = asker
        self._askers.discard(asker)
        self._selector.modify(asker, selectors.EVENT_READ, data=child)
        asker.let_go()
        say(asker.connection, {"pid": child})
        if self._spare is None and (like := wanted(request)) is not None:
            with contextlib.suppress(OSError):  # without a spare one the next takes a little longer
                self._begin_spare(like)

    def _forked(self, request: Json, descriptors: Sequence[int]) -> int:
        mother = os.getpid()
        child = os.fork()
        if child == 0:
            try:
                kept = [os.dup(descriptor) for descriptor in descriptors]
                self._leave()
                begin(request, kept, mother)
            finally:
                os._exit(1)
        return child

    def _given(self, asker: Asker, request: Json) -> int | None:
        """Give the spare kernel to who asks for one like it; one that is not like it makes room for another."""
        spare, like = self._spare, wanted(request)
        if spare is None or like is None:
            return None
        if spare.give(request, asker.descriptors):
            self._spare = None
            return spare.pid
        if spare.like != like:
            kill([spare.pid])
            spare.remove()
            self._spare = None
        return None

    def _begin_spare(self, like: Wanted) -> None:
        folder = made_folder()
        ours, theirs = socket.socketpair()
        self._spare = Spare(like, folder, ours)
        with theirs:
            try:
                self._spare.pid = self._forked(order(like, folder, theirs.fileno()), ())
            except OSError:
                self._spare.remove()
                self._spare = None
                raise
        self._leases[self._spare.pid] = None  # nobody holds it yet

    def _leave(self) -> None:
        """Let go, in a child, of all that is its mother's."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._selector.close()
        self._listener.close()
        for one in (*self._leases.values(), *self._askers):
            if one is not None:
                one.close()
        if self._spare is not None:
            self._spare.let_go()
        for end in (self._woken, self._wake):
            os.close(end)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken, 4096):
                pass
        while (child := _ended_child()) is not None:
            if child in self._leases:
                _kill_group(child)  # before its number may go to somebody else
            self._kill_orphans()
            _, status = os.waitpid(child, 0)
            asker = self._leases.pop(child, None)
            if self._spare is not None and self._spare.pid == child:
                self._spare.remove()
                self._spare = None
            if asker is not None:
                say(asker.connection, {"exit": os.waitstatus_to_exitcode(status)})
                self._forget(asker)

    def _kill_orphans(self) -> None:
        """Kill what a child that has ended has left: it became the zygote's own."""
        for orphan in children_of(os.getpid()):
            if orphan not in self._leases:
                kill([*descendants(orphan), orphan])

    def _give_up(self, child: int) -> None:
        asker = self._leases[child]
        if asker is not None:
            self._forget(asker)
        self._leases[child] = None
        kill([child])  # which may not have a group of its own yet
        _kill_group(child)


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


def _ended_child() -> int | None:
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return ended.si_pid if ended is not None else None


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def main(listening: int, *preload: str) -> None:
    """Import what children need and serve a listening socket until asked to end.

    Args:
        listening: Descriptor of the socket.
        preload: Modules to import; none may start a thread.
    """
    control(NAME, b"unequal-zygote")
    control(SUBREAPER, 1)
    for name in preload:
        with contextlib.suppress(Exception):  # who needs it will say better what is wrong with it
            importlib.import_module(name)
    sys.stdout.flush()  # else each child would say it once more
    gc.collect()
    gc.freeze()  # else the first collection in each child writes to every page, and so copies it
    Zygote(socket.socket(fileno=listening)).serve()
    os._exit(0)  # nothing is left to put away, and taking all modules apart takes its time


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
