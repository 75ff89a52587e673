"""How many programmes can be funded at once, and what to give up."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Finding, Grade, Input, Verdict

from .facts import Facts
from .knobs import Knobs

KNOBS = ("acquisition_budget", "budget_in_burn", "reserve_months", "go_probability", "stop_probability")


def fund_together(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """How many segments can be pursued at once, and which must wait?"""
    rows, total = facts.together, len(facts.tradeoffs)
    if rows.empty:
        return _cannot_tell(facts, basis, total)
    alone = rows[~rows["plan"].astype("bool")]
    funded = alone[alone["probability"] >= knobs.go_probability]
    number = int(funded["number"].max()) if len(funded) else 0
    plan = rows[rows["plan"].astype("bool")].iloc[0]
    verdict = _verdict(plan, knobs)
    chosen = str(alone.loc[alone["number"].eq(number), "segments"].iloc[0]) if number else ""
    first = next((name for name in facts.ranked if name in facts.pursued), facts.best)
    given_up = [name for name in facts.pursued if name not in chosen.split(", ")]
    next_row = alone[alone["number"].eq(min(number + 1, int(alone["number"].max())))].iloc[0]
    values: dict[str, Any] = {
        "n": number, "total": total, "budget": facts.budget, "chosen": chosen.split(", "), "first": first,
        "plan": str(plan["segments"]).split(", "), "chance": plan["probability"], "short": -plan["headroom"],
        "given_up": given_up, "sellers": plan["sellers"], "needed": plan["sellers_needed"], "cash": facts.cash,
        "burn": facts.monthly_burn, "gone": facts.base_gone_month, "next": str(next_row["segments"]).split(", "),
        "all_sellers": alone["sellers_needed"].iloc[-1],
        "next_chance": next_row["probability"], "missing": -next_row["headroom"],
    }  # fmt: skip
    key = _key(number, total, facts)
    if key == "none" and next_row["probability"] >= knobs.stop_probability:
        key = "none_surely"
    if key == "all" and values["all_sellers"] > values["sellers"]:
        key = "no_sellers"
    return basis.with_inputs(Input(name="paths", grade=_grade(facts), source="segments", n=None)).finding(
        leans_on=("paths", *(("finance",) if facts.cash_source == "finance" else ("cash", "monthly_burn")), *KNOBS),
        code="fund_together",
        verdict=verdict,
        question=basis.say("together.question"),
        action=basis.say("together.give_up", **values) if verdict is Verdict.STOP and number and given_up else None,
        headline=basis.say(f"together.{key}", **values),
        answer=" ".join(_told(values, verdict, basis)),
        estimate=float(number),
        unit="segments",
        prob=plan["probability"],
        would_change_it=_change(values, number, total, basis),
    )


def _verdict(plan: pd.Series, knobs: Knobs) -> Verdict:
    if plan["probability"] < knobs.stop_probability:
        return Verdict.STOP
    short_of_sellers = plan["sellers_needed"] > plan["sellers"]
    if plan["probability"] < knobs.go_probability or short_of_sellers or plan["weak"]:
        return Verdict.CAUTION
    return Verdict.GO


def _key(number: int, total: int, facts: Facts) -> str:
    if number == 0:
        return "none_anyway" if facts.base_headroom < 0 else "none"
    if number == total:
        return "all" if total > 1 else "only"
    return "one" if number == 1 else "some"


def _told(values: dict[str, Any], verdict: Verdict, basis: Basis) -> list[str]:
    told = [basis.say("together.plan" if len(values["plan"]) > 1 else "together.plan_one", **values)]
    if values["short"] > 0:
        told.append(basis.say("together.short", **values))
    if not math.isnan(values["sellers"]):
        enough = values["needed"] <= values["sellers"]
        told.append(basis.say("together.sellers_enough" if enough else "together.sellers_short", **values))
    if verdict is not Verdict.STOP and len(values["plan"]) > 1:
        told.append(basis.say("together.owners"))
    return told


def _change(values: dict[str, Any], number: int, total: int, basis: Basis) -> str:
    if number == total:
        return basis.say("together.change_all", **values)
    return basis.say("together.change" if values["missing"] > 0 else "together.change_surer", **values)


def _grade(facts: Facts) -> Grade:
    return Grade(max(facts.tradeoffs.loc[facts.tradeoffs["trough"].notna(), "grade"], default="E5"))


def _cannot_tell(facts: Facts, basis: Basis, total: int) -> Finding:
    gap = next((one for one in facts.tradeoffs["missing"] if one), "cash").split(", ")[0]
    segment = facts.tradeoffs["segment"].iloc[0]
    return basis.finding(
        leans_on=KNOBS,
        code="fund_together",
        verdict=Verdict.CANNOT_TELL,
        question=basis.say("together.question"),
        headline=basis.say("together.unknown", total=total),
        answer=basis.say("together.unknown_answer", gap=basis.say(f"figure.{gap}")),
        would_change_it=basis.say(f"find.{gap}", segment=segment),
    )
