"""`unequal check`: one page that a founder reads in a minute, from the rows to the questions."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unequal.errors import InputError

from . import cards, problems
from .page import Page
from .told import json_wanted, machine
from .told import page as new_page

if TYPE_CHECKING:
    from unequal.words import Words
    from unequal.workbook import Run, Session
    from unequal.workspace import Workspace

COUNTS = {"read": "read", "used": "used", "set_aside": "set aside", "duplicates": "duplicates",
          "after_as_of": "later", "blank": "blank"}  # fmt: skip
GUESSED = "as_of"  # id under which an import registers the day that it guessed


def check(workspace: Path, *, as_of: str | None, scenario: str) -> int:
    """Say what was read, what is wrong with it, and what it can answer."""
    from unequal.analyses import analyses, find
    from unequal.analyses.door import run
    from unequal.workbook import Run
    from unequal.workbook.run import set_aside_block

    try:
        first = run("data_check", workspace, as_of=as_of, scenario=scenario)
    except InputError as fault:
        raise _with_first_steps(fault, workspace) from fault
    session = first.session
    read = set_aside_block(session, None)
    questions = [_question(Run(session, find(name))) for name in analyses()]
    page = new_page()
    _head(page, session.workspace, first.words)
    if read["tables"]:
        _rows(page, read["tables"], first.words, session.workspace)
    problems.told(page, session.tables.problems)
    if first.findings:
        page.heading("What the rows say about themselves")
        cards.findings(page, first, brief=True)
    _questions(page, questions)
    _next(page, workspace, questions)
    if json_wanted():
        machine({"ok": True, "exit_code": 0, **_about(session), "tables": read["tables"],
                 "problems": read["problems"], "analyses": questions,
                 "findings": first.record()["findings"]})  # fmt: skip
    return 0


def _about(session: Session) -> dict[str, Any]:
    space = session.workspace
    return {
        "company": space.name,
        "as_of": space.as_of.isoformat(),
        "as_of_origin": space.as_of_origin,
        "scenario": space.scenario,
    }


def _with_first_steps(fault: InputError, workspace: Path) -> InputError:
    """Return the fault; of a workspace that holds nothing yet, with what to do first."""
    data = workspace / "data"
    codes = {one.code for one in fault.problems}
    if codes != {"as-of-missing"} or (data.is_dir() and any(data.iterdir())):
        return fault
    steps = (
        f"This workspace is new. Put your exports into {data}, such as deals.csv, or type cash and "
        f"monthly_burn under [plan] of {workspace / 'workspace.toml'}; write as_of there; then check again."
    )
    return InputError(fault.found, mend=steps, problems=fault.problems)


def _head(page: Page, space: Workspace, words: Words) -> None:
    day = words.date(space.as_of)
    page.text(f"{space.name} as of {day}", style="bold")
    guess = space.assumptions.get(GUESSED)
    if guess is not None and guess.source == space.as_of_origin:
        page.text(
            f"the day is {guess.source}. Correct as_of in workspace.toml; once it is right, take as_of out of "
            "[assumptions] there.",
            lead="Assumed: ",
            lead_style="bold yellow",
        )
    else:
        origin = "given for this run" if space.as_of_origin == "given" else f"from {space.as_of_origin}"
        page.text(f"Day {origin}, scenario {space.scenario}.", style="dim")
    if space.unexpected:
        page.text(f"Kept in data/ and not read, since no table is called so: {', '.join(space.unexpected)}.")


def _rows(page: Page, tables: Sequence[Mapping[str, Any]], words: Words, space: Workspace) -> None:
    page.heading("Rows")
    shown = [[_named(one), *(words.write(one[key], "whole") for key in COUNTS)] for one in tables]
    if len(tables) > 1:
        sums = [words.write(sum(one[key] for one in tables), "whole") for key in COUNTS]
        shown.append(["together", *sums])
    page.table(["", *COUNTS.values()], shown)
    page.text(
        f"read = used + set aside + duplicates + later (dated after {words.date(space.as_of)}) + blank",
        indent=2,
        style="dim",
    )


def _named(table: Mapping[str, Any]) -> str:
    """Return a table's name, with its file where the name does not tell it."""
    file = str(table["file"])
    return str(table["table"]) if Path(file).stem == table["table"] else f"{table['table']} ({file})"


def _question(made: Run) -> dict[str, Any]:
    content = made.block
    return {key: content[key] for key in ("name", "title", "question", "unavailable")}


def _questions(page: Page, rows: Sequence[Mapping[str, Any]]) -> None:
    width = max(len(one["name"]) for one in rows) + 2
    for title, wanted in (("Can be answered", True), ("Not yet", False)):
        chosen = [one for one in rows if (one["unavailable"] is None) is wanted]
        if not chosen:
            continue
        page.heading(title)
        for one in chosen:
            page.text(str(one["question"]), indent=2, lead=str(one["name"]).ljust(width), lead_style="bold")
            if not wanted:
                page.text(one["unavailable"]["unlock"], indent=2 + width, style="dim")


def _next(page: Page, workspace: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    place = shlex.quote(str(workspace))
    page.blank()
    if any(one["unavailable"] is None for one in rows):
        page.text(f"Next: unequal report {place}, or one question: unequal run NAME {place}")
        page.text("More about a code in brackets: unequal explain CODE", style="dim")
    else:
        page.text(f"Next: put exports into {workspace / 'data'}, then: unequal check {place}")
