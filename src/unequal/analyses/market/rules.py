"""Are there customers enough in the tier that the plan pursues, and do the tiers make a pyramid?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.findings.grade import grade_of_own

from .count_rules import by_source, counts
from .doubts import MANY_SITES
from .facts import Facts
from .knobs import Knobs

COUNT = "market.count"
FEWEST_TIERS = 2
NAMES_TO_VERIFY = 30  # asked for where nobody has checked any (assumption)


def enough_customers(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Do enough such customers exist?"""
    row = facts.judged
    key = _key(row)
    verdict = {"proven": Verdict.GO, "too_few": Verdict.STOP}.get(key, Verdict.CANNOT_TELL)
    if verdict is Verdict.GO and (row["tier"] in facts.upside_down or facts.doubts["tier"].eq(row["tier"]).any()):
        verdict = Verdict.CAUTION
    values = _values(facts, row)
    told = [basis.say(f"enough.{key}_answer", **values), *_doubts(facts, row, basis, values)]
    return _with_count(basis, row).finding(
        leans_on=(COUNT, "within_reach", "reachable_share", *(("target_arr",) if facts.target_arr > 0 else ())),
        code="enough_customers",
        verdict=verdict,
        question=basis.say("enough.question", tier=row["tier"]),
        headline=basis.say(f"enough.{key}", **values),
        answer=" ".join(told),
        estimate=row["count"],
        low=row["low"],
        high=row["high"],
        unit="customers",
        n=int(row["sample_n"]) or None,
        evidence=_evidence(row, basis),
        would_change_it=basis.say(f"enough.{_change(facts, key)}", **values),
        scope=row["tier"],
    )


def _key(row: pd.Series) -> str:
    if math.isnan(row["needed"]):
        return "no_plan"
    if row["lower_bound"] >= row["needed"]:
        return "proven"
    if row["most"] < row["needed"]:
        return "too_few"
    if row["sample_n"]:
        return "not_proven"
    return "unchecked" if row["own"] else "no_evidence"


def _change(facts: Facts, key: str) -> str:
    if key == "no_plan":
        return "change_plan"
    if key in ("proven", "too_few"):
        return f"change_{key}"
    return "change_check" if facts.more else "change_verify"


def _values(facts: Facts, row: pd.Series) -> dict[str, Any]:
    return {
        "tier": row["tier"], "least": row["lower_bound"], "most": row["most"], "needed": row["needed"],
        "customers": row["customers_needed"], "arr": facts.target_arr, "value": row["value"], "own": int(row["own"]),
        "share": facts.reachable_share * facts.within_reach, "low": row["low"], "high": row["high"],
        "listed": row["count"],
        "sample": int(row["sample_n"]), "hits": int(row["sample_hits"]), "source": row["source"],
        "more": facts.more, "chance": facts.chance, "verify": NAMES_TO_VERIFY, "sites": facts.sites,
    }  # fmt: skip


def _doubts(facts: Facts, row: pd.Series, basis: Basis, values: dict[str, Any]) -> list[str]:
    told = []
    if row["tier"] in facts.too_small:
        told.append(basis.say("enough.too_small", **values))
    if facts.sites >= MANY_SITES:
        told.append(basis.say("enough.sites", **values))
    return told


def _with_count(basis: Basis, row: pd.Series) -> Basis:
    """Return a basis that knows how the target was counted; own customers alone are as good as they are many."""
    proven_by_own = not row["sample_n"] and row["own"] > 0 and row["lower_bound"] >= row["needed"]
    grade = grade_of_own(int(row["own"])) if proven_by_own else Grade(row["grade"])
    n = int(row["sample_n"]) or int(row["own"])
    return basis.with_inputs(Input(name=COUNT, grade=grade, source="market", n=n))


def _evidence(row: pd.Series, basis: Basis) -> tuple[Evidence, ...]:
    known = [
        Evidence(
            name=basis.say("enough.evidence_count"), value=row["count"], unit="customers", source=row["source"],
            low=row["low"], high=row["high"], n=int(row["sample_n"]) or None,
        ),
        Evidence(name=basis.say("enough.evidence_own"), value=float(row["own"]), unit="customers", source="customers"),
        Evidence(name=basis.say("enough.evidence_needed"), value=row["needed"], unit="customers", source="plan"),
    ]  # fmt: skip
    return tuple(one for one in known if math.isfinite(one.value))


def pyramid(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Are there fewer of those who pay more, as everywhere?"""
    rows = facts.tiers
    known = int(rows["count"].notna().sum())
    wrong = facts.upside_down
    key = "one" if known < FEWEST_TIERS else "wrong" if wrong else "steep"
    verdict = {"one": Verdict.CANNOT_TELL, "wrong": Verdict.CAUTION}.get(key, Verdict.GO)
    weakest = max(rows["grade"], default="E5")
    values = {
        "tiers": known, "wrong": wrong[0] if wrong else "", "left": 10**facts.slope, "public": 10**facts.public_slope,
        "range": (10**facts.slope_low, 10**facts.slope_high), "first": rows["tier"].iloc[0],
        "last": rows["tier"].iloc[-1],
    }  # fmt: skip
    slope = f"pyramid.{_slope_key(facts)}"
    told = [basis.say(f"pyramid.{key}_answer", **values), *([basis.say(slope, **values)] if key == "steep" else [])]
    return basis.with_inputs(Input(name=COUNT, grade=Grade(weakest), source="market", n=known)).finding(
        leans_on=(COUNT,),
        code="pyramid",
        verdict=verdict,
        question=basis.say("pyramid.question"),
        headline=basis.say(f"pyramid.{key}", **values),
        answer=" ".join(told),
        estimate=facts.slope,
        low=facts.slope_low,
        high=facts.slope_high,
        n=known,
        would_change_it=basis.say("pyramid.change"),
    )


def _slope_key(facts: Facts) -> str:
    if math.isfinite(facts.slope_low):
        return "slope_interval"
    if math.isfinite(facts.slope):
        return "slope"
    return "empty_tier" if facts.tiers["count"].eq(0).any() else "no_slope"


RULES = (enough_customers, pyramid, counts, by_source)
