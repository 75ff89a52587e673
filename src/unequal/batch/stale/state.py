"""A file as the hash of its bytes, or as words on why it has none."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

OUTSIDE = "is a link that leads out of the workspace, or nowhere"
GONE = "is gone"
FOLDER = "is a folder"
ODD = "is no ordinary file"
_HASH = re.compile(r"[0-9a-f]{64}")


def state_of(path: Path, within: Path | None = None) -> str:
    """Return the SHA-256 of a file, or words that go on after its name.

    The words are states like any other: a table that could not be read, and was no part of the report for that reason,
    has not changed as long as it cannot be read.

    Args:
        path: The file.
        within: Resolved folder that the file must not leave through a link; None follows every link.
    """
    try:
        target = path.resolve(strict=True)
        if within is not None and not target.is_relative_to(within):
            return OUTSIDE
        mode = target.stat().st_mode
        if not stat.S_ISREG(mode):
            return FOLDER if stat.S_ISDIR(mode) else ODD
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return OUTSIDE if path.is_symlink() else GONE
    except (OSError, ValueError, RuntimeError) as fault:  # RuntimeError: links in a circle
        return f"cannot be read: {getattr(fault, 'strerror', None) or fault}"


def is_hash(state: object) -> bool:
    """Whether a state is a hash and not words."""
    return isinstance(state, str) and _HASH.fullmatch(state) is not None
