"""What a child tells: lines of JSON on a socket."""

from __future__ import annotations

import json
import socket
from typing import Any

Json = dict[str, Any]
MOST_READ = 1 << 16


class Events:
    """The events of one child, read without ever waiting.

    Args:
        ours: Our end of a pair of sockets.
    """

    def __init__(self, ours: socket.socket) -> None:
        ours.setblocking(False)
        self._socket = ours
        self._rest = b""
        self.over = False

    def fileno(self) -> int:
        """Return the descriptor that is readable when there are events or no more will come; -1 once all were read."""
        return self._socket.fileno()

    def close(self) -> None:
        """Listen no more."""
        self.over = True
        self._socket.close()

    def read(self) -> list[Json]:
        """Return the events told since the last call."""
        while not self.over:
            try:
                more = self._socket.recv(MOST_READ)
            except BlockingIOError:
                break
            except ConnectionResetError:
                more = b""
            if not more:
                self.close()
            self._rest += more
        *lines, self._rest = self._rest.split(b"\n")
        return [json.loads(line) for line in lines]
