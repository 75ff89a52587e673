"""From curves to verdicts. The answer is a number, not a judgement of the company: there is no `stop` here."""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import Grade, grade_of_own
from unequal.units import months

from .facts import Facts
from .knobs import Knobs

FEWEST, FEW = 5, 10  # deals: below the first nothing is told, below the second only a direction


def win_probability(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """How likely is a started deal to be won, and by when?"""
    row = facts.of(facts.target)
    verdict, reason = _standing(row, knobs)
    known = verdict is not Verdict.CANNOT_TELL
    values = _values(facts, row)
    return _leaning(facts, basis, row).finding(
        leans_on=(f"deals.{facts.target}", "target_segment", "dead_moves", "silent_days"),
        code="win_probability",
        verdict=verdict,
        question=basis.say("win.question"),
        headline=basis.say("win.headline" if known else "win.few", **values),
        answer=basis.say("win.answer" if known else "win.few_answer", **values, reason=basis.say(reason, **values)),
        estimate=row["won_by_horizon"],
        low=row["low"],
        high=row["high"],
        unit="probability",
        n=int(row["deals"]),
        evidence=_evidence(row, basis),
        would_change_it=basis.say("win.change"),
        scope=facts.target,
    )


def _standing(row: Any, knobs: Knobs) -> tuple[Verdict, str]:
    """Return the verdict and the key of its reason."""
    if row["deals"] < FEWEST or pd.isna(row["won_by_horizon"]):
        return Verdict.CANNOT_TELL, "win.reason_few"
    if row["deals"] < FEW:
        return Verdict.CAUTION, "win.reason_direction"
    if abs(row["won_by_horizon"] - row["won_without_dead"]) > knobs.dead_moves:
        return Verdict.CAUTION, "win.reason_dead"
    return Verdict.GO, "win.reason_none"


def naive_figures(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Would the CRM's own win rate mislead?"""
    row = facts.of(facts.target)
    shown = facts.naive_of(facts.target)
    rate = float(shown["win_rate"])
    known = pd.notna(rate) and pd.notna(row["low"])
    misleads = known and not row["low"] <= rate <= row["high"]
    verdict = Verdict.CANNOT_TELL if not known else Verdict.CAUTION if misleads else Verdict.GO
    key = "naive_rate.few" if not known else "naive_rate.misleads" if misleads else "naive_rate.agrees"
    values = {**_values(facts, row), "rate": rate, "mean": shown["mean_days"]}
    return _leaning(facts, basis, row).finding(
        leans_on=(f"deals.{facts.target}",),
        code="naive_figures",
        verdict=verdict,
        question=basis.say("naive_rate.question"),
        headline=basis.say(key, **values),
        answer=basis.say("naive_rate.answer" if known else "naive_rate.few_answer", **values),
        estimate=rate,
        unit="probability",
        n=int(row["won"] + row["lost"]),
        would_change_it=basis.say("naive_rate.change"),
        scope=facts.target,
    )


def segments_differ(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Do segments win at a different pace?"""
    p = facts.difference_p
    known = not pd.isna(p)
    seen = known and p < knobs.no_difference_p
    key = "differ.few" if not known else "differ.seen" if seen else "differ.none"
    deals = int(facts.segments.loc[facts.segments["segment"].isin(facts.compared), "deals"].sum())
    based = basis.with_inputs(Input(name="deals.compared", grade=grade_of_own(deals), source="deals", n=deals))
    return based.finding(
        leans_on=("deals.compared", "no_difference_p"),
        code="segments_differ",
        verdict=Verdict.CANNOT_TELL if not known else Verdict.GO if seen else Verdict.CAUTION,
        question=basis.say("differ.question"),
        headline=basis.say(key, segments=list(facts.compared), n=deals),
        answer=basis.say("differ.answer" if known else "differ.few_answer", p=p, n=deals, unknown=facts.unknown_open)
        + (basis.say("differ.bright", unknown=facts.unknown_open) if known and facts.unknown_open >= FEWEST else ""),
        prob=p,
        unit="probability",
        n=deals,
        would_change_it=basis.say("differ.change"),
    )


def late_entry(facts: Facts, _knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """How much would the curves be off if late entry were ignored?"""
    if not facts.late:
        return ()
    rows = facts.by_day[facts.by_day["segment"].eq("all") & ~facts.by_day["beyond"]]
    if rows.empty:
        return ()
    last = rows.iloc[-1]
    deals = int(facts.of("all")["deals"])
    based = basis.with_inputs(Input(name="deals.all", grade=grade_of_own(deals), source="deals", n=deals))
    return (
        based.finding(
            leans_on=("deals.all",),
            code="late_entry",
            verdict=Verdict.GO,
            question=basis.say("late.question"),
            headline=basis.say("late.headline", late=facts.late),
            answer=basis.say(
                "late.answer",
                days=last["days"],
                won=last["won"],
                ignoring=last["ignoring_late_entry"],
                day=facts.complete_from,
            ),
            estimate=last["won"],
            low=last["low"],
            high=last["high"],
            unit="probability",
            n=deals,
            would_change_it=basis.say("late.change"),
        ),
    )


def _leaning(facts: Facts, basis: Basis, row: Any) -> Basis:
    closed = int(row["won"] + row["lost"])
    grade = grade_of_own(closed) if closed else Grade.GUESS
    return basis.with_inputs(Input(name=f"deals.{facts.target}", grade=grade, source="deals", n=closed))


def _values(facts: Facts, row: Any) -> dict[str, Any]:
    return {
        "segment": basis_segment(facts.target),
        "n": int(row["deals"]),
        "won_n": int(row["won"]),
        "lost_n": int(row["lost"]),
        "open_n": int(row["open"]),
        "dead": int(row["dead"]),
        "months": months(row["horizon_days"]),
        "days": row["horizon_days"],
        "won": (row["won_by_horizon"], row["low"], row["high"]),
        "share": row["won_by_horizon"],
        "most": row["may_be_won"],
        "median": row["winner_median_days"],
        "without_dead": row["won_without_dead"],
    }


def basis_segment(name: str) -> str:
    """Return a segment's name as a sentence begins with it; nothing for everybody."""
    return "" if name == "all" else f"{name} "


def _evidence(row: Any, basis: Basis) -> tuple[Evidence, ...]:
    n = int(row["deals"])
    return (
        Evidence(name=basis.say("win.evidence_deals"), value=float(n), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_won"), value=float(row["won"]), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_lost"), value=float(row["lost"]), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_open"), value=float(row["open"]), unit="deals", source="deals", n=n),
    )


RULES = (win_probability, naive_figures, segments_differ, late_entry)
