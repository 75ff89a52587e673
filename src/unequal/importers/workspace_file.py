"""The text of workspace.toml: ours = theirs, and above each line that was not certain the words that say why."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date

from .model import ColumnMap, Confidence, Note, Setting, TableMap, ValueMap
from .phrases import counted, one_line, pair
from .plan import ImportPlan

WIDTH = 116
HEAD = (
    "Written by an import. Left of = stands our name, right of it the export's. Change here what is wrong; lines that "
    "begin with # are not read. The files under data/ are the export's own, byte for byte, but for those whose name "
    "begins with derived_."
)
NEXT = (
    "What exports of deals do not hold, and what it would unlock: cash and costs a month (runway), revenue a month "
    "(lifetime value, growth), hours of service (cost to serve). Add the tables to data/, or the guesses that you have:"
)
GUESSED = "guessed from the last event"
PLAN = ("[plan]", "cash = 0", "monthly_burn = 0", "target_arr = 0")


def text(plan: ImportPlan, name: str, places: Mapping[str, str]) -> str:
    """Return the whole file.

    Args:
        plan: What was decided.
        name: The company's name.
        places: Our table -> its file, relative to workspace.toml.
    """
    sections = [
        comment(HEAD),
        _settings(plan, name),
        *(_table(table, places[table.table], plan.notes) for table in plan.tables),
        _assumed(plan),
        [*comment(NEXT), *(f"# {line}" for line in PLAN)],
    ]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def comment(words: str) -> list[str]:
    r"""Return a text as comment lines; nothing in it can end the comment.

    >>> comment("two\nlines")
    ['# two\\nlines']
    """
    wrapped = textwrap.wrap(one_line(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"# {line}" for line in wrapped]


def _settings(plan: ImportPlan, name: str) -> list[str]:
    named = Setting(key="name", value=name, says="the folder's name")
    lines = [line for each in (named, *plan.settings) for line in (*comment(_origin(each)), pair(each.key, each.value))]
    loose = [note for note in plan.notes if note.table is None and note.asks]
    missing = [
        "# as_of = 2026-06-30" if plan.setting("as_of") is None else "",
        '# currency = "EUR"' if plan.setting("currency") is None else "",
    ]
    return [*lines, *(line for note in loose for line in _asked(note)), *(line for line in missing if line)]


def _assumed(plan: ImportPlan) -> list[str]:
    """Return the register's row for a day that was guessed; while it equals as_of, every report calls it a guess."""
    day = plan.setting("as_of")
    if day is None:
        return []
    row = f'as_of = {{ value = "{day.value}", source = "{GUESSED}" }}'
    return [
        *comment("As long as this stands and says the same day, reports call the day a guess."),
        "[assumptions]",
        row,
    ]


def _origin(setting: Setting) -> str:
    return f"{setting.key}: {setting.says}"


def _table(table: TableMap, place: str, notes: Sequence[Note]) -> list[str]:
    known = {header for each in (*table.columns, *table.derived) for header in (each.theirs,)}
    kept = [header for header in table.file.headers if header not in known]
    about = [note for note in notes if note.table == table.table]
    head = [
        f"# ---- {table.table}: {one_line(table.file.name)}, {table.file.rows:,} rows",
        f"[tables.{table.table}]",
        *_derived(table),
        pair("source", place),
        *([pair("decimal", table.decimal)] if table.decimal else []),
        *([pair("date_order", table.date_order)] if table.date_order else []),
    ]
    columns = [f"[tables.{table.table}.columns]", *(line for each in table.columns for line in _column(each))]
    columns += [pair(each.ours, derived_header(each.ours)) for each in table.derived]
    tail = comment(f"kept under their own names: {', '.join(kept)}") if kept else []
    return [*head, "", *columns, *tail, *_values(table), *(line for note in about for line in _asked(note))]


def derived_header(ours: str) -> str:
    """Return the header of a derived column, which tells it from the export's own.

    >>> derived_header("annual_revenue")
    'derived_annual_revenue'
    """
    return f"derived_{ours}"


def _derived(table: TableMap) -> list[str]:
    if not table.derived:
        return []
    made = "; ".join(f"{derived_header(each.ours)} = {each.says}" for each in table.derived)
    left = table.file.left_out
    less = f", without {counted(left, 'line')} that the reader could not take for rows" if left else ""
    return comment(f"a copy of {table.file.name} with more columns, row by row{less}: {made}")


def _column(each: ColumnMap) -> list[str]:
    others = f"; it could also be {', '.join(each.others)}" if each.others else ""
    unsure = each.confidence is Confidence.GUESS or others
    return [*(comment(f"{each.why}{others}") if unsure else []), pair(each.ours, each.theirs)]


def _values(table: TableMap) -> list[str]:
    lines: list[str] = []
    for ours in dict.fromkeys(each.ours for each in table.words):
        lines += ["", f"[tables.{table.table}.values.{ours}]"]
        lines += [line for each in table.words if each.ours == ours for line in _value(each)]
    return lines


def _value(each: ValueMap) -> list[str]:
    said = each.confidence is Confidence.GUESS or not each.means
    return [
        *(comment(each.why if each.means else f"read as missing: {each.why}") if said else []),
        pair(each.theirs, each.means),
    ]


def _asked(note: Note) -> list[str]:
    """Return a note that asks, or that has lines to offer, as comments."""
    if not note.asks and not note.lines:
        return []
    mend = f" {note.mend[:1].upper()}{note.mend[1:]}"
    return ["", *comment(f"{note.says}{mend}"), *(f"# {line}" for line in note.lines)]


def expected(plan: ImportPlan, name: str, places: Mapping[str, str]) -> dict[str, object]:
    """Return what the file must say when it is parsed, for a check against its text."""
    tables: dict[str, object] = {}
    for table in plan.tables:
        columns = {each.ours: each.theirs for each in table.columns}
        columns |= {each.ours: derived_header(each.ours) for each in table.derived}
        values: dict[str, dict[str, str]] = {}
        for each in table.words:
            values.setdefault(each.ours, {})[each.theirs] = each.means
        optional = {"decimal": table.decimal, "date_order": table.date_order, "values": values}
        kept = {key: value for key, value in optional.items() if value}
        tables[table.table] = {"source": places[table.table], "columns": columns, **kept}
    settings: dict[str, str | date] = {each.key: each.value for each in plan.settings}
    day = plan.setting("as_of")
    guess = {"assumptions": {"as_of": {"value": str(day.value), "source": GUESSED}}} if day is not None else {}
    return {"name": name, **settings, "tables": tables, **guess}
