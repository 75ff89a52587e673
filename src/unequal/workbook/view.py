"""A frame as a reader sees it: labels, units, a title; the frame itself stays a plain frame."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .blocks import ColumnKind, Json, block

KEY = "unequal"
KINDS_BY_DTYPE: dict[str, ColumnKind] = {"f": "number", "i": "number", "u": "number", "b": "boolean", "M": "date"}


def presented(
    frame: pd.DataFrame, *, title: str, columns: dict[str, tuple[str, ColumnKind]], note: str = "", source: str = ""
) -> pd.DataFrame:
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


def tagged(frame: pd.DataFrame, *, name: str, analysis: str) -> pd.DataFrame:
    """Return a presented frame that knows its name."""
    shown = frame.copy(deep=False)
    shown.attrs[KEY] = {**frame.attrs.get(KEY, {}), "name": name, "analysis": analysis}
    return shown


def table_block(frame: pd.DataFrame) -> Json:
    """Return a frame as a block; one that nobody presented gets its own column names and dtypes as labels and kinds."""
    meta: dict[str, Any] = frame.attrs.get(KEY, {})
    described: list[Json] = meta.get("columns") or [
        {"key": str(name), "label": str(name), "kind": KINDS_BY_DTYPE.get(frame[name].dtype.kind, "text")}
        for name in frame.columns
    ]
    kept = [one for one in described if one["key"] in frame.columns]
    return block(
        "table",
        str(meta.get("name") or "table"),
        meta.get("analysis"),
        title=str(meta.get("title", "")),
        columns=kept,
        rows=frame[[one["key"] for one in kept]],
        note=str(meta.get("note", "")),
        source=str(meta.get("source", "")),
    )
