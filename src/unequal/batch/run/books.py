"""The books of a batch: what was asked, what happened, what came of it.

<out>/_batch/<id>/
  lock, lock.holder     held while it runs, by whom
  manifest.lock.json    the items, whole; `retry` reads them
  events.jsonl          one event a line, with the seconds since the start
  run_results.json      written anew each time an item has ended
  junit.xml             one test case an item, for CI
  summary.html          for people
  failed/<item>/        notebooks as far as they came
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from unequal.report.disk import Disk, fault_of

from .junit import as_junit
from .order import Order
from .results import Results
from .summary import as_summary

Json = dict[str, Any]
MANIFEST, EVENTS, RESULTS = "manifest.lock.json", "events.jsonl", "run_results.json"
JUNIT, SUMMARY = "junit.xml", "summary.html"
SECONDS_BETWEEN = 5.0  # two writings of the pages while it runs


class Books:
    """Keeps the books of one batch; a disk that does not take them is an `EnvironmentFault`.

    Args:
        order: What is asked.
        disk: Makes every change.
    """

    def __init__(self, order: Order, *, disk: Disk | None = None) -> None:
        self.folder = order.folder
        self._order = order
        self._disk = disk or Disk()
        self._begun = time.monotonic()
        self._events: IO[str] | None = None
        self._changed = self._at_once = False
        self._pages_at = self._begun

    def make_folder(self) -> None:
        """Make the folder of the books."""
        with self._told():
            self._disk.folder(self.folder)

    def begin(self, results: Results) -> None:
        """Put down what is asked; a batch that goes on keeps the events of its earlier run."""
        self._begun = self._pages_at = time.monotonic()
        with self._told():
            self._put(MANIFEST, as_text(self._order.batch.as_json()))
            self._events = _opened(self.folder / EVENTS, anew=not self._order.before)
        self._write(results, pages=True)

    def tell(self, event: Json) -> None:
        """Put down an event. A line is whole once it is written; what was begun before a kill stays alone."""
        if self._events is None:
            return
        with self._told():
            self._events.write(as_line({"at": round(time.monotonic() - self._begun, 3), **event}) + "\n")
            self._events.flush()

    def changed(self, *, at_once: bool) -> None:
        """Remember that an outcome was settled, and whether it may wait for others."""
        self._changed = True
        self._at_once |= at_once

    def due(self, *, idle: bool) -> bool:
        """Whether outcomes wait to be put down; those of items that stand as they are may wait until it is idle."""
        return self._at_once or (self._changed and idle)

    def keep(self, results: Results) -> None:
        """Put down the outcomes so far; the pages now and then."""
        self._write(results, pages=time.monotonic() - self._pages_at >= SECONDS_BETWEEN)

    def end(self, results: Results) -> None:
        """Put down how it all ended."""
        with contextlib.suppress(OSError):
            if self._events is not None:
                self._events.close()
        self._events = None
        self._write(results, pages=True)

    def clear_failed(self, item: str) -> None:
        """Take away what an earlier failure of an item left."""
        with contextlib.suppress(OSError):
            if (self._order.failed / item).is_dir():
                shutil.rmtree(self._order.failed / item)

    def _write(self, results: Results, *, pages: bool) -> None:
        with self._told():
            self._put(RESULTS, as_text(results.as_json()))
            if pages:
                self._put(JUNIT, as_junit(results))
                self._put(SUMMARY, as_summary(results, self._order))
                self._pages_at = time.monotonic()
            self._disk.settle(self.folder)
        self._changed = self._at_once = False

    def _put(self, name: str, text: str) -> None:
        """Write a file whole or not at all. Only who holds the folder writes, so one name for what is new is enough."""
        new = self.folder / f".{name}.new"
        new.unlink(missing_ok=True)
        self._disk.file(new, text.encode("utf-8", errors="replace"))  # half a letter is no letter
        new.replace(self.folder / name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise fault_of(fault, self._order.out) from fault


def _opened(path: Path, *, anew: bool) -> IO[str]:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | (os.O_TRUNC if anew else 0)
    handle = os.open(path, flags, 0o600)
    if os.fstat(handle).st_size:
        os.lseek(handle, -1, os.SEEK_END)
        if os.read(handle, 1) != b"\n":  # a line that was cut off stays alone
            os.write(handle, b"\n")
    return os.fdopen(handle, "a", encoding="utf-8", errors="replace", newline="\n")


def as_text(content: Any) -> str:
    r"""Return JSON as a file for people and programs; what a terminal would obey stands escaped.

    >>> as_text({"b": "\x9b2J", "a": 1})
    '{\n "a": 1,\n "b": "\\u009b2J"\n}\n'
    """
    return _inert(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=str)) + "\n"


def as_line(content: Json) -> str:
    r"""Return JSON on one line, its keys in the order given.

    >>> as_line({"at": 1.5, "event": "ended", "item": "m\u00fcller\u202e"})
    '{"at": 1.5, "event": "ended", "item": "müller\\u202e"}'
    """
    return _inert(json.dumps(content, ensure_ascii=False, default=str))


def _inert(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
