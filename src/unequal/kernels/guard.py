"""Stands between who owns processes and the process that forks them: when either ends, all that was started ends.

    python -I -S guard.py FOLDER DESCRIPTOR COMMAND...

It starts the command, which forks the others, and waits. What loses its mother below it becomes its own child, also
what went into a session of its own; so nothing that was started can get away from it. When the command ends, however it
ends, the guard kills all that is left of it. When the owner ends, or closes the guard's standard input, the guard kills
the command, too, and removes the folder. Asked to end, by SIGTERM, it kills the command and leaves the folder. It does
no more than that, so that nothing but a kill can stop it; then the command is asked to end, and does the same.

The file is a program and imports nothing of its own package: it starts in a hundredth of a second.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

NAME, DEATH_SIGNAL, SUBREAPER = 15, 1, 36  # PR_SET_NAME, PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER of Linux
SECONDS_TO_END = 10.0
LISTED = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()  # not by every kernel of Linux


def control(option: int, value: int | bytes) -> None:
    """Call Linux's prctl; do nothing elsewhere."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def children_of(process: int) -> list[int]:
    """Return the children of a process, also those that have ended and that it has not yet taken note of."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        if not LISTED:
            return [pid for pid in map(int, _names("/proc")) if _mother_of(pid) == process]
        for task in _names(f"/proc/{process}/task"):
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{process}/task/{task}/children").read_text().split())
    return found


def _names(folder: str) -> list[str]:
    return [path.name for path in Path(folder).iterdir() if path.name.isdigit()]


def _mother_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def descendants(process: int) -> list[int]:
    """Return all processes that a process has started and that those have, its own first."""
    found: list[int] = []
    below = children_of(process)
    while below:
        found += below
        below = [further for one in below for further in children_of(one)]
    return found


def kill(processes: Iterable[int]) -> None:
    """Kill processes; those that are no more are passed over."""
    for one in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)


def end_all() -> None:
    """Kill all that this process has started, and all that those have, until there is nobody."""
    until, pause = time.monotonic() + SECONDS_TO_END, 0.001
    while time.monotonic() < until:
        kill(descendants(os.getpid()))
        if None in _ended():
            return
        time.sleep(pause)
        pause = min(2 * pause, 0.05)


def _ended() -> set[int | None]:
    """Return the children that have ended since the last call, and None among them when no child is left."""
    found: set[int | None] = set()
    while True:
        try:
            child, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found | {None}
        if not child:
            return found
        found.add(child)


def _started(command: list[str]) -> int:
    mother = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        control(DEATH_SIGNAL, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])  # whatever the thread that asked had put off
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        if os.getppid() == mother:
            os.execv(command[0], command)  # noqa: S606  # no shell is wanted
    finally:
        os._exit(1)


def _watched(process: int) -> int:
    """Return a descriptor that is readable once a process has ended, -1 where there is no such thing."""
    try:
        return os.pidfd_open(process)
    except (AttributeError, OSError):
        return -1


class Watch:
    """Waits for the end of the command or of the owner, or for the word to end.

    Args:
        owner: Descriptor that is readable once the owner has ended, or -1.
    """

    def __init__(self, owner: int) -> None:
        self.owner_gone = self.asked = False
        self._woken, wake = os.pipe()
        for end in (self._woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._ask)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self._owner = {0, owner} - {-1}
        self._poll = select.poll()
        for source in {self._woken} | self._owner:
            self._poll.register(source, select.POLLIN)

    def wait(self, command: int | None = None) -> None:
        """Wait until the owner has gone, or somebody asks to end, or the command has ended."""
        while not self.owner_gone and not self.asked and command not in _ended() - {None}:
            ready = {source for source, _ in self._poll.poll()}
            self.owner_gone = bool(ready & self._owner)
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 4096)

    def _ask(self, *_signal: object) -> None:
        self.asked = True


def main(folder: str, listening: int, command: list[str]) -> None:
    """Start a command and see to it that nothing of it stays.

    Args:
        folder: To be removed when the owner has gone.
        listening: Descriptor that is the command's only.
        command: Program and arguments.
    """
    control(SUBREAPER, 1)
    owner = _watched(os.getppid())
    child = _started(command)
    os.close(listening)  # else who asks would wait for an answer of somebody who is dead
    control(NAME, b"unequal-guard")
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watch = Watch(owner)
    watch.wait(child)
    end_all()
    watch.wait()  # where the command was killed the owner may begin another, but may as well be killed, too
    if watch.owner_gone:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
