"""Hours that customers were served, and the months in which they could have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import bootstrap
from scipy.stats import t as student

from unequal.errors import InputError
from unequal.units import DAYS_PER_MONTH

ONBOARDING = "onboarding"
MINUTES = 60.0
WINDOW_MONTHS = 12
LEVEL = 0.90
FEWEST = 5  # customers; below it there is no interval
FEWEST_TO_RESAMPLE = 30
RESAMPLES = 2_000
SEED = 10
MOST_UNLOGGED = 0.2  # share of activities without hours; above it nobody knows what was given (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Something a customer-month, with its interval.

    Attributes:
        value, low, high: nan where it is not known; the ends are nan below five customers.
        n: Customers.
    """

    value: float
    low: float
    high: float
    n: int


def months_in_window(view: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS) -> pd.Series:
    """Return how many months of the window each customer was there, in the order of the view.

    Args:
        view: start_date and end_date of each customer; who has not bought was there for none.
        as_of: Where the window ends.
        months: Its length.

    >>> rows = pd.DataFrame({"start_date": pd.to_datetime(["2020-01-01", "2026-03-31", None]),
    ...                      "end_date": pd.to_datetime([None, None, None])})
    >>> months_in_window(rows, date(2026, 6, 30)).round(1).to_list()
    [12.0, 3.0, 0.0]
    """
    end = pd.Timestamp(as_of)
    start = end - pd.Timedelta(days=months * DAYS_PER_MONTH)
    came = view["start_date"].where(view["start_date"].isna() | (view["start_date"] > start), start)
    left = view["end_date"].where(view["end_date"].notna() & (view["end_date"] < end), end)
    return ((left - came).dt.total_seconds() / 86_400 / DAYS_PER_MONTH).clip(lower=0.0).fillna(0.0)


def served(view: pd.DataFrame, activities: pd.DataFrame, as_of: date, *, months: int = WINDOW_MONTHS) -> pd.DataFrame:
    """Return what each customer was given in a window; work on deals is selling, and not counted.

    Where an activity has no hours, its minutes count; where it has neither, those of its kind that have stand in,
    unless more than a fifth of the kind has none: then the hours of all its customers are not known.

    Args:
        view: One row a customer, as the customer view has it.
        activities: As the table has it.
        as_of: Where the window ends.
        months: Its length.

    Returns:
        customer_id, months (there, in the window), hours (of service, without onboarding), onboarding_hours, new
        (began in the window); one row for each customer who was there.
    """
    there = view.assign(months=months_in_window(view, as_of, months=months))
    there = there[there["months"] > 0]
    since = pd.Timestamp(as_of) - pd.Timedelta(days=months * DAYS_PER_MONTH)
    known = activities[activities["customer_id"].isin(there["customer_id"]) & (activities["date"] > since)]
    given = known.assign(spent=_hours(known), first=known["kind"].eq(ONBOARDING))
    service = whole_sums(given.loc[~given["first"], "spent"], given["customer_id"])
    onboarding = whole_sums(given.loc[given["first"], "spent"], given["customer_id"])
    return pd.DataFrame(
        {
            "customer_id": there["customer_id"].to_numpy(),
            "months": there["months"].to_numpy(),
            "hours": service.reindex(there["customer_id"], fill_value=0.0).to_numpy(dtype=np.float64),
            "onboarding_hours": onboarding.reindex(there["customer_id"], fill_value=0.0).to_numpy(dtype=np.float64),
            "new": (there["start_date"] > since).to_numpy(),
        }
    )


