"""What was read and found, as tables for the report."""

from __future__ import annotations

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented
from unequal.workbook.view import Columns

from .facts import COUNTS, Facts

MOST_SHOWN = 40  # rows of a list of names


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


def spellings(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Segments that stand in several spellings, and slips of them; None where there are none."""
    rows = facts.spellings[facts.spellings["different"].gt(1) | facts.spellings["slip_of"].ne("")]
    if rows.empty:
        return None
    return presented(
        rows.head(MOST_SHOWN),
        title=words("spellings.title"),
        columns={
            "name": (words("column.segment"), "text"),
            "spellings": (words("column.spellings"), "text"),
            "rows": (words("column.rows"), "count"),
            "slip_of": (words("column.slip_of"), "text"),
        },
        note=words("spellings.note"),
        source="customers, deals",
    )


def roles(facts: Facts, words: Words) -> pd.DataFrame:
    """Customers by role, and how many without one look like it."""
    look = dict(zip(facts.look_like["looks_like"], facts.look_like["customers"], strict=True))
    unsaid = pd.DataFrame({"role": [one for one in look if one not in set(facts.roles["role"])]})
    rows = pd.concat([facts.roles, unsaid.assign(customers=0, share=0.0)], ignore_index=True)
    return presented(
        rows.assign(look_like=rows["role"].map(look).fillna(0).astype("int64")),
        title=words("roles.title"),
        columns={
            "role": (words("column.role"), "text"),
            "customers": (words("column.customers"), "count"),
            "share": (words("column.share"), "percent"),
            "look_like": (words("column.look_like"), "count"),
        },
        source="customers",
    )


def role_hints(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What gives customers without a role away as partners; None where nothing does."""
    if facts.hints.empty:
        return None
    said = [
        words(f"hint.{hint}", times=times)
        for hint, times in zip(facts.hints["hint"], facts.hints["times"], strict=True)
    ]
    return presented(
        facts.hints.assign(why=said).head(MOST_SHOWN),
        title=words("role_hints.title", n=facts.hints["customer_id"].nunique()),
        columns={
            "customer_id": (words("column.customer_id"), "text"),
            "name": (words("column.name"), "text"),
            "why": (words("column.why"), "text"),
            "looks_like": (words("column.looks_like"), "text"),
        },
        note=words("role_hints.note"),
        source="customers, deals",
    )


def mixing(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Headline figures with partners pooled and apart; None where there are no partners."""
    rows = facts.mixing[facts.mixing["pooled"].notna()]
    if not facts.mixed or rows.empty:
        return None
    written = [
        {
            "figure": words(f"mixing.{row['figure']}"),
            "pooled": words(f"mixing.{row['figure']}_is", x=row["pooled"]),
            "apart": words(f"mixing.{row['figure']}_is", x=row["apart"]),
            "range": words(f"mixing.{row['figure']}_range", x=(row["low"], row["high"])),
            "change": row["change"],
        }
        for row in rows.to_dict("records")
    ]
    return presented(
        pd.DataFrame(written),
        title=words(f"mixing.{facts.mixed}_title"),
        columns={
            "figure": (words("column.figure"), "text"),
            "pooled": (words("column.pooled"), "text"),
            "apart": (words("column.apart"), "text"),
            "range": (words("column.range"), "text"),
            "change": (words("column.change"), "percent"),
        },
        note=words("mixing.note"),
        source="customers, revenue",
    )
