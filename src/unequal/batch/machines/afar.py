"""A job on another machine, as the runner sees it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unequal.batch.manifest.item import Item

if TYPE_CHECKING:
    from distributed import Future

Json = dict[str, Any]
TERMINATED, KILLED = -15, -9
SECONDS_ON_THE_WAY = 3.0  # for the word that a job shall end, and for the one that it has
AGAIN = "Run it again; when it ends so again, look at that machine's memory, or run fewer at once with --jobs."


class Afar:
    """A job that a worker makes, or will make.

    What is told of it comes in other threads; the runner's own thread waits for its descriptor and reads.

    Args:
        item: What is made.
        failed: Folder of this machine for the notebook that failed.
    """

    pid: int | None = None

    def __init__(self, item: Item, failed: Path) -> None:
        self.item = item
        self.worker: str | None = None
        self.host = ""
        self._failed = failed
        self._future: Future | None = None
        self._told: deque[Json] = deque()
        self._code: int | None = None
        self._given_up = False
        self._gone = threading.Event()
        self._lock = threading.Lock()
        self._ours, self._bell = socket.socketpair()
        for end in (self._ours, self._bell):
            end.setblocking(False)
        self.tell({"event": "queued"})

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._code is not None

    def fileno(self) -> int:
        """Return a descriptor that can be read when something was told or it has ended; -1 once all was read."""
        return self._ours.fileno()

    def read(self) -> list[Json]:
        """Return what was told since the last call; never waits."""
        with contextlib.suppress(OSError):  # nothing rang, or it is closed
            while self._ours.recv(4096):
                pass
        with self._lock:
            told = list(self._told)
            self._told.clear()
            if self.is_over:
                self._ours.close()
                self._bell.close()
        return told

    def exit_code(self) -> int | None:
        """Return how it ended, None while it waits or runs."""
        return self._code

    def end(self, seconds: float = 5.0) -> None:
        """Have it ended on its worker; once this returns nothing of it runs there, as far as the worker answers."""
        if not self.is_over:
            self._give_up()
            if self.worker is not None:
                self._gone.wait(seconds + SECONDS_ON_THE_WAY)
        self.finish(None, TERMINATED)

    def await_result(self, future: Future) -> None:
        """Take over the future of its task."""
        self._future = future
        future.add_done_callback(self._done)

    def tell(self, event: Json) -> None:
        """Take in what it told; the first word of a second worker means that the first one is no more."""
        with self._lock:
            if self.is_over:
                return
            self._told.append(event)
        self._ring()

    def heard(self, event: Json, worker: str) -> None:
        """Take in a word from a worker."""
        kind = event.get("event")
        if kind == "gone":
            self._gone.set()
        elif kind != "begun":
            self.tell(event)
        elif self.worker is None:
            self.worker, self.host = worker, str(event.get("host"))
            self.tell(event)
        else:
            self.lost_worker()

    def lost_worker(self) -> None:
        """Put down that the worker died with it.

        The scheduler would begin it elsewhere as often as it likes; the runner tries it again as often as the item
        says.
        """
        self._gone.set()
        self._give_up()
        found = f"The worker that made this report died: {self.worker} on {self.host}."
        self.fail("kernel", found, AGAIN, cause="The worker that made this report died.", code=KILLED)

    def fail(self, kind: str, found: str, mend: str, *, cause: str = "", code: int = 1, **more: Any) -> None:
        """Put down that it failed."""
        self.finish(
            {"event": "failed", "kind": kind, "found": found, "mend": mend, "cause": cause or found, **more}, code
        )

    def finish(self, last: Json | None, code: int) -> None:
        """Put down how it ended, unless that is known."""
        with self._lock:
            if self.is_over:
                return
            if last is not None:
                self._told.append(last)
            self._code = code
        self._ring()

    def _give_up(self) -> None:
        self._given_up = True
        if self._future is not None:
            self._future.release()

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # it rings already, or nobody is there any more
            self._bell.send(b"!")

    def _done(self, future: Future) -> None:
        """Take in how the task ended; called in a thread of the library's."""
        if future.status == "finished":
            with contextlib.suppress(Exception):  # its worker died with the result, and that is told of by itself
                self._made(future.result())
            future.release()  # else it would be made anew when the worker that holds the result goes
        elif future.status == "error":
            self._erred(future)
        elif not self._given_up:
            mend = "Look whether it runs and can be reached; `unequal retry` makes what is left."
            self.fail("environment", "The connection to the scheduler was lost.", mend)

    def _made(self, result: Json) -> None:
        last, code = result["last"], result["code"]
        if last is not None and last.get("left"):
            last = {**last, "left": self._left(Path(last["left"]).name, result["left"])}
        self._gone.set()
        self.finish(last, code)

    def _left(self, name: str, text: str | None) -> str | None:
        """Keep the notebook that failed, and return its path."""
        path = self._failed / name
        try:
            self._failed.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(text or "", encoding="utf-8")
        except OSError:  # the failure itself is told all the same
            return None
        return str(path) if text is not None else None

    def _erred(self, future: Future) -> None:
        fault = future.exception()
        if type(fault).__name__ == "KilledWorker":
            self.lost_worker()
            return
        found = f"The worker could not run it: {type(fault).__name__}: {fault}"
        cause = f"The worker could not run it: {type(fault).__name__}"
        self.fail("bug", found, "Report it, with the lines that the worker logged.", cause=cause)
