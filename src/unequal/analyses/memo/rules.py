"""One sentence that somebody can act on."""

from __future__ import annotations

from unequal.findings import Basis, Finding, Input, Verdict
from unequal.segments.order import ALL

from .facts import Facts
from .knobs import Knobs

DECIDES = "runway.wins_by_decision_date"
ALIVE = "runway.decision_date"


def what_to_do(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """What do we do now, and by when must we know?"""
    by_code = {one.code: one for one in facts.findings}
    decisive = by_code.get(DECIDES) or (by_code.get(ALIVE) if facts.default_alive else None)
    if decisive is None:
        return _undecided(facts, basis)
    doubts = [
        one.headline for one in facts.findings if one.code.startswith("data_check.") and one.verdict is Verdict.CAUTION
    ]
    values = {
        "target": basis.say("do.all_segments") if facts.target == ALL else facts.target, "k": facts.wins_needed,
        "day": facts.decision_date, "better": facts.better,
        "chance": facts.better_probability, "answer": decisive.answer, "doubt": doubts[0] if doubts else "",
    }  # fmt: skip
    key = "alive" if facts.default_alive else decisive.verdict.name.lower()
    elsewhere = facts.better != facts.target and facts.better_probability > facts.probability + 0.1
    based = basis.with_inputs(Input(name=decisive.code, grade=decisive.grade, source=decisive.code, n=decisive.n))
    return based.finding(
        leans_on=(decisive.code,),
        code="what_to_do",
        verdict=decisive.verdict,
        action=basis.say(f"do.action_{key}"),
        question=basis.say("do.question"),
        headline=basis.say(f"do.{key}", **values),
        answer=" ".join(
            [decisive.answer]
            + ([basis.say("do.elsewhere", **values)] if elsewhere else [])
            + ([basis.say("do.doubt", **values)] if doubts else [])
        ),
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
