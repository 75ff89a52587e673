"""Is there a day by which wins must be there, and how likely are they there by it?"""

from __future__ import annotations

import math

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Thresholds, Verdict, verdict_of_event
from unequal.segments.order import ALL

from .facts import Facts
from .knobs import Knobs

CASH_KNOBS = ("raise_months", "reserve_months")
WIN_KNOBS = ("wins_needed", "new_deals_per_month", "go_probability", "stop_probability")
MOST_TIMES_OPEN = 5  # more than so many times today's open deals cannot be started at once (assumption)
FAR = 12.0  # months; a decision date further off leaves time for a year of selling (assumption)


def decision_date(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """By which day must the evidence be there?"""
    alive = math.isnan(facts.decision_months)
    past = not alive and facts.decision_months <= 0
    verdict = Verdict.GO if alive else Verdict.STOP if past else _by_distance(facts.decision_months)
    key = "alive" if alive else "past" if past else "ahead"
    values = {
        "months": facts.decision_months, "day": facts.decision_date, "runway": facts.runway_months,
        "runway_day": facts.runway_date, "raising": knobs.raise_months, "reserve": knobs.reserve_months,
        "cash": facts.cash, "burn": facts.monthly_burn, "balance": facts.balance_on,
    }  # fmt: skip
    return basis.finding(
        leans_on=(*facts.cash_from, *CASH_KNOBS),
        code="decision_date",
        verdict=verdict,
        action=basis.say("date.action_alive") if alive else None,
        question=basis.say("date.question"),
        headline=basis.say(f"date.{key}", **values),
        answer=basis.say(f"date.{key}_answer", **values),
        estimate=facts.decision_months,
        unit="months",
        evidence=_cash_evidence(facts, knobs, basis),
        would_change_it=basis.say("date.change", far=FAR),
    )


def _by_distance(months: float) -> Verdict:
    return Verdict.GO if months >= FAR else Verdict.CAUTION


def _cash_evidence(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Evidence, ...]:
    cash = "plan" if "cash" in facts.cash_from else "finance"
    burn = "plan" if "monthly_burn" in facts.cash_from else "finance"
    return (
        Evidence(name=basis.say("date.evidence_runway"), value=facts.runway_months, unit="months", source=facts.source),
        Evidence(name=basis.say("date.evidence_cash"), value=facts.cash, unit="money", source=cash),
        Evidence(name=basis.say("date.evidence_burn"), value=facts.monthly_burn, unit="money a month", source=burn),
        Evidence(name=basis.say("date.evidence_raise"), value=knobs.raise_months, unit="months", source="knob"),
        Evidence(name=basis.say("date.evidence_reserve"), value=knobs.reserve_months, unit="months", source="knob"),
    )


def wins_by_decision_date(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Will enough wins be there by that day?"""
    if math.isnan(facts.decision_months):
        return ()
    row = _row(facts, knobs.wins_needed)
    past = facts.decision_months <= 0
    verdict = Verdict.STOP if past else _verdict(facts, knobs, row)
    values = {
        "k": knobs.wins_needed, "segment": _named(facts.target), "months": facts.decision_months,
        "day": facts.decision_date, "p": (row["probability"], row["low"], row["high"]), "share": row["probability"],
        "n": facts.n_deals, "open": facts.open_n, "expected": round(facts.expected_wins, 1), "plug_in": row["plug_in"],
        "needed": facts.deals_needed, "tier": facts.tier, "asked": facts.asked, "target": facts.target,
    }  # fmt: skip
    told = [basis.say(f"enough.{_answer(facts, past=past)}", **values)]
    if facts.asked != facts.target:
        told.append(basis.say("enough.instead_typed" if facts.asked == ALL else "enough.instead", **values))
    return (
        _with_deals(facts, basis).finding(
            leans_on=("deals.target", *facts.cash_from, *CASH_KNOBS, *WIN_KNOBS),
            code="wins_by_decision_date",
            verdict=verdict,
            question=basis.say("enough.question"),
            headline=basis.say("enough.past" if past else "enough.headline", **values),
            answer=" ".join(told),
            estimate=row["probability"],
            low=row["low"],
            high=row["high"],
            prob=row["probability"],
            unit="probability",
            n=facts.n_deals,
            evidence=_wins_evidence(facts, basis),
            would_change_it=basis.say(f"enough.{_change(facts)}", **values),
            scope=facts.target,
        ),
    )


def _answer(facts: Facts, *, past: bool) -> str:
    if past:
        return "answer_past"
    if facts.band_from == "typed figures":
        return "answer_typed"
    return "answer_weak" if Grade(facts.wins_grade).is_weak else "answer"


def _verdict(facts: Facts, knobs: Knobs, row: pd.Series) -> Verdict:
    turns = Thresholds(go=knobs.go_probability, stop=knobs.stop_probability)
    verdict = verdict_of_event(row["probability"], low=row["low"], high=row["high"], thresholds=turns)
    if verdict is Verdict.GO and Grade(facts.wins_grade).is_weak:
        return Verdict.CAUTION
    return verdict


def _with_deals(facts: Facts, basis: Basis) -> Basis:
    grade = Grade(facts.wins_grade)
    source = "segments" if facts.band_from == "typed figures" else "deals"
    return basis.with_inputs(Input(name="deals.target", grade=grade, source=source, n=facts.n_deals))


def _row(facts: Facts, k: int) -> pd.Series:
    own = facts.wins[facts.wins["segment"].eq(facts.target) & facts.wins["k"].eq(k)]
    return own.iloc[0]


def _change(facts: Facts) -> str:
    if math.isnan(facts.deals_needed):
        return "change_none"
    return "change_far" if facts.deals_needed > MOST_TIMES_OPEN * max(facts.open_n, 1) else "change"


def _named(segment: str) -> str:
    return "" if segment == ALL else f"{segment} "


def _wins_evidence(facts: Facts, basis: Basis) -> tuple[Evidence, ...]:
    return (
        Evidence(name=basis.say("enough.evidence_open"), value=float(facts.open_n), unit="deals", source="deals"),
        Evidence(
            name=basis.say("enough.evidence_expected"), value=round(facts.expected_wins, 1), unit="wins", source="deals"
        ),
        Evidence(
            name=basis.say("enough.evidence_date"), value=facts.decision_months, unit="months", source="decision date"
        ),
    )


def latest_safe_start(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """When is the last day to start enough deals?"""
    if math.isnan(facts.decision_months) or facts.decision_months <= 0:
        return ()
    if facts.started < facts.wins_needed:
        return ()  # fewer deals than wins: no start is early enough, and saying so would tell nothing
    late = math.isnan(facts.latest_safe_start_months)
    values = {
        "n": facts.started, "k": knobs.wins_needed, "segment": _named(facts.target),
        "months": facts.latest_safe_start_months, "needs": facts.horizon_needed, "have": facts.decision_months,
        "goal": knobs.go_probability, "needed": facts.deals_needed,
    }  # fmt: skip
    verdict = Verdict.STOP if late else Verdict.GO if facts.latest_safe_start_months >= 1 else Verdict.CAUTION
    if verdict is Verdict.GO and Grade(facts.wins_grade).is_weak:
        verdict = Verdict.CAUTION
    never = math.isnan(facts.horizon_needed)
    return (
        _with_deals(facts, basis).finding(
            leans_on=("deals.target", *facts.cash_from, *CASH_KNOBS, "wins_needed", "start_deals", "go_probability"),
            code="latest_safe_start",
            verdict=verdict,
            question=basis.say("start.question"),
            headline=basis.say("start.late" if late else "start.headline", **values),
            answer=basis.say("start.answer_never" if never else "start.answer", **values),
            estimate=facts.latest_safe_start_months,
            unit="months",
            n=facts.n_deals,
            would_change_it=basis.say(f"start.{_change(facts)}", **values),
            scope=facts.target,
        ),
    )


RULES = (decision_date, wins_by_decision_date, latest_safe_start)
