"""Verdicts from signs, and the sentences that every trap shares."""

from __future__ import annotations

import math
from collections.abc import Iterable

from unequal.findings import Basis, Evidence, Grade, Verdict, worst
from unequal.segments.order import ALL

from .changes import Change, smallest
from .signs import Sign

WITHIN_REACH = 5.0  # times; what must change by more is said to be out of reach (assumption)


def settled(verdict: Verdict, grades: Iterable[str]) -> Verdict:
    """Return a verdict that its evidence can carry: guesses alone carry none, and a weak link carries no `go`.

    >>> str(settled(Verdict.STOP, ["E5", "E5"])), str(settled(Verdict.GO, ["E1", "E4"]))
    ('cannot tell', 'caution')
    """
    known = [Grade(one) for one in grades]
    if known and all(one is Grade.GUESS for one in known):
        return Verdict.CANNOT_TELL
    if verdict is Verdict.GO and worst(known).is_weak:
        return Verdict.CAUTION
    return verdict


def clears(basis: Basis, changes: tuple[Change, ...]) -> str:
    """Return the end of a founder's sentence: what alone would clear the trap."""
    found = smallest(changes)
    if found is None:
        return basis.say("change.none")
    key = "change.only_if" if found.times <= WITHIN_REACH else "change.far"
    return basis.say(key, change=told(basis, found, changes))


def told(basis: Basis, found: Change, changes: tuple[Change, ...] = ()) -> str:
    """Return a change in words; cash and burn are two names of one change, and are told together."""
    lever = "cash" if found.lever == "burn" else found.lever
    by_name = {one.lever: one for one in changes}
    values = {"now": found.now, "needed": found.needed, "beside": found.beside}
    if lever == "cash":
        values |= {"needed": by_name.get("cash", found).needed, "burn": by_name.get("burn", found).needed}
        lever = "cash" if math.isfinite(values["burn"]) and values["burn"] > 0 else "cash_alone"
    return basis.say(f"change.{lever}", **values)


def evidence(basis: Basis, signs: Iterable[Sign]) -> tuple[Evidence, ...]:
    """Return the signs that are known as evidence."""
    return tuple(
        Evidence(
            name=basis.say(f"sign.{one.sign}"),
            value=one.value,
            unit=one.unit,
            source=one.source,
            low=one.low,
            high=one.high,
            n=one.n or None,
        )
        for one in signs
        if not math.isnan(one.value) and one.unit != "yes or no"
    )


def named(basis: Basis, segment: str) -> str:
    """Return a segment's name in a sentence."""
    return basis.say("all_segments") if segment == ALL else segment
