"""Locks that end with the process that holds them, so that no person ever removes one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def _take(handle: int, *, wait: bool) -> bool:
    if fcntl is None:
        return _take_on_windows(handle, wait=wait)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _take_on_windows(handle: int, *, wait: bool) -> bool:
    import msvcrt

    while True:
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            if not wait:
                return False
        else:
            return True


@contextmanager
def held(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock while the block runs; yields whether it was to be had.

    The file is taken away at the end. Who opened it just before sees that it is gone and makes a new one.

    Args:
        path: File of the lock, in a folder that is ours alone.
        wait: Whether to wait for who holds it.
    """
    handle = _opened(path, wait=wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                path.unlink()
            os.close(handle)


def _opened(path: Path, *, wait: bool) -> int | None:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if not _take(handle, wait=wait):
            os.close(handle)
            return None
        with contextlib.suppress(OSError):
            if path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        os.close(handle)
