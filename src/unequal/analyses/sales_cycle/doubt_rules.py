"""Is the curve still true? A changed business, dead deals, sellers who left."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.economics.drift import RECENT_MONTHS
from unequal.economics.zombies import SHARE_WORTH_A_WARNING
from unequal.findings import Basis, Finding, Input, Verdict
from unequal.findings.grade import grade_of_own

from .doubts import Drift
from .facts import Facts
from .knobs import Knobs

LITTLE = 0.10  # share; a change that is surely smaller does not move a plan (assumption)


def cohort_drift(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Do new deals go like the old ones?"""
    found = facts.doubts.drift
    verdict, key = _drift_standing(found)
    new, old = found.cohorts.to_dict("records")
    n = int(new["deals"] + old["deals"])
    values: dict[str, Any] = {
        "p": found.p_value,
        "days": found.days,
        "start": found.starts_days,
        "recent_months": RECENT_MONTHS,
        "new": (new["share"], new["low"], new["high"]),
        "old": (old["share"], old["low"], old["high"]),
        "new_share": new["share"],
        "old_share": old["share"],
        "new_n": int(new["deals"]),
        "old_n": int(old["deals"]),
        "low": found.low,
        "high": found.high,
        "little": LITTLE,
    }
    late = f" {basis.say('drift.late', **values)}" if found.starts_days > 0 and key != "few" else ""
    based = basis.with_inputs(
        Input(name="deals.cohorts", grade=grade_of_own(min(new["deals"], old["deals"])), source="deals", n=n)
    )
    return based.finding(
        leans_on=("deals.cohorts", "no_difference_p"),
        code="cohort_drift",
        verdict=verdict,
        question=basis.say("drift.question"),
        headline=basis.say(f"drift.{key}", **values),
        answer=basis.say(f"drift.{key}_answer", **values) + late,
        estimate=found.difference,
        low=found.low,
        high=found.high,
        unit="share",
        prob=found.p_value,
        n=n,
        would_change_it=basis.say("drift.change"),
        scope=facts.target,
    )


def _drift_standing(found: Drift) -> tuple[Verdict, str]:
    if pd.isna(found.p_value) or pd.isna(found.difference):
        return Verdict.CANNOT_TELL, "few"
    if found.seen:
        return Verdict.CAUTION, "seen"
    if max(abs(found.low), abs(found.high)) <= LITTLE:
        return Verdict.GO, "none"
    return Verdict.CANNOT_TELL, "unsure"


def dead_deals(facts: Facts, knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """How many open deals are dead, and what would closing them change?"""
    row = facts.of(facts.target)
    dead, still_open = int(row["dead"]), int(row["open"])
    if not dead:
        return ()
    moved = row["won_by_horizon"] - row["won_without_dead"]
    many = dead > SHARE_WORTH_A_WARNING * still_open
    doubtful = many or abs(moved) > knobs.dead_moves
    values = {
        "dead": dead,
        "n": still_open,
        "share": dead / still_open,
        "days": row["horizon_days"],
        "now": row["won_by_horizon"],
        "without": row["won_without_dead"],
        "silent": knobs.silent_days,
        "limit": knobs.dead_moves,
    }
    known = not math.isnan(moved)
    part = "unknown" if not known else "moves" if abs(moved) > knobs.dead_moves else "stays"
    based = basis.with_inputs(Input(name="deals.open", grade=grade_of_own(still_open), source="deals", n=still_open))
    return based.finding(
        leans_on=("deals.open", "silent_days", "dead_moves"),
        code="dead_deals",
        verdict=Verdict.CAUTION if doubtful else Verdict.GO,
        question=basis.say("dead.question"),
        headline=basis.say("dead.headline", **values),
        answer=f"{basis.say('dead.answer', **values)} {basis.say(f'dead.{part}', **values)}",
        estimate=dead / still_open,
        unit="share",
        n=still_open,
        would_change_it=basis.say("dead.change"),
        scope=facts.target,
    )


def left_behind(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """Did a seller leave open deals behind?"""
    owners = facts.doubts.owners
    if owners.empty:
        return ()
    flagged = facts.doubts.flagged
    row = facts.of(facts.target)
    n = int(owners["deals"].sum())
    worst = owners.iloc[0]
    values = {
        "owners": list(flagged),
        "n": len(owners),
        "deals": n,
        "worst": worst["owner"],
        "share": (worst["share"], worst["low"], worst["high"]),
        "now": row["won_by_horizon"],
        "without": facts.doubts.won_without_owners,
    }
    key = "flagged" if flagged else "none"
    based = basis.with_inputs(Input(name="deals.owners", grade=grade_of_own(n), source="deals", n=n))
    return based.finding(
        leans_on=("deals.owners",),
        code="left_behind",
        verdict=Verdict.CAUTION if flagged else Verdict.GO,
        question=basis.say("owners.question"),
        headline=basis.say(f"owners.{key}", **values),
        answer=basis.say(f"owners.{key}_answer", **values),
        estimate=float(worst["share"]),
        low=float(worst["low"]),
        high=float(worst["high"]),
        unit="share",
        n=n,
        would_change_it=basis.say("owners.change"),
    )
