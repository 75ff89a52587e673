"""What the other analyses found, joined."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from unequal.analyses.runway.facts import Facts as Runway
from unequal.findings import Finding, Verdict
from unequal.segments.order import ALL
from unequal.workbook import Inputs, Missing

from .knobs import Knobs

# Of equal gravity, what decides stands first.
READ = (
    "runway", "traps", "big_medium_small", "market", "segment_quality", "lifetime_value", "cost_to_serve", "segments",
    "sales_cycle", "data_check",
)  # fmt: skip
# Of several traps the first is named: where each customer loses money, no more time and no more cash helps.
NAMED_FIRST = ("traps.going_too_big", "traps.too_much_tlc", "traps.over_reach")
SEVERITY = (Verdict.STOP, Verdict.CAUTION, Verdict.CANNOT_TELL, Verdict.GO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The figures that the memo stands on.

    Attributes:
        findings: Of all analyses read, the gravest first.
        trap: The trap that the company walks into; None where there is none.
        target: Segment that the plan pursues.
        decision_date: None where no date presses, or none is known.
        decision_months: nan where none is known.
        default_alive: Whether cash never falls below the reserve.
        runway_months: nan where it is not known.
        wins_needed: By the decision date; 0 where it is not known.
        probability, low, high: Of enough wins by it; nan where it is not known.
        lowest_cash: Over the coming 36 months; nan where it is not known.
        lowest_month: Month of it.
        better: Segment with the best chance of as many wins; the target where there is none better.
        better_probability: Its chance.
        reasons: How many findings that would change our mind are shown.
    """

    findings: tuple[Finding, ...]
    trap: Finding | None
    target: str
    decision_date: date | None
    decision_months: float
    default_alive: bool
    runway_months: float
    wins_needed: int
    probability: float
    low: float
    high: float
    lowest_cash: float
    lowest_month: float
    better: str
    better_probability: float
    reasons: int


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Without a single table there is no memo."""
    return None if inputs.tables.names else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Gather what was found, the gravest first."""
    runway: Runway | None = inputs.run("runway")
    target = runway.target if runway else str(inputs.workspace.plan.get("target_segment", ALL))
    findings = [one for name in READ for one in _for_the_plan(inputs.findings(name), target)]
    enough = _enough(runway)
    best = _best(runway)
    lowest = _lowest(runway)
    return Facts(
        findings=tuple(sorted(findings, key=lambda one: SEVERITY.index(one.verdict))),
        trap=_trap(findings),
        target=target,
        decision_date=runway.decision_date if runway else None,
        decision_months=runway.decision_months if runway else math.nan,
        default_alive=runway is not None and math.isnan(runway.decision_months),
        runway_months=runway.runway_months if runway else math.nan,
        wins_needed=runway.wins_needed if runway else 0,
        probability=enough["probability"],
        low=enough["low"],
        high=enough["high"],
        lowest_cash=float(lowest["cash"]),
        lowest_month=float(lowest["month"]),
        better=best[0],
        better_probability=best[1],
        reasons=knobs.reasons,
    )


def _for_the_plan(findings: tuple[Finding, ...], target: str) -> list[Finding]:
    """Return findings, of those that judge each segment the one of the segment that the plan pursues."""
    several = {one.code for place, one in enumerate(findings) if one.code in {other.code for other in findings[:place]}}
    return [one for one in findings if one.code not in several or one.scope == target]


def _trap(findings: list[Finding]) -> Finding | None:
    grave = {one.code: one for one in findings if one.verdict is Verdict.STOP}
    return next((grave[code] for code in NAMED_FIRST if code in grave), None)


def _enough(runway: Runway | None) -> pd.Series:
    nothing = pd.Series({"probability": math.nan, "low": math.nan, "high": math.nan})
    if runway is None or runway.wins.empty:
        return nothing
    rows = runway.wins
    return rows[rows["segment"].eq(runway.target) & rows["k"].eq(runway.wins_needed)].iloc[0]


def _lowest(runway: Runway | None) -> pd.Series:
    if runway is None:
        return pd.Series({"cash": math.nan, "month": math.nan})
    return runway.cash_path.sort_values(["cash", "month"])[["cash", "month"]].iloc[0]


def _best(runway: Runway | None) -> tuple[str, float]:
    if runway is None or runway.wins.empty:
        return (runway.target if runway else ALL, math.nan)
    rows = runway.wins
    segments = rows[rows["k"].eq(runway.wins_needed) & rows["segment"].ne(ALL)]
    if segments.empty:
        return runway.target, math.nan
    top = segments.sort_values(["probability", "segment"], ascending=[False, True]).iloc[0]
    return str(top["segment"]), float(top["probability"])
