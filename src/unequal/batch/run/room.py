"""Is there memory for one more job?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

MIB = 1024 * 1024
AT_FIRST_MB = 600.0  # of a job, before one has been seen; assumption: two Python processes with pandas
CGROUP = Path("/sys/fs/cgroup")


class Room:
    """Knows what a job takes, from those that ended, and what the machine has.

    Args:
        available: Memory that could be taken now, MiB; None when nobody knows.
        used: What a process and those below it hold, MiB.
    """

    def __init__(
        self, available: Callable[[], float | None] | None = None, used: Callable[[int], float] | None = None
    ) -> None:
        self._available = available or available_mb
        self._used = used or used_mb
        self._most: float | None = None

    @property
    def needed_mb(self) -> float:
        """Most that a job is known to have taken, or a guess."""
        return self._most if self._most is not None else AT_FIRST_MB

    def saw(self, peak_mb: float | None) -> None:
        """Remember what a job took."""
        if peak_mb is not None:
            self._most = max(peak_mb, self._most or 0.0)

    def fits_one_more(self, running: Iterable[int | None]) -> bool:
        """Whether one more job fits, when those that run have grown to the largest peak seen.

        Jobs without a process here take another machine's memory, which that machine's own limits keep.
        """
        every = list(running)
        here = [pid for pid in every if pid is not None]
        free = self._available()
        if free is None or (every and not here):
            return True
        promised = sum(max(0.0, self.needed_mb - self._used(pid)) for pid in here)
        return free - promised >= self.needed_mb


def available_mb() -> float | None:
    """Return the memory that could be taken now, MiB: the machine's, or what its group of processes is left."""
    try:
        import psutil
    except ImportError:
        return None
    machine = psutil.virtual_memory().available / MIB
    group = _left_to_group(CGROUP)
    return machine if group is None else min(machine, group)


def used_mb(pid: int) -> float:
    """Return what a process and those below it hold, MiB; what they share is counted once each."""
    import psutil

    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(_held(one) for one in family) / MIB


def _held(process: object) -> int:
    import psutil

    try:
        return process.memory_info().rss  # type: ignore[attr-defined]
    except psutil.Error:
        return 0


def _left_to_group(folder: Path) -> float | None:
    """Return what a container's limit leaves, MiB; what files only cache counts as free."""
    try:
        limit = (folder / "memory.max").read_text(encoding="ascii").strip()
        if limit == "max":
            return None
        taken = int((folder / "memory.current").read_text(encoding="ascii"))
        rows = dict(line.split() for line in (folder / "memory.stat").read_text(encoding="ascii").splitlines())
        return (int(limit) - taken + int(rows.get("inactive_file", 0))) / MIB
    except (OSError, ValueError):
        return None
