"""A child of the zygote."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from unequal.errors import EnvironmentFault

from .events import Events

Json = dict[str, Any]
KILLED = -9
POLL_SECONDS = 0.01
ANSWER_SECONDS = 120.0  # the zygote imports all that is preloaded before it answers
MOST_BYTES, LENGTH = 16_000_000, 8  # of a request; of the number before it that tells its length
COLD = "Try again; UNEQUAL_KERNELS=cold does without it."


class Forked:
    """A process forked on request; the connection that asked for it is its lease: when that closes, it is killed.

    Args:
        address: Of the zygote.
        request: What to run; see `zygote` and `child`.

    Raises:
        EnvironmentFault: The zygote cannot fork, or this process has no descriptors left.
        ConnectionError, FileNotFoundError: There is no zygote at the address any more.
    """

    def __init__(self, address: str, request: Json) -> None:
        self._heard = b""
        self._code: int | None = None
        with contextlib.ExitStack() as undone:
            try:
                self.lease = undone.enter_context(socket.socket(socket.AF_UNIX))
                ours, theirs = socket.socketpair()
                undone.enter_context(ours)
                with theirs:
                    self.lease.connect(address)
                    ask(self.lease, request, [theirs.fileno()])
                answer = self._first_answer()
            except (ConnectionError, FileNotFoundError):
                raise
            except OSError as fault:
                found = f"No process could be forked: {fault.strerror or fault}."
                raise EnvironmentFault(found, mend=COLD) from fault
            if "pid" not in answer:
                raise EnvironmentFault(f"No process could be forked: {answer['refused']}.", mend=COLD)
            undone.pop_all()
        self.pid: int = answer["pid"]
        self.events = Events(ours)
        self.lease.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor of its events."""
        return self.events.fileno()

    def read(self) -> list[Json]:
        """Return the events told since the last call; never waits."""
        return self.events.read()

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs; also what it had started has been killed then."""
        if self._code is None:
            with contextlib.suppress(BlockingIOError):
                self._code = int(self._answer().get("exit", KILLED))
                self.lease.close()
        return self._code

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it has started in its session."""
        if self.exit_code() is None:  # else its number may be another's
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def end(self, seconds: float = 5.0) -> None:
        """Ask it and what it has started to end; make them after so many seconds."""
        self.signal(signal.SIGTERM)
        until = time.monotonic() + seconds
        while self.exit_code() is None and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        self.signal(signal.SIGKILL)
        while self.exit_code() is None:
            time.sleep(POLL_SECONDS)

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # it never was
            self.close()

    def close(self) -> None:
        """Give it up, as when nobody holds it any more: what is left of it is killed, and no more is heard of it."""
        if self._code is None:
            self._code = KILLED
        self.lease.close()
        self.events.close()

    def _first_answer(self) -> Json:
        self.lease.settimeout(ANSWER_SECONDS)
        answer = self._answer()
        if not answer:
            raise ConnectionResetError
        return answer

    def _answer(self) -> Json:
        """Return the next answer; an empty one when the zygote is no more."""
        while b"\n" not in self._heard:
            try:
                more = self.lease.recv(4096)
            except ConnectionError:
                more = b""
            if not more:
                return {}
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return json.loads(line)


def ask(at: socket.socket, request: Json, descriptors: Sequence[int]) -> None:
    """Send a request, its length before it, with the descriptors that the child shall have.

    Raises:
        ValueError: It is longer than the zygote takes.
    """
    data = json.dumps(request).encode()
    if len(data) + LENGTH > MOST_BYTES:
        problem = f"a request of {len(data):,} bytes; at most {MOST_BYTES - LENGTH:,} can be sent"
        raise ValueError(problem)
    socket.send_fds(at, [len(data).to_bytes(LENGTH, "big")], list(descriptors))
    at.sendall(data)
