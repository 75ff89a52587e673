"""Is the plan walking into a known failure, and what is the smallest change that avoids it?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Finding, Grade, Input, Verdict, worst

from .facts import Facts
from .find_out import priced, ways_of_big, ways_of_tlc
from .going_too_big import JUDGED, NO_PLAN, NOT_ASKED, GoingTooBig
from .judge import clears, evidence, named, settled
from .knobs import Knobs
from .over_reach_rule import over_reach
from .signs import State
from .too_much_tlc import NO_SERVICE, TooMuchTlc, gravity

BIG_KNOBS = (
    "least_unaided_success", "most_minutes_to_value", "most_contacts", "value_months", "discount_annual", "reach_times",
)  # fmt: skip
TLC_KNOBS = ("depends_from", "most_service_share", "most_delivered_times", "practical_share")
TLC_VERDICTS = (Verdict.GO, Verdict.CANNOT_TELL, Verdict.CAUTION, Verdict.STOP)


def going_too_big(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Can those who are to serve themselves do so?"""
    found = facts.going_too_big
    if found.rule == NOT_ASKED:
        return ()
    verdict = settled(_verdict_of_big(found), _grades_of_big(found))
    values = _values_of_big(basis, found)
    stated = tuple(name for name in ("target_arr", "acquisition_budget") if getattr(knobs, name) is not None)
    key = _key_of_big(found, verdict)
    told = [basis.say(f"big.{key}_answer", **values), _same_budget(basis, found)]
    headline = basis.say(f"big.{key}", **values)
    return (
        _with_big(basis, found).finding(
            leans_on=(*_inputs_of_big(found), *BIG_KNOBS, *(stated if found.money is State.MET else ())),
            code="going_too_big",
            verdict=verdict,
            question=basis.say("big.question"),
            headline=f"{headline}; {clears(basis, found.changes)}." if key in ("stop", "caution") else f"{headline}.",
            answer=" ".join(one for one in told if one),
            **_alone(found),
            n=found.signups or None,
            evidence=evidence(basis, found.signs),
            would_change_it=_and(basis.say(f"big.{key}_change", **values), _price_of_big(basis, found, key)),
            scope=found.segment or "all",
        ),
    )


