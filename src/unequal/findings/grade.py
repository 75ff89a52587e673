"""How good an input is. The two axes of the Admiralty system (source, corroboration) collapsed to one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

FEWEST_FOR_OWN_DATA = 30  # events; below it own data is "few"
FEWEST_FOR_FEW = 5  # events; below it own data is no better than a guess


class Grade(StrEnum):
    """Evidence grade; the worst among the decisive inputs is the finding's."""

    OWN = "E1"
    OWN_FEW = "E2"
    OFFICIAL = "E3"
    RULE_OF_THUMB = "E4"
    GUESS = "E5"

    @property
    def is_weak(self) -> bool:
        """Whether the grade alone can never carry a `go`."""
        return self in (Grade.RULE_OF_THUMB, Grade.GUESS)


def worst(grades: Iterable[Grade]) -> Grade:
    """Return the worst of some grades; a guess when there is none.

    >>> worst([Grade.OWN, Grade.RULE_OF_THUMB])
    <Grade.RULE_OF_THUMB: 'E4'>
    >>> worst([])
    <Grade.GUESS: 'E5'>
    """
    return max(grades, default=Grade.GUESS, key=lambda grade: grade.value)


def grade_of_own(events: int) -> Grade:
    """Return the grade of own data with so many relevant events.

    >>> grade_of_own(30), grade_of_own(29), grade_of_own(4)
    (<Grade.OWN: 'E1'>, <Grade.OWN_FEW: 'E2'>, <Grade.GUESS: 'E5'>)
    """
    if events >= FEWEST_FOR_OWN_DATA:
        return Grade.OWN
    return Grade.OWN_FEW if events >= FEWEST_FOR_FEW else Grade.GUESS
