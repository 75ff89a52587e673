"""Whether the price of each segment can bear the way it is sold."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Finding, Grade, Input, Verdict

from .facts import Facts
from .judged import WEAK
from .knobs import Knobs
from .segment_inputs import BEFORE_SERVICE

ORDER = ("no_margin", "none", "other", "own")  # the gravest first
KNOBS = ("payback_small", "payback_medium", "payback_big")


def motion_fit(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Can the price of each segment bear the way it is sold?"""
    judged = [(name, *_fit(facts.motions[facts.motions["segment"].eq(name)])) for name in facts.tradeoffs["segment"]]
    known = [one for one in judged if one[1] != "unknown"]
    if not known:
        return _cannot_tell(facts, basis)
    name, key, row = _worst(known, facts, knobs.target_segment)
    values = _values(row, basis)
    grade = str(max(facts.tradeoffs.loc[facts.tradeoffs["cac"].notna(), "grade"], default="E5"))
    before = bool(facts.tradeoffs["margin_is"].eq(BEFORE_SERVICE).any())
    verdict = _verdict(key, name, facts, weak=grade in WEAK or before)
    each = [basis.say("motion.each", **_values(one[2], basis)) for one in known if one[1] == "own"]
    told = [basis.say(f"motion.{key}_answer", **values)] if key != "own" else []
    others = [one[0] for one in known if one[1] != "own" and one[0] != name]
    told += [basis.say("motion.others", others=others)] if others else []
    told += [basis.say("motion.fitting", fitting=each)] if each else []
    return basis.with_inputs(Input(name="cac", grade=Grade(grade), source="segments", n=None)).finding(
        leans_on=("cac", *KNOBS),
        code="motion_fit",
        verdict=verdict,
        question=basis.say("motion.question"),
        headline=basis.say(f"motion.{key}", **values),
        answer=" ".join(told),
        estimate=row["acv"] / row["minimum_acv"] if row["minimum_acv"] > 0 else math.nan,
        unit="times",
        would_change_it=basis.say(f"motion.{key}_change", **values),
        scope=name if key != "own" else "all",
    )


def _fit(rows: pd.DataFrame) -> tuple[str, Any]:
    """Return what fits a segment: its own motion, another one, none; and the row that says so."""
    usable = rows[rows["acv"].notna() & rows["minimum_acv"].notna()]
    own = usable[usable["own"].astype("bool")]
    if own.empty:
        return "unknown", None
    first = own.iloc[0]
    if bool(first["fits"]):
        return "own", first
    if math.isinf(first["minimum_acv"]):
        return "no_margin", first
    others = usable[usable["fits"].astype("bool")]
    if others.empty:
        return "none", first
    return "other", pd.concat([first, pd.Series({"other": others.iloc[0]["motion"]})])


def _worst(known: list[tuple[str, str, Any]], facts: Facts, target: str) -> tuple[str, str, Any]:
    """Return the segment to speak of: one without any way to sell, else one with another, pursued ones first."""
    return min(known, key=lambda one: (ORDER.index(one[1]), one[0] != target, one[0] not in facts.pursued))


def _verdict(key: str, name: str, facts: Facts, *, weak: bool) -> Verdict:
    if key in ("no_margin", "none") and name in facts.pursued:
        return Verdict.STOP
    return Verdict.CAUTION if key != "own" or weak else Verdict.GO


def _values(row: Any, basis: Basis) -> dict[str, Any]:
    other = row.get("other")
    return {
        "segment": row["segment"], "motion": basis.say(f"sold.{row['motion']}"), "price": row["acv"],
        "least": row["minimum_acv"], "cac": row["cac"], "ceiling": row["ceiling"], "target": row["target_months"],
        "months": row["payback_months"], "other": basis.say(f"sold.{other}") if isinstance(other, str) else "",
        "used_in": row["used_in"],
    }  # fmt: skip


def _cannot_tell(facts: Facts, basis: Basis) -> Finding:
    gap = next(
        (one for row in facts.tradeoffs["missing"] for one in row.split(", ") if one in ("price", "cost")), "cost"
    )
    return basis.finding(
        leans_on=KNOBS,
        code="motion_fit",
        verdict=Verdict.CANNOT_TELL,
        question=basis.say("motion.question"),
        headline=basis.say("motion.unknown"),
        answer=basis.say("motion.unknown_answer"),
        would_change_it=basis.say(f"find.{gap}", segment=facts.tradeoffs["segment"].iloc[0]),
    )