def logged_work(
    activities: pd.DataFrame, customers: pd.Index, as_of: date, *, months: int = WINDOW_MONTHS
) -> pd.DataFrame:
    """Return the work done for customers in a window: customer_id, skill (small letters), kind, spent (hours), guessed.

    `guessed` holds where neither hours nor minutes are known and those of its kind stand in.
    `spent` is nan where neither hours nor minutes are known, and too few of the kind are to stand in.

    Args:
        activities: As the table has it.
        customers: Whose work counts.
        as_of: Where the window ends.
        months: Its length.
    """
    since = pd.Timestamp(as_of) - pd.Timedelta(days=months * DAYS_PER_MONTH)
    rows = activities[activities["customer_id"].isin(customers) & (activities["date"] > since)]
    return pd.DataFrame(
        {
            "customer_id": rows["customer_id"],
            "skill": rows["skill"].astype("str").str.strip().str.lower().fillna(""),
            "kind": rows["kind"],
            "spent": _hours(rows),
            "guessed": rows["hours"].isna() & rows["minutes"].isna(),
        }
    )


def whole_sums(values: pd.Series, by: pd.Series) -> pd.Series:
    """Return sums by customer; nan where one of the values is not known.

    >>> whole_sums(pd.Series([1.0, 2.0, float("nan")]), pd.Series(["a", "a", "b"])).to_dict()
    {'a': 3.0, 'b': nan}
    """
    grouped = values.groupby(by)
    return grouped.sum().where(grouped.count() == grouped.size())


def _hours(rows: pd.DataFrame) -> pd.Series:
    logged = rows["hours"].fillna(rows["minutes"] / MINUTES)
    kinds = logged.groupby(rows["kind"])
    typical = kinds.transform("mean").where(kinds.transform(_share_unlogged) <= MOST_UNLOGGED)
    return logged.fillna(typical)


def _share_unlogged(values: pd.Series) -> float:
    return float(values.isna().mean())


def hours_a_month(rows: pd.DataFrame) -> Rate:
    """Return service hours a customer-month, customers with long stays weighing more.

    The interval resamples customers, never months: from 30 customers the bias-corrected bootstrap, below it the t
    interval of the ratio's residuals, below five none.

    Args:
        rows: From `served`, one segment.

    Source: ratio estimator, Cochran, Sampling Techniques (1977), ch. 6; BCa, Efron (1987).
    """
    spent, months = rows["hours"].to_numpy(dtype=np.float64), rows["months"].to_numpy(dtype=np.float64)
    if not months.sum() > 0 or np.isnan(spent).any():
        return Rate(value=np.nan, low=np.nan, high=np.nan, n=len(rows))
    low, high = _ends(spent, months)
    return Rate(value=float(spent.sum() / months.sum()), low=low, high=high, n=len(rows))


def _ends(spent: NDArray[np.float64], months: NDArray[np.float64]) -> tuple[float, float]:
    n = spent.size
    if n < FEWEST:
        return np.nan, np.nan
    rate = spent.sum() / months.sum()
    if n < FEWEST_TO_RESAMPLE or np.ptp(spent) == 0:
        error = np.std(spent - rate * months, ddof=1) / np.sqrt(n) / months.mean()
        reach = float(student.ppf((1 + LEVEL) / 2, n - 1)) * error
        return max(float(rate - reach), 0.0), float(rate + reach)
    found = bootstrap(
        (spent, months), _ratio, paired=True, n_resamples=RESAMPLES, confidence_level=LEVEL, method="BCa",
        rng=np.random.default_rng(SEED),
    )  # fmt: skip
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _ratio(spent: NDArray[np.float64], months: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    return np.asarray(spent.sum(axis=axis) / months.sum(axis=axis))


def onboarding_hours(rows: pd.DataFrame) -> float:
    """Return hours of onboarding for each new customer; nan without a new one, or where nobody logged any.

    Raises:
        InputError: The rows are not from `served`.

    >>> rows = pd.DataFrame({"new": [True, True, False], "onboarding_hours": [4.0, 5.0, 0.0]})
    >>> onboarding_hours(rows)
    4.5
    """
    if "onboarding_hours" not in rows.columns:
        raise InputError("Rows without onboarding hours were given.", mend="Give the rows that `served` returns.")
    new = rows[rows["new"]]
    logged = float(rows["onboarding_hours"].sum(skipna=False))
    return float(new["onboarding_hours"].mean()) if len(new) and logged > 0 else float("nan")
