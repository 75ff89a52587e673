"""The declared tables as the page `docs/tables.md`: `python -m unequal.tables.as_markdown > docs/tables.md`."""

from __future__ import annotations

import sys

from unequal.tables.declared import TABLES
from unequal.tables.problem_codes import PROBLEM_CODES
from unequal.tables.source import MAY_SET_ASIDE
from unequal.tables.spec import Column, Kind, Table

KINDS: dict[Kind, str] = {
    Kind.ID: "id, letter for letter",
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.MONEY: "money, in the workspace's currency or the row's",
    Kind.SHARE: "share: 0.25 or 25 %",
    Kind.COUNT: "count",
    Kind.DATE: "day",
    Kind.MONTH_START: "month, as its first day",
    Kind.MONTH_END: "month, as its last day",
    Kind.BOOLEAN: "yes or no, in the words of several languages",
    Kind.CHOICE: "one of a list of words",
}

HEAD = """# The tables

This page is generated from `src/unequal/tables/declared/`; change the declaration, not the page.

A table is `data/<table>.csv` (or .tsv, .xlsx, .ods, .parquet) with the columns below, or any file that `workspace.toml`
maps to them. Columns in **bold** are required: without the column the table is refused, without the cell the row is set
aside. Columns that are not declared are kept as text.
"""

FATES = (
    ("file or required column missing; zero rows; two currencies without a rate", "the table is refused"),
    ("one key in rows that differ; a circle of parents", "the table is refused"),
    (
        "a required cell empty, unreadable or out of range; a word without a mapping; a row rule broken",
        "the row is set aside",
    ),
    (f"more than {MAY_SET_ASIDE:.0%} of the rows set aside (`may_set_aside`)", "the table is refused"),
    ("one key in rows that are equal", "one is kept, the others are duplicates and count as no loss"),
    ("an optional cell unreadable or out of range", "the cell is null, and told"),
    ("a month not given as its first day (finance: last day)", "the day is moved, and told"),
    ("an id that is not found in its table", "the row is kept; an optional id is null, and told"),
    ("a customer's end with later revenue", "the end is moved to the last month with revenue, or null, and told"),
    ("anything dated after `as_of`", "not a fault: not yet known, and counted apart"),
)
SUM = "Rows read = used + set aside + duplicates + after as_of + blank, for every table."


def tables_page() -> str:
    """Return the page as Markdown."""
    kinds = "\n".join(f"| {kind.value} | {says} |" for kind, says in KINDS.items())
    parts = [HEAD, f"| kind | cells |\n|---|---|\n{kinds}\n", *(_table(table) for table in TABLES.values())]
    parts += [_fates(), _codes()]
    return "\n".join(parts)


def _table(table: Table) -> str:
    lines = [f"## {table.name}", "", table.says]
    if table.key:
        lines += ["", f"Key: {', '.join(f'`{name}`' for name in table.key)}."]
    if table.known_by:
        lines += ["", f"A row is known from the day of `{table.known_by}` on."]
    lines += ["", "| column | kind | what |", "|---|---|---|", *(_column(column) for column in table.columns)]
    if table.rules:
        codes = dict.fromkeys(f"`{rule.code}` ({rule.fate})" for rule in table.rules)
        lines += ["", f"Row rules: {', '.join(codes)}."]
    return "\n".join([*lines, ""])


def _column(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    says = [column.says]
    if column.allowed:
        more = "; other words are kept" if column.others else ""
        says.append(f"One of {', '.join(f'`{word}`' for word in column.allowed)}{more}.")
    if column.low is not None or column.high is not None:
        says.append(_bounds(column))
    if column.references:
        says.append(f"As in {' or '.join(f'`{reference}`' for reference in column.references)}.")
    return f"| {name} | {column.kind.value} | {' '.join(says).replace('|', '&#124;')} |"


def _bounds(column: Column) -> str:
    if column.low is None:
        return f"At most {column.high:g}."
    return f"At least {column.low:g}." if column.high is None else f"{column.low:g} to {column.high:g}."


def _fates() -> str:
    rows = [f"| {what} | {fate} |" for what, fate in FATES]
    return "\n".join(["## What happens to what is wrong", "", "| found | fate |", "|---|---|", *rows, "", SUM, ""])


def _codes() -> str:
    rows = [f"| `{code}` | {entry.says} | {entry.mend} |".replace("\n", " ") for code, entry in PROBLEM_CODES.items()]
    head = "## Codes of problems\n\n`unequal explain CODE` says more.\n\n| code | found | mend |\n|---|---|---|"
    return "\n".join([head, *rows, ""])


if __name__ == "__main__":
    sys.stdout.write(tables_page())
