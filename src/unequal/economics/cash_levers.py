"""How much more cash, or how much less burn, makes the committed path last so many months."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .cash import BURN_MONTHS


def cash_to_last(monthly: pd.DataFrame, months: float) -> float:
    """Return the cash that would have to be there now; what is there already where that is enough.

    More cash lifts the whole path, so what is missing is the path's lowest point on the way. On a flat burn it is burn
    times months.

    Args:
        monthly: A `CashPath.monthly`.
        months: How long cash must stay at or above zero; beyond the path its last year's burn goes on.

    >>> flat = pd.DataFrame({"month": range(37), "cash": [900.0 - 75 * month for month in range(37)]})
    >>> cash_to_last(flat, 19.0), cash_to_last(flat, 40.0)
    (1425.0, 3000.0)
    """
    _, cash = _until(monthly, months)
    return float(cash[0] + max(-cash.min(), 0.0))


def burn_cut_to_last(monthly: pd.DataFrame, months: float) -> float:
    """Return by how much every month's burn would have to be lower; 0 where the path lasts.

    >>> flat = pd.DataFrame({"month": range(37), "cash": [900.0 - 75 * month for month in range(37)]})
    >>> round(75 - burn_cut_to_last(flat, 20.0), 6)
    45.0
    """
    at, cash = _until(monthly, months)
    return float(max((-cash[1:] / at[1:]).max(initial=0.0), 0.0))


def _until(monthly: pd.DataFrame, months: float) -> tuple[np.ndarray, np.ndarray]:
    """Return months and cash up to a time, the path going on as in its last year where it ends before."""
    at, cash = monthly["month"].to_numpy(dtype=np.float64), monthly["cash"].to_numpy(dtype=np.float64)
    last = at[-1]
    if months > last:
        slope = (cash[-1] - cash[-1 - BURN_MONTHS]) / BURN_MONTHS
        at, cash = np.append(at, months), np.append(cash, cash[-1] + slope * (months - last))
    before = at < months
    return np.append(at[before], months), np.append(cash[before], np.interp(months, at, cash))
