"""Whether cash carries a programme on top of what the company spends anyway, and what would have to change if not.

A trough alone says too little: the company spends cash while the programme digs. So the committed path and the
programme are added, month by month, and their lowest point is set against the reserve. What the programme spends must
not sit in the committed path as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from .win_model import Floats

MOST_TOGETHER = 8  # segments of which every combination is tried; above that only the best few


def headroom(base: Floats, programme: Floats, reserve: Floats | float) -> Floats:
    """Return how far the lowest cash stays above the reserve, money; below zero it does not fit.

    Args:
        base: Cash at the ends of months 1, 2, … without the programme; one row a month, columns for draws.
        programme: Its cumulative cash; as many rows.
        reserve: Never touched.

    >>> headroom(np.array([100.0, 90.0]), np.array([-60.0, -20.0]), 30.0)
    array(10.)
    """
    return np.asarray((base + programme).min(axis=0) - reserve)


def gone_in(base: Floats, programme: Floats) -> float:
    """Return the first month in which cash is below zero; nan where there is none.

    >>> gone_in(np.array([100.0, 40.0]), np.array([-60.0, -50.0]))
    2.0
    """
    below = np.flatnonzero(base + programme < 0)
    return float(below[0] + 1) if below.size else math.nan


def most_burn(cash: float, programme: Floats, reserve_months: float) -> float:
    """Return the monthly burn up to which a programme fits, if it were the same each month; below zero: never.

    >>> round(most_burn(900_000, np.array([-200_000.0, -300_000.0]), 2))
    150000
    """
    month = np.arange(1, programme.shape[0] + 1)
    return float(((cash + programme) / (month + reserve_months)).min())


def least_cash(base: Floats, cash: float, programme: Floats, reserve: float) -> float:
    """Return the cash that would have to be there today for a programme to fit.

    >>> least_cash(np.array([90.0, 80.0]), 100.0, np.array([-60.0, -80.0]), 20.0)
    120.0
    """
    return cash - float(headroom(base, programme, reserve))


def most_budget(base: Floats, programme: Floats, reserve: float, budget: float) -> float:
    """Return the monthly budget up to which a programme fits: its path is linear in it; 0 where none does.

    >>> most_budget(np.array([100.0, 90.0]), np.array([-60.0, -120.0]), 30.0, 10.0)
    5.0
    """
    room = base - reserve
    if (room < 0).any():
        return 0.0
    digs = programme < 0
    return budget * float((room[digs] / -programme[digs]).min()) if digs.any() else math.inf


def best_together(
    base: Floats, programmes: Mapping[str, Floats], reserve: float, *, number: int
) -> tuple[tuple[str, ...], float]:
    """Return which so many programmes leave most cash when they run at once, and how far above the reserve.

    Args:
        base: Cash without any, months 1, 2, …
        programmes: Cumulative cash of each, by name.
        reserve: Never touched.
        number: How many at once.

    >>> digs = {"Big": np.array([-90.0]), "Small": np.array([-20.0]), "Medium": np.array([-50.0])}
    >>> best_together(np.array([100.0]), digs, 10.0, number=2)
    (('Small', 'Medium'), 20.0)
    """
    names: Sequence[str] = tuple(programmes)
    if len(names) > MOST_TOGETHER:
        alone = {name: float(headroom(base, programmes[name], reserve)) for name in names}
        names = sorted(sorted(names, key=lambda name: -alone[name])[:MOST_TOGETHER], key=tuple(programmes).index)
    found = {
        chosen: float(headroom(base, sum((programmes[name] for name in chosen), np.zeros_like(base)), reserve))
        for chosen in combinations(names, min(number, len(names)))
    }
    best = max(found, key=lambda chosen: found[chosen])
    return best, found[best]
