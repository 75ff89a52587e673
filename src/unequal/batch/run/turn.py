"""One process at a time for the folder of a batch; the next one waits, is told for whom, and takes over."""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from unequal.report.lock import held

LOCK = "lock"
HOLDER = "lock.holder"  # for people: who has the lock; the lock itself is the system's and ends with its process


@contextmanager
def turn(folder: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder of a batch while the block runs.

    Args:
        folder: Of the books; ours alone.
        waiting: Told who holds the folder, when somebody does.
    """
    with contextlib.ExitStack() as stack:
        if not stack.enter_context(held(folder / LOCK, wait=False)):
            waiting(holder(folder))
            stack.enter_context(held(folder / LOCK))
        _sign(folder)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                (folder / HOLDER).unlink()


def holder(folder: Path) -> str:
    """Return who holds the folder, as far as they said so.

    >>> holder(Path("nowhere"))
    'another process'
    """
    try:
        said = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f"process {int(said['pid'])} on {said['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def is_held(folder: Path) -> bool:
    """Whether somebody holds the folder now. A lock that nobody holds is taken away."""
    if not (folder / LOCK).exists():
        return False
    try:
        with held(folder / LOCK, wait=False) as free:
            return not free
    except OSError:  # a folder that may only be read
        return False


def _sign(folder: Path) -> None:
    new = folder / f".{HOLDER}.new"
    with contextlib.suppress(OSError):  # a full disk is met, and told of, where the books are written
        new.write_text(json.dumps({"pid": os.getpid(), "host": platform.node()}), encoding="utf-8")
        new.replace(folder / HOLDER)
