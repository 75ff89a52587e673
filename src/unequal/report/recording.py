"""`record.json`: the union of a report's blocks, sorted. `diff` reads it, and nothing else feeds it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .document import Document
from .inert import wholesome

Json = dict[str, Any]

SCHEMA = "unequal.record/1"
HEAD = ("company", "slug", "as_of", "scenario", "currency", "locale")
FIGURES = ("verdict", "estimate", "low", "high", "level", "unit", "prob", "n", "grade")
PLURAL = {
    "finding": "findings",
    "chart": "charts",
    "table": "tables",
    "what_if": "what_ifs",
    "model": "models",
    "note": "notes",
}
DRAWING = ("spec", "datasets")  # how a chart is drawn; its rows and sentence stay


def record(document: Document) -> Json:
    """Return the record of a report.

    Keys: what was run; ``figures`` (finding's code to its figures; where a rule judges every segment, its code and the
    segment); then every kind of block as a list sorted by
    analysis and name; ``knobs`` by analysis, ``set_aside`` and ``assumptions`` as the run knows them.
    """
    run = document.run
    made: Json = {"schema": SCHEMA, **{key: run.get(key) for key in HEAD}}
    for kind, plural in PLURAL.items():
        made[plural] = _sorted(block for block in document.blocks if block["kind"] == kind)
    made["figures"] = _figures(made["findings"])
    made["knobs"] = {
        name: {one["name"]: one["value"] for one in knobs} for name, knobs in (run.get("knobs") or {}).items()
    }
    made["assumptions"] = run.get("assumptions") or []
    made["set_aside"] = {"tables": run.get("inputs") or [], "problems": run.get("problems") or []}
    made["unavailable"] = {one["name"]: one["unavailable"] for one in run.get("analyses", ()) if one.get("unavailable")}
    return wholesome(made)


def _figures(findings: list[Json]) -> Json:
    scopes: dict[str, set[str]] = {}
    for block in findings:
        scopes.setdefault(block["code"], set()).add(block["scope"])
    return {
        block["code"] if len(scopes[block["code"]]) == 1 else f"{block['code']}.{block['scope']}": {
            key: block[key] for key in FIGURES
        }
        for block in findings
    }


def record_text(document: Document) -> str:
    r"""Return the record as text: sorted keys, LF, one line feed at the end.

    >>> as_text({"b": 1, "a": "é"})
    '{\n "a": "é",\n "b": 1\n}\n'
    """
    return as_text(record(document))


def as_text(content: Json) -> str:
    """Return JSON as every file of a report holds it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def _sorted(blocks: Iterable[Json]) -> list[Json]:
    """Return blocks once each; two of one name that differ are both kept, in a fixed order."""
    once: dict[str, Json] = {}
    for block in blocks:
        kept = {key: value for key, value in block.items() if key not in DRAWING}
        key = json.dumps([str(kept["analysis"]), kept["name"], kept], sort_keys=True, default=str)
        once[key] = kept
    return [once[key] for key in sorted(once)]
