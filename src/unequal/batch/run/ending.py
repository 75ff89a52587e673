"""How the end of a job is read: by its last event, or by what the system says of a process that told none."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from unequal.batch.manifest.item import Item
from unequal.errors import UnequalError
from unequal.report.disk import fault_of

from .outcome import CANCELLED, FAILED, Outcome, of_failed, of_ok

AGAIN = frozenset({"kernel", "time"})  # what another try may mend; an error in a cell or in data it does not
LAST = frozenset({"ok", "failed"})
INTERRUPTED, BY_SIGNAL, BUG = 130, 128, 5
ANYWHERE = Path("anywhere")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def ended(item: Item, last: Mapping[str, Any] | None, code: int | None) -> Outcome:
    """Return the outcome of a job that ended by itself.

    >>> ended(Item(id="harbor", workspace="/harbor"), None, -9).found
    'The process that made this report ended with signal 9; the machine may be out of memory.'
    """
    if last is None:
        return _without_a_word(item, code)
    return of_ok(item, last) if last["event"] == "ok" else of_failed(item, last)


def _without_a_word(item: Item, code: int | None) -> Outcome:
    killed = code is not None and code < 0
    how = f"ended with signal {-(code or 0)}; the machine may be out of memory" if killed else f"ended with {code}"
    mend = "Run it again; when it ends so again, run fewer at once with --jobs, or give the machine more memory."
    return Outcome(
        id=item.id,
        status=FAILED,
        kind="kernel",
        found=f"The process that made this report {how}.",
        mend=mend,
        cause="The process that made this report ended all at once.",
    )


def overdue(item: Item) -> Outcome:
    """Return the outcome of a job that was ended since it took too long."""
    seconds = item.limits.report_seconds or 0
    return Outcome(
        id=item.id,
        status=FAILED,
        kind="time",
        found=f"It took longer than the {seconds:,g} seconds that it may take.",
        mend="Look at the cell where it was, or raise report_seconds among the limits of the manifest.",
        cause="It took longer than it may take.",
    )


def unable(item: Item, fault: Exception) -> Outcome:
    """Return the outcome of a job for which no process could be had."""
    found = getattr(fault, "found", "") or f"No process could be started: {fault}."
    mend = getattr(fault, "mend", "") or "Close other programs, or run fewer at once with --jobs."
    return Outcome(id=item.id, status=FAILED, kind="environment", found=found, mend=mend, cause=found)


def cancelled(item: Item, why: str) -> Outcome:
    """Return the outcome of a job that was ended with its batch."""
    return Outcome(id=item.id, status=CANCELLED, found=why, cause=why, mend="Go on with `unequal retry`.")


def placed(outcome: Outcome, notebook: str | None, cell: int | None) -> Outcome:
    """Return the outcome with where the job was, when it did not say so itself."""
    if outcome.notebook is not None or outcome.kind is None:
        return outcome
    return replace(outcome, notebook=notebook, cell=cell)


def stops_all(outcome: Outcome) -> bool:
    """Whether a failure is one of the disk that all write to, so that no other item can go well either."""
    if outcome.kind != "environment":
        return False
    told = [fault_of(OSError(number, ""), ANYWHERE).found.split(str(ANYWHERE)) for number in FULL]
    return any(outcome.found.startswith(before) and outcome.found.endswith(after) for before, after in told)


def code_of(fault: BaseException) -> int:
    """Return the exit code of what ended a batch.

    >>> code_of(KeyboardInterrupt()), code_of(ValueError())
    (130, 5)
    """
    if isinstance(fault, UnequalError):
        return fault.exit_code
    if isinstance(fault, KeyboardInterrupt):
        return INTERRUPTED
    number = _signal_of(fault)
    return BUG if number is None else BY_SIGNAL + number


def why_of(fault: BaseException) -> str:
    """Return what ended a batch, in a sentence.

    >>> why_of(KeyboardInterrupt())
    'It was interrupted.'
    """
    if isinstance(fault, UnequalError):
        return f"{fault.found} {fault.mend}".strip()
    if isinstance(fault, KeyboardInterrupt):
        return "It was interrupted."
    number = _signal_of(fault)
    return "A fault of ours ended it." if number is None else f"It was ended from outside, with signal {number}."


def _signal_of(fault: BaseException) -> int | None:
    """Return the number of the signal that something raised by the command line stands for."""
    number = getattr(fault, "number", None)
    return number if isinstance(number, int) and not isinstance(fault, Exception) else None
