"""How much a notebook may take, and what it is told when it took more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelLimits:
    """Limits of one notebook; None is no limit.

    Attributes:
        cell_seconds: For one cell.
        notebook_seconds: For all cells together.
        memory_mb: Memory of the kernel, beside what it shares with others.
        output_mb: What it may print and show.
    """

    cell_seconds: float | None = None
    notebook_seconds: float | None = None
    memory_mb: int | None = None
    output_mb: float | None = None


class LimitReached(Exception):
    """A notebook took more than it may.

    Args:
        kind: ``time``, ``memory`` or ``output``.
        found: What was found, as the end of a sentence about the notebook.
    """

    def __init__(self, kind: str, found: str) -> None:
        self.kind, self.found = kind, found
        super().__init__(found)
