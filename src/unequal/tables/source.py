"""Where a table of a workspace comes from, and how its file is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAY_SET_ASIDE = 0.05  # assumption: a table that loses more than one row in twenty tells another story than its file


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSource:
    """One ``[tables.<name>]`` of workspace.toml, resolved.

    Attributes:
        table: Our name of the table.
        path: The file.
        shown_as: The file's name in messages: relative to the workspace, never an absolute path.
        sheet: Sheet of a workbook; None: the first one with data.
        columns: Our column -> the client's header.
        values: Our column -> the client's word -> our word.
        decimal: ``"."`` or ``","``; None: inferred from the whole column.
        date_order: ``"dmy"``, ``"mdy"`` or ``"ymd"``; None: inferred from the whole column.
        may_set_aside: Largest share of rows that may be set aside before the table is refused.
    """

    table: str
    path: Path
    shown_as: str
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decimal: str | None = None
    date_order: str | None = None
    may_set_aside: float = MAY_SET_ASIDE
