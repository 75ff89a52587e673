"""Nobody is their own parent, not even by way of others."""

from __future__ import annotations

import numpy as np

from .checkup import Checkup


def check_parents(checkup: Checkup) -> None:
    """Refuse a table of customers in which following parents comes back to where it began."""
    if "parent_id" not in checkup.positions or "customer_id" not in checkup.table.names:
        return
    rows = checkup.rows()
    parents = {
        str(c): str(p) for c, p in zip(rows["customer_id"], rows["parent_id"], strict=True) if isinstance(p, str)
    }
    circle = _circle(parents)
    if circle:
        at = (checkup.frame["customer_id"] == circle[0]).to_numpy()
        says = f"following parent_id comes back to where it began: {' -> '.join([*circle[:6], circle[0]])}"
        checkup.refuse("parent-cycle", "parent_id", says=says, at=np.asarray(at, dtype=bool) & checkup.kept)


def _circle(parents: dict[str, str]) -> list[str]:
    """Return the members of one circle, in order; empty when there is none."""
    done: set[str] = set()
    for start in parents:
        path: dict[str, int] = {}
        at = start
        while at in parents and at not in done and at not in path:
            path[at] = len(path)
            at = parents[at]
        if at in path:
            return list(path)[path[at] :]
        done.update(path)
    return []
