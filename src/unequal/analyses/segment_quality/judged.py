"""One test of one segment: what was found, how likely it passes, and why it may not be known."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unequal.findings import Thresholds, Verdict, verdict_of_claim

from .knobs import Knobs

NEAR = 1e-4  # of certain: no draw of twenty thousand proves more

IDENTIFIABLE, PROFITABLE, GROWING = TESTS = ("identifiable", "profitable", "growing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A test of a segment.

    Attributes:
        test: One of the three.
        estimate, low, high: nan where it is not known.
        probability: That it passes; nan where nothing can be said.
        unit: Of the estimate.
        n: Customers that it rests on.
        reason: Key of the sentence that says what was found, or what is missing.
        grade: Of the weakest input.
        source: Tables it comes from.
    """

    test: str
    reason: str
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    probability: float = math.nan
    unit: str = ""
    n: int = 0
    grade: str = "E5"
    source: str = ""
    is_half: bool = False

    def __post_init__(self) -> None:
        """Keep a chance short of certain: draws that all fall on one side are many, and not all there are."""
        object.__setattr__(self, "probability", short_of_certain(self.probability))

    def verdict(self, knobs: Knobs) -> Verdict:
        """Return passed (go), failed (stop) or not known; half an answer can fail, and never passes."""
        found = verdict_of_claim(self.probability, thresholds=thresholds(knobs))
        return Verdict.CANNOT_TELL if self.is_half and found is Verdict.GO else found


def thresholds(knobs: Knobs) -> Thresholds:
    """Return where the verdicts turn."""
    return Thresholds(go=knobs.go_probability, stop=knobs.stop_probability)


def short_of_certain(probability: float) -> float:
    """Return a chance that is never quite 0 or 1; nan stays nan."""
    return probability if math.isnan(probability) else min(max(probability, NEAR), 1 - NEAR)
