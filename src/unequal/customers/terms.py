"""Who is still inside a first contract term, and how long customers stay.

Who has signed for a year and is in its first year could not have left: that is no loyalty yet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.stats.spells import FEWEST, Floats, spells
from unequal.stats.survival import kaplan_meier
from unequal.units import DAYS_PER_MONTH, MONTHS_PER_YEAR

LIFE_MONTHS = 60  # a life is counted as far as five years
EARLIER_TERM_MONTHS = 1.5  # a first contract that starts so long after the customer was not the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """How long a customer stays, as far as five years.

    Attributes:
        years: Expected years, at most five; nan without anybody.
        left, n: Customers who left, customers.
    """

    years: float
    left: int
    n: int


def past_first_term(view: pd.DataFrame, contracts: pd.DataFrame | None, as_of: date) -> pd.Series:
    """Return whether each customer is past its first term, by customer_id; without a contract it could always leave.

    >>> view = pd.DataFrame({"customer_id": ["a", "b"], "start_date": pd.to_datetime(["2026-01-01"] * 2)})
    >>> contracts = pd.DataFrame({"customer_id": ["a"], "start": pd.to_datetime(["2026-01-01"]),
    ...                           "end": pd.to_datetime(["2026-12-31"])})
    >>> past_first_term(view, contracts, date(2026, 6, 30)).to_dict()
    {'a': False, 'b': True}
    """
    ids = pd.Index(view["customer_id"], dtype="str")
    if contracts is None or contracts.empty:
        return pd.Series(True, index=ids, dtype="bool")
    first = contracts.sort_values(["customer_id", "start", "end"]).groupby("customer_id").first().reindex(ids)
    began = view["start_date"].to_numpy()
    earlier = (first["start"] - began).dt.days > EARLIER_TERM_MONTHS * DAYS_PER_MONTH
    return first["end"].isna() | (first["end"] <= pd.Timestamp(as_of)) | earlier


def usual_term(contracts: pd.DataFrame | None, customers: pd.Series) -> float:
    """Return the median term in months of the contracts of some customers; nan where they have none."""
    if contracts is None or contracts.empty:
        return math.nan
    own = contracts[contracts["customer_id"].isin(customers)]
    if own.empty:
        return math.nan
    lasted = (own["end"] - own["start"]).dt.days / DAYS_PER_MONTH
    return float(own["term_months"].astype("float64").fillna(lasted).median())


def expected_life(view: pd.DataFrame, gone: pd.Series, as_of: date, *, months: int = LIFE_MONTHS) -> Life:
    """Return the years that a customer stays: the sum of the shares still there after each month of five years.

    As far as five customers were watched it is Kaplan-Meier; beyond that they go on leaving at their mean pace.

    >>> view = pd.DataFrame({"customer_id": list("abcde"), "start_date": pd.to_datetime(["2020-01-01"] * 5)})
    >>> round(expected_life(view, pd.Series(dtype="datetime64[ns]"), date(2026, 6, 30)).years, 2)
    5.0
    """
    left = gone.reindex(view["customer_id"]).astype("datetime64[ns]").set_axis(view.index)
    ended = left.notna() & (left <= pd.Timestamp(as_of))
    until = left.where(ended, pd.Timestamp(as_of))
    lasted = ((until - view["start_date"]).dt.days / DAYS_PER_MONTH).to_numpy(dtype=np.float64)
    known = np.isfinite(lasted) & (lasted >= 0)
    lasted, went = np.maximum(lasted[known], 0.5), ended.to_numpy()[known]
    if not lasted.size:
        return Life(years=math.nan, left=0, n=0)
    share = _still_there(lasted, went, months)
    return Life(years=float(share.sum()) / MONTHS_PER_YEAR, left=int(went.sum()), n=int(lasted.size))


def life_at_pace(churn_monthly: float, *, months: int = LIFE_MONTHS) -> float:
    """Return the years that a customer stays where so many leave a month.

    >>> round(life_at_pace(0.02), 2)
    2.87
    """
    return float(((1 - churn_monthly) ** np.arange(1, months + 1)).sum()) / MONTHS_PER_YEAR


def _still_there(lasted: Floats, went: np.ndarray, months: int) -> Floats:
    at = np.arange(1, months + 1, dtype=np.float64)
    seen = np.sort(lasted)
    reliable = float(seen[-FEWEST]) if seen.size >= FEWEST else 0.0
    pace = (went.sum() + 0.5) / lasted.sum()
    curve = kaplan_meier(spells(lasted, went.astype(np.int64)))
    inside = np.minimum(at, reliable)
    return np.asarray(curve.at(inside) * np.exp(-pace * np.maximum(at - reliable, 0.0)), dtype=np.float64)
