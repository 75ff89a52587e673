"""The process that others are forked from, started with its guard."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ADDRESS = "UNEQUAL_ZYGOTE"  # where a forked child finds the process that it was forked from
# For the process that is forked: no thread of an allocator's own, no word about a debugger that nobody attaches.
ZYGOTE_ENVIRONMENT = {"JE_ARROW_MALLOC_CONF": "background_thread:false", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
# By these a kernel is told whom it belongs to; one that starts others is not whom those belong to.
ANOTHERS = ("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", ADDRESS)
GUARD, ZYGOTE = Path(__file__).with_name("guard.py"), "unequal.kernels.zygote"
SECONDS_TO_ANSWER = 5.0
BACKLOG = 1024


def guarded_zygote(
    folder: Path, address: Path, environment: Mapping[str, str], preload: Sequence[str]
) -> subprocess.Popen[bytes]:
    """Start a guard, which starts the zygote.

    Args:
        folder: That goes with the owner.
        address: Where the zygote listens from now on.
        environment: Of both, but for what is said of somebody else.
        preload: What the zygote imports.

    Raises:
        OSError: They cannot be started.
    """
    address.unlink(missing_ok=True)  # of one that was killed
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(BACKLOG)  # who asks before all is imported waits for it
        kept = {name: value for name, value in environment.items() if name not in ANOTHERS}
        listening = str(listener.fileno())
        return subprocess.Popen(  # noqa: S603  # this interpreter, our own modules
            [sys.executable, "-I", "-S", str(GUARD), str(folder), listening,
             sys.executable, "-m", ZYGOTE, listening, *preload],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            env={**kept, **ZYGOTE_ENVIRONMENT, ADDRESS: str(address)},
            start_new_session=True,  # neither Ctrl-C nor the end of a terminal is for it
        )  # fmt: skip


def answers(address: str) -> bool:
    """Return whether there is a zygote at an address, such as one that was inherited."""
    if not address:
        return False
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(SECONDS_TO_ANSWER)
        try:
            trial.connect(address)
        except BlockingIOError:  # so many ask that one more has to wait
            return True
        except OSError:
            return False
    return True
