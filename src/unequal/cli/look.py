"""Commands that look: check, run, explain, doctor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unequal.errors import InputError, did_you_mean

from .told import json_wanted, machine, people


def check(workspace: Path, *, as_of: str | None, scenario: str) -> int:
    """Say what was read, what is wrong with it, and what it can answer."""
    import unequal.workbook.display as display
    from unequal.analyses import analyses, find
    from unequal.analyses.door import run as run_analysis
    from unequal.workbook import Run
    from unequal.workbook.run import set_aside_block

    first = run_analysis("data_check", workspace, as_of=as_of, scenario=scenario)
    session = first.session
    read = set_aside_block(session, None)
    rows = [_answerable(Run(session, find(name))) for name in analyses()]
    if json_wanted():
        machine({"ok": True, "exit_code": 0, **{key: read[key] for key in ("tables", "problems")}, "analyses": rows})
        return 0
    space = session.workspace
    people(f"{space.name}, as of {space.as_of} ({space.as_of_origin}), scenario {space.scenario}\n")
    people(display.counts_text(read))
    for one in session.tables.problems:
        people(f"\n{one}")
    people()
    people(display.findings_text(first.findings))
    people()
    for row in rows:
        state = "can be answered" if row["unavailable"] is None else f"not yet: {row['unavailable']['unlock']}"
        people(f"{row['name']}: {row['question']} - {state}")
    return 0


def _answerable(made: Any) -> dict[str, Any]:
    content = made.block
    return {key: content[key] for key in ("name", "question", "unavailable")}


def run(name: str, workspace: Path, *, as_of: str | None, scenario: str, given: Mapping[str, Any]) -> int:
    """Run one analysis and print its findings."""
    import unequal.workbook.display as display
    from unequal.analyses.door import run as run_analysis

    made = run_analysis(name, workspace, as_of=as_of, scenario=scenario, **given)
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "record": made.record()})
        return 0
    people(f"{made}\n")
    if made.facts is None:
        missing = made.block["unavailable"]
        people(f"{missing['says']} {missing['unlock']}")
    for one in made.findings:
        people(display.findings_text([one]))
        if one.would_change_it:
            people(f"  Would change it: {one.would_change_it}")
    return 0


def explain(code: str) -> int:
    """Tell more about a finding, a problem, a knob or an assumption."""
    found = _explained(code)
    if json_wanted():
        machine({"ok": True, "exit_code": 0, **found})
        return 0
    for name, value in found.items():
        if value not in (None, ""):
            people(f"{name}: {value}")
    return 0


def _explained(code: str) -> dict[str, Any]:
    from unequal.analyses import discovered
    from unequal.assumptions import catalogue
    from unequal.tables.problem_codes import PROBLEM_CODES
    from unequal.words import Words
    from unequal.workbook.plain import plain
    from unequal.workspace import CONFIG_CODES

    known: dict[str, dict[str, Any]] = {}
    for name, assumption in catalogue().items():
        known[name] = {"assumption": name, **plain(assumption)}
    for name, entry in PROBLEM_CODES.items():
        known[name] = {"problem": name, **entry._asdict()}
    for name, explanation in CONFIG_CODES.items():
        known[name] = {"problem": name, "explanation": explanation}
    for name, analysis in discovered().items():
        for rule in analysis.rules:
            known[f"{name}.{rule.__name__}"] = {"finding": f"{name}.{rule.__name__}", "says": _sentence(rule)}
        for knob, field in analysis.knobs.model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            known.setdefault(f"{name}.{knob}", {"knob": f"{name}.{knob}", "says": field.description,
                                                "default": field.default, **extra})  # fmt: skip
        question = Words.load(analysis.folder)("question")
        known.setdefault(name, {"analysis": name, "question": question, "needs": ", ".join(analysis.needs)})
    if code not in known:
        found = f"Nothing is called '{code}'.{did_you_mean(code, known)}"
        raise InputError(found, mend="Codes stand beside findings and problems; assumptions are B01 to B47 and names.")
    return known[code]


def _sentence(rule: Any) -> str:
    return (rule.__doc__ or "").strip().split("\n")[0]


def doctor() -> int:
    """See whether this machine has all that is needed; ends with 4 when something is missing."""
    from .doctor import examined

    rows = examined()
    if json_wanted():
        machine(
            {
                "ok": all(row["ok"] for row in rows),
                "exit_code": 0 if all(row["ok"] for row in rows) else 4,
                "checks": rows,
            }
        )
    for row in rows:
        people(f"{'ok   ' if row['ok'] else 'FAULT'} {row['what']}: {row['found']}")
        if not row["ok"]:
            people(f"      Mend: {row['mend']}")
    return 0 if all(row["ok"] for row in rows) else 4
