"""Commands that begin something: a workspace, an import."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .told import answer, json_wanted, machine
from .told import page as new_page


def new(folder: Path, *, name: str | None, notebooks: bool) -> int:
    """Make an empty workspace; the last line on stdout is its path."""
    from unequal.workspace.writing import new_workspace

    from .own_notebooks import copy_missing

    made = new_workspace(folder, name=name).parent
    if notebooks:
        copy_missing(made)
    page = new_page()
    page.text(f"1. Put your exports into {made / 'data'}, such as deals.csv; or type cash and burn under [plan].")
    page.text(f"2. Write as_of, the day of the exports, into {made / 'workspace.toml'}.")
    page.text(f"3. unequal check {shlex.quote(str(made))}")
    page.text("Exports with other names and columns: unequal import FILES --into ANOTHER_DIR", style="dim")
    _end_with(made)
    return 0


def import_files(files: Sequence[Path], *, into: Path | None, mappings: Sequence[str], explain: bool) -> int:
    """Turn exports into a workspace; the last line on stdout is its path.

    Args:
        files: Exports, or folders of them.
        into: The workspace to make; None only where nothing is made.
        mappings: What the user lays down.
        explain: Say what would be done, and do nothing.
    """
    from unequal.importers import plan_import, write_import

    plan = plan_import(list(files), maps=list(mappings))
    page = new_page()
    for line in plan.explain():
        words = line.lstrip(" ")
        page.text(words, indent=len(line) - len(words), style="bold" if words == line else "")
    if explain or into is None:
        page.blank()
        page.text("Nothing was written; without --explain it would be.")
        _end_with(None, plan.record())
        return 0
    made = write_import(plan, into)
    place = shlex.quote(str(made))
    page.blank()
    page.text(f"Next: unequal check {place}, then: unequal report {place}")
    _end_with(made, plan.record())
    return 0


def _end_with(folder: Path | None, record: dict[str, Any] | None = None) -> None:
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "workspace": str(folder) if folder else None, **(record or {})})
    elif folder:
        answer(str(folder))
