"""What was read and found, as tables for the report."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented
from unequal.workbook.view import Columns

from .facts import COUNTS, Facts


def rows_read(facts: Facts, words: Words) -> pd.DataFrame:
    """Rows read, used, set aside, not yet known and blank, a row a table."""
    labels: Columns = {key: (words(f"column.{key}"), "count") for key in COUNTS}
    return presented(
        facts.tables,
        title=words("rows_read.title"),
        columns={"table": (words("column.table"), "text"), "file": (words("column.file"), "text"), **labels},
        note=words("rows_read.note"),
    )


def problems(facts: Facts, words: Words) -> pd.DataFrame:
    """Every kind of problem found, where first, and how to mend it."""
    columns: Columns = {name: (words(f"column.{name}"), "text") for name in ("where", "says", "mend")}
    return presented(
        facts.problems,
        title=words("problems.title" if len(facts.problems) else "problems.none"),
        columns={**columns, "rows": (words("column.rows"), "count"), "code": (words("column.code"), "text")},
    )


def unknown_segments(facts: Facts, words: Words) -> pd.DataFrame:
    """How many deals lack a segment, by status."""
    return presented(
        facts.unknown,
        title=words("unknown_segments.title", scheme=facts.scheme),
        columns={
            "status": (words("column.status"), "text"),
            "deals": (words("column.deals"), "count"),
            "unknown": (words("column.unknown"), "count"),
            "share": (words("column.share"), "percent"),
        },
        note=facts.scheme_why,
        source="deals",
    )


def roles(facts: Facts, words: Words) -> pd.DataFrame:
    """Customers by role."""
    return presented(
        facts.roles,
        title=words("roles.title"),
        columns={
            "role": (words("column.role"), "text"),
            "customers": (words("column.customers"), "count"),
            "share": (words("column.share"), "percent"),
        },
        source="customers",
    )
