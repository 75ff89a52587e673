"""Gates: findings at which a batch that went well still ends with exit code 10."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from unequal.errors import did_you_mean, shown

from .faults import Faults, Where
from .item import Gate
from .known import Known
from .schema import GateKeys

CANNOT_TELL = "cannot tell"


def tripped(gates: Sequence[Gate], findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a sentence for each finding of a report that trips a gate.

    A gate on the verdict ``cannot tell`` trips as well when the report lacks the finding.

    Args:
        gates: Of the batch.
        findings: Of one report: dicts with `analysis`, `code`, `verdict`, `estimate` and `headline`.

    >>> gate = Gate(name="cash lasts", finding="runway.decision_date", below=6)
    >>> tripped([gate], [{"analysis": "runway", "code": "decision_date", "verdict": "go", "estimate": 4.07}])
    ['cash lasts: runway.decision_date is 4.07, below 6.']
    """
    return [sentence for gate in gates for sentence in _of_gate(gate, findings)]


def _of_gate(gate: Gate, findings: Sequence[Mapping[str, Any]]) -> list[str]:
    meant = [one for one in findings if is_meant(gate.finding, code_of(one))]
    if not meant and CANNOT_TELL in gate.verdicts:
        return [f"{gate.name}: this report has no finding {gate.finding}."]
    found: list[str] = []
    for one in meant:
        why = _why(gate, one)
        headline = str(one.get("headline") or "").strip()
        if why:
            found.append(f"{gate.name}: {code_of(one)} {why}.{' ' if headline else ''}{headline}")
    return found


def _why(gate: Gate, finding: Mapping[str, Any]) -> str:
    """Return what about a finding trips a gate, an empty text where nothing does."""
    if finding.get("verdict") in gate.verdicts:
        return f"says {finding['verdict']}"
    estimate = _number(finding.get("estimate"))
    if estimate is None:
        return ""
    if gate.below is not None and estimate < gate.below:
        return f"is {estimate:.3g}, below {gate.below:g}"
    if gate.above is not None and estimate > gate.above:
        return f"is {estimate:.3g}, above {gate.above:g}"
    return ""


def _number(value: Any) -> float | None:
    """Return an estimate, of which a record writes infinities as texts."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number


def code_of(finding: Mapping[str, Any]) -> str:
    """Return a finding's code with its analysis in front.

    >>> code_of({"analysis": "runway", "code": "decision_date"})
    'runway.decision_date'
    """
    analysis, code = str(finding.get("analysis") or ""), str(finding.get("code") or "")
    return code if not analysis or code.startswith(f"{analysis}.") else f"{analysis}.{code}"


def is_meant(asked: str, code: str) -> bool:
    """Whether a gate's word means a code: the whole of it, or what follows the analysis."""
    return asked in (code, code.partition(".")[2])


def gate_of(keys: GateKeys, number: int, where: Where, known: Known, faults: Faults) -> Gate | None:
    """Return a gate, None where what is wrong with it was noted.

    Args:
        keys: As written.
        number: Its place among the gates, from 1.
        where: Where its keys stand.
        known: What findings there are.
        faults: Where faults are noted.
    """
    if keys.finding is None:
        mend = 'write  finding = "runway.decision_date"  or another code; unequal explain knows them'
        faults.add("gate-wrong", where.value(()), f"gate {number} names no finding", mend=mend)
        return None
    if not any(is_meant(keys.finding, code) for code in known.findings):
        bare = [code.partition(".")[2] for code in known.findings]
        near = did_you_mean(keys.finding, known.findings if "." in keys.finding else bare)
        says = f"finding: no analysis makes a finding {shown(keys.finding)}.{near}"
        faults.add("finding-unknown", where.value(("finding",)), says, mend=f"use one of {', '.join(known.findings)}")
    if not keys.verdicts and keys.below is None and keys.above is None:
        mend = 'write  verdicts = ["stop"],  below = …  or  above = …'
        faults.add("gate-wrong", where.value(()), f"gate {number} never trips", mend=mend)
    return Gate(
        name=keys.name or keys.finding,
        finding=keys.finding,
        verdicts=tuple(dict.fromkeys(keys.verdicts or ())),
        below=keys.below,
        above=keys.above,
        level=keys.level or "stop",
    )
