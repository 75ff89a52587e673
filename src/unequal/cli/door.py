"""Runs a command and turns whatever happens into an exit code and a message."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Any

from typer import Exit
from typer.main import get_command

from unequal.errors import UnequalError

from .app import app
from .told import error, forgiving, json_wanted, machine, want_json

OK, FAILED, USAGE, REFUSED, ENVIRONMENT, BUG = 0, 1, 2, 3, 4, 5
INTERRUPTED, BY_SIGNAL = 130, 128
ENDING = ("SIGTERM", "SIGHUP")  # asked to end, and the terminal was closed; the second is not known on Windows
ISSUES = "https://github.com/unequal/unequal/issues"


class Terminated(BaseException):
    """Somebody asked the process to end; raised where it works, so that everything open is put away.

    Args:
        number: Of the signal.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the codes are those of ``docs/command-line.md``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    want_json("--json" in given)  # also for a fault that is met before the command has read it
    forgiving()
    try:
        with _ending_in_order():
            return _run(given)
    except BrokenPipeError:  # the reader of our output has gone, as in `unequal check x | head`
        _drop_output()
        return OK


def _run(arguments: list[str]) -> int:
    try:
        code = _answered(arguments)
    except KeyboardInterrupt:
        code = _told(INTERRUPTED, "Interrupted. Nothing half-written was left.")
    except Terminated as ended:
        code = _told(BY_SIGNAL + ended.number, "Ended from outside. Nothing half-written was left.")
    sys.stdout.flush()
    return code


def _answered(arguments: list[str]) -> int:
    try:
        return _answer(arguments)
    except UnequalError as fault:
        return _refused(fault)
    except BrokenPipeError:
        raise
    except OSError as fault:
        return _environment(fault)
    except MemoryError:
        return _told(ENVIRONMENT, "There is not enough memory.", mend="Close other programs, or export fewer rows.")
    except Exception as fault:  # noqa: BLE001  # the last door: whatever is left is a bug of ours, and said to be one
        return _usage_or_bug(fault)


def _answer(arguments: list[str]) -> int:
    """Run a command; not by way of typer's own main, which has endings of its own for Ctrl-C and broken pipes."""
    command = get_command(app)
    try:
        with command.make_context("unequal", arguments) as context:
            answer = command.invoke(context)
    except Exit as done:  # --help and --version
        return done.exit_code
    return answer if isinstance(answer, int) else OK


def _told(code: int, found: str, *, mend: str = "", **rest: Any) -> int:
    error(f"{found}\nMend: {mend}" if mend else found)
    if json_wanted():
        machine({"ok": False, "exit_code": code, "found": found, "mend": mend, "problems": [], **rest})
    return code


def _refused(fault: UnequalError) -> int:
    from .page import Page
    from .problems import listed

    page = Page(sys.stderr)
    page.text(fault.found, style="bold red")
    listed(page, fault.problems)
    if fault.mend:
        page.text(fault.mend, lead="Mend: ", lead_style="bold")
    if json_wanted():
        problems = [asdict(one) for one in fault.problems]
        machine(
            {"ok": False, "exit_code": fault.exit_code, "found": fault.found, "mend": fault.mend, "problems": problems}
        )
    return fault.exit_code


def _environment(fault: OSError) -> int:
    reason = {
        errno.ENOSPC: "the disk is full",
        errno.EACCES: "permission is denied",
        errno.EROFS: "the disk is read-only",
    }
    words = reason.get(fault.errno or 0, fault.strerror or str(fault))
    found = f"{fault.filename or 'A file'} could not be used: {words}."
    return _told(ENVIRONMENT, found, mend="Free the disk or give the right to use it, or name another folder.")


def _usage_or_bug(fault: Exception) -> int:
    from typer._click.exceptions import ClickException  # typer carries its own click

    if isinstance(fault, ClickException):
        return _usage(fault)
    traceback.print_exc()
    return _told(BUG, f"This is a bug in unequal. Please report it with the lines above: {ISSUES}")


def _usage(fault: Any) -> int:
    context = getattr(fault, "ctx", None)
    command = context.command_path if context is not None else "unequal"
    return _told(USAGE, fault.format_message(), mend=f"See {command} --help.")


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let a signal to end unwind like Ctrl-C does while a command runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: FrameType | None) -> None:
        raise Terminated(number)

    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _drop_output() -> None:
    """Point stdout nowhere, so that Python's own last flush does not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
