"""A plan as text, for people: what was read, how, what was guessed, what they should know, what they must decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .model import Confidence, FileUse, Note, Setting, TableMap
from .phrases import one_line, pair


def lines(
    uses: Sequence[FileUse], tables: Sequence[TableMap], settings: Sequence[Setting], notes: Sequence[Note]
) -> list[str]:
    """Return the plan line by line; nothing in it can break a line or move the cursor."""
    text = [
        f"{len(uses)} files:",
        *(f"  {_file(use)}" for use in uses),
        *(line for table in tables for line in _table(table)),
        "At the top of workspace.toml:",
        *(f"  {pair(each.key, each.value)}: {each.says}" for each in settings),
    ]
    told, asked = [note for note in notes if not note.asks], [note for note in notes if note.asks]
    if told:
        text += ["To know:", *(f"  - {_note(note)}" for note in told)]
    if asked:
        text += ["To decide:", *(f"  - {_note(note)}" for note in asked)]
    return [one_line(line) for line in text]


def record(
    uses: Sequence[FileUse], tables: Sequence[TableMap], settings: Sequence[Setting], notes: Sequence[Note]
) -> dict[str, Any]:
    """Return the plan as plain JSON-ready values, for `--json`; cells of the files are not in it."""
    return {
        "files": [asdict(use) for use in uses],
        "tables": {table.table: _record_of(table) for table in tables},
        "settings": {each.key: {"value": str(each.value), "says": each.says} for each in settings},
        "notes": [asdict(note) | {"lines": list(note.lines)} for note in notes],
    }


def _record_of(table: TableMap) -> dict[str, Any]:
    words: dict[str, dict[str, str]] = {}
    for each in table.words:
        words.setdefault(each.ours, {})[each.theirs] = each.means
    return {
        "file": table.file.name,
        "rows": table.file.rows,
        "columns": {
            each.ours: {"theirs": each.theirs, "why": each.why, "how": str(each.confidence)} for each in table.columns
        },
        "derived": {each.ours: each.says for each in table.derived},
        "values": words,
        "decimal": table.decimal,
        "date_order": table.date_order,
    }


def _file(use: FileUse) -> str:
    rows = "" if use.rows is None else f", {use.rows:,} rows"
    return f"{use.name}{rows}: {use.table or 'not used'}, {use.why}"


def _table(table: TableMap) -> list[str]:
    words: dict[str, list[str]] = {}
    for each in table.words:
        words.setdefault(f"{each.ours} {each.means or 'missing'}", []).append(each.theirs)
    return [
        f"{table.table} from {table.file.name} (ours = theirs):",
        *(f"  {each.ours} = {each.theirs}{_how(each.confidence)}" for each in table.columns),
        *(f"  {each.ours}: derived, {each.says}" for each in table.derived),
        *(f"  {ours}: {', '.join(theirs)}" for ours, theirs in words.items()),
    ]


def _how(confidence: Confidence) -> str:
    return "" if confidence is Confidence.KNOWN else f" ({confidence})"


def _note(note: Note) -> str:
    return f"{note.says} {note.mend[:1].upper()}{note.mend[1:]}".strip()
