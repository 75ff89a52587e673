"""From curves to verdicts. The answer is a number, not a judgement of the company: there is no `stop` here."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.economics.clock_start import CREATED
from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import Grade, grade_of_own
from unequal.segments.order import ALL
from unequal.units import months

from .backtest_rules import backtest
from .clock import Counted
from .doubt_rules import cohort_drift, dead_deals, left_behind
from .facts import Facts
from .knobs import Knobs
from .moves_rules import what_moves
from .open_rules import open_deals, slippage

FEWEST, FEW = 5, 10  # deals: below the first nothing is told, below the second only a direction
NEAR = 0.05  # share; the CRM's win rate is near the chance when it is no further off (assumption)


def win_probability(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """How likely is a started deal to be won, and by when?"""
    row = facts.of(facts.target)
    verdict, reason = _standing(facts, row, knobs)
    values = _values(facts, row)
    told = [basis.say("win.answer", **values)] if verdict is not Verdict.CANNOT_TELL else []
    told.append(basis.say(f"win.reason_{reason}", **values))
    if reason in ("median", "no_win", "dead", "short", "direction", "gaps"):
        told.append(basis.say("win.all_started", **values))
    told += _clock_parts(facts.clock, basis)
    if facts.partner_deals:
        told.append(basis.say("partners_apart", n=facts.partner_deals))
    if facts.asked != facts.target:
        told.append(basis.say("win.instead", **values))
    return _leaning(facts, basis, row).finding(
        leans_on=(f"deals.{facts.target}", "target_segment", "clock_from", "dead_moves", "silent_days"),
        code="win_probability",
        verdict=verdict,
        question=basis.say("win.question"),
        headline=basis.say(_headline(facts.clock, row, reason), **values),
        answer=" ".join(told),
        estimate=row["won_by_horizon"],
        low=row["low"],
        high=row["high"],
        unit="probability",
        n=int(row["deals"]),
        evidence=_evidence(row, basis),
        would_change_it=basis.say("win.change"),
        scope=facts.target,
    )


def _standing(facts: Facts, row: Any, knobs: Knobs) -> tuple[Verdict, str]:
    """Return the verdict and the key of its reason."""
    if row["deals"] < FEWEST:
        return Verdict.CANNOT_TELL, "few"
    if pd.isna(row["won_by_horizon"]):
        return Verdict.CANNOT_TELL, "unclosed"
    if row["deals"] < FEW:
        return Verdict.CAUTION, "direction"
    if months(row["horizon_days"]) < facts.decision_months:
        return Verdict.CAUTION, "short"
    if facts.clock.has_gaps:
        return Verdict.CAUTION, "gaps"
    if abs(row["won_by_horizon"] - row["won_without_dead"]) > knobs.dead_moves:
        return Verdict.CAUTION, "dead"
    return Verdict.GO, "median" if row["won_by_horizon"] > 0 else "no_win"


def _headline(clock: Counted, row: Any, reason: str) -> str:
    if reason in ("few", "unclosed"):
        return f"win.{reason}"
    return clock.key("win.headline" if row["won_by_horizon"] > 0 else "win.no_win")


def _clock_parts(clock: Counted, basis: Basis) -> list[str]:
    """Return from when is counted, and who never got so far; nothing where it is from the creation."""
    if clock.kind == CREATED:
        return []
    parts = ["from", "never" if clock.never else "all"]
    parts += [*(["not_recorded"] if clock.not_recorded else []), "elsewhere"]
    values = {name: getattr(clock, name) for name in ("stage", "never", "won", "lost", "open", "not_recorded")}
    return [basis.say(clock.key("clock.from") if part == "from" else f"clock.{part}", **values) for part in parts]


def naive_figures(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Would the CRM's own win rate mislead?"""
    row = facts.of(facts.target)
    shown = facts.naive_of(facts.target)
    rate = float(shown["win_rate"])
    verdict, key = _naive_standing(row, rate)
    values = {**_values(facts, row), "rate": rate, "mean": shown["mean_days"], "near": NEAR}
    return _leaning(facts, basis, row).finding(
        leans_on=(f"deals.{facts.target}",),
        code="naive_figures",
        verdict=verdict,
        question=basis.say("naive_rate.question"),
        headline=basis.say(f"naive_rate.{key}", **values),
        answer=facts.clock.noted(
            " ".join(basis.say(f"naive_rate.{part}", **values) for part in _naive_parts(row, key)), basis.say
        ),
        estimate=rate,
        unit="probability",
        n=int(row["won"] + row["lost"]),
        would_change_it=basis.say("naive_rate.change"),
        scope=facts.target,
    )


