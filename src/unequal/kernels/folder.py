"""A private folder for sockets and temporary files, and the sweeping of those whose owners were killed.

Who owns a folder holds a lock on it as long as it lives, whatever becomes of the processes that it has started; the
system lets go of the lock when the owner ends, however it ends. So a folder that nobody holds is nobody's. One that was
made a moment ago and is not yet held may be swept, too; then its maker makes another.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows; there nobody sweeps
    fcntl = None

PREFIX = "unequal-own-"
TRIES = 100
LONGEST = 60  # the address of a socket has about 100 characters at most


class PrivateFolder:
    """A folder that only the user may enter, with a short path.

    Raises:
        OSError: There is no place for it.
    """

    def __init__(self) -> None:
        sweep()
        self.path, self._held = _made()

    def remove(self) -> None:
        """Remove the folder and all that lies in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.let_go()

    def let_go(self) -> None:
        """Hold the folder no longer, as when the process ends."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def sweep() -> None:
    """Remove the folders of owners that are no more; those of the living, and of other users, are not touched."""
    with contextlib.suppress(OSError):
        for folder in Path(short_folder()).glob(f"{PREFIX}*"):
            if _is_ours(folder) and (held := _locked(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)


def short_folder() -> str:
    """Return a folder for temporary files in which the address of a socket has room."""
    usual = tempfile.gettempdir()
    return usual if len(usual) <= LONGEST else "/tmp"  # noqa: S108  # folders in it are made private and anew


def _made() -> tuple[Path, int | None]:
    """Make a folder and hold it."""
    for _ in range(TRIES):
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=short_folder()))
        held = _locked(path, wait=True)
        if path.is_dir():
            return path, held
        if held is not None:  # of one that was swept
            os.close(held)
    problem = f"every folder in {short_folder()} is removed as soon as it is made"
    raise OSError(problem)


def _is_ours(folder: Path) -> bool:
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid()


def _locked(folder: Path, *, wait: bool = False) -> int | None:
    """Return the descriptor that holds a folder; None when somebody else holds it, or nobody can.

    To wait is to wait for a sweeper, who is done at once.
    """
    if fcntl is None:
        return None
    with contextlib.suppress(OSError):
        held = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(held)
        else:
            return held
    return None
