"""Conditions on what was found, under which a batch that went well still ends with exit code 10."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from unequal.batch.manifest.gates import tripped as sentences
from unequal.batch.manifest.item import Gate

Json = dict[str, Any]


def tripped(gates: Iterable[Gate], findings: Sequence[Mapping[str, Any]]) -> tuple[Json, ...]:
    """Return the gates that the findings of one report trip, each with a sentence on what tripped it.

    >>> late = {"analysis": "runway", "code": "runway.fits", "verdict": "stop", "estimate": 2.1}
    >>> [one["says"] for one in tripped([Gate(name="cash", finding="runway.fits", verdicts=("stop",))], [late])]
    ['runway.fits says stop.']
    """
    return tuple(
        {"name": gate.name, "level": gate.level, "finding": gate.finding, "says": says.removeprefix(f"{gate.name}: ")}
        for gate in gates
        for says in sentences([gate], findings)
    )


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
