"""Is a customer worth what winning it costs, did the forecast hold, and what would one over churn have said?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.findings.grade import grade_of_own, worst
from unequal.segments.order import UNKNOWN

from .facts import Facts
from .knobs import Knobs
from .purchases import FEWEST_AGAIN
from .worth import NONE, SURVIVAL

SEEN = "lifetime_value.seen"
RELATED = 0.3  # correlation of how often and how much (assumption)
FEWEST_HELD = 10  # customers a year ago, for a forecast to be tested
MODEST = 1.25  # times too much, up to which one over churn does little harm (assumption)


def worth(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Is a customer of each segment worth more than winning one costs?"""
    return tuple(_worth(row, facts, knobs, basis) for _, row in facts.named.iterrows())


def _worth(row: pd.Series, facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    key = _key(row, facts, knobs)
    verdict = {"go": Verdict.GO, "thin": Verdict.CAUTION, "stop": Verdict.STOP, "loses": Verdict.STOP}.get(
        key, Verdict.CANNOT_TELL
    )
    values = _values(row, facts)
    told = [basis.say(f"worth.{key}_answer", **values)]
    told += [basis.say(f"worth.{one}", **values) for one in _also(row, facts, key)]
    known = facts.contractual and row["model"] != NONE
    grade = grade_of_own(int(row["leavers"]) if facts.contractual else facts.again)
    seen = basis.with_inputs(
        Input(name=SEEN, grade=worst([grade, Grade.OWN_FEW]) if known and not row["leavers"] else grade,
              source="customers, revenue", n=int(row["customers"]))
    )  # fmt: skip
    turned = ("renewal_months",) if knobs.renewal_months is not None and facts.contractual else ()
    return seen.finding(
        leans_on=(SEEN, *turned, "horizon_months", "discount_annual", "enough_ratio", "go_probability"),
        code="worth",
        verdict=verdict,
        question=basis.say("worth.question", segment=_named(row, basis)),
        headline=basis.say(f"worth.{key}", **values, segment=_named(row, basis)),
        answer=" ".join(told),
        estimate=row["value"],
        low=row["low"],
        high=row["high"],
        unit="money",
        prob=row["probability"],
        n=int(row["customers"]),
        evidence=_evidence(row, basis),
        would_change_it=basis.say(f"worth.change_{key}", **values),
        scope=row["segment"],
    )


def _named(row: pd.Series, basis: Basis) -> str:
    return basis.say("everybody") if row["segment"] == "all" else basis.say("of", segment=row["segment"])


def _key(row: pd.Series, facts: Facts, knobs: Knobs) -> str:
    if not facts.contractual:
        return "orders" if row["model"] != NONE else "few_orders"
    if row["model"] == NONE or math.isnan(row["value"]):
        return "no_renewal" if math.isnan(row["months"]) else "no_money"
    if facts.money_is != "contribution":
        return "before_cost"
    if row["value"] <= 0 and row["high"] < row["cac"]:
        return "loses"
    if math.isnan(row["cac"]) or math.isnan(row["low"]):
        return "few" if math.isnan(row["low"]) else "no_gain" if row["value"] <= 0 else "no_cost"
    if row["probability"] >= knobs.go_probability:
        return "go" if row["ratio"] >= knobs.enough_ratio else "thin"
    # a value that is counted only as far as anybody was watched is no proof that a customer is not worth its cost
    return "stop" if row["probability"] <= 1 - knobs.go_probability and row["model"] != SURVIVAL else "unsure"


def _also(row: pd.Series, facts: Facts, key: str) -> list[str]:
    if not facts.contractual:
        return ["related"] if facts.correlation >= RELATED else []
    if key in ("no_renewal", "no_money"):
        return []
    told = ["watched" if row["model"] == SURVIVAL else "renewed"]
    told += ["money_gross"] if facts.money_is == "gross_margin" else []
    told += ["old"] if row["kept"] > row["value"] > 0 and row["model"] != SURVIVAL else []
    return told


def _values(row: pd.Series, facts: Facts) -> dict[str, Any]:
    return {
        "worth": (row["value"], row["low"], row["high"]), "value": row["value"], "cac": row["cac"],
        "ratio": row["ratio"], "p": row["probability"], "months": row["months"], "money": row["money"],
        "n": int(row["customers"]), "left": int(row["leavers"]), "asked": int(row["asked"]), "period": row["period"],
        "reach": row["reach"], "kept": row["kept"], "horizon": float(facts.horizon_months), "again": facts.again,
        "needed": FEWEST_AGAIN, "correlation": facts.correlation, "active": int(row["active"]),
    }  # fmt: skip


def _evidence(row: pd.Series, basis: Basis) -> tuple[Evidence, ...]:
    known = [
        Evidence(name=basis.say("evidence.money"), value=row["money"], unit="money", source="revenue"),
        Evidence(name=basis.say("evidence.months"), value=row["months"], unit="months", source="customers",
                 n=int(row["leavers"])),
        Evidence(name=basis.say("evidence.cac"), value=row["cac"], unit="money", source="segments, deals"),
    ]  # fmt: skip
    return tuple(one for one in known if math.isfinite(one.value))


def how_they_leave(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Is it on record when a customer leaves, and so which way of counting applies?"""
    left, n = int(facts.segments["leavers"].sum()), int(facts.segments["customers"].sum())
    gone = n - int(facts.segments["active"].sum())
    key = "orders" if not facts.contractual else "all_left" if gone == n else "recorded" if left else "nobody_left"
    verdict = Verdict.GO if key == "recorded" and not facts.late else Verdict.CAUTION
    told = [basis.say(f"kind.{key}_answer", left=gone, n=n)]
    told += [basis.say("kind.late")] if facts.late else []
    told += [basis.say("kind.losing", n=facts.losing)] if facts.losing else []
    told += [basis.say("kind.credits", n=facts.credits)] if facts.credits else []
    grade = grade_of_own(n)
    return basis.with_inputs(Input(name=SEEN, grade=grade, source="customers", n=n)).finding(
        leans_on=(SEEN,),
        code="how_they_leave",
        verdict=Verdict.CANNOT_TELL if key == "nobody_left" else verdict,
        question=basis.say("kind.question"),
        headline=basis.say(f"kind.{key}", left=gone, n=n),
        answer=" ".join(told),
        n=n,
        would_change_it=basis.say(f"kind.change_{key}"),
    )


def held_out(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Did the forecast of a year ago come true?"""
    n = facts.held_customers
    if n < FEWEST_HELD:
        return basis.with_inputs(Input(name=SEEN, grade=Grade.GUESS, source="customers", n=n)).finding(
            leans_on=(SEEN,), code="held_out", verdict=Verdict.CANNOT_TELL, question=basis.say("held.question"),
            headline=basis.say("held.none"), answer=basis.say("held.none_answer", n=n), n=n,
            would_change_it=basis.say("held.change_none"),
        )  # fmt: skip
    last = facts.held_out.iloc[-1]
    inside = last["low"] <= last["actual"] <= last["high"]
    values = {"p": (last["predicted"], last["low"], last["high"]), "actual": last["actual"], "n": n}
    key = "held" if inside else "more_stayed" if last["actual"] > last["high"] else "more_left"
    return basis.with_inputs(Input(name=SEEN, grade=grade_of_own(n), source="customers", n=n)).finding(
        leans_on=(SEEN,),
        code="held_out",
        verdict=Verdict.GO if inside else Verdict.CAUTION,
        question=basis.say("held.question"),
        headline=basis.say(f"held.{key}", actual=last["actual"]),
        answer=basis.say("held.answer", **values),
        estimate=last["predicted"],
        low=last["low"],
        high=last["high"],
        unit="share",
        n=n,
        would_change_it=basis.say(f"held.change_{key}"),
    )


def one_over_churn(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """How far off is a lifetime of one over churn?"""
    rows = facts.segments[facts.segments["months"].notna() & facts.segments["model"].ne(SURVIVAL)]
    rows = rows[rows["segment"].ne(UNKNOWN)] if rows["segment"].ne(UNKNOWN).any() else rows
    n = int(rows["customers"].sum())
    known = basis.with_inputs(Input(name=SEEN, grade=grade_of_own(n), source="customers", n=n))
    question = basis.say("naive.question")
    if rows.empty:
        return known.finding(
            leans_on=(SEEN,), code="one_over_churn", verdict=Verdict.CANNOT_TELL, question=question, n=n,
            headline=basis.say("naive.none"), answer=basis.say("naive.none_answer"),
            would_change_it=basis.say("naive.change"),
        )  # fmt: skip
    worst_row = rows.iloc[int(rows["overstates"].argmax())]
    times = worst_row["overstates"]
    key = "endless" if math.isinf(times) else "over" if times > MODEST else "near"
    values = {
        "times": times, "naive": worst_row["naive_months"], "months": worst_row["months"],
        "segment": _named(worst_row, basis), "horizon": float(facts.horizon_months),
    }  # fmt: skip
    return known.finding(
        leans_on=(SEEN, "horizon_months", "discount_annual"),
        code="one_over_churn",
        verdict=Verdict.GO if key == "near" else Verdict.CAUTION,
        question=question,
        headline=basis.say(f"naive.{key}", **values),
        answer=basis.say(f"naive.{key}_answer", **values),
        estimate=times,
        unit="times",
        n=n,
        would_change_it=basis.say("naive.change"),
    )


RULES = (worth, how_they_leave, held_out, one_over_churn)
