"""Who asks the zygote for a child."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from typing import Any

from .forked import LENGTH, MOST_BYTES

Json = dict[str, Any]
MOST_READ, MOST_DESCRIPTORS = 1 << 16, 4
CLOSED_AFTER_FORK = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Asker:
    """Who asks for a child: a connection, and what has come of the request so far.

    Args:
        connection: Read without ever waiting.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.descriptors: list[int] = []
        self._heard = b""

    def fileno(self) -> int:
        """Return the descriptor of the connection."""
        return self.connection.fileno()

    def read(self) -> Json | None:
        """Return the request, None as long as it is not whole.

        Raises:
            ValueError: It is none.
            OSError: Nobody is there any more.
        """
        with contextlib.suppress(BlockingIOError):
            while True:
                more, descriptors, flags, _ = socket.recv_fds(
                    self.connection, MOST_READ, MOST_DESCRIPTORS, CLOSED_AFTER_FORK
                )
                self.descriptors += descriptors
                self._heard += more
                if not more:
                    raise ConnectionResetError
                if flags & socket.MSG_CTRUNC:
                    problem = "its descriptor did not arrive: too many are open"
                    raise ValueError(problem)
                if len(self._heard) > MOST_BYTES or len(self.descriptors) > MOST_DESCRIPTORS:
                    problem = f"a request of more than {MOST_BYTES:,} bytes"
                    raise ValueError(problem)
        if len(self._heard) < LENGTH or len(self._heard) < LENGTH + int.from_bytes(self._heard[:LENGTH], "big"):
            return None
        return json.loads(self._heard[LENGTH:])

    def let_go(self) -> None:
        """Close what came with the request."""
        while self.descriptors:
            os.close(self.descriptors.pop())

    def close(self) -> None:
        """Close all."""
        self.let_go()
        self.connection.close()
