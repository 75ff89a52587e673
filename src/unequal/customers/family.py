"""The parent at the top: a group of companies decides once, so it must not be counted twice."""

from __future__ import annotations

import pandas as pd


def top_parent(customer_id: pd.Series, parent_id: pd.Series) -> pd.Series:
    """Return the id of the topmost parent of each customer, itself where it has none.

    A parent that is no customer of the table is still the top of its group. Cycles are refused when tables are read;
    here a climb ends after as many steps as there are customers.

    >>> top_parent(pd.Series(["a", "b", "c"]), pd.Series([None, "a", "b"], dtype="str")).to_list()
    ['a', 'a', 'a']
    """
    parents = dict(zip(customer_id, parent_id, strict=True))
    tops = [_climb(str(own), parents) for own in customer_id]
    return pd.Series(tops, index=customer_id.index, dtype="str")


def _climb(own: str, parents: dict[str, object]) -> str:
    top = own
    for _ in range(len(parents)):
        above = parents.get(top)
        if not isinstance(above, str) or above == top:
            break
        top = above
    return top
