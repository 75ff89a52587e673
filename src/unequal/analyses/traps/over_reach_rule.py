"""The verdict on Over-Reach."""

from __future__ import annotations

import math

import pandas as pd

from unequal.findings import Basis, Finding, Grade, Input, Thresholds, Verdict, verdict_of_event

from .facts import Facts
from .judge import clears, evidence, named, settled
from .knobs import Knobs
from .over_reach import OverReach
from .over_reach_signs import ALIVE, BENCHMARK, GUESSED, OWN, PAST, SIDE_BET, UNKNOWN
from .signs import State

AGGRAVATING = ("no_win", "names", "cover")
TRAPPED = ("unlikely", "quarter", "median", "past")  # headlines that end with what would clear it
KNOBS = ("depends_from", "fewest_own_deals", "go_probability", "stop_probability")


def over_reach(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Does the plan count on sales that take longer than the cash?"""
    found = facts.over_reach
    verdict = settled(_verdict(found, knobs), _grades(found))
    values = {
        "segment": named(basis, found.segment), "k": found.wins_needed, "day": found.decision_date,
        "months": found.decision_months, "share": found.probability, "p": (found.probability, found.low, found.high),
        "part": found.share, "n": found.n, "won": found.won, "median": found.median_months,
        "quarter": found.quarter_months, "fewest": knobs.fewest_own_deals,
    }  # fmt: skip
    key = _headline(found, verdict)
    headline = basis.say(f"over.{key}", **values)
    told = [basis.say(f"over.{_answer(found)}", **values), _part(basis, found), _same_hours(basis, found)]
    told += [basis.say("partners_apart", n=found.partner_deals)] if found.partner_deals else []
    own = [Input(name="over_reach.deals", grade=Grade(found.grade), source="deals", n=found.n)]
    own += [Input(name="over_reach.cash", grade=Grade(found.cash_grade), source=found.cash_source)]
    return basis.with_inputs(*own).finding(
        leans_on=(*_inputs(found), *KNOBS, *(("famous_names",) if found.rule == BENCHMARK else ())),
        code="over_reach",
        verdict=verdict,
        question=basis.say("over.question"),
        headline=f"{headline}; {clears(basis, found.changes)}." if key in TRAPPED else f"{headline}.",
        answer=" ".join(one for one in told if one),
        estimate=found.probability,
        low=found.low,
        high=found.high,
        prob=found.probability,
        unit="probability",
        n=found.n,
        evidence=evidence(basis, found.signs),
        would_change_it=" ".join((basis.say(f"over.{_overturn(found, verdict)}", **values), *_find_out(basis, found))),
        scope=found.segment,
    )


def _find_out(basis: Basis, found: OverReach) -> tuple[str, ...]:
    """Return what to ask first, as the runway has it; nothing where asking is unlikely to change the answer."""
    if found.rule != OWN or found.to_find_out.empty:
        return ()
    row = found.to_find_out.iloc[0]
    what = basis.say(f"find_out.{row['name']}")
    return (basis.say("find_out.first", what=what, hours=row["hours"], share=row["turns"], into=row["into"]),)


def _verdict(found: OverReach, knobs: Knobs) -> Verdict:
    plain = {
        UNKNOWN: Verdict.CANNOT_TELL,
        GUESSED: Verdict.CANNOT_TELL,
        ALIVE: Verdict.GO,
        SIDE_BET: Verdict.GO,
        PAST: Verdict.STOP,
    }
    if found.rule in plain:
        return plain[found.rule]
    if found.rule == OWN:
        turns = Thresholds(go=knobs.go_probability, stop=knobs.stop_probability)
        return verdict_of_event(found.probability, low=found.low, high=found.high, thresholds=turns)
    return _by_benchmark(found)


def _by_benchmark(found: OverReach) -> Verdict:
    if found.quarter_months > found.decision_months:
        return Verdict.STOP
    if found.median_months <= found.decision_months:
        return Verdict.GO
    worse = any(one.state is State.MET for one in found.signs if one.sign in AGGRAVATING)
    return Verdict.STOP if worse else Verdict.CAUTION


def _grades(found: OverReach) -> list[str]:
    if found.rule in (ALIVE, SIDE_BET, PAST):
        return [found.cash_grade]
    return [found.grade, found.cash_grade] if found.rule in (OWN, BENCHMARK) else []


def _inputs(found: OverReach) -> tuple[str, ...]:
    if found.rule == UNKNOWN:
        return ()
    deals = ("over_reach.deals",) if found.rule in (OWN, BENCHMARK, GUESSED) else ()
    return (*deals, "over_reach.cash")


def _headline(found: OverReach, verdict: Verdict) -> str:
    if found.rule == OWN and verdict is Verdict.CANNOT_TELL:
        return "unsure"
    if found.rule == OWN:
        return "likely" if found.signs[-1].state is State.NOT_MET else "unlikely"
    if found.rule == BENCHMARK:
        late = found.quarter_months > found.decision_months
        return "quarter" if late else "median" if found.median_months > found.decision_months else "in_time"
    return found.rule.replace(" ", "_")


def _answer(found: OverReach) -> str:
    return f"{found.rule.replace(' ', '_')}_answer"


def _overturn(found: OverReach, verdict: Verdict) -> str:
    if verdict is Verdict.CANNOT_TELL:
        return {UNKNOWN: "unlock_cash", GUESSED: "unlock_cycle"}.get(found.rule, "unlock_deals")
    return "overturn_go" if verdict is Verdict.GO else "overturn"


def _part(basis: Basis, found: OverReach) -> str:
    if found.rule not in (OWN, BENCHMARK, PAST) or math.isnan(found.share) or found.share == 1.0:
        return ""
    return basis.say("over.part", part=found.share, segment=named(basis, found.segment))


def _same_hours(basis: Basis, found: OverReach) -> str:
    """Return what the same hours would bring in the segment that is likeliest to give as many wins."""
    best = best_elsewhere(found)
    if best is None or math.isnan(found.hours):
        return ""
    here = found.elsewhere[found.elsewhere["own"].astype("bool")].iloc[0]
    if best["probability"] <= here["probability"] and not best["expected_arr"] > here["expected_arr"]:
        return basis.say("over.no_better", hours=found.hours)
    values = {
        "other": best["segment"], "deals": best["started"], "share": best["probability"], "arr": best["expected_arr"],
        "here": here["expected_arr"], "hours": found.hours, "k": found.wins_needed,
    }  # fmt: skip
    return basis.say("over.same_hours", **values)


def best_elsewhere(found: OverReach) -> pd.Series | None:
    """Return the other segment that is likeliest to give as many wins for the same hours; None without any."""
    others = found.elsewhere[~found.elsewhere["own"].astype("bool")] if len(found.elsewhere) else found.elsewhere
    if others.empty:
        return None
    return others.sort_values(["probability", "segment"], ascending=[False, True], kind="stable").iloc[0]