def _naive_standing(row: Any, rate: float) -> tuple[Verdict, str]:
    """Return the verdict and the key of its headline."""
    if pd.isna(rate) or pd.isna(row["low"]):
        return Verdict.CANNOT_TELL, "few"
    if not row["low"] <= rate <= row["high"]:
        return Verdict.CAUTION, "misleads"
    near = abs(rate - row["won_by_horizon"]) <= NEAR
    return (Verdict.GO, "agrees") if near else (Verdict.CANNOT_TELL, "may_mislead")


def _naive_parts(row: Any, key: str) -> list[str]:
    if key == "few":
        return ["few_answer"]
    parts = ["answer_open" if row["open"] else "answer_no_open"]
    return [*parts, *(["answer_mean"] if row["won"] else []), "answer"]


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
    row = facts.of(ALL)
    reliable = facts.by_day[facts.by_day["segment"].eq(ALL) & ~facts.by_day["beyond"]]
    last = reliable.iloc[-1] if len(reliable) else None
    deals = int(row["deals"])
    based = basis.with_inputs(Input(name="deals.all", grade=grade_of_own(deals), source="deals", n=deals))
    return (
        based.finding(
            leans_on=("deals.all",),
            code="late_entry",
            verdict=Verdict.GO,
            question=basis.say("late.question"),
            headline=basis.say("late.headline", late=facts.late),
            answer=" ".join(_late_parts(facts, row, last, basis)),
            estimate=math.nan if last is None else last["won"],
            low=math.nan if last is None else last["low"],
            high=math.nan if last is None else last["high"],
            unit="probability",
            n=deals,
            would_change_it=basis.say("late.change"),
        ),
    )


def _late_parts(facts: Facts, row: Any, last: pd.Series | None, basis: Basis) -> list[str]:
    told = [basis.say("late.no_answer")]
    if last is not None:
        shares = {"won": last["won"], "ignoring": last["ignoring_late_entry"]}
        told = [basis.say("late.answer", days=last["days"], **shares)]
    if facts.complete_from is not None:
        told.append(basis.say("late.complete", day=facts.complete_from))
    if row["starts_at_days"] > 0:
        told.append(basis.say("late.conditional", days=row["starts_at_days"]))
    return told


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
        "fifth": row["fifth_won_days"],
        "without_dead": row["won_without_dead"],
        "asked": facts.asked,
        "stage": facts.clock.stage,
        "decision": facts.decision_months,
    }


def basis_segment(name: str) -> str:
    """Return a segment's name as a sentence begins with it; nothing for everybody."""
    return "" if name == ALL else f"{name} "


def _evidence(row: Any, basis: Basis) -> tuple[Evidence, ...]:
    n = int(row["deals"])
    return (
        Evidence(name=basis.say("win.evidence_deals"), value=float(n), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_won"), value=float(row["won"]), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_lost"), value=float(row["lost"]), unit="deals", source="deals", n=n),
        Evidence(name=basis.say("win.evidence_open"), value=float(row["open"]), unit="deals", source="deals", n=n),
    )


RULES = (
    win_probability,
    open_deals,
    naive_figures,
    segments_differ,
    what_moves,
    cohort_drift,
    dead_deals,
    left_behind,
    slippage,
    late_entry,
    backtest,
)
