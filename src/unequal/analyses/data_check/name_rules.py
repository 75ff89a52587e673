"""Who buys for others without being called a partner, and which segments are one in several spellings."""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Verdict

from .facts import SILENT, Facts
from .knobs import Knobs

CUSTOMERS = "customers"


def roles(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Do customers who buy for others stand among end users, and does it change a figure?"""
    if not facts.mixed:
        return ()
    worst = most_changed(facts.mixing)
    matters = worst is not None and abs(worst["change"]) > knobs.mixing_change
    values = _values(facts, knobs, basis, worst)
    key = f"{facts.mixed}_{'matters' if matters else 'unknown' if worst is None else 'harmless'}"
    unsaid = facts.mixed == SILENT
    silent = _share_silent(facts)
    grave = matters and unsaid and silent >= knobs.unknown_role_share
    verdict = Verdict.STOP if grave else Verdict.CAUTION if unsaid and (matters or worst is None) else Verdict.GO
    answer = basis.say("roles.silent_answer" if unsaid else "roles.said_answer", **values)
    return (
        basis.finding(
            leans_on=(CUSTOMERS, "mixing_change", *(("unknown_role_share",) if unsaid else ())),
            code="roles",
            verdict=verdict,
            question=basis.say("roles.question"),
            headline=basis.say(f"roles.{key}", **values),
            answer=answer,
            action=basis.say("roles.action") if unsaid else None,
            estimate=float("nan") if worst is None else worst["change"],
            unit="share",
            n=facts.customers,
            evidence=_evidence(facts, basis),
            would_change_it=basis.say("roles.silent_change" if unsaid else "roles.said_change"),
        ),
    )


def most_changed(mixing: pd.DataFrame) -> dict[Any, Any] | None:
    """Return the figure that pooling changes the most; None where none is known."""
    known = mixing[mixing["change"].notna()]
    return max(known.to_dict("records"), key=lambda row: abs(row["change"]), default=None)


def _values(facts: Facts, knobs: Knobs, basis: Basis, worst: dict[Any, Any] | None) -> dict[str, Any]:
    change = 0.0 if worst is None else float(worst["change"])
    way = "up" if change > 0 else "down"
    return {
        "n": facts.partners,
        "of": facts.customers,
        "limit": knobs.mixing_change,
        "effect": "" if worst is None else basis.say(f"roles.{worst['figure']}_{way}", by=abs(change)),
    }


def _share_silent(facts: Facts) -> float:
    shares = dict(zip(facts.roles["role"], facts.roles["share"], strict=True))
    return float(shares.get("not said", 0.0))


def _evidence(facts: Facts, basis: Basis) -> tuple[Evidence, ...]:
    units = {"revenue": "money", "churn": "share", "margin": "share"}
    return tuple(
        Evidence(
            name=basis.say(f"roles.{row['figure']}_apart"), value=float(row["apart"]), unit=units[str(row["figure"])],
            source="customers", low=float(row["low"]), high=float(row["high"]), n=int(row["n_apart"]),
        )
        for row in facts.mixing[facts.mixing["change"].notna()].to_dict("records")
    )  # fmt: skip


def segment_names(facts: Facts, _knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Does one segment stand in several spellings?"""
    rows = facts.spellings
    several, slips = rows[rows["different"].gt(1)], rows[rows["slip_of"].ne("")]
    told = [
        *(
            basis.say("segment_names.answer", name=row["name"], spellings=row["spellings"])
            for row in several.head(1).to_dict("records")
        ),
        *(
            basis.say("segment_names.slips", name=row["name"], other=row["slip_of"])
            for row in slips.head(1).to_dict("records")
        ),
    ]
    if not told:
        return ()
    return (
        basis.finding(
            leans_on=tuple(name for name in ("customers", "deals") if name in basis.inputs),
            code="segment_names",
            verdict=Verdict.CAUTION,
            question=basis.say("segment_names.question"),
            headline=basis.say("segment_names.headline", words=facts.segments_stated, names=len(rows) - len(slips)),
            answer=" ".join(told),
            n=int(rows["rows"].sum()),
            would_change_it=basis.say("segment_names.change"),
        ),
    )
