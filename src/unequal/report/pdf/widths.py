"""How a table fits a page: as it is, smaller, turned aside, or in parts that each begin with its first column."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from unequal.report.items import View
from unequal.words import Words

Json = dict[str, Any]

# size of type in points, characters that a line of the page then holds, and where sentences in cells are wrapped
UPRIGHT = ((8.8, 92, 24), (8.0, 104, 24), (8.0, 104, 14))
TURNED = ((8.8, 146, 24), (8.0, 164, 14))
MOST_ROWS = 200  # of a table in print; the others are in the spreadsheet and in record.json


def laid_out(view: View, words: Words) -> Json:
    """Return a table as one or more parts, with the size of their type and whether the page is turned."""
    cut = replace(view, rows=view.rows[:MOST_ROWS], left_out=view.left_out + max(0, len(view.rows) - MOST_ROWS))
    for turned, sizes in ((False, UPRIGHT), (True, TURNED)):
        size = next((size for size, holds, wrapped in sizes if cut.width(wrapped) <= holds), None)
        if size is not None:
            return {"parts": [_part(cut, words)], "size": size, "turned": turned}
    size, holds, wrapped = TURNED[-1]
    return {"parts": [_part(one, words) for one in _parted(cut, holds, wrapped)], "size": size, "turned": True}


def _parted(view: View, holds: int, wrapped: int) -> list[View]:
    """Return a view as several, none wider than a page holds; a single column may be."""
    parts: list[list[int]] = [[]]
    for position in range(1, len(view.columns)):
        if parts[-1] and _columns(view, [0, *parts[-1], position]).width(wrapped) > holds:
            parts.append([])
        parts[-1].append(position)
    made = [_columns(view, [0, *part]) for part in parts]
    return [replace(one, left_out=0) for one in made[:-1]] + made[-1:]


def _columns(view: View, positions: list[int]) -> View:
    return replace(
        view,
        columns=tuple(view.columns[i] for i in positions),
        rows=tuple(tuple(row[i] for i in positions) for row in view.rows),
    )


def _part(view: View, words: Words) -> Json:
    shown = len(view.rows)
    said = words("report.rows_left_out", shown=shown, all=shown + view.left_out) if view.left_out else None
    return {**asdict(view), "left_out": said}
