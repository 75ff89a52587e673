"""Where margins are heading, and what moved them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from unequal.findings import Basis, Evidence, Finding, Verdict
from unequal.segments.order import ALL, OTHER, UNKNOWN

from .facts import Facts
from .knobs import Knobs
from .trends import A_YEAR, DOWN, FEW, FEWEST_QUARTERS, FLAT, MAYBE_DOWN, UP

MOST_CARDS = 6  # segments with a finding of their own, after all customers; all are in the table
VERDICTS = {DOWN: Verdict.STOP, MAYBE_DOWN: Verdict.CAUTION, UP: Verdict.GO, FLAT: Verdict.CANNOT_TELL}


def margin_trend(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Is the margin of this segment getting better or worse, and when does it meet the floor?"""
    rows = facts.trends[~facts.trends["segment"].isin((OTHER, UNKNOWN))].to_dict("records")
    told = [row for row in rows if row["n"]][: MOST_CARDS + 1]
    if not told:
        return (_no_trend(basis),)
    return tuple(_trend(row, knobs, basis) for row in told)


def _no_trend(basis: Basis) -> Finding:
    return basis.finding(
        leans_on=("margin_floor",),
        code="margin_trend",
        verdict=Verdict.CANNOT_TELL,
        question=basis.say("trend.question", segment=basis.say("all_segments")),
        headline=basis.say("trend.nothing"),
        answer=basis.say("trend.nothing_answer"),
        would_change_it=basis.say("trend.unlock"),
    )


def _trend(row: Mapping[Any, Any], knobs: Knobs, basis: Basis) -> Finding:
    status = str(row["status"])
    segment = basis.say("all_segments") if row["segment"] == ALL else str(row["segment"])
    values = {
        "segment": segment, "year": abs(A_YEAR * row["a_quarter"]), "low": A_YEAR * row["low"],
        "high": A_YEAR * row["high"], "n": row["n"], "now": row["margin_now"], "measured": row["measured"],
        "p": row["falling"], "floor": knobs.margin_floor, "quarters": row["to_floor"], "soon": row["to_floor_low"],
        "late": row["to_floor_high"], "fewest": FEWEST_QUARTERS, "kind": basis.say(_kind(row)),
        "other": A_YEAR * row["theil_sen"],
    }  # fmt: skip
    told = [basis.say(f"trend.{'few' if status == FEW else 'known'}_answer", **values)]
    told += [basis.say(_floor(row), **values)] if status in (DOWN, MAYBE_DOWN) and row["after_service"] else []
    told += [basis.say("trend.before", **values)] if not row["after_service"] else []
    verdict = VERDICTS.get(status, Verdict.CANNOT_TELL)
    if not row["after_service"]:  # what is left before service proves nothing of what is left after it
        verdict = Verdict.CAUTION if status in (DOWN, MAYBE_DOWN) else Verdict.CANNOT_TELL
    return basis.finding(
        leans_on=("revenue", "practical_share", "margin_floor", "noise_a_year"),
        code="margin_trend",
        verdict=verdict,
        question=basis.say("trend.question", segment=segment),
        headline=basis.say(f"trend.{status}", **values),
        answer=" ".join(told),
        estimate=A_YEAR * row["a_quarter"],
        low=A_YEAR * row["low"],
        high=A_YEAR * row["high"],
        unit="share a year",
        prob=row["falling"],
        n=int(row["n"]),
        would_change_it=basis.say(
            "trend.change" if status != FEW and row["after_service"] else "trend.change_few", **values
        ),
        scope=str(row["segment"]),
    )


def _kind(row: Mapping[Any, Any]) -> str:
    return "trend.after_service" if row["after_service"] else "trend.before_service"


def _floor(row: Mapping[Any, Any]) -> str:
    if row["to_floor"] == 0:
        return "trend.below_floor"
    return "trend.floor_open" if math.isinf(row["to_floor_high"]) else "trend.floor"


def margin_moved(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """What moved the margin: price, mix, hours, rates, or direct cost?"""
    rows = facts.change
    if rows.empty:
        return basis.finding(
            leans_on=("window_months",), code="margin_moved", verdict=Verdict.CANNOT_TELL,
            question=basis.say("moved.question"), headline=basis.say("moved.unknown"),
            answer=basis.say("moved.unknown_answer"), would_change_it=basis.say("trend.unlock"),
        )  # fmt: skip
    total = float(rows["moved"].sum())
    same = rows[rows["moved"] * total > 0] if total else rows
    most = same.iloc[int(same["moved"].abs().to_numpy().argmax())]
    values = {
        "total": total, "size": abs(total), "part": basis.say(f"part.{most['part']}"), "moved": float(most["moved"]),
        "begin": date.fromisoformat(facts.change_from), "end": date.fromisoformat(facts.change_to),
    }  # fmt: skip
    parts = [basis.say("moved.part", part=basis.say(f"part.{one}"), moved=value) for one, value in
             zip(rows["part"], rows["moved"], strict=True)]  # fmt: skip
    return basis.finding(
        leans_on=("revenue", "practical_share"),
        code="margin_moved",
        verdict=Verdict.CAUTION if total < 0 else Verdict.GO,
        question=basis.say("moved.question"),
        headline=basis.say("moved.fell" if total < 0 else "moved.rose", **values),
        answer=basis.say("moved.answer", parts=parts, **values),
        estimate=total,
        unit="share",
        n=int(facts.quarters["quarter"].nunique()),
        evidence=tuple(
            Evidence(name=basis.say(f"part.{one}"), value=float(value), unit="share", source="revenue, activities")
            for one, value in zip(rows["part"], rows["moved"], strict=True)
        ),
        would_change_it=basis.say("moved.change"),
    )
