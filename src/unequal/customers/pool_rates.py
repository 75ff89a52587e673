"""What an hour of each service pool costs, by the hours that the pool can give and not by those that were used.

To divide by the hours used would hide idle capacity inside customers: the quieter the team, the dearer each of them.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from unequal.units import HOURS_PER_FTE_MONTH

from .served import WINDOW_MONTHS

PRACTICAL_SHARE = 0.80  # of theoretical hours (B37)
RATE_COLUMNS = ("pool", "skill", "driver", "cost", "capacity_hours", "rate")


def pool_rates(
    pools: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS, practical_share: float = PRACTICAL_SHARE
) -> pd.DataFrame:
    """Return what an hour of each pool costs over a window.

    Args:
        pools: As the table `cost_pools` has it.
        as_of: Where the window ends.
        months: Its length.
        practical_share: What remains of theoretical hours after holidays, meetings and illness.

    Returns:
        pool, skill, driver, cost (money in the window), capacity_hours (practical), rate (money an hour; nan where the
        hours are not known); one row a pool and skill, sorted.

    Source: Kaplan and Anderson, Time-Driven Activity-Based Costing (2007), ch. 1.

    >>> rows = pd.DataFrame({"pool": ["support"], "skill": ["support"], "driver": ["hours"],
    ...                      "month": pd.to_datetime(["2026-06-01"]), "cost": [560_000.0], "fte": [float("nan")],
    ...                      "capacity_hours": [700_000 / 60 / 0.8]})
    >>> float(pool_rates(rows, date(2026, 6, 30))["rate"].iloc[0] / 60)
    0.8
    """
    first = pd.Timestamp(as_of).to_period("M").to_timestamp() - pd.DateOffset(months=months - 1)
    rows = pools[(pools["month"] >= first) & (pools["month"] <= pd.Timestamp(as_of))]
    theoretical = rows["capacity_hours"].fillna(rows["fte"] * HOURS_PER_FTE_MONTH)
    named = rows.assign(
        skill=rows["skill"].astype("str").str.strip().str.lower().fillna(""),
        capacity_hours=theoretical * practical_share,
    )
    grouped = named.groupby(["pool", "skill"], as_index=False, sort=True)
    found = grouped.agg(driver=("driver", "first"), cost=("cost", "sum"), capacity_hours=("capacity_hours", _whole))
    rate = found["cost"] / found["capacity_hours"].where(found["capacity_hours"] > 0)
    return found.assign(rate=rate)[list(RATE_COLUMNS)]


def mean_rate(rates: pd.DataFrame) -> float:
    """Return what an hour of any pool costs, for work whose skill no pool has; nan where no hours are known.

    >>> mean_rate(pd.DataFrame({"cost": [100.0, 50.0], "capacity_hours": [4.0, 1.0]}))
    30.0
    """
    known = rates[rates["capacity_hours"] > 0]
    return float(known["cost"].sum() / known["capacity_hours"].sum()) if len(known) else float("nan")


def _whole(values: pd.Series) -> float:
    return float(values.sum()) if values.notna().all() else float(np.nan)
