"""Which segment first, what each costs, how many can be funded at once, and which ways to sell prices can bear."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.segments.order import ALL

from .facts import Facts
from .judged import WEAK, status
from .knobs import Knobs
from .motion_rule import motion_fit
from .rows import LEVEL
from .together_rule import fund_together

MONEY_KNOBS = ("acquisition_budget", "reserve_months", "budget_in_burn")
VALUE_KNOBS = ("horizon_months", "discount_annual", "go_probability", "stop_probability", "least_worth")
UNLIKELY_CASH = ("no_cash", "tight")


def which_segment(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Which segment should be pursued first, with the people and the cash that there are?"""
    row = facts.of(facts.best)
    verdict, reason = status(row, knobs)
    key = _headline_key(verdict, reason)
    values = values_of(facts, row, basis)
    headline = basis.say(f"first.{key}", **values)
    told = [_compared(facts, basis)]
    if key in UNLIKELY_CASH:
        gone = "first.gone_anyway" if facts.base_headroom < 0 else "first.gone"
        told += [basis.say(gone, **values) if row["gone_month"] > 0 else "", _fits_once(facts, basis)]
    elif key == "first" and len(facts.tradeoffs) > 1:
        told.append(basis.say("first.why", **values))
    if facts.partner_deals:
        told.append(basis.say("partners_apart", n=facts.partner_deals))
    return finding_of(
        facts, row, basis, code="which_segment", verdict=verdict, question=basis.say("first.question"),
        headline=headline, answer=" ".join(one for one in told if one) or basis.say("first.unknown_answer"),
        would_change_it=change_of(facts, row, reason, basis),
    )  # fmt: skip


