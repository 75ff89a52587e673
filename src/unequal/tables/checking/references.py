"""Ids that must be found in another table; where they are not, the row stays and the fact is told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from unequal.tables.spec import Column

from .checkup import Checkup

SHOWN = 3  # examples from each side


def resolve_references(checkups: Mapping[str, Checkup]) -> None:
    """Make optional ids null that are not found where they must stand; required ones stay, and all are told."""
    for checkup in checkups.values():
        for column in checkup.table.columns:
            if column.references and column.name in checkup.positions:
                _resolve(checkup, column, checkups)


def _resolve(checkup: Checkup, column: Column, checkups: Mapping[str, Checkup]) -> None:
    targets = [reference.split(".") for reference in column.references]
    if targets[0][0] not in checkups:
        return  # nothing to look in: a workspace of deals alone keeps its accounts
    known = pd.concat([checkups[table].rows()[name] for table, name in targets if table in checkups]).dropna().unique()
    cells = checkup.frame[column.name]
    at = (cells.notna() & ~cells.isin(known)).to_numpy() & checkup.kept
    if not at.any():
        return
    says = _says(cells[checkup.kept], cells[at], known, " or ".join(table for table, _ in targets if table in checkups))
    act = checkup.note if column.required or column.keep_unresolved else checkup.mend
    act(at, "reference-unresolved", column.name, says=says)


def _says(cells: pd.Series, lost: pd.Series, known: np.ndarray, where: str) -> str:
    """Return the rate, and examples of both sides, by which people see what differs."""
    rows = int(cells.notna().sum())
    mine = ", ".join(sorted({str(cell) for cell in lost})[:SHOWN])
    theirs = ", ".join(sorted(str(cell) for cell in known)[:SHOWN]) or "none"
    share = f"{len(lost)} of {rows} ({len(lost) / rows:.0%})"
    return f"{share} are not found in {where}, such as {mine}; there are {theirs} …"
