"""How an export looks, read from the workspace that explains it.

The mapping in `workspace.toml` says which of their words mean which of ours; turned round, it says what to write.
So the two cannot disagree.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DATES = {"ymd": "%Y-%m-%d", "dmy": "%d.%m.%Y", "mdy": "%m/%d/%Y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the file of one table looks.

    Attributes:
        headers: Our column to the header in the file.
        words: Our column, then our word to the words in the file.
        dates: A strftime pattern.
    """

    headers: Mapping[str, str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    decimal: str
    dates: str

    @property
    def delimiter(self) -> str:
        """A semicolon where the comma is taken."""
        return ";" if self.decimal == "," else ","


def look_of(workspace: str, table: str) -> Look:
    r"""Return the look of a table from the text of a workspace.toml.

    >>> look_of('[tables.deals]\nvalues.status = { Won = "won", WON = "won" }', "deals").words
    {'status': {'won': ('Won', 'WON')}}
    """
    entry: dict[str, Any] = tomllib.loads(workspace).get("tables", {}).get(table, {})
    return Look(
        headers=entry.get("columns", {}),
        words={column: _turned(words) for column, words in entry.get("values", {}).items()},
        decimal=entry.get("decimal", "."),
        dates=DATES[entry.get("date_order", "ymd")],
    )


def _turned(words: dict[str, str]) -> dict[str, tuple[str, ...]]:
    ours = dict.fromkeys(words.values())
    return {our: tuple(their for their, meant in words.items() if meant == our) for our in ours}
