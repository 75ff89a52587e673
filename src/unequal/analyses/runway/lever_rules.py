"""What would have to be true, and the last safe day to start."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Verdict

from .facts import Facts
from .feasible import Reach
from .knobs import Knobs
from .rules import CASH_KNOBS, change, is_weak, leaning, named, with_deals

OWN = (Reach.WITHIN, Reach.STRETCH)  # what the company can do by itself, at most with an effort
START_KNOBS = ("wins_needed", "start_deals", "go_probability")
LEVER_KNOBS = ("wins_needed", "new_deals_per_month", "go_probability")


def what_would_have_to_be_true(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Which single change would be enough, and can it be made?"""
    if facts.no_date or enough_already(facts):
        return ()
    levers = facts.conditions.table
    mine = _own(levers)
    others = levers[levers["reach"].eq(Reach.UNKNOWN.value)]
    key = "some" if len(mine) else "theirs" if len(others) else "none"
    values: dict[str, Any] = {
        "k": knobs.wins_needed, "segment": named(facts.target), "goal": knobs.go_probability, "n": len(mine),
        "impossible": int(levers["reach"].eq(Reach.IMPOSSIBLE.value).sum()), "all": len(levers),
        "nearest": _nearest(levers, basis),
    }  # fmt: skip
    return (
        with_deals(facts, basis).finding(
            leans_on=("deals.target", *leaning(facts), *CASH_KNOBS, *LEVER_KNOBS),
            code="what_would_have_to_be_true",
            verdict=Verdict.CAUTION if len(mine) else Verdict.STOP,
            question=basis.say("true.question"),
            headline=basis.say(f"true.{key}", **values),
            answer=basis.say("true.answer" if values["nearest"] else "true.answer_none", **values),
            estimate=_needed(levers, "horizon"),
            unit="months",
            n=facts.n_deals,
            evidence=_evidence(facts, basis),
            would_change_it=basis.say("true.change"),
            scope=facts.target,
        ),
    )


def enough_already(facts: Facts) -> bool:
    """Whether enough wins are likely enough as things stand."""
    return facts.decision_months > 0 and bool(facts.needed["probability"] >= facts.enough)


def sentence_of(row: pd.Series, say: Any) -> str:
    """Return a lever's sentence: what it would have to be, and what it is."""
    possible = not math.isnan(row["needed"])
    key = f"lever.{row['lever']}" if possible else f"lever.{row['lever']}_never"
    return say(key, now=row["now"], needed=row["needed"], more=row["needed"] - row["now"])


def _nearest(levers: pd.DataFrame, basis: Basis) -> str:
    """Return the sentences of what the company can do itself; else of what asks for the smallest change."""
    possible = levers[levers["needed"].notna()]
    own = _own(possible)
    chosen = own if len(own) else possible.sort_values("times", kind="stable").head(2)
    return "; ".join(sentence_of(row, basis.say) for _, row in chosen.iterrows())


def _own(levers: pd.DataFrame) -> pd.DataFrame:
    """Return what the company can do itself; more time is what less burn gives, and does not count twice."""
    return levers[levers["reach"].isin([one.value for one in OWN]) & levers["lever"].ne("horizon")]


def _needed(levers: pd.DataFrame, name: str) -> float:
    return float(levers.loc[levers["lever"].eq(name), "needed"].iloc[0])


def _evidence(facts: Facts, basis: Basis) -> tuple[Evidence, ...]:
    levers = facts.conditions.table
    found = [
        Evidence(
            name=basis.say(f"lever.{row['lever']}_name"),
            value=float(row["needed"]),
            unit=str(row["unit"]),
            source="deals" if row["lever"] in ("deals", "odds", "pace", "bar") else facts.source,
        )
        for _, row in levers.iterrows()
        if not math.isnan(row["needed"])
    ]
    room = Evidence(
        name=basis.say("true.evidence_room"), value=facts.conditions.room, unit="deals", source="plan, deals"
    )
    return (*found, *([] if math.isnan(facts.conditions.room) else [room]))


def latest_safe_start(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """When is the last day to start enough deals?"""
    if facts.no_date or facts.decision_months <= 0:
        return ()
    if facts.started < facts.wins_needed:
        return ()  # fewer deals than wins: no start is early enough, and saying so would tell nothing
    late = math.isnan(facts.latest_safe_start_months)
    values = {
        "n": facts.started, "k": knobs.wins_needed, "segment": named(facts.target),
        "months": facts.latest_safe_start_months, "needs": facts.horizon_needed, "have": facts.decision_months,
        "goal": knobs.go_probability, "needed": facts.deals_needed,
    }  # fmt: skip
    verdict = Verdict.STOP if late else Verdict.GO if facts.latest_safe_start_months >= 1 else Verdict.CAUTION
    if verdict is Verdict.GO and is_weak(facts):
        verdict = Verdict.CAUTION
    never = math.isnan(facts.horizon_needed)
    return (
        with_deals(facts, basis).finding(
            leans_on=("deals.target", *leaning(facts), *CASH_KNOBS, *START_KNOBS),
            code="latest_safe_start",
            verdict=verdict,
            question=basis.say("start.question"),
            headline=basis.say("start.late" if late else "start.headline", **values),
            answer=basis.say("start.answer_never" if never else "start.answer", **values),
            estimate=facts.latest_safe_start_months,
            unit="months",
            n=facts.n_deals,
            would_change_it=basis.say(f"start.{change(facts)}", **values),
            scope=facts.target,
        ),
    )
