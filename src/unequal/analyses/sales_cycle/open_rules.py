"""The open deals, and the dates that were promised for them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import grade_of_own
from unequal.segments.order import ALL
from unequal.stats.proportions import jeffreys_probability

from .facts import Facts
from .knobs import Knobs

FEWEST, FEW = 5, 10  # deals: below the first nothing is told, below the second only a direction
MOST = 0.5  # of the open deals; with more of which nothing can be told, their number of wins is in doubt
SURE = 0.8  # probability from which on a claim counts as true
HALF = 0.5  # a date that is missed more often than kept is none (assumption); fewer wins than half of one are none


def open_deals(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """How many of the open deals will be won soon?"""
    found, row = facts.open_deals, facts.of(facts.target)
    total = found.told + found.untold
    if not total:
        return ()
    verdict, reason = _open_standing(facts, row)
    n = int(row["deals"])
    based = basis.with_inputs(
        Input(name="deals.open", grade=grade_of_own(int(row["won"] + row["lost"])), source="deals", n=n)
    )
    values: dict[str, Any] = {
        "n": total,
        "told": found.told,
        "untold": found.untold,
        "months": found.within_months,
        "wins": (found.expected, found.low, found.high),
        "expected": found.expected,
        "deals": n,
        "days": row["horizon_days"],
        "dead": int(row["dead"]),
    }
    key = "few" if verdict is Verdict.CANNOT_TELL else "none" if found.expected < HALF else "headline"
    told = [basis.say("open_deals.answer", **values)] if verdict is not Verdict.CANNOT_TELL else []
    later = [basis.say("open_deals.not_there", open=facts.clock.open)] if facts.clock.open else []
    return based.finding(
        leans_on=("deals.open", "target_segment", "clock_from", "within_months"),
        code="open_deals",
        verdict=verdict,
        question=basis.say("open_deals.question", **values),
        headline=basis.say(f"open_deals.{key}", **values),
        answer=" ".join([*told, basis.say(f"open_deals.reason_{reason}", **values), *later]),
        estimate=found.expected,
        low=found.low,
        high=found.high,
        unit="wins",
        n=n,
        would_change_it=basis.say("open_deals.change"),
        scope=facts.target,
    )


def _open_standing(facts: Facts, row: Any) -> tuple[Verdict, str]:
    """Return the verdict and the key of its reason."""
    found = facts.open_deals
    total = found.told + found.untold
    if row["deals"] < FEWEST or not found.told or pd.isna(row["won_by_horizon"]):
        return Verdict.CANNOT_TELL, "few"
    if row["deals"] < FEW:
        return Verdict.CAUTION, "direction"
    if found.untold > MOST * total:
        return Verdict.CAUTION, "untold"
    if row["dead"] > MOST * total:
        return Verdict.CAUTION, "dead"
    beyond = int(found.deals["standing"].eq("beyond").sum())
    if beyond > MOST * total:
        return Verdict.CAUTION, "beyond"
    return Verdict.GO, "by_age"


def slippage(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """How much later than first promised do deals close?"""
    rows = facts.doubts.slips
    if rows.empty:
        return ()
    enough = rows["segment"].eq(facts.target) & rows["deals"].ge(FEWEST)
    scope = facts.target if enough.any() else ALL
    row = rows[rows["segment"].eq(scope)].iloc[0]
    n = int(row["deals"])
    verdict, key = _slip_standing(row)
    values = _slip_values(facts, row)
    kept = "pushes" if facts.doubts.has_pushes else "last_date"
    parts = ["few_answer"] if key == "few" else ["answer", "late", kept]
    based = basis.with_inputs(Input(name="deals.promised", grade=grade_of_own(n), source="deals", n=n))
    return based.finding(
        leans_on=("deals.promised",),
        code="slippage",
        verdict=verdict,
        question=basis.say("slippage.question"),
        headline=basis.say(f"slippage.{key}", **values),
        answer=" ".join(basis.say(f"slippage.{part}", **values) for part in parts),
        estimate=row["rate"],
        low=row["low"],
        high=row["high"],
        unit="share",
        n=int(row["judged"]),
        evidence=_slip_evidence(row, basis),
        would_change_it=basis.say("slippage.change"),
        scope=scope,
    )


def _slip_standing(row: Any) -> tuple[Verdict, str]:
    """Return the verdict and the key of its headline."""
    if row["deals"] < FEWEST or row["rate"] != row["rate"]:
        return Verdict.CANNOT_TELL, "few"
    most = float(jeffreys_probability(row["slipped"], row["judged"], above=HALF))
    if most >= SURE:
        return Verdict.CAUTION, "most"
    return Verdict.CAUTION if row["deals"] < FEW else Verdict.GO, "headline"


def _slip_values(facts: Facts, row: Any) -> dict[str, Any]:
    return {
        "n": int(row["deals"]),
        "judged": int(row["judged"]),
        "slipped": int(row["slipped"]),
        "won": int(row["won"]),
        "overdue": int(row["overdue"]),
        "lost": int(row["lost"]),
        "share": row["rate"],
        "rate": (row["rate"], row["low"], row["high"]),
        "usual": facts.doubts.usual_slippage,
        "median": row["median_days"],
        "slow": row["slow_days"],
        "pushes": round(row["pushes"], 1),
        "pushed": int(row["pushed"]),
    }


def _slip_evidence(row: Any, basis: Basis) -> tuple[Evidence, ...]:
    n = int(row["deals"])
    median = (float(row[f"median_{end}"]) for end in ("days", "low", "high"))
    slow = (float(row[f"slow_{end}"]) for end in ("days", "low", "high"))
    return tuple(
        Evidence(
            name=basis.say(f"slippage.evidence_{name}"), value=at, low=low, high=high, unit="days", source="deals", n=n
        )
        for name, (at, low, high) in (("median", median), ("slow", slow))
        if at == at
    )
