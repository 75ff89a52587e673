"""One row a customer."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import pandas as pd

from unequal.units import DAYS_PER_MONTH

from .bought import deals_of_customers, orders_of_customers
from .family import top_parent
from .recurring import recurring_revenue

END_USER = "end_user"

TEXT_COLUMNS = (
    "customer_id",
    "name",
    "role",
    "parent_id",
    "via_partner_id",
    "segment",
    "industry",
    "country",
    "age_band",
    "education",
    "gender",
    "job_primary",
    "experience_level",
    "referred_by",
)
NUMBER_COLUMNS = ("employees", "annual_revenue")
DATE_COLUMNS = ("start_date", "end_date")
MONEY_COLUMNS = ("mrr_now", "arr_now", "mrr_last", "acv", "ordered_12m")
COUNT_COLUMNS = ("n_deals", "n_won", "n_open", "n_orders")
MADE_DATES = ("first_revenue_month", "last_revenue_month", "first_won_at", "last_won_at", "first_order_at")


class TableLookup(Protocol):
    """Anything that hands out a table by name, None when it is not there: `Tables`, or a plain dict."""

    def get(self, name: str, /) -> pd.DataFrame | None:
        """Return the table of that name, or None."""
        ...


def customer_view(tables: TableLookup, as_of: date) -> pd.DataFrame:
    """Return one row for each customer, as known on `as_of`.

    Args:
        tables: The checked tables; `customers` makes the rows, `revenue`, `deals` and `orders` add what they know.
        as_of: The day from which it is looked.

    Returns:
        All columns of the customers table, and:
        `start_date`: as given; else the first won close; else the first month with revenue; else the first order.
        `start_derived`: whether it was not given; `start_origin`: "given", "first won deal",
        "first month with revenue", "first order", missing when it has not bought as far as the data says.
        `active`: has bought and has not left; `months_active`: months from start to end or `as_of`, nan without start.
        `mrr_now`, `arr_now`: money a month and a year in the last month of the revenue table; 0 for who has left.
        `mrr_last`: money a month in the customer's last month with revenue, so that leavers keep their size.
        `acv`: mean annual contract value of its won deals; `n_deals`, `n_won`, `n_open`; `n_orders`, `ordered_12m`.
        `group_id`: the topmost parent, itself where it has none.
        Money that no table knows is nan, never 0; counts without a table are 0. An undeclared column of the customers
        table that bears one of these names gives way to the measured one.

    >>> customers = pd.DataFrame({"customer_id": ["a"], "start_date": pd.to_datetime(["2025-06-30"])})
    >>> view = customer_view({"customers": customers}, date(2026, 6, 30))
    >>> bool(view.loc[0, "active"]), round(float(view.loc[0, "months_active"]), 2)
    (True, 11.99)
    """
    moment = pd.Timestamp(as_of)
    customers = _customers(tables.get("customers"))
    joined = customers.join(_known_elsewhere(tables, moment), on="customer_id")
    typed = _typed(joined)
    return _timed(typed, moment).assign(group_id=top_parent(typed["customer_id"], typed["parent_id"]))


def end_users(view: pd.DataFrame) -> pd.DataFrame:
    """Return the customers who use the product themselves; a missing role counts as one, since most exports have none.

    >>> rows = pd.DataFrame({"customer_id": ["a", "b", "c"], "role": ["end_user", "reseller", None]})
    >>> end_users(rows)["customer_id"].to_list(), channel(rows)["customer_id"].to_list()
    (['a', 'c'], ['b'])
    """
    return view[_is_end_user(view)]


def channel(view: pd.DataFrame) -> pd.DataFrame:
    """Return the customers who resell, integrate, add value, distribute or refer: never pooled with end users."""
    return view[~_is_end_user(view)]


def _is_end_user(view: pd.DataFrame) -> pd.Series:
    return view["role"].isna() | view["role"].eq(END_USER)


def _customers(customers: pd.DataFrame | None) -> pd.DataFrame:
    frame = pd.DataFrame(index=pd.RangeIndex(0)) if customers is None else customers.reset_index(drop=True)
    made = [name for name in (*MONEY_COLUMNS, *COUNT_COLUMNS, *MADE_DATES) if name in frame.columns]
    given = frame.drop(columns=made)  # an undeclared column of the file may bear the name of a measured one
    declared = (*TEXT_COLUMNS, *NUMBER_COLUMNS, *DATE_COLUMNS)
    absent = [name for name in declared if name not in given.columns]
    return given.reindex(columns=[*given.columns, *absent]).astype({"customer_id": "str"})


def _known_elsewhere(tables: TableLookup, moment: pd.Timestamp) -> pd.DataFrame:
    """Return what revenue, deals and orders know, by customer_id; empty when there is none of them."""
    revenue, deals, orders = tables.get("revenue"), tables.get("deals"), tables.get("orders")
    parts = [
        recurring_revenue(revenue, as_of=moment) if revenue is not None else None,
        deals_of_customers(deals, as_of=moment) if deals is not None else None,
        orders_of_customers(orders, as_of=moment) if orders is not None else None,
    ]
    nothing = pd.DataFrame(index=pd.Index([], dtype="str"))
    known = pd.concat([part for part in parts if part is not None] or [nothing], axis=1)
    made = (*MONEY_COLUMNS, *COUNT_COLUMNS, *MADE_DATES)
    return known.reindex(columns=list(made))


def _typed(joined: pd.DataFrame) -> pd.DataFrame:
    texts = {name: joined[name].astype("str") for name in TEXT_COLUMNS}
    numbers = {name: pd.to_numeric(joined[name]).astype("float64") for name in (*NUMBER_COLUMNS, *MONEY_COLUMNS)}
    counts = {name: joined[name].fillna(0).astype("int64") for name in COUNT_COLUMNS}
    dates = {name: joined[name].astype("datetime64[ns]") for name in (*DATE_COLUMNS, *MADE_DATES)}
    return joined.assign(**texts, **numbers, **counts, **dates)


def _timed(view: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    starts = {
        "given": view["start_date"],
        "first won deal": view["first_won_at"],
        "first month with revenue": view["first_revenue_month"],
        "first order": view["first_order_at"],
    }
    start = pd.Series(pd.NaT, index=view.index, dtype="datetime64[ns]")
    origin = pd.Series(None, index=view.index, dtype="str")
    for word, candidate in starts.items():
        chosen = start.isna() & candidate.le(moment)
        start = start.mask(chosen, candidate)
        origin = origin.mask(chosen, word)
    end = view["end_date"].where(view["end_date"].le(moment))
    left = end.notna()
    return view.assign(
        start_date=start,
        start_derived=start.notna() & origin.ne("given"),
        start_origin=origin,
        end_date=end,
        active=start.notna() & ~left,
        months_active=(end.fillna(moment) - start).dt.days.clip(lower=0) / DAYS_PER_MONTH,
        mrr_now=view["mrr_now"].mask(left & view["mrr_now"].notna(), 0.0),
        arr_now=view["arr_now"].mask(left & view["arr_now"].notna(), 0.0),
    )
