"""Help that a segment needs to reach its outcome, and help that it is given, as the table `coverage` says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

ONBOARDING = "onboarding"
GUESS = "E5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Hours of one segment; nan where they are not known.

    Attributes:
        required_hours: Service hours a customer-year, without onboarding.
        delivered_hours: The same, as given.
        onboarding_hours: Hours to bring a customer on board, once.
        rate: Loaded cost of an hour, skills weighed by the hours required.
        grade: The worst among the rows.
        n: Customers whose needs are rows of their own; 0 where the segment's rows speak.
    """

    required_hours: float
    delivered_hours: float
    onboarding_hours: float
    rate: float
    grade: str
    n: int


def needs_of(coverage: pd.DataFrame) -> Needs | None:
    """Return what one segment needs: the mean of its customers' rows, else its own rows; None without any.

    What a redesigned service would take is left out.

    Args:
        coverage: As the table has it, one segment.

    >>> rows = pd.DataFrame({"customer_id": [None, None], "skill": ["onboarding", "support"],
    ...                      "required_hours_per_year": [4.0, 6.0], "delivered_hours_per_year": [4.0, 18.0],
    ...                      "rate": [50.0, 40.0], "redesign": [False, None], "grade": ["E2", "E2"]})
    >>> found = needs_of(rows)
    >>> found.required_hours, found.delivered_hours, found.onboarding_hours, found.rate
    (6.0, 18.0, 4.0, 44.0)
    """
    today = coverage[~coverage["redesign"].astype("boolean").fillna(value=False)]
    named = today["customer_id"].notna()
    rows = today[named] if named.any() else today
    if rows.empty:
        return None
    customers = max(int(rows["customer_id"].nunique()), 1)
    first = rows["skill"].str.strip().str.lower().eq(ONBOARDING)
    required = rows["required_hours_per_year"]
    weight = required.sum()
    return Needs(
        required_hours=float(required[~first].sum()) / customers,
        delivered_hours=float(rows.loc[~first, "delivered_hours_per_year"].sum(skipna=False)) / customers,
        onboarding_hours=float(required[first].sum()) / customers if first.any() else float("nan"),
        rate=float((rows["rate"] * required).sum() / weight) if weight > 0 else float(rows["rate"].mean()),
        grade=str(rows["grade"].fillna(GUESS).max()),
        n=int(rows["customer_id"].nunique()),
    )
