"""Every change that a report makes on a disk, in one place, so that a test can make any of them fail."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from unequal.errors import EnvironmentFault


class Disk:
    """Writes so that what is written has reached the disk; folders and files are the user's own alone."""

    def folder(self, path: Path) -> None:
        """Make a folder and those above it."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def file(self, path: Path, data: bytes) -> None:
        """Write a new file."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def settle(self, folder: Path) -> None:
        """Let a folder's list of names reach the disk, where the system can be asked to."""
        if not hasattr(os, "O_DIRECTORY"):
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def move(self, old: Path, new: Path) -> None:
        """Give a folder another name on the same disk, at once."""
        old.rename(new)

    def remove(self, folder: Path) -> None:
        """Take a folder away with all that is in it."""
        shutil.rmtree(folder)


def fault_of(problem: OSError, out: Path) -> EnvironmentFault:
    """Return what a user is told about a disk that does not take a report.

    >>> fault_of(OSError(errno.ENOSPC, "No space left on device"), Path("reports")).exit_code
    4
    """
    where = problem.filename or out
    unchanged = "Run again; nothing was changed, and an older report stands as it was."
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault(f"The disk that holds {out} is full.", mend=f"Free some space on it. {unchanged}")
    if problem.errno == errno.EROFS:
        found = f"The disk that holds {out} can only be read."
        return EnvironmentFault(found, mend=f"Name a folder on another disk with --out. {unchanged}")
    if problem.errno in (errno.EACCES, errno.EPERM):
        found = f"No permission to write {where}."
        return EnvironmentFault(found, mend=f"Give yourself the permission, or name a folder with --out. {unchanged}")
    found = f"{where} cannot be written: {problem.strerror or problem}."
    return EnvironmentFault(found, mend=f"Look at the disk that holds {out}. {unchanged}")
