"""A Jupyter kernel in a forked process."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp

from .child import Tell

Json = dict[str, Any]
READY: Json = {"event": "ready"}
KILOBYTE, MEGABYTE = 2**10, 2**20


def main(arguments: Json, tell: Tell) -> int:
    """Run a kernel until it is asked to end; tell when its sockets are there.

    Args:
        arguments: ``connection_file``; further ``options`` of a kernel's command line; ``memory_mb`` or None.
        tell: Told `READY`, and no more.
    """
    if not os.environ.get("PYTHONSAFEPATH"):
        sys.path.insert(0, "")  # as in an interpreter of its own; the mother's was started without
    if arguments["memory_mb"] is not None:
        _limit_memory(arguments["memory_mb"])
    app = IPKernelApp.instance()
    app.initialize(["-f", arguments["connection_file"], *arguments["options"]])
    tell(READY)
    app.start()
    return 0


def _limit_memory(megabytes: int) -> None:
    """Let a kernel have so much beside what it shares with its mother; beyond, its cell gets a MemoryError."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    shared = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    most = shared * KILOBYTE + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
