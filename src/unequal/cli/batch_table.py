"""A batch as it runs: on a terminal a table that moves on, elsewhere a line an item."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from .told import aside, visible

Json = dict[str, Any]
SECONDS_BETWEEN = 0.1  # two drawings; more often nobody sees
HEAD = 2  # lines above the rows: what came of how many, and the names of the columns
WORDS = {"ok": "made", "unchanged": "unchanged", "failed": "failed", "refused": "refused", "cancelled": "cancelled"}
STYLES = {"failed": "bold red", "refused": "bold red", "again": "yellow"}
BAD = frozenset({"failed", "refused"})
GAP = 2  # blanks between two columns
MOST_NARROW = 6  # of the clients' names
NARROW = 70  # columns of a terminal below which the label of a cell is left out


@dataclass(slots=True)
class Row:
    """An item that runs, or that failed."""

    item: str
    state: str = "starting"
    notebook: str = ""
    cell: str = ""
    label: str = ""
    begun: float = field(default_factory=time.monotonic)
    seconds: float | None = None

    def heard(self, event: Json) -> None:
        """Take in what its job told."""
        kind = event["event"]
        if kind == "step":
            self.state, self.notebook, self.cell, self.label = str(event.get("step", "")), "", "", ""
        elif kind in ("notebook", "cell"):
            self.notebook = str(event.get("notebook", ""))
            cell, of = event.get("cell"), event.get("of")
            self.cell = f"{cell}/{of}" if kind == "cell" else ""
            self.label = str(event.get("label", ""))


class Board:
    """What is known of a batch that runs.

    Args:
        clock: Seconds, from any start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.rows: dict[str, Row] = {}
        self.failed: list[Row] = []
        self.counts: dict[str, int] = {}
        self.items = 0
        self.said = ""
        self._widest = MOST_NARROW

    def heard(self, event: Json) -> None:
        """Take in an event."""
        kind, item = event["event"], event.get("item", "")
        if kind == "waiting":
            self.said = f"Waiting for {event['holder']}, which runs this batch"
        elif kind == "batch":
            self.items, self.said = event["items"], ""
        elif kind == "started":
            self.rows[item] = Row(item, begun=self._clock())
        elif kind == "again":
            self.rows.pop(item, None)
        elif kind == "ended":
            self._ended(item, event)
        elif item in self.rows:
            self.rows[item].heard(event)

    def _ended(self, item: str, event: Json) -> None:
        row = self.rows.pop(item, None) or Row(item)
        status = event["status"]
        self.counts[status] = self.counts.get(status, 0) + 1
        if status in BAD:
            row.state, row.label, row.seconds = status, str(event.get("found", "")), event.get("seconds", 0.0)
            row.notebook = str(event.get("notebook", ""))
            row.cell = str(event.get("cell", ""))
            self.failed.append(row)

    def line(self) -> str:
        """Return how far it is, in a line."""
        if self.said:
            return self.said
        done = sum(self.counts.values())
        parts = [f"{done} of {self.items}", *(f"{number} {WORDS[name]}" for name, number in self.counts.items())]
        return " · ".join([*parts, f"{len(self.rows)} running"])

    def shown(self, width: int, height: int) -> Group:
        """Return the table: what runs, then what failed, as far as the terminal is high."""
        room = max(1, height - HEAD - 2)  # a line may be needed for what does not fit, and one for the cursor
        every = [*self.rows.values(), *reversed(self.failed)]
        some = every[:room]
        table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_edge=False)
        columns = self._columns(width)
        for name, wide in columns.items():
            side = "right" if name == "s" else "left"
            table.add_column(name, no_wrap=True, overflow="ellipsis", header_style="dim", width=wide, justify=side)
        for row in some:
            texts = self._texts(row)
            style = STYLES.get(row.state, "")
            table.add_row(*(Text(_cut(texts[name], wide), style) for name, wide in columns.items()))
        hidden = len(every) - len(some)
        more = [Text(f"and {hidden} more", "dim")] if hidden else []
        return Group(Text(self.line(), no_wrap=True, overflow="ellipsis"), table, *more)

    def _columns(self, width: int) -> dict[str, int]:
        """Return the columns and how wide each is; they do not move as the rows change."""
        self._widest = max([self._widest, *(cell_len(visible(name)) for name in self.rows)])
        columns = {"client": max(MOST_NARROW, min(self._widest, width // 4)), "state": 9}
        left = width - sum(columns.values()) - GAP * 6 - 5
        if width < NARROW:
            return columns | {"notebook": max(6, left - 6), "cell": 6, "s": 5}
        return columns | {"notebook": 18, "cell": 6, "what": max(8, left - 18 - 6), "s": 5}

    def _texts(self, row: Row) -> dict[str, str]:
        seconds = self._clock() - row.begun if row.seconds is None else row.seconds
        return {
            "client": row.item,
            "state": row.state,
            "notebook": row.notebook,
            "cell": row.cell,
            "what": row.label,
            "s": f"{seconds:,.0f}",
        }


def _cut(text: str, most: int) -> str:
    """Return a text on one line, inert, and no wider than a column may be."""
    words = visible(" ".join(text.split()))
    return words if cell_len(words) <= most else set_cell_size(words, most - 1) + "…"


@contextmanager
def watching() -> Iterator[Callable[[Json], None]]:
    """Show a batch while it runs, on stderr."""
    if sys.stderr.isatty():
        with _live() as tell:
            yield tell
    else:
        yield Lines(aside)


@contextmanager
def _live() -> Iterator[Callable[[Json], None]]:
    board, console = Board(), Console(stderr=True, markup=False, emoji=False, highlight=False)
    drawn = 0.0
    with Live(console=console, auto_refresh=False, transient=True) as live:

        def tell(event: Json) -> None:
            nonlocal drawn
            board.heard(event)
            if time.monotonic() - drawn >= SECONDS_BETWEEN or event["event"] == "waiting":
                live.update(board.shown(console.width, console.height), refresh=True)
                drawn = time.monotonic()

        yield tell


class Lines:
    """Says a line an item, as it begins and as it ends.

    Args:
        say: Takes a line.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._items = self._done = 0

    def __call__(self, event: Json) -> None:
        """Say what is worth a line; where each cell is stands in events.jsonl."""
        kind = event["event"]
        if kind == "waiting":
            self._say(f"Waiting for {event['holder']}, which runs this batch.")
        elif kind == "batch":
            self._items = event["items"]
        elif kind == "started":
            again = f" (attempt {event['attempt']})" if event["attempt"] > 1 else ""
            self._say(f"{event['item']}: started{again}")
        elif kind == "again":
            self._say(f"{event['item']}: to be tried again: {_one_line(event['found'])}")
        elif kind == "ended":
            self._done += 1
            self._say(f"{event['item']}: {self._how(event)} ({self._done} of {self._items})")

    def _how(self, event: Json) -> str:
        status = WORDS[event["status"]]
        if event["status"] == "ok":
            gates = f", gate tripped: {', '.join(event['gates'])}" if event.get("gates") else ""
            return f"made in {event.get('seconds', 0):.1f} s{gates}"
        where = f" in {event['notebook']}" if event.get("notebook") else ""
        cell = f", cell {event['cell']}" if event.get("cell") is not None else ""
        return f"{status}{where}{cell}{': ' if event.get('found') else ''}{_one_line(event.get('found', ''))}"


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
