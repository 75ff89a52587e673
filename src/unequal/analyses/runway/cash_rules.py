"""Whether growth alone carries the company, and whether one customer does."""

from __future__ import annotations

import math
from typing import Any

from unequal.findings import Basis, Evidence, Finding, Input, Thresholds, Verdict, verdict_of_event
from unequal.findings.grade import grade_of_own

from .facts import Facts
from .knobs import Knobs
from .rules import CASH_KNOBS, FAR, leaning, with_cash
from .variants import Stress

GROWTH = "revenue.growth"
BORDERS = ("go_probability", "stop_probability")


def default_alive(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """If costs stay and growth goes on, is the company profitable before the cash is gone?"""
    found = facts.alive
    if found is None:
        return ()
    never = math.isnan(found.needed)
    key = "now" if found.costs <= found.revenue else "alive" if found.lowest_cash >= 0 else "dead"
    values: dict[str, Any] = {
        "growth": (found.growth, found.low, found.high), "needed": found.needed, "months": found.profitable_months,
        "costs": found.costs, "revenue": found.revenue, "p": found.probability,
    }  # fmt: skip
    turns = Thresholds(go=knobs.go_probability, stop=knobs.stop_probability)
    growth = Input(name=GROWTH, grade=grade_of_own(found.n), source="revenue", n=found.n)
    return (
        basis.with_inputs(growth).finding(
            leans_on=(GROWTH, *facts.cash_from, *BORDERS),
            code="default_alive",
            verdict=verdict_of_event(found.probability, thresholds=turns),
            action=basis.say(f"grow.action_{'dead' if key == 'dead' else 'alive'}"),
            question=basis.say("grow.question"),
            headline=basis.say(f"grow.{key}", **values),
            answer=basis.say(
                "grow.answer_now" if key == "now" else "grow.answer_never" if never else "grow.answer", **values
            ),
            estimate=found.growth,
            low=found.low,
            high=found.high,
            unit="share a month",
            prob=found.probability,
            n=found.n,
            evidence=(
                Evidence(
                    name=basis.say("grow.evidence_costs"), value=found.costs, unit="money a month", source="finance"
                ),
                Evidence(
                    name=basis.say("grow.evidence_revenue"), value=found.revenue, unit="money a month", source="revenue"
                ),
            ),
            would_change_it=basis.say("grow.change"),
        ),
    )


def without_largest_customer(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """What is left if the customer who pays most goes?"""
    found = facts.stress
    if found is None:
        return ()
    alive, past = math.isnan(found.decision_months), found.decision_months <= 0
    key = "alive" if alive else "past" if past else "ahead"
    values: dict[str, Any] = {
        "who": found.name, "share": found.share, "months": found.decision_months, "was": facts.decision_months,
        "runway": found.runway_months, "k": knobs.wins_needed, "p": found.probability, "limit": knobs.heavy_customer,
    }  # fmt: skip
    told = [basis.say(f"heavy.{key}_answer", **values)]
    if not alive and not past:
        told.append(basis.say("heavy.wins", **values))
    return (
        with_cash(facts, basis).finding(
            leans_on=("revenue", *leaning(facts), *CASH_KNOBS, "heavy_customer"),
            code="without_largest_customer",
            verdict=_verdict(found, facts),
            question=basis.say("heavy.question"),
            headline=basis.say(f"heavy.{key}", **values),
            answer=" ".join(told),
            estimate=found.decision_months,
            unit="months",
            evidence=(
                Evidence(name=basis.say("heavy.evidence_share"), value=found.share, unit="share", source="revenue"),
                Evidence(
                    name=basis.say("heavy.evidence_runway"),
                    value=found.runway_months,
                    unit="months",
                    source=facts.source,
                ),
            ),
            would_change_it=basis.say("heavy.change", **values),
        ),
    )


def _verdict(found: Stress, facts: Facts) -> Verdict:
    """Judge the date that is left, as the decision date is judged."""
    if not math.isnan(found.decision_months) and found.decision_months <= 0:
        return Verdict.STOP
    long = math.isnan(found.decision_months) or found.decision_months >= FAR
    return Verdict.GO if long and not facts.churn_assumed else Verdict.CAUTION
