"""Conditions on what was found, under which a batch that went well still ends with exit code 10."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from unequal.batch.manifest.item import Gate

Json = dict[str, Any]


def tripped(gates: Iterable[Gate], findings: Sequence[Mapping[str, Any]]) -> tuple[Json, ...]:
    """Return the gates that findings trip, each with what tripped it.

    >>> late = {"analysis": "runway", "code": "runway.fits", "verdict": "stop", "estimate": 2.1}
    >>> [one["name"] for one in tripped([Gate(name="cash", finding="runway.fits", verdicts=("stop",))], [late])]
    ['cash']
    """
    return tuple(_told(gate, one) for gate in gates for one in findings if _means(gate, one) and _trips(gate, one))


def findings_beside(report: Path) -> tuple[Json, ...]:
    """Return the findings of a finished report, from the record beside it; none where there is no sound record."""
    try:
        record = json.loads((report.parent / "record.json").read_text(encoding="utf-8"))
        blocks = [one for one in record["findings"] if isinstance(one, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    keys = ("analysis", "code", "verdict", "estimate", "headline")
    return tuple(
        {key: one.get(key) for key in keys} | {"headline": one.get("headline", one.get("answer"))} for one in blocks
    )


def _means(gate: Gate, finding: Mapping[str, Any]) -> bool:
    """Whether a gate means a finding; codes may begin with their analysis, and a gate may leave that out."""
    code, analysis = str(finding.get("code")), str(finding.get("analysis"))
    return gate.finding in (code, f"{analysis}.{code}", code.removeprefix(f"{analysis}."))


def _trips(gate: Gate, finding: Mapping[str, Any]) -> bool:
    if finding.get("verdict") in gate.verdicts:
        return True
    estimate = _number(finding.get("estimate"))
    if estimate is None:
        return False
    return (gate.below is not None and estimate < gate.below) or (gate.above is not None and estimate > gate.above)


def _number(value: object) -> float | None:
    """Return an estimate; records write infinities as words."""
    if value in ("inf", "-inf"):
        return float(str(value))
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _told(gate: Gate, finding: Mapping[str, Any]) -> Json:
    return {
        "name": gate.name,
        "level": gate.level,
        "finding": gate.finding,
        "verdict": finding.get("verdict"),
        "estimate": finding.get("estimate"),
        "headline": finding.get("headline"),
    }
