"""The three traps of a young company, each with its signs, its way out, and what the same hours bring elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from unequal.workbook import Inputs, Missing

from .going_too_big import GoingTooBig, going_too_big
from .knobs import Knobs
from .over_reach import OverReach, over_reach
from .too_much_tlc import TooMuchTlc, too_much_tlc

TABLES = ("deals", "segments", "funnel", "usability", "activities", "coverage")  # any of them says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the detectors stand on, one each."""

    over_reach: OverReach
    going_too_big: GoingTooBig
    too_much_tlc: TooMuchTlc


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """One table that speaks of selling or of service is needed."""
    known = [inputs.tables.get(name) for name in TABLES]
    return None if any(one is not None and len(one) for one in known) else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Look for each trap."""
    return Facts(
        over_reach=over_reach(inputs, knobs),
        going_too_big=going_too_big(inputs, knobs),
        too_much_tlc=too_much_tlc(inputs, knobs),
    )
