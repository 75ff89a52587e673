"""One key, one row: equal rows are duplicates, different ones refuse the table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .checkup import DUPLICATE, Checkup


def check_keys(checkup: Checkup) -> None:
    """Set aside the second of equal rows with one key; refuse the table where such rows differ."""
    key = list(checkup.table.key)
    if not key:
        return
    rows = checkup.rows()
    repeated = rows[rows.duplicated(key, keep=False)]
    if repeated.empty:
        return
    equal = repeated.duplicated(keep="first")
    at = np.zeros(len(checkup.codes), dtype=bool)
    at[repeated.index[equal]] = True
    checkup.set_aside(at, DUPLICATE, key[0])
    rest = repeated[~equal]
    clash = rest[rest.duplicated(key, keep=False)]
    if clash.empty:
        return
    at = np.zeros(len(checkup.codes), dtype=bool)
    second = int(rest.index[rest.duplicated(key, keep="first")][0])
    at[rest.index[rest.duplicated(key, keep="first")]] = True
    raw = checkup.raw
    name = ", ".join(raw.rows[second][checkup.positions[k]] for k in key if k in checkup.positions)
    groups = clash.groupby(key, dropna=False)
    first = int(pd.Series(clash.index, index=clash.index).groupby(groups.ngroup()).transform("min")[second])
    several = f"{groups.ngroups} keys" if groups.ngroups > 1 else "one key"
    where = f"such as {name} in lines {raw.lines[first]} and {raw.lines[second]}"
    says = f"{several} of {' and '.join(key)} in several rows with different values, {where}"
    mend = f"keep one row for each {' and '.join(key)}"
    checkup.refuse("key-twice", key[0], says=says, mend=mend, at=at)
