"""Who loses money, what service takes, what idle hours cost, and where margins are heading."""

from __future__ import annotations

import math
from typing import Any

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.findings.grade import grade_of_own
from unequal.segments.order import ALL, OTHER, UNKNOWN

from .facts import Facts
from .knobs import Knobs
from .trend_rules import margin_moved, margin_trend

HOURS = "cost_to_serve.hours"
MOSTLY_GUESSED = 0.5  # share of the cost that rests on guesses or drivers; above it the figures are a guess
FEWEST = 5  # customers
MOST_IDLE = 0.5  # share of the cost of the team; above it hours are rather not logged than not worked (assumption)
HEAVY = 0.5  # of all revenue in one customer


def who_loses(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Which customers leave less than nothing after service, and what do they eat?"""
    shape, key = facts.shape, _key(facts)
    verdict = {"none": Verdict.GO, "some": Verdict.CAUTION, "all": Verdict.STOP}.get(key, Verdict.CANNOT_TELL)
    if verdict is Verdict.GO and (shape.customers < FEWEST or _grade(facts).is_weak or facts.by_revenue):
        verdict = Verdict.CAUTION
    values = _values(facts, knobs)
    answer = [basis.say(f"loses.{key}_answer", **values), *_remarks(facts, basis, values)]
    known = key in ("none", "some", "all")
    return _based(facts, basis).finding(
        leans_on=(HOURS, *_tables(basis), "window_months", "practical_share", "loss_probability"),
        code="who_loses",
        verdict=verdict,
        question=basis.say("loses.question"),
        headline=basis.say("loses.some_one" if key == "some" and facts.losing == 1 else f"loses.{key}", **values),
        answer=" ".join(answer),
        estimate=shape.total if known else math.nan,
        low=facts.total_low,
        high=facts.total_high,
        unit="money",
        n=shape.customers or None,
        evidence=_evidence(facts, basis) if known else (),
        would_change_it=basis.say("loses.change" if known else f"loses.unlock_{key}"),
    )


def _key(facts: Facts) -> str:
    window = facts.window
    if facts.shape.customers:
        return "all" if facts.shape.total <= 0 else "some" if facts.losing else "none"
    if window.elapsed:
        return "elapsed"
    if not window.bills or facts.customers.empty:
        return "no_bills"
    if not window.pools:
        return "no_pools"
    if not window.activities and facts.customers["cost_to_serve"].isna().all():
        return "no_hours"
    if not window.direct_cost:
        return "no_cost"
    return "pool_unknown"


def _values(facts: Facts, knobs: Knobs) -> dict[str, Any]:
    shape = facts.shape
    return {
        "n": shape.customers, "losing": facts.losing, "lost": facts.lost, "total": shape.total,
        "all": (shape.total, facts.total_low, facts.total_high),
        "low": facts.total_low, "high": facts.total_high, "months": facts.window.months,
        "share": facts.lost / shape.total if shape.total > 0 else math.nan,
        "peak": shape.peak_share, "at_peak": shape.at_peak, "negative": shape.losing, "negative_lost": shape.lost,
        "unsure": max(shape.losing - facts.losing, 0), "p": knobs.loss_probability, "without": shape.total + facts.lost,
        "unknown": facts.unknown, "trials": facts.trials, "trial_cost": facts.trial_cost,
        "largest": facts.largest_share, "asked": facts.window.asked, "guessed": facts.guessed_share,
        "fifth": shape.top_fifth, "tenth": shape.worst_tenth,
    }  # fmt: skip


def _remarks(facts: Facts, basis: Basis, values: dict[str, Any]) -> list[str]:
    shape, window = facts.shape, facts.window
    holds = {
        "shape": shape.total > 0 and shape.customers >= 2 * FEWEST,
        "unsure": shape.customers > 0 and values["unsure"] > 0,
        "shorter": window.asked > window.months,
        "unknown": facts.unknown > 0 and shape.customers > 0,
        "trials": facts.trials > 0 and not math.isnan(facts.trial_cost) and facts.trial_cost > 0,
        "largest": facts.largest_share >= HEAVY,
        "guessed": facts.guessed_share > MOSTLY_GUESSED,
        "by_revenue": facts.by_revenue,
    }
    return [basis.say(f"remark.{key}", **values) for key, told in holds.items() if told]


def _grade(facts: Facts) -> Grade:
    return Grade.GUESS if facts.guessed_share > MOSTLY_GUESSED else grade_of_own(facts.window.activities)


def _based(facts: Facts, basis: Basis) -> Basis:
    return basis.with_inputs(
        Input(name=HOURS, grade=_grade(facts), source="activities, cost_pools", n=facts.window.activities)
    )


def _tables(basis: Basis) -> tuple[str, ...]:
    return tuple(one for one in ("revenue", "orders") if one in basis.inputs)[:1]


def _evidence(facts: Facts, basis: Basis) -> tuple[Evidence, ...]:
    shape = facts.shape
    known = [
        Evidence(name=basis.say("loses.evidence_peak"), value=shape.peak_share, unit="share", source="revenue"),
        Evidence(name=basis.say("loses.evidence_at"), value=shape.at_peak, unit="share", source="revenue"),
        Evidence(
            name=basis.say("loses.evidence_lost"), value=facts.lost, unit="money", source="activities", n=facts.losing
        ),
    ]
    return tuple(one for one in known if math.isfinite(one.value))


def service_load(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """How much of what customers pay does serving them take?"""
    rows = facts.segments[facts.segments["segment"].eq("all")]
    share = float(rows["service_share"].iloc[0]) if len(rows) else math.nan
    known = math.isfinite(share)
    heavy = known and share > knobs.usual_share
    key = "unknown" if not known else "heavy" if heavy else "usual"
    parts = facts.segments[
        ~facts.segments["segment"].isin((ALL, OTHER, UNKNOWN)) & facts.segments["service_share"].notna()
    ]
    most = parts.sort_values(["service_share", "segment"], ascending=[False, True]).head(1)
    values = {
        "share": share, "usual": knobs.usual_share,
        "cost": float(rows["cost_to_serve"].iloc[0]) if len(rows) else math.nan,
        "segment": "".join(most["segment"]), "most": float(most["service_share"].sum()),
    }  # fmt: skip
    verdict = Verdict.CANNOT_TELL if not known else Verdict.CAUTION if heavy else Verdict.GO
    weak = verdict is Verdict.GO and _grade(facts).is_weak
    told = [basis.say(f"load.{key}_answer", **values)]
    told += [basis.say("load.most", **values)] if known and len(parts) > 1 else []
    return _based(facts, basis).finding(
        leans_on=(HOURS, *_tables(basis), "window_months", "practical_share", "usual_share"),
        code="service_load",
        verdict=Verdict.CAUTION if weak else verdict,
        question=basis.say("load.question"),
        headline=basis.say(f"load.{key}", **values),
        answer=" ".join(told),
        estimate=share,
        unit="share",
        n=int(rows["customers"].iloc[0]) if len(rows) else None,
        would_change_it=basis.say("load.change" if known else "loses.unlock_no_hours"),
    )


def idle_capacity(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """What do the hours cost that no customer used?"""
    pools = facts.pools
    known = pools[pools["use"].notna()]
    over = known[known["over"].astype(bool)]
    idle, cost = float(known["idle_cost"].sum()), float(known["cost"].sum())
    quiet = cost > 0 and idle > MOST_IDLE * cost
    key = "unknown" if known.empty else "over" if len(over) else "quiet" if quiet else "idle"
    worst = over.sort_values(["use", "pool"], ascending=[False, True]).head(1)
    values = {
        "idle": idle, "share": idle / cost if cost > 0 else math.nan, "pool": "".join(worst["pool"].astype("str")),
        "use": float(worst["use"].sum()), "months": facts.window.months, "left_out": len(pools) - len(known),
    }  # fmt: skip
    told = [basis.say(f"idle.{key}_answer", **values)]
    told += [basis.say("idle.left_out", **values)] if len(known) and values["left_out"] else []
    verdicts = {"over": Verdict.CAUTION, "quiet": Verdict.CAUTION, "idle": Verdict.GO}
    weak = key == "idle" and _grade(facts).is_weak
    return _based(facts, basis).finding(
        leans_on=(HOURS, "window_months", "practical_share"),
        code="idle_capacity",
        verdict=Verdict.CAUTION if weak else verdicts.get(key, Verdict.CANNOT_TELL),
        question=basis.say("idle.question"),
        headline=basis.say(f"idle.{key}", **values),
        answer=" ".join(told),
        estimate=idle if len(known) else math.nan,
        unit="money",
        n=len(known) or None,
        would_change_it=basis.say("idle.change" if len(known) else "loses.unlock_no_hours"),
    )


RULES = (who_loses, service_load, idle_capacity, margin_trend, margin_moved)
