"""A table that is printed as it grows."""

from __future__ import annotations

from collections.abc import Sequence


class Table:
    """Prints a heading at once, and each row when it is known.

    Args:
        title: Above the columns.
        columns: With the width that each needs; the first is set to the left.
    """

    def __init__(self, title: str, columns: Sequence[tuple[str, int]]) -> None:
        self._widths = [width for _, width in columns]
        print(f"\n{title}", flush=True)
        self.row(*[name for name, _ in columns])

    def row(self, first: object, *others: object) -> None:
        """Print a row."""
        cells = [f"{first!s:{self._widths[0]}}"]
        cells += [f"{_shown(one):>{width}}" for one, width in zip(others, self._widths[1:], strict=True)]
        print("  ".join(cells), flush=True)


def _shown(value: object) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
