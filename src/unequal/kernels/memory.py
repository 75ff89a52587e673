"""How much memory processes take, and how one is kept from taking more."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import psutil

from .guard import descendants

try:
    import resource
except ImportError:  # Windows
    resource = None

KILOBYTE, MEGABYTE = 2**10, 2**20
RESERVE = 64 * MEGABYTE
NEARLY = 0.95


def limit_memory(megabytes: int | None, *, beside: int = 0, process: int = 0) -> None:
    """Let a process have so much memory of its own; beyond, it gets a MemoryError. Linux only.

    It may give itself a little more, to say that it has come to its limit; see `take_reserve`.

    Args:
        megabytes: None for no limit.
        beside: What it has already and may keep, bytes.
        process: Its id; 0 for this one.
    """
    if megabytes is None or resource is None or not hasattr(resource, "prlimit"):
        return
    most = beside + megabytes * MEGABYTE
    with contextlib.suppress(OSError):  # it has ended
        _, hardest = resource.prlimit(process, resource.RLIMIT_DATA)
        if hardest == resource.RLIM_INFINITY:
            hardest = most + RESERVE
        most, hardest = min(most, hardest), min(most + RESERVE, hardest)
        resource.prlimit(process, resource.RLIMIT_DATA, (most, hardest))


def take_reserve() -> None:
    """Let this process have the little that was kept for its last words."""
    if resource is not None:
        _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hardest, hardest))


def is_at_limit(process: int) -> bool:
    """Return whether a process has nearly all the memory that it may have; False where that is not known."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
        limits = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
    except OSError:
        return False
    most = next(line.split()[3] for line in limits.splitlines() if line.startswith("Max data size"))
    return most != "unlimited" and _data(status) > NEARLY * int(most)


def own_data() -> int:
    """Return how much memory of its own this process has by Linux's count, also what it shares with its mother."""
    return _data(Path("/proc/self/status").read_text(encoding="ascii", errors="replace"))


def _data(status: str) -> int:
    return next((int(line.split()[1]) * KILOBYTE for line in status.splitlines() if line.startswith("VmData:")), 0)


def peak_mb() -> float:
    """Return the most memory that this process has had, MB; 0 where that is not known."""
    if resource is None:
        return 0.0
    unit = 1 if sys.platform == "darwin" else KILOBYTE
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE, 1)


def started_memory_mb(process: int | None) -> float:
    """Return the memory, MB, of all processes that a process has started; pages that they share count by share.

    A process that ends meanwhile counts as none.
    """
    if not process:
        return 0.0
    return sum(map(taken_mb, _started(process)))


def taken_mb(process: int) -> float:
    """Return the memory of a process, MB; what it shares counts by share where the system tells; 0 if it is gone."""
    try:
        seen = psutil.Process(process)
        with contextlib.suppress(psutil.AccessDenied, OSError):
            full = seen.memory_full_info()
            return getattr(full, "pss", 0) / MEGABYTE or full.uss / MEGABYTE
        return seen.memory_info().rss / MEGABYTE
    except (psutil.Error, OSError):
        return 0.0


def _started(process: int) -> list[int]:
    if Path("/proc/self/task").is_dir():
        return descendants(process)
    try:
        return [one.pid for one in psutil.Process(process).children(recursive=True)]
    except psutil.Error:
        return []
