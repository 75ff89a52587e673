"""One sentence that somebody can act on."""

from __future__ import annotations

from unequal.findings import Basis, Finding, Input, Verdict
from unequal.segments.order import ALL

from .facts import Facts
from .knobs import Knobs

DECIDES = "runway.wins_by_decision_date"
ALIVE = "runway.decision_date"
OVER_REACH = "traps.over_reach"  # says what the two clocks say


def what_to_do(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """What do we do now, and by when must we know?"""
    by_code = {one.code: one for one in facts.findings}
    clocks = by_code.get(DECIDES) or (by_code.get(ALIVE) if facts.default_alive else None)
    decisive = facts.trap or clocks
    if decisive is None:
        return _undecided(facts, basis)
    key = "trap" if facts.trap else "alive" if facts.default_alive else decisive.verdict.name.lower()
    values = {
        "target": basis.say("do.all_segments") if facts.target == ALL else facts.target, "k": facts.wins_needed,
        "day": facts.decision_date, "trap": decisive.headline,
    }  # fmt: skip
    based = basis.with_inputs(Input(name=decisive.code, grade=decisive.grade, source=decisive.code, n=decisive.n))
    return based.finding(
        leans_on=(decisive.code,),
        code="what_to_do",
        verdict=decisive.verdict,
        action=basis.say(f"do.action_{key}"),
        question=basis.say("do.question"),
        headline=basis.say(f"do.{key}", **values),
        answer=" ".join([decisive.answer, *_asides(facts, basis, clocks)]),
        estimate=decisive.estimate,
        low=decisive.low,
        high=decisive.high,
        unit=decisive.unit,
        prob=decisive.prob,
        n=decisive.n,
        evidence=decisive.evidence,
        would_change_it=decisive.would_change_it,
        scope=decisive.scope,
    )


def _asides(facts: Facts, basis: Basis, clocks: Finding | None) -> list[str]:
    """Return what must be said beside the answer: the other clock, a better segment, a trap that is near, a doubt."""
    told: list[str] = []
    if facts.trap is not None and facts.trap.code != OVER_REACH and clocks is not None:
        told.append(clocks.answer)
    told_already = facts.trap is not None and facts.trap.code == OVER_REACH  # with what its hours would bring
    if not told_already and facts.better != facts.target and facts.better_probability > facts.probability + 0.1:
        told.append(basis.say("do.elsewhere", better=facts.better, chance=facts.better_probability))
    near = [one for one in facts.findings if one.code.startswith("traps.") and one.verdict is Verdict.CAUTION]
    if facts.trap is None:
        told += [basis.say("do.near", trap=one.headline) for one in near if one.code != OVER_REACH]
    doubts = [one for one in facts.findings if one.code.startswith("data_check.") and one.verdict is Verdict.CAUTION]
    return told + [basis.say("do.doubt", doubt=one.headline) for one in doubts[:1]]


def _undecided(facts: Facts, basis: Basis) -> Finding:
    return basis.finding(
        leans_on=(),
        code="what_to_do",
        verdict=Verdict.CANNOT_TELL,
        question=basis.say("do.question"),
        headline=basis.say("do.undecided", target=facts.target),
        answer=basis.say("do.undecided_answer"),
        would_change_it=basis.say("do.undecided_change"),
        scope=facts.target,
    )


RULES = (what_to_do,)
