"""Text as people read it: wrapped and coloured on a terminal, plain lines that no width breaks elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .told import visible

UNBROKEN = 100_000  # columns of what is no terminal: a line in a file or a pipe is never cut
NARROWEST = 24  # columns of text below which an indent is given up
GAP = 2  # blanks between two columns of a table


class _Console(Console):
    """Leaves the ending to who runs the command when the reader of our output has gone; rich would end with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Page:
    """Writes to a stream, line by line; every text is made visible first.

    Args:
        stream: A terminal, or anything else that takes text.
        width: Columns; None takes the terminal's.
    """

    def __init__(self, stream: TextIO, *, width: int | None = None) -> None:
        terminal = stream.isatty()
        self._console = _Console(
            file=stream,
            width=width or (None if terminal else UNBROKEN),
            color_system="auto" if terminal else None,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @property
    def width(self) -> int:
        """Columns that a line may have."""
        return self._console.width

    def blank(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def heading(self, text: str) -> None:
        """Write a heading, set apart from what stands above it."""
        self.blank()
        self.text(text, style="bold")

    def text(self, text: str, *, indent: int = 0, lead: str = "", style: str = "", lead_style: str = "") -> None:
        """Write a paragraph.

        Args:
            text: Its words.
            indent: Blanks before it.
            lead: Words in front of its first line; the other lines keep to the right of them.
            style: Of its words, on a terminal.
            lead_style: Of the lead.
        """
        before = indent + cell_len(lead)
        room = self.width - before
        if room < NARROWEST and before:
            self._line(Text(lead.rstrip(), lead_style), indent=0)
            before, room, lead = 0, self.width, ""
        words = Text(visible(text).strip("\n"), style)
        for number, line in enumerate(words.wrap(self._console, max(room, NARROWEST))):
            line.rstrip()
            front = (lead, lead_style) if number == 0 and lead else (" " * (before - indent), "")
            self._line(Text.assemble(front, line), indent=indent)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, indent: int = 2) -> None:
        """Write a table, its first column to the left and figures to the right; one too wide becomes a line a row."""
        shown = [[visible(cell) for cell in row] for row in rows]
        widths = [max(cell_len(cell) for cell in column) for column in zip(heads, *shown, strict=True)]
        if indent + sum(widths) + GAP * (len(widths) - 1) > self.width:
            for first, *rest in shown:
                told = ", ".join(f"{cell} {head}" for cell, head in zip(rest, heads[1:], strict=True))
                self.text(f"{first}: {told}", indent=indent)
            return
        self._line(Text(_row(heads, widths), "dim"), indent=indent)
        for row in shown:
            self._line(Text(_row(row, widths)), indent=indent)

    def _line(self, line: Text, *, indent: int) -> None:
        self._console.print(Text.assemble(" " * indent, line), no_wrap=True, overflow="ignore", crop=False)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = [(" " * (width - cell_len(cell)), cell) for cell, width in zip(cells, widths, strict=True)]
    figures = "".join(f"{' ' * GAP}{blanks}{cell}" for blanks, cell in rest)
    return f"{first[1]}{first[0]}{figures}".rstrip()
