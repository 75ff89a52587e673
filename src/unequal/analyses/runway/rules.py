"""Is there a day by which wins must be there, and how likely are they there by it?"""

from __future__ import annotations

import math

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.findings.grade import worst
from unequal.segments.order import ALL

from .facts import Facts
from .judged import is_weak as too_weak
from .judged import verdict_at
from .knobs import Knobs

CASH_KNOBS = ("raise_months", "reserve_months")
WIN_KNOBS = ("wins_needed", "new_deals_per_month", "go_probability", "stop_probability")
MOST_TIMES_OPEN = 5  # more than so many times today's open deals cannot be started at once (assumption)
ERRORS = 2.0  # standard errors of the simulation, within which a border is said to be near
CHURN = "receipts.churn"
FAR = 12.0  # months; a decision date further off leaves time for a year of selling (assumption)


def decision_date(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """By which day must the evidence be there?"""
    alive, basis = facts.no_date, with_cash(facts, basis)
    past = not alive and facts.decision_months <= 0
    verdict = Verdict.GO if alive else Verdict.STOP if past else _by_distance(facts.decision_months)
    key = "alive" if alive else "past" if past else "ahead"
    told = [f"date.{key}_answer", *(["date.assumed"] if facts.churn_assumed else [])]
    values = {
        "months": facts.decision_months, "day": facts.decision_date, "runway": facts.runway_months,
        "runway_day": facts.runway_date, "raising": knobs.raise_months, "reserve": knobs.reserve_months,
        "cash": facts.cash, "burn": facts.monthly_burn, "balance": facts.balance_on,
    }  # fmt: skip
    return basis.finding(
        leans_on=(*leaning(facts), *CASH_KNOBS),
        code="decision_date",
        verdict=Verdict.CAUTION if verdict is Verdict.GO and facts.churn_assumed else verdict,
        action=basis.say("date.action_alive") if alive else None,
        question=basis.say("date.question"),
        headline=basis.say(f"date.{key}", **values),
        answer=" ".join(basis.say(one, **values) for one in told),
        estimate=facts.decision_months,
        unit="months",
        evidence=_cash_evidence(facts, knobs, basis),
        would_change_it=basis.say("date.change", far=FAR),
    )


def with_cash(facts: Facts, basis: Basis) -> Basis:
    """Return a basis that knows the churn that the receipts rest on, where nobody has measured it."""
    if not facts.churn_assumed:
        return basis
    grade = worst(one.grade for one in facts.churn_assumed)
    return basis.with_inputs(Input(name=CHURN, grade=grade, source="assumption", assumptions=facts.churn_assumed))


def leaning(facts: Facts) -> tuple[str, ...]:
    """Return what the committed path leans on."""
    return (*facts.cash_from, *([CHURN] if facts.churn_assumed else []))


def _by_distance(months: float) -> Verdict:
    return Verdict.GO if months >= FAR else Verdict.CAUTION


def _cash_evidence(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Evidence, ...]:
    cash = "plan" if "cash" in facts.cash_from else "finance"
    burn = "plan" if "monthly_burn" in facts.cash_from else "finance"
    odds = facts.raise_odds
    context = Evidence(
        name=basis.say("date.evidence_odds"),
        value=float(odds.value or 0),
        unit="share",
        source=f"{odds.source} ({odds.id})",
    )
    return (
        Evidence(name=basis.say("date.evidence_runway"), value=facts.runway_months, unit="months", source=facts.source),
        Evidence(name=basis.say("date.evidence_cash"), value=facts.cash, unit="money", source=cash),
        Evidence(name=basis.say("date.evidence_burn"), value=facts.monthly_burn, unit="money a month", source=burn),
        Evidence(name=basis.say("date.evidence_raise"), value=knobs.raise_months, unit="months", source="knob"),
        Evidence(name=basis.say("date.evidence_reserve"), value=knobs.reserve_months, unit="months", source="knob"),
        *([context] if knobs.raise_months > 0 else []),
    )


def wins_by_decision_date(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Will enough wins be there by that day?"""
    if facts.no_date:
        return ()
    row = facts.needed
    past = facts.decision_months <= 0
    verdict = _verdict(facts, knobs, row)
    values = {
        "k": knobs.wins_needed, "segment": named(facts.target), "months": facts.decision_months,
        "day": facts.decision_date, "p": (row["probability"], row["low"], row["high"]), "share": row["probability"],
        "n": facts.n_deals, "open": facts.open_n, "expected": round(facts.expected_wins, 1), "plug_in": row["plug_in"],
        "needed": facts.more_deals, "tier": facts.tier, "asked": facts.asked, "target": facts.target,
        "error": row["monte_carlo_error"],
    }  # fmt: skip
    told = [basis.say(f"enough.{_answer(facts, past=past)}", **values)]
    told += [basis.say("enough.near", **values)] if near_a_border(facts) else []
    told += [basis.say("partners_apart", n=facts.partner_deals)] if facts.partner_deals else []
    if facts.asked != facts.target:
        told.append(basis.say("enough.instead_typed" if facts.asked == ALL else "enough.instead", **values))
    return (
        with_deals(facts, basis).finding(
            leans_on=("deals.target", *leaning(facts), *CASH_KNOBS, *WIN_KNOBS),
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
            would_change_it=" ".join(
                (basis.say(f"enough.{change(facts)}", **values), *first_to_find_out(facts, basis))
            ),
            scope=facts.target,
        ),
    )


def first_to_find_out(facts: Facts, basis: Basis) -> tuple[str, ...]:
    """Return what to ask first, for whom no lever can be pulled yet; nothing where asking is unlikely to change it."""
    if facts.to_find_out.empty:
        return ()
    row = facts.to_find_out.iloc[0]
    what = basis.say(f"find_out.{row['name']}")
    said = basis.say("find_out.first", what=what, hours=row["hours"], share=row["turns"], into=row["into"])
    return (said,)


def _answer(facts: Facts, *, past: bool) -> str:
    if past:
        return "answer_past"
    if facts.band_from == "typed figures":
        return "answer_typed"
    return "answer_weak" if Grade(facts.wins_grade).is_weak else "answer"


def _verdict(facts: Facts, knobs: Knobs, row: pd.Series) -> Verdict:
    return verdict_at(
        facts.decision_months,
        (row["probability"], row["low"], row["high"]),
        enough=knobs.go_probability,
        hopeless=knobs.stop_probability,
        weak=is_weak(facts),
    )


def is_weak(facts: Facts) -> bool:
    """Whether the evidence of wins, or of receipts, can never carry a `go`."""
    return too_weak(facts.wins_grade, churn_assumed=bool(facts.churn_assumed))


def near_a_border(facts: Facts) -> bool:
    """Whether the simulation's own error could tip the verdict: a border lies within two standard errors."""
    row = facts.needed
    apart = min(abs(row["probability"] - border) for border in (facts.enough, facts.hopeless))
    return bool(row["monte_carlo_error"] > 0 and apart < ERRORS * row["monte_carlo_error"])


def with_deals(facts: Facts, basis: Basis) -> Basis:
    """Return a basis that knows the target's deals, and the churn that the receipts rest on."""
    deals = Input(
        name="deals.target",
        grade=Grade(facts.wins_grade),
        source="segments" if facts.band_from == "typed figures" else "deals",
        n=facts.n_deals,
        assumptions=facts.tier_assumed,
    )
    return with_cash(facts, basis).with_inputs(deals)


def change(facts: Facts) -> str:
    """Return which of the sentences says what would change it."""
    if math.isnan(facts.deals_needed) or math.isnan(facts.more_deals):
        return "change_none"
    return "change_far" if facts.more_deals > MOST_TIMES_OPEN * max(facts.open_n, 1) else "change"


def named(segment: str) -> str:
    """Return a segment as it stands before a noun; nothing for everybody."""
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
