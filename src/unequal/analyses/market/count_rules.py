"""Can the counts be believed, and does every source show a pyramid?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict
from unequal.words import Words

from .facts import Facts
from .knobs import Knobs

COUNTS = "market.counts"
SEVERAL = 2
GRAVEST = (
    "target_missing", "sites_dropped", "only_sites", "total", "own_above", "sources_differ", "empty", "own_sites",
    "spelling", "many_sources",
)  # fmt: skip


def counts(facts: Facts, _knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Is anybody counted twice, or nobody?"""
    if facts.doubts.empty:
        return ()
    ordered = gravest_first(facts.doubts)
    told = [say_doubt(row, basis.words) for row in ordered.to_dict("records")]
    counted = _graded(basis, facts)
    return (
        counted.finding(
            leans_on=(COUNTS,),
            code="counts",
            verdict=Verdict.CAUTION,
            question=basis.say("counts.question"),
            headline=told[0],
            answer=" ".join(told[1:]) or basis.say(f"counts.means_{ordered['kind'].iloc[0]}"),
            n=len(facts.tiers),
            would_change_it=basis.say(f"counts.mend_{ordered['kind'].iloc[0]}"),
        ),
    )


def gravest_first(doubts: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts, those first that bend a count the most."""
    rank = doubts["kind"].map({kind: place for place, kind in enumerate(GRAVEST)})
    return doubts.assign(rank=rank).sort_values("rank", kind="stable", ignore_index=True).drop(columns="rank")


def say_doubt(row: dict[Any, Any], words: Words) -> str:
    """Return one doubt as a sentence."""
    return words(f"counts.{row['kind']}", **{key: value for key, value in row.items() if key != "kind"})


def by_source(facts: Facts, _knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """In how many of the sources are the larger the fewer?"""
    rows = facts.sources
    if len(rows) < SEVERAL:
        return ()
    fails, wide = rows[rows["rises_by_width"].ne("")], rows[rows["rises"].ne("") & rows["rises_by_width"].eq("")]
    key = "fails" if len(fails) else "holds"
    flat, steep = rows.iloc[0], rows.iloc[-1]
    values: dict[str, Any] = {
        "n": len(rows), "good": len(rows) - len(fails),
        "failing": "; ".join(fails["source"]), "wide": "; ".join(wide["source"]),
        "bands": next(iter(fails["rises_by_width"]), ""), "first": next(iter(fails["source"]), ""),
        "flat": flat["source"], "steep": steep["source"], "most": 10 ** flat["slope"], "fewest": 10 ** steep["slope"],
    }  # fmt: skip
    told = [
        basis.say(f"by_source.{key}_answer", **values),
        *([basis.say("by_source.wide", **values)] if len(wide) else []),
    ]
    return (
        _graded(basis, facts).finding(
            leans_on=(COUNTS,),
            code="by_source",
            verdict=Verdict.CAUTION if len(fails) else Verdict.GO,
            question=basis.say("by_source.question"),
            headline=basis.say(f"by_source.{key}", **values),
            answer=" ".join([*told, basis.say("by_source.range", **values)]),
            estimate=values["good"] / len(rows),
            unit="share",
            n=len(rows),
            evidence=_slopes(rows),
            would_change_it=basis.say("by_source.change"),
        ),
    )


def _slopes(rows: pd.DataFrame) -> tuple[Evidence, ...]:
    """The least and the most steep one."""
    return tuple(
        Evidence(
            name=str(row["source"]), value=float(row["slope"]), unit="slope", source="market",
            low=float(row["slope_low"]), high=float(row["slope_high"]), n=int(row["bands"]),
        )
        for row in (rows.iloc[0], rows.iloc[-1])
        if math.isfinite(row["slope"])
    )  # fmt: skip


def _graded(basis: Basis, facts: Facts) -> Basis:
    weakest = max(facts.tiers["grade"], default="E5")
    return basis.with_inputs(Input(name=COUNTS, grade=Grade(weakest), source="market", n=len(facts.tiers)))
