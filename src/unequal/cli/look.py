"""Commands that look at one thing: run, explain, doctor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .told import json_wanted, machine
from .told import page as new_page


def run(name: str, workspace: Path, *, as_of: str | None, scenario: str, given: Mapping[str, Any]) -> int:
    """Run one analysis and print its findings."""
    from unequal.analyses.door import run as run_analysis

    from . import cards

    made = run_analysis(name, workspace, as_of=as_of, scenario=scenario, **given)
    content, page = made.block, new_page()
    page.text(f"{content['title']}: {content['question']}", style="bold")
    page.text(f"{content['company']} as of {made.words.date(made.as_of)}, scenario {made.scenario}", style="dim")
    if content["unavailable"]:
        page.blank()
        page.text(f"{content['unavailable']['says']} {content['unavailable']['unlock']}", indent=2, lead="Not yet: ")
    cards.findings(page, made)
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "record": made.record()})
    return 0


def explain(code: str) -> int:
    """Tell more about a finding, a problem, a knob or an assumption."""
    from .explain import explained, lines

    found = explained(code)
    page = new_page()
    page.text(code, style="bold")
    told = lines(found)
    width = max((len(name) for name in told), default=0) + 2
    for name, text in told.items():
        page.text(text, indent=2, lead=name.ljust(width), lead_style="dim")
    if json_wanted():
        machine({"ok": True, "exit_code": 0, **found})
    return 0


def doctor() -> int:
    """See whether this machine has all that is needed; ends with 4 when something is missing."""
    from .doctor import examined

    rows, page = examined(), new_page()
    well = all(row["ok"] for row in rows)
    width = max(len(row["what"]) for row in rows) + 2
    for row in rows:
        mark, style = ("ok     ", "green") if row["ok"] else ("FAULT  ", "bold red")
        page.text(f"{row['what'].ljust(width)}{row['found']}", lead=mark, lead_style=style)
        if not row["ok"]:
            page.text(row["mend"], indent=7 + width, lead="Mend: ", lead_style="bold")
    if json_wanted():
        machine({"ok": well, "exit_code": 0 if well else 4, "checks": rows})
    return 0 if well else 4
