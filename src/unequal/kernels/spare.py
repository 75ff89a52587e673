"""A kernel that began before anybody asked for it: its sockets, threads and shell are there, and it waits for who asks.

Two thirds of a kernel's start depend on nothing but the few variables that IPython and Jupyter read. So once a kernel
was asked for, the zygote begins another, and who asks next is given that one: it then takes the environment, the folder
and the limits that were asked for, as a fresh one does, and runs start-up files only then. It has run no one's code.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .forked import LENGTH, ask
from .guarded import ADDRESS

Json = dict[str, Any]
KERNEL, SPARE = "unequal.kernels.kernel:main", "unequal.kernels.kernel:spare"
PREFIX = "s"
READY = b"r"
PROFILE = "IPYTHONDIR"
# What the beginning of a kernel may depend on; all else is settled when it is given away.
STARTS_WITH = ("IPYTHON", "JUPYTER", "LC_", "MPL", "PYDEVD", "PYTHON", "XDG_")
NAMES = ("HOME", "LANG", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER")
MOST_BYTES = 60_000  # of a request that the spare's socket takes in without waiting


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a spare kernel has to be like for a request.

    Attributes:
        options: Of a kernel's command line.
        own_profile: Whether IPython's folder is a new one of the kernel's own.
        environment: The variables that its beginning depends on.
    """

    options: tuple[str, ...]
    own_profile: bool
    environment: Mapping[str, str]


def wanted(request: Json) -> Wanted | None:
    """Return what a spare kernel would have to be like, None where the request is for something else."""
    arguments = request.get("arguments", {})
    if request.get("target") != KERNEL or not arguments.get("spare"):
        return None
    own = bool(arguments.get("own_profile"))
    given: Mapping[str, str] = request.get("environment") or {}
    kept = {
        name: value
        for name, value in given.items()
        if (name.startswith(STARTS_WITH) or name in NAMES) and not (own and name == PROFILE)
    }
    return Wanted(options=tuple(arguments["options"]), own_profile=own, environment=kept)


class Spare:
    """The spare kernel as the zygote holds it.

    Args:
        like: What it is begun for.
        folder: Of its own.
        channel: To it.

    Attributes:
        pid: Its process id, once it is forked.
    """

    def __init__(self, like: Wanted, folder: Path, channel: socket.socket) -> None:
        self.like, self.folder, self.pid = like, folder, 0
        channel.setblocking(False)
        self._channel = channel

    def give(self, request: Json, descriptors: list[int]) -> bool:
        """Give it to who asked; False where it is not ready, has ended, or is not like what was asked for."""
        if wanted(request) != self.like or len(json.dumps(request)) > MOST_BYTES:
            return False
        try:
            if self._channel.recv(len(READY)) != READY:
                return False
            ask(self._channel, request, descriptors)
        except OSError:
            return False
        self._channel.close()
        return True

    def let_go(self) -> None:
        """Close, in a forked child, what is the zygote's; without a channel an ungiven spare ends."""
        self._channel.close()

    def remove(self) -> None:
        """Let go of it for good: nobody will be given it."""
        self.let_go()
        shutil.rmtree(self.folder, ignore_errors=True)


def order(like: Wanted, folder: Path, channel: int) -> Json:
    """Return the request by which the zygote begins a spare kernel."""
    profile = {PROFILE: str(folder / "ipython")} if like.own_profile else {}
    return {
        "target": SPARE,
        "arguments": {"folder": str(folder), "options": list(like.options), "channel": channel},
        "environment": {**like.environment, **profile},
        "cwd": str(folder),
        "quiet": True,
    }


def awaited(channel: socket.socket, folder: Path) -> tuple[Json, list[int]]:
    """Say that the spare kernel is ready, and return the request and descriptors of who asked for it.

    Raises:
        SystemExit: Nobody will: the zygote has let go of it.
    """
    channel.sendall(READY)
    heard, descriptors = b"", list[int]()
    while not heard or not _is_whole(heard):
        more, came, _, _ = socket.recv_fds(channel, 1 << 16, 4)
        if not more:
            raise SystemExit(0)
        heard += more
        descriptors += came
    channel.close()
    request: Json = json.loads(heard[LENGTH:])
    if request["arguments"].get("own_profile"):
        request["environment"][PROFILE] = str(folder / "ipython")
    return request, descriptors


def _is_whole(heard: bytes) -> bool:
    return len(heard) >= LENGTH and len(heard) >= LENGTH + int.from_bytes(heard[:LENGTH], "big")


def made_folder() -> Path:
    """Return a new folder beside the zygote's address.

    Raises:
        OSError: There is no place for it.
    """
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=Path(os.environ[ADDRESS]).parent))
