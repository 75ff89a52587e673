"""What came of a batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from .outcome import BAD, GOOD, STATUSES, Outcome

Json = dict[str, Any]
SCHEMA = "unequal.batch/1"
WENT_WELL, SOME_FAILED, ENVIRONMENT, GATE, TIME = 0, 1, 4, 10, 124


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What came of a batch.

    Attributes:
        id: Of the batch.
        name: Of the batch.
        manifest: Path of its manifest.
        outcomes: One an item, in the manifest's order.
        seconds: How long it took.
        stopped: Why it did not go on to its end, a sentence; empty when it did.
        code: Exit code settled from outside (a signal, the disk, a time limit); None: the outcomes settle it.
        running: Whether it is not over yet.
        at: Address where the reports go; None: the folder above the books.
    """

    id: str
    name: str
    manifest: str
    outcomes: tuple[Outcome, ...]
    seconds: float = 0.0
    stopped: str = ""
    code: int | None = None
    running: bool = False
    at: str | None = None

    @property
    def exit_code(self) -> int | None:
        """What the command line ends with; None while the batch runs, and for good when it was killed."""
        if self.running:
            return None
        if self.code is not None:
            return self.code
        if any(one.status in BAD for one in self.outcomes):
            return SOME_FAILED
        if any(one.status not in GOOD for one in self.outcomes):
            return SOME_FAILED  # begun and not done, and nobody knows why
        return GATE if any(one.gates for one in self.outcomes) else WENT_WELL

    @property
    def counts(self) -> dict[str, int]:
        """How many items of each status, and how many tripped a gate."""
        counted = Counter(one.status for one in self.outcomes)
        return {"items": len(self.outcomes), **{status: counted[status] for status in STATUSES}} | {
            "gates": sum(1 for one in self.outcomes if one.gates)
        }

    def as_json(self) -> Json:
        """Return what run_results.json holds."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "name": self.name,
            "manifest": self.manifest,
            "at": self.at,
            "exit_code": self.exit_code,
            "stopped": self.stopped,
            "seconds": round(self.seconds, 3),
            "counts": self.counts,
            "items": [one.as_json() for one in self.outcomes],
        }