def segment_tradeoff(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """What does a segment cost in cash and months, and does it pay?"""
    return tuple(_tradeoff(facts, row, knobs, basis) for _, row in facts.tradeoffs.iterrows())


def _tradeoff(facts: Facts, row: pd.Series, knobs: Knobs, basis: Basis) -> Finding:
    verdict, reason = status(row, knobs)
    values = values_of(facts, row, basis)
    known = not math.isnan(row["ltv"] + row["cac"]) and "price" not in row["missing"]
    told = [basis.say(f"segment.{_unit_key(row)}", **values)] if known else []
    if row["trough"] < 0 and reason != "no_cash":
        told.append(basis.say("segment.dips" if row["break_even_month"] > 0 else "segment.dips_for_good", **values))
    if not math.isnan(row["cac_if_more_won"]):
        told.append(basis.say("segment.between" if row["cac_if_fewer_won"] > 0 else "segment.at_least", **values))
    if row["margin_is"] == "before" and told and reason != "before_service":
        told.append(basis.say("segment.before", **values))
    if reason in ("before_service", "weak"):
        told.append(basis.say("segment.chances", **values))
    return finding_of(
        facts, row, basis, code="segment_tradeoff", verdict=verdict,
        question=basis.say("segment.question", **values), headline=basis.say(f"segment.{reason}", **values),
        answer=" ".join(told) or basis.say("segment.nothing", **values),
        would_change_it=change_of(facts, row, reason, basis),
    )  # fmt: skip


def _unit_key(row: pd.Series) -> str:
    if row["margin"] <= 0:
        return "no_margin"
    return "never_back" if row["never_pays_back"] or math.isinf(row["payback_p50"]) else "unit"


def finding_of(facts: Facts, row: pd.Series, basis: Basis, **rest: Any) -> Finding:
    """Return a finding on one segment, with the figures that it leans on."""
    inputs = _inputs(facts, row["segment"])
    cash = ("finance",) if facts.cash_source == "finance" else ("cash", "monthly_burn")
    cash_known = () if math.isnan(facts.cash) else cash
    payback = f"payback_{row['tier'].lower()}"
    reason_is_cash = rest["verdict"] is Verdict.STOP and row["p_never_earns"] < 0.5
    return basis.with_inputs(*inputs).finding(
        leans_on=(*(one.name for one in inputs), *cash_known, *MONEY_KNOBS, *VALUE_KNOBS, payback),
        estimate=math.inf if row["never_pays_back"] else row["payback_months"],
        low=row["payback_p10"],
        high=row["payback_p90"],
        level=LEVEL,
        unit="months",
        prob=row["p_affordable"] if reason_is_cash else row["p_payback"],
        n=int(row["deals"]) or None,
        evidence=_evidence(row, basis),
        scope=row["segment"],
        **rest,
    )


def _inputs(facts: Facts, segment: str) -> list[Input]:
    """Return the figures of a segment that the answer moves with, as inputs; its assumptions hang on the first."""
    moves = facts.moves[facts.moves["segment"].eq(segment)]
    moving = moves[moves["correlation"].ne(0)] if moves["correlation"].ne(0).any() else moves
    ids = set(facts.assumed.loc[facts.assumed["segment"].eq(segment), "id"])
    assumed = tuple(one for one in facts.registered if one.id in ids)
    return [
        Input(
            name=f"{segment}.{one['figure']}", grade=Grade(one["grade"]), source=one["source"], n=int(one["n"]) or None,
            assumptions=assumed if place == 0 else (),
        )
        for place, (_, one) in enumerate(moving.iterrows())
    ]  # fmt: skip


def values_of(facts: Facts, row: pd.Series, basis: Basis) -> dict[str, Any]:
    """Return everything that a sentence on a segment may say."""
    return {
        "segment": basis.say("everybody") if row["segment"] == ALL else row["segment"],
        "cac": row["cac"], "ltv": row["ltv"], "ratio": row["ltv_ratio"],
        "worth": (row["ltv_ratio"], row["ratio_p10"], row["ratio_p90"]), "acv": row["acv"],
        "payback": row["payback_months"], "months": (row["payback_months"], row["payback_p10"], row["payback_p90"]),
        "target": row["target_months"], "chance": row["p_payback"], "carried": row["p_affordable"],
        "hole": -row["trough"], "low": row["trough_month"], "back": row["break_even_month"],
        "gone": row["gone_month"], "burn": facts.monthly_burn, "cash": facts.cash, "budget": facts.budget,
        "limit": row["burn_limit"], "needed": row["cash_needed"], "most": row["budget_limit"],
        "fewer": row["cac_if_fewer_won"], "more": row["cac_if_more_won"], "never": row["p_never_earns"],
        "base_gone": facts.base_gone_month, "reserve": facts.reserve, "price": row["acv"],
        "gap": basis.say(f"figure.{row['gap']}") if row["gap"] else "", "count": len(facts.tradeoffs),
    }  # fmt: skip


def _headline_key(verdict: Verdict, reason: str) -> str:
    if verdict is Verdict.CANNOT_TELL:
        return "unknown"
    return reason if verdict is Verdict.STOP or reason == "tight" else "first"


def _compared(facts: Facts, basis: Basis) -> str:
    """Return the holes of all segments, the best first; nothing where no path is known."""
    rows = [facts.of(name) for name in facts.ranked]
    known = [row for row in rows if row["trough"] < 0]
    told = [
        basis.say(
            "first.hole" if row["break_even_month"] > 0 else "first.hole_for_good", **values_of(facts, row, basis)
        )
        for row in known
    ]
    return basis.say("first.holes", holes=told) if told else ""


def _fits_once(facts: Facts, basis: Basis) -> str:
    """Return the burn below which each segment would fit, the highest first."""
    back = facts.tradeoffs["burn_limit"].gt(0) & facts.tradeoffs["break_even_month"].notna()
    rows = facts.tradeoffs[back].sort_values(["burn_limit", "segment"], ascending=[False, True])
    told = [basis.say("first.limit", **values_of(facts, row, basis)) for _, row in rows.iterrows()]
    return basis.say("first.limits", limits=told) if told else ""


def change_of(facts: Facts, row: pd.Series, reason: str, basis: Basis) -> str:
    """Return what would turn the verdict: the missing datum, the money, or the figure that moves it most."""
    values = values_of(facts, row, basis)
    if row["missing"]:
        return basis.say(f"find.{row['gap']}", **values)
    if reason in UNLIKELY_CASH:
        first = "change.cash" if row["burn_limit"] > 0 else "change.cash_alone"
        budget = basis.say("change.budget", **values) if 0 < row["budget_limit"] < facts.budget else ""
        held = basis.say("change.held", **values) if basis.knobs["budget_in_burn"].is_default else ""
        return " ".join(one for one in (basis.say(first, **values), budget, held) if one)
    moved = basis.say("change.weak" if row["grade"] in WEAK else "change.moves", **values)
    return f"{moved} {basis.say('find.' + row['gap'], **values)}" if row["gap"] else moved


def _evidence(row: pd.Series, basis: Basis) -> tuple[Evidence, ...]:
    source = row["win_from"] or "segments"
    known = [
        Evidence(name=basis.say("evidence.cac"), value=row["cac"], unit="money", source=source, low=row["cac_p10"],
                 high=row["cac_p90"], n=int(row["deals"]) or None),
        Evidence(name=basis.say("evidence.ratio"), value=row["ltv_ratio"], unit="times", source="segments",
                 low=row["ratio_p10"], high=row["ratio_p90"]),
        Evidence(name=basis.say("evidence.in_time", target=row["target_months"]), value=row["p_payback"],
                 unit="probability", source="segments"),
        Evidence(name=basis.say("evidence.carried"), value=row["p_affordable"], unit="probability", source="finance"),
        Evidence(name=basis.say("evidence.trough"), value=row["trough"], unit="money", source="segments"),
    ]  # fmt: skip
    return tuple(one for one in known if math.isfinite(one.value))


RULES = (which_segment, segment_tradeoff, fund_together, motion_fit)
