"""Rows of blocks as tables that are read: labels with units, cells written out, verdicts as verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .items import Cell, Column, View
from .shown import NUMERIC, Shown, number_of

Json = Mapping[str, Any]

MOST_ROWS = 400  # of a table on a page
MOST_CHART_ROWS = 60  # folded under a chart
VERDICTS = ("go", "caution", "stop", "cannot tell")


def table_view(shown: Shown, columns: Sequence[Json], rows: Sequence[Json], *, say_currency: bool = True) -> View:
    """Return a table block's rows as they are read.

    Args:
        shown: Writes the values.
        columns: Of the block, from left to right.
        rows: Of the block.
        say_currency: Whether heads of amounts bear the currency.
    """
    plain = ("text",) if say_currency else ("text", "money")
    kinds = [(str(one["key"]), str(one["kind"])) for one in columns]
    kept = rows[:MOST_ROWS]
    return View(
        columns=tuple(
            Column(
                label=str(one["label"]) if one["kind"] in plain else shown.head(str(one["label"]), str(one["kind"])),
                align=_side(str(one["kind"])),
            )
            for one in columns
        ),
        rows=_cells(shown, kept, kinds),
        left_out=len(rows) - len(kept),
    )


def chart_view(shown: Shown, rows: Sequence[Json], channels: Mapping[str, Json]) -> View:
    """Return a chart's rows as a table; columns that a channel draws bear its title and unit."""
    kept = rows[:MOST_CHART_ROWS]
    drawn = {str(channel["field"]): channel for channel in channels.values() if channel.get("field")}
    keys = list(dict.fromkeys(key for row in kept for key in row if key != "accent"))
    kinds = {key: _kind_of(key, drawn, kept) for key in keys}
    labels = {key: str(drawn.get(key, {}).get("title") or key.replace("_", " ")) for key in keys}
    return View(
        columns=tuple(Column(label=labels[key], align=_side(kinds[key])) for key in keys),
        rows=_cells(shown, kept, [(key, kinds[key]) for key in keys]),
        left_out=len(rows) - len(kept),
    )


def written_view(heads: Iterable[tuple[str, str]], rows: Iterable[Sequence[str]]) -> View:
    """Return a table of texts that are written already; a head is its label and side."""
    columns = tuple(Column(label=label, align="right" if side == "right" else "left") for label, side in heads)
    return View(columns=columns, rows=tuple(tuple(Cell(text=text) for text in row) for row in rows))


def _cells(shown: Shown, rows: Sequence[Json], kinds: Sequence[tuple[str, str]]) -> tuple[tuple[Cell, ...], ...]:
    decimals = {key: shown.decimals([row.get(key) for row in rows], kind) for key, kind in kinds}
    return tuple(tuple(_cell(shown, row.get(key), kind, decimals[key]) for key, kind in kinds) for row in rows)


def _cell(shown: Shown, value: Any, kind: str, decimals: int | None) -> Cell:
    if kind == "verdict" and value in VERDICTS:
        return Cell(text=shown.words.write(value, "word", "verdict"), verdict=str(value))
    return Cell(text=shown.cell(value, kind, decimals))


def _side(kind: str) -> Any:
    return "right" if kind in NUMERIC else "left"


def _kind_of(key: str, drawn: Mapping[str, Json], rows: Sequence[Json]) -> str:
    unit = str(drawn.get(key, {}).get("unit", ""))
    values = [row.get(key) for row in rows if row.get(key) is not None]
    if not values or any(number_of(value) is None for value in values):
        return "boolean" if values and all(isinstance(value, bool) for value in values) else "text"
    if unit in NUMERIC:
        return unit
    ends = {str(one.get("unit")) for one in drawn.values() if str(one.get("unit")) in NUMERIC}
    return "percent" if key in ("low", "high", "estimate") and ends == {"percent"} else "number"
