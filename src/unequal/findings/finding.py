"""A judged answer, with everything a reader needs to doubt it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unequal.assumptions import Assumption

from .grade import Grade
from .verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One value that a verdict stands on.

    Attributes:
        name: What it is, in the reader's words.
        value: The value; nan when it is not known, inf when there is no end.
        unit: ``months``, ``deals``, ``probability``, ``money``, ``share`` …
        source: Table or knob that it comes from.
        low, high: Ends of its interval, nan when it has none.
        n: How many rows it rests on, None for a choice.
    """

    name: str
    value: float
    unit: str
    source: str
    low: float = math.nan
    high: float = math.nan
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionUsed:
    """A default that nobody has overridden and a verdict rests on.

    Attributes:
        id: Its id in the register, or ``analysis.knob`` where the knob has none.
        name: What it is, in the reader's words.
        value: The value in force.
        unit: Its unit.
        source: Where the default comes from, or the word assumption.
        grade: How good that source is.
        choice: True for a choice (a reserve, a threshold): printed, but it does not lower the finding's grade.
    """

    id: str
    name: str
    value: float | str | None
    unit: str
    source: str
    grade: Grade
    choice: bool = False


def assumption_used(row: Assumption) -> AssumptionUsed:
    """Return a row of the register as an assumption that a verdict rests on."""
    return AssumptionUsed(
        id=row.id,
        name=row.name,
        value=row.value if isinstance(row.value, int | float | str) else None,
        unit=row.unit,
        source=row.source,
        grade=Grade(row.grade),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question, judged.

    Attributes:
        code: Stable id, unique in the package, such as ``runway.wins_by_decision_date``.
        question: What is asked.
        verdict: go, caution, stop or cannot tell.
        action: The analysis's own word, such as ``raise price``; None where it has none.
        headline: The finding in one sentence with a verb and a number; the title of its block.
        answer: The figure behind it in one sentence, with interval, n and grade.
        estimate, low, high: The decisive figure with the ends of its interval; nan where there is none.
        level: Level of the interval.
        unit: Unit of the three.
        prob: Probability that decided the verdict, nan where none did.
        n: Rows that the figure rests on.
        grade: Worst grade among the decisive inputs.
        evidence: What it stands on.
        assumptions: Defaults among what it stands on.
        would_change_it: What would turn the verdict.
        scope: Segment that it speaks of, ``all`` for everybody.
    """

    code: str
    question: str
    verdict: Verdict
    headline: str
    answer: str
    action: str | None = None
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    level: float = 0.90
    unit: str = ""
    prob: float = math.nan
    n: int | None = None
    grade: Grade = Grade.GUESS
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[AssumptionUsed, ...] = ()
    would_change_it: str = ""
    scope: str = "all"
