"""Runs a command and turns whatever happens into an exit code and a message."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence

from unequal.errors import UnequalError

from .app import app
from .told import error, json_wanted, machine

OK, FAILED, USAGE, REFUSED, ENVIRONMENT, BUG = 0, 1, 2, 3, 4, 5
INTERRUPTED = 130
ISSUES = "https://github.com/unequal/unequal/issues"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the codes are those of ``docs/command-line.md``."""
    try:
        answer = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except UnequalError as fault:
        return _told(fault)
    except KeyboardInterrupt:
        error("Interrupted. Nothing half-written was left.")
        return INTERRUPTED
    except OSError as fault:
        return _environment(fault)
    except SystemExit as stop:
        return int(stop.code or 0)
    except Exception as fault:  # noqa: BLE001  # the last door: whatever is left is a bug of ours, and said to be one
        return _usage_or_bug(fault)
    return answer if isinstance(answer, int) else OK


def _told(fault: UnequalError) -> int:
    error(str(fault))
    if json_wanted():
        problems = [
            {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]
            for one in fault.problems
        ]
        machine(
            {"ok": False, "exit_code": fault.exit_code, "found": fault.found, "mend": fault.mend, "problems": problems}
        )
    return fault.exit_code


def _environment(fault: OSError) -> int:
    if isinstance(fault, BrokenPipeError):  # the reader of our output has gone, as in `unequal check x | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    reason = {
        errno.ENOSPC: "the disk is full",
        errno.EACCES: "permission is denied",
        errno.EROFS: "the disk is read-only",
    }
    words = reason.get(fault.errno or 0, fault.strerror or str(fault))
    place = fault.filename or "A file"
    error(f"{place} could not be used: {words}.\nMend: free the disk, or name another folder with --out.")
    return ENVIRONMENT


def _usage_or_bug(fault: Exception) -> int:
    from typer._click.exceptions import ClickException  # typer carries its own click

    if isinstance(fault, ClickException):
        fault.show()
        return USAGE
    traceback.print_exc()
    error(f"This is a bug in unequal. Please report it with the lines above: {ISSUES}")
    return BUG
