"""A child of the zygote."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from typing import Any

from unequal.errors import EnvironmentFault

from .events import Events
from .zygote import ask

Json = dict[str, Any]
KILLED = -9
POLL_SECONDS = 0.01


class Forked:
    """A process forked on request; the connection that asked for it is its lease: when that closes, it is killed.

    Args:
        address: Of the zygote.
        request: What to run; see `zygote` and `child`.

    Raises:
        EnvironmentFault: The zygote cannot fork.
        OSError: There is no zygote at the address.
    """

    def __init__(self, address: str, request: Json) -> None:
        self.lease = socket.socket(socket.AF_UNIX)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.lease.connect(address)
                ask(self.lease, request, [theirs.fileno()])
            except OSError:
                self.lease.close()
                ours.close()
                raise
        self.events = Events(ours)
        self._heard = b""
        self._code: int | None = None
        answer = self._answer()
        if "pid" not in answer:
            self.lease.close()
            ours.close()
            found = f"No process could be forked: {answer.get('refused', 'the process that forks them has died')}."
            raise EnvironmentFault(found, mend="Try again; UNEQUAL_KERNELS=cold does without it.")
        self.pid: int = answer["pid"]
        self.lease.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor of its events."""
        return self.events.fileno()

    def read(self) -> list[Json]:
        """Return the events told since the last call; never waits."""
        return self.events.read()

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        if self._code is None:
            with contextlib.suppress(BlockingIOError):
                self._code = int(self._answer().get("exit", KILLED))
                self.signal(signal.SIGKILL)  # what is left of its group, where the zygote was killed before it
                self.lease.close()
        return self._code

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it has started in its session."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def end(self, seconds: float = 5.0) -> None:
        """Ask it and what it has started to end; make them after so many seconds."""
        if self.exit_code() is not None:
            return
        self.signal(signal.SIGTERM)
        until = time.monotonic() + seconds
        while self.exit_code() is None and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        if self._code is None:
            self.signal(signal.SIGKILL)
        while self.exit_code() is None:
            time.sleep(POLL_SECONDS)

    def close(self) -> None:
        """Give it up: what is left of it is killed, and no more is heard of it."""
        self.lease.close()
        self.events.close()

    def _answer(self) -> Json:
        while b"\n" not in self._heard:
            more = self.lease.recv(4096)
            if not more:
                return {}
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return json.loads(line)
