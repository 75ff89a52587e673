"""Declared tables, and the only door through which a client's file comes in.

A file passes four stations, each a small module, and nothing is dropped between them in silence:

    reading/    bytes -> text -> rows of cells, letter for letter, each with its line in the file
    typing/     cells -> numbers, dates, words, by the column's kind and the column's own convention
    checking/   rows -> kept, mended or set aside, with a code and a mend for each fault
    loading     all of it for all tables of a workspace, and the references from one to another

`declared` says which tables and columns exist, `source` where a workspace's table comes from, `collection` what a
loaded set of tables is, `known` what of it was known on a day, and `problem_codes` what each code of a problem means.
Importing the room imports nothing heavy; its functions are fetched when they are asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .collection import TableCount, Tables
    from .declared import TABLES
    from .known import as_known_on
    from .loading import load
    from .raw_frame import read_raw
    from .source import TableSource

__all__ = ["TABLES", "TableCount", "TableSource", "Tables", "as_known_on", "load", "read_raw"]

_HOMES = {
    "TABLES": "declared",
    "TableCount": "collection",
    "TableSource": "source",
    "Tables": "collection",
    "as_known_on": "known",
    "load": "loading",
    "read_raw": "raw_frame",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        problem = f"module 'unequal.tables' has no attribute '{name}'"
        raise AttributeError(problem)
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
