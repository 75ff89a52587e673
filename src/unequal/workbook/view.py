"""A frame as a reader sees it: labels, units, a title; the frame itself stays a plain frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from unequal.words import Words

from .blocks import ColumnKind, Json, block

KEY = "unequal"
Columns = Mapping[str, tuple[str, ColumnKind]]  # column to its label and kind
KINDS_BY_DTYPE: dict[str, ColumnKind] = {"f": "number", "i": "number", "u": "number", "b": "boolean", "M": "date"}


def presented(frame: pd.DataFrame, *, title: str, columns: Columns, note: str = "", source: str = "") -> pd.DataFrame:
    """Return the named columns of a frame, in that order, with labels and kinds for every format.

    Args:
        frame: Any frame that has the columns.
        title: What the table says.
        columns: Column to its label and kind.
        note: A sentence under the table.
        source: Tables that it comes from.

    >>> shown = presented(pd.DataFrame({"p": [0.2]}), title="Odds", columns={"p": ("Chance", "percent")})
    >>> table_block(shown)["columns"]
    [{'key': 'p', 'label': 'Chance', 'kind': 'percent'}]
    """
    shown = frame[list(columns)].reset_index(drop=True)
    described = [{"key": key, "label": label, "kind": kind} for key, (label, kind) in columns.items()]
    shown.attrs[KEY] = {"title": title, "columns": described, "note": note, "source": source}
    return shown


def tagged(frame: pd.DataFrame, *, name: str, analysis: str, words: Words | None = None) -> pd.DataFrame:
    """Return a presented frame that knows its name, and the locale and currency of its figures."""
    shown = frame.copy(deep=False)
    spoken = words or Words()
    own = {"name": name, "analysis": analysis, "locale": spoken.locale, "currency": spoken.currency}
    shown.attrs[KEY] = {**frame.attrs.get(KEY, {}), **own}
    return shown


def words_of(frame: pd.DataFrame) -> Words:
    """Return the words in which the figures of a frame are written; English and euros where it does not say."""
    meta: dict[str, Any] = frame.attrs.get(KEY, {})
    return Words(str(meta.get("locale") or Words().locale), str(meta.get("currency") or Words().currency))


def table_block(frame: pd.DataFrame) -> Json:
    """Return a frame as a block; one that nobody presented gets its own column names and dtypes as labels and kinds."""
    meta: dict[str, Any] = frame.attrs.get(KEY, {})
    shown = frame if meta.get("columns") else _flat(frame)
    described: list[Json] = meta.get("columns") or [
        {"key": name, "label": name, "kind": KINDS_BY_DTYPE.get(dtype.kind, "text")}
        for name, dtype in zip(shown.columns, shown.dtypes, strict=True)
    ]
    kept = [one for one in described if one["key"] in shown.columns]
    return block(
        "table",
        str(meta.get("name") or "table"),
        meta.get("analysis"),
        title=str(meta.get("title", "")),
        columns=kept,
        rows=shown[[one["key"] for one in kept]],
        note=str(meta.get("note", "")),
        source=str(meta.get("source", "")),
    )


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that nobody presented with an index that says something as columns, and one text a column."""
    counted = frame.index.name is None and frame.index.dtype.kind == "i"
    named = frame if counted else frame.reset_index(allow_duplicates=True)
    names: list[str] = []
    for column in named.columns:
        name = " ".join(str(part) for part in column if part != "") if isinstance(column, tuple) else str(column)
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return named.set_axis(names, axis="columns")