def _and(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _price_of_big(basis: Basis, found: GoingTooBig, key: str) -> str:
    """Return what the missing datum costs, and the chance that it tells; nothing where a verdict stands."""
    told = [settled(_verdict_of_big(one), _grades_of_big(one)) for one in ways_of_big(found)]
    return priced(basis, key, told)


def price_or_traffic(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Where the product is understood, do price and traffic pay?"""
    found = facts.going_too_big
    if found.rule != JUDGED or found.understanding is State.MET or found.money is not State.MET:
        return ()
    values = _values_of_big(basis, found)
    stated = tuple(name for name in ("target_arr", "acquisition_budget") if getattr(knobs, name) is not None)
    headline = basis.say("price.headline", **values)
    return (
        _with_big(basis, found).finding(
            leans_on=(*_inputs_of_big(found), "value_months", "discount_annual", "reach_times", *stated),
            code="price_or_traffic",
            verdict=settled(Verdict.CAUTION, _grades_of_big(found)),
            question=basis.say("price.question"),
            headline=f"{headline}; {clears(basis, found.changes)}.",
            answer=basis.say("price.answer", **values),
            estimate=found.cost_alone,
            unit="money",
            n=found.signups,
            evidence=evidence(basis, found.signs),
            would_change_it=basis.say("price.change", **values),
            scope=found.segment,
        ),
    )


def _alone(found: GoingTooBig) -> dict[str, Any]:
    """Return the share who pay alone, with its interval."""
    rows = found.conversions[found.conversions["what"].eq("alone")]
    low, high = (float(rows[end].iloc[0]) if len(rows) else math.nan for end in ("low", "high"))
    return {"estimate": found.alone, "low": low, "high": high, "unit": "share"}


def _verdict_of_big(found: GoingTooBig) -> Verdict:
    if found.rule != JUDGED or found.understanding is State.CANNOT_TELL:
        return Verdict.CANNOT_TELL
    if found.understanding is State.NOT_MET:
        return Verdict.GO
    if found.money is State.CANNOT_TELL and found.is_priced:
        return Verdict.CANNOT_TELL
    return Verdict.STOP if found.money is State.MET else Verdict.CAUTION


def _grades_of_big(found: GoingTooBig) -> list[str]:
    asked = ("G1", "G2") if found.money is State.MET else ("G1",)
    return [one.grade for one in found.signs if one.sign in asked]


def _inputs_of_big(found: GoingTooBig) -> tuple[str, ...]:
    if found.rule != JUDGED:
        return ()
    return ("going_too_big.funnel", *(("going_too_big.value",) if found.money is State.MET else ()))


def _with_big(basis: Basis, found: GoingTooBig) -> Basis:
    by_code = {one.sign: one for one in found.signs}
    names = {"G1": "going_too_big.funnel", "G2": "going_too_big.value"}
    known = [(name, by_code[code]) for code, name in names.items() if code in by_code]
    return basis.with_inputs(
        *(Input(name=name, grade=Grade(one.grade), source=one.source, n=one.n) for name, one in known)
    )


def _key_of_big(found: GoingTooBig, verdict: Verdict) -> str:
    if found.rule != JUDGED:
        return "no_plan" if found.rule == NO_PLAN else "no_funnel"
    if verdict is Verdict.CANNOT_TELL:
        return "unclear" if found.understanding is State.MET else "unsure"
    if found.understanding is not State.MET:
        return "go"
    return "stop" if found.money is State.MET else "caution"


def _values_of_big(basis: Basis, found: GoingTooBig) -> dict[str, Any]:
    return {
        "segment": named(basis, found.segment), "alone": found.alone, "helped": found.assisted, "n": found.signups,
        "m": found.helped, "cost": found.cost_alone, "helped_cost": found.cost_assisted, "value": found.value,
        "price": found.price, "range": _cost_alone(found),
        "explained": basis.say(f"big.explaining_{str(found.explaining_pays).lower()}", cost=found.cost_assisted),
    }  # fmt: skip


def _cost_alone(found: GoingTooBig) -> tuple[float, float, float]:
    """Return what one who pays alone costs, with its interval."""
    ends = next(((one.low, one.high) for one in found.signs if one.sign == "G2"), (math.nan, math.nan))
    return found.cost_alone, *ends


def _same_budget(basis: Basis, found: GoingTooBig) -> str:
    best = best_for_budget(found)
    if best is None or found.understanding is not State.MET:
        return ""
    here = found.elsewhere[found.elsewhere["own"]].iloc[0]
    return basis.say(
        "big.same_budget", other=best["segment"], customers=best["customers"], arr=best["arr"], here=here["customers"]
    )


def best_for_budget(found: GoingTooBig) -> pd.Series | None:
    """Return the other segment whose customers are worth most beside their cost; None where none is worth it."""
    rows = found.elsewhere
    others = rows[~rows["own"].astype("bool") & (rows["value"] > rows["cost"]) & rows["customers"].notna()]
    if others.empty:
        return None
    return others.assign(worth=others["value"] / others["cost"]).sort_values("worth", ascending=False).iloc[0]


def too_much_tlc(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Can the price carry the service, and are there enough such customers?"""
    found = facts.too_much_tlc
    judged = TLC_VERDICTS[gravity(found)]
    verdict = Verdict.CANNOT_TELL if found.rule == NO_SERVICE else settled(judged, found.grades)
    key = _key_of_tlc(found, verdict)
    values = _values_of_tlc(basis, found)
    trapped = verdict is Verdict.STOP
    headline = basis.say(f"tlc.{key}", **values)
    told = [
        basis.say(f"tlc.{_answer_of_tlc(found)}", **values),
        basis.say(f"tlc.bound_{found.bound_by}", **values) if found.bound_by and trapped else "",
        _same_service(basis, found) if trapped else "",
    ]
    grade = worst(Grade(one) for one in found.grades)
    reach = ("reachable_share",) if found.bound_by == "market" and verdict is not Verdict.CANNOT_TELL else ()
    return basis.with_inputs(Input(name="too_much_tlc.service", grade=grade, source="service", n=found.n)).finding(
        leans_on=("too_much_tlc.service", *TLC_KNOBS, *reach) if found.rule != NO_SERVICE else TLC_KNOBS,
        code="too_much_tlc",
        verdict=verdict,
        question=basis.say("tlc.question"),
        headline=f"{headline}; {clears(basis, found.changes)}." if trapped else f"{headline}.",
        answer=" ".join(one for one in told if one),
        **_contribution(found),
        n=found.n or None,
        evidence=evidence(basis, found.signs),
        would_change_it=_and(
            basis.say(f"tlc.{_change_of_tlc(found, verdict)}", **values),
            _price_of_tlc(basis, found, _change_of_tlc(found, verdict)),
        ),
        scope=found.segment,
    )


def _price_of_tlc(basis: Basis, found: TooMuchTlc, key: str) -> str:
    """Return what the missing datum costs, and the chance that it tells; nothing where a verdict stands."""
    told = [settled(TLC_VERDICTS[gravity(one)], found.grades) for one in ways_of_tlc(found)]
    return priced(basis, key, told)


def _contribution(found: TooMuchTlc) -> dict[str, Any]:
    """Return what a customer leaves in a month, with its interval."""
    ends = next(((one.low, one.high) for one in found.signs if one.sign == "T1_left"), (math.nan, math.nan))
    return {"estimate": found.contribution, "low": ends[0], "high": ends[1], "unit": "money a month"}


def _answer_of_tlc(found: TooMuchTlc) -> str:
    if found.rule == NO_SERVICE:
        return "no_service_answer"
    if math.isnan(found.hours):
        return "answer_few"
    return "answer" if found.n else "answer_typed"


def _key_of_tlc(found: TooMuchTlc, verdict: Verdict) -> str:
    if found.rule == NO_SERVICE:
        return "no_service"
    if verdict is Verdict.CANNOT_TELL:
        return "unsure"
    met = [code for code in ("T2", "T1", "T3", "T4") if found.state(code) is State.MET]
    if "T2" in met:
        return "ceiling"
    if not met:
        return "go"
    if "T1" in met and "T3" in met:
        return "locked"
    return {"T1": "heavy", "T3": "full", "T4": "over"}[met[0]]


def _change_of_tlc(found: TooMuchTlc, verdict: Verdict) -> str:
    if found.rule == NO_SERVICE:
        return "unlock_service"
    if verdict is Verdict.CANNOT_TELL:
        return "unlock_fixed" if math.isnan(found.fixed_cost) and not math.isnan(found.hours) else "unlock_hours"
    return "overturn_go" if not any(one.is_met for one in found.signs) else "overturn"


def _values_of_tlc(basis: Basis, found: TooMuchTlc) -> dict[str, Any]:
    by_code = {one.sign: one for one in found.signs}
    growth, over, heavy = (by_code.get(code) for code in ("T3", "T4", "T1_share"))
    return {
        "segment": named(basis, found.segment), "u": found.contribution, "hours": found.hours,
        "h": (found.hours, found.hours_low, found.hours_high), "price": found.price, "n": found.n,
        "fixed": found.fixed_cost, "ceiling": found.ceiling, "served": found.most_served, "reach": found.reachable,
        "room": growth.value if growth else math.nan, "gross": growth.threshold if growth else math.nan,
        "times": over.value if over else math.nan, "share": heavy.value if heavy else math.nan,
        "rate": found.hour_cost, "customers": found.customers,
    }  # fmt: skip


def _same_service(basis: Basis, found: TooMuchTlc) -> str:
    best = best_for_service(found)
    if best is None:
        return ""
    return basis.say("tlc.same_service", other=best["segment"], customers=best["customers"], profit=best["profit"])


def best_for_service(found: TooMuchTlc) -> pd.Series | None:
    """Return the other segment in which the same hours leave most a month; None where none leaves anything."""
    rows = found.elsewhere
    others = rows[~rows["own"].astype("bool") & (rows["profit"] > 0)]
    return None if others.empty else others.sort_values("profit", ascending=False).iloc[0]


RULES = (over_reach, going_too_big, price_or_traffic, too_much_tlc)
