"""A child started cold: a new interpreter, where processes cannot be forked."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import IO, Any

from .child import run
from .events import Events

Json = dict[str, Any]


class Spawned:
    """A new interpreter that runs one request; it ends when its standard input closes.

    Args:
        request: What to run; as for a forked child.
    """

    def __init__(self, request: Json) -> None:
        quiet = subprocess.DEVNULL if request.get("quiet", True) else None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "unequal.kernels.spawned"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=quiet,
            env=request.get("environment"),
            cwd=request.get("cwd"),
            start_new_session=os.name == "posix",
        )
        self.pid = self._process.pid
        self._code: int | None = None
        ours, theirs = socket.socketpair()  # a pipe cannot be waited for on Windows
        self.events = Events(ours)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        threading.Thread(target=_carry, args=(self._process.stdout, theirs), daemon=True).start()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def fileno(self) -> int:
        """Return the descriptor of its events."""
        return self.events.fileno()

    def read(self) -> list[Json]:
        """Return the events told since the last call; never waits."""
        return self.events.read()

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs; also what it had started in its session has been killed then."""
        if self._code is None and self._process.poll() is not None:
            self._signal("SIGKILL")
            self._code = self._process.returncode
            if self._process.stdin is not None:
                with contextlib.suppress(OSError):
                    self._process.stdin.close()
        return self._code

    def end(self, seconds: float = 5.0) -> None:
        """Ask it and what it has started to end; make them after so many seconds."""
        if self.exit_code() is not None:
            return
        self._signal("SIGTERM")
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._signal("SIGKILL")
            self._process.wait()
        self.exit_code()

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # it never was
            self.close()

    def close(self) -> None:
        """Give it up, as when nobody holds it any more: it is killed, and no more is heard of it."""
        if self.exit_code() is None:
            self._signal("SIGKILL")
            self._process.wait()
            self.exit_code()
        self.events.close()

    def _signal(self, name: str) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, getattr(signal, name))
        else:
            self._process.terminate()


def _carry(lines: IO[bytes], to: socket.socket) -> None:
    with to, lines, contextlib.suppress(OSError):
        while data := os.read(lines.fileno(), 1 << 16):
            to.sendall(data)


def main() -> None:
    """Run the request that comes on standard input; tell events on what was standard output."""
    request = json.loads(sys.stdin.buffer.readline())
    events = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    threading.Thread(target=_end_with_owner, daemon=True).start()
    sys.exit(run(request, events))


def _end_with_owner() -> None:
    """Wait for the standard input to close: then who asked is no more, and all that was started goes, too."""
    while os.read(0, 1):  # not by sys.stdin: its lock would be held, and the interpreter could not end
        pass
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
