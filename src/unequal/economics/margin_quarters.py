"""What each segment left of its revenue, quarter by quarter, and what that was made of."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.customers.billed import MOST_UNKNOWN
from unequal.customers.served import months_in_window
from unequal.customers.service_cost import ServiceCost, service_cost

from .margin_change import MarginParts

MONTHS = 3
MOST_QUARTERS = 12
CHANNEL = "(channel)"  # label of those who resell: their bills and hours are in no margin of end users
COLUMNS = ("quarter", "segment", "revenue", "list_revenue", "direct_cost", "cost_to_serve", "contribution", "margin",
           "gross_margin")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter by segment.

    Attributes:
        end: Its last day.
        rows: revenue, list_revenue (at list price), direct_cost, cost_to_serve (nan where not known), by segment.
        service: What serving each segment cost.
    """

    end: date
    rows: pd.DataFrame
    service: ServiceCost


def last_whole_month(as_of: date) -> date:
    """Return the last day of a month that is over.

    >>> last_whole_month(date(2026, 6, 30)), last_whole_month(date(2026, 6, 29))
    (datetime.date(2026, 6, 30), datetime.date(2026, 5, 31))
    """
    if as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]:
        return as_of
    return (pd.Timestamp(as_of).to_period("M") - 1).end_time.date()


def quarters(
    view: pd.DataFrame, labels: pd.Series, tables: dict[str, pd.DataFrame | None], as_of: date, practical_share: float
) -> list[Quarter]:
    """Return the quarters for which there are bills, the oldest first; at most twelve.

    Args:
        view: Rows of the customer view.
        labels: Their segments, by customer.
        tables: `revenue`, `activities` and `cost_pools`, as far as they are there.
        as_of: The day that is looked from; a month that is not over counts for nothing.
        practical_share: What remains of theoretical hours.
    """
    revenue = tables.get("revenue")
    if revenue is None or revenue.empty:
        return []
    end = last_whole_month(as_of)
    named = revenue.assign(customer_id=revenue["customer_id"].map(labels))
    activities, pools = tables.get("activities"), tables.get("cost_pools")
    by_segment = {
        "cost_pools": pools,
        "activities": None
        if activities is None
        else activities.assign(customer_id=activities["customer_id"].map(labels)),
    }
    first = revenue["month"].min().to_period("M")
    made: list[Quarter] = []
    for _ in range(MOST_QUARTERS):
        begins = pd.Timestamp(end).to_period("M") - MONTHS + 1
        if begins < first:
            break
        made.append(
            _quarter(view.assign(label=view["customer_id"].map(labels)), named, by_segment, end, practical_share)
        )
        end = (begins - 1).end_time.date()
    return made[::-1]


def _quarter(
    view: pd.DataFrame, bills: pd.DataFrame, tables: dict[str, pd.DataFrame | None], end: date, practical_share: float
) -> Quarter:
    first = pd.Timestamp(end).to_period("M").to_timestamp() - pd.DateOffset(months=MONTHS - 1)
    rows = bills[(bills["month"] >= first) & (bills["month"] <= pd.Timestamp(end))]
    once = rows["one_off"].fillna(0.0)
    parts = pd.DataFrame(
        {
            "revenue": rows["mrr"] + once,
            # what comes once has no list price: a fee counts in full, a credit is a discount
            "list_revenue": rows["list_mrr"].fillna(rows["mrr"]) + once.clip(lower=0.0),
            "direct_cost": _direct_cost(rows),
        }
    )
    months = months_in_window(view, end, months=MONTHS).groupby(view["label"]).sum()
    sums = parts.groupby(rows["customer_id"]).sum(min_count=1)
    there = sums.reindex(sums.index.union(months.index[months > 0])).fillna({"revenue": 0.0, "list_revenue": 0.0})
    there = there.assign(months=months.reindex(there.index).fillna(0.0))
    there = there.assign(direct_cost=there["direct_cost"].fillna(np.nan if parts["direct_cost"].isna().any() else 0.0))
    work, pools = (_within(tables.get(name), column, first, end) for name, column in
                   (("activities", "date"), ("cost_pools", "month")))  # fmt: skip
    whole = pools is not None and pools["month"].nunique() == MONTHS and (work is None or len(work) > 0)
    service = service_cost(
        there, {"activities": work, "cost_pools": pools} if whole else {}, end, months=MONTHS,
        practical_share=practical_share,
    )  # fmt: skip
    rows = there.assign(cost_to_serve=service.total).drop(index=CHANNEL, errors="ignore")
    return Quarter(end=end, rows=rows, service=service)


def _within(rows: pd.DataFrame | None, column: str, first: pd.Timestamp, end: date) -> pd.DataFrame | None:
    return (
        None
        if rows is None
        else rows[(rows[column] >= first) & (rows[column] < pd.Timestamp(end) + pd.Timedelta(days=1))]
    )


def _direct_cost(rows: pd.DataFrame) -> pd.Series:
    cost = rows["direct_cogs"].astype("float64")
    if rows.empty or float(cost.isna().mean()) > MOST_UNKNOWN:
        return pd.Series(np.nan, index=rows.index)
    billed = float(rows.loc[cost.notna(), "mrr"].sum())
    return cost.fillna((float(cost.sum()) / billed if billed > 0 else 0.0) * rows["mrr"])


def margin_rows(found: list[Quarter], names: tuple[str, ...], everybody: str) -> pd.DataFrame:
    """Return a row a quarter and segment, everybody first; margins are nan where nothing was billed."""
    made = []
    for one in found:
        money = one.rows[["revenue", "list_revenue", "direct_cost", "cost_to_serve"]]
        parts = {everybody: money.sum(skipna=False), **{name: money.loc[name] for name in names if name in money.index}}
        made += [{"quarter": pd.Timestamp(one.end), "segment": name, **sums.to_dict()} for name, sums in parts.items()]
    rows = pd.DataFrame(made, columns=list(COLUMNS[:6]))
    rows = rows.astype({"quarter": "datetime64[ns]", **dict.fromkeys(COLUMNS[2:6], "float64")})
    gross = rows["revenue"] - rows["direct_cost"]
    billed = rows["revenue"].where(rows["revenue"] > 0)
    left = gross - rows["cost_to_serve"]
    return rows.assign(contribution=left, margin=left / billed, gross_margin=gross / billed)


def margin_parts(before: Quarter, after: Quarter) -> tuple[MarginParts, MarginParts] | None:
    """Return what two quarters' margins are made of; None where one of them is not known.

    A segment that bills nothing in one of them has the prices and hours of the other one there: it moves the mix alone.
    """
    names = before.rows.index.union(after.rows.index)
    parts = [_parts(one, names) for one in (before, after)]
    if any(one is None for one in parts):
        return None
    was, now = (one for one in parts if one is not None)
    columns = was.columns.union(now.columns, sort=False)
    was, now = (
        one.reindex(columns=columns).fillna({name: 0.0 for name in columns if name not in one}) for one in (was, now)
    )
    gone, new = now["mix"].eq(0), was["mix"].eq(0)
    if (gone & new).any():
        keep = ~(gone & new)
        was, now, gone, new = was[keep], now[keep], gone[keep], new[keep]
    was, now = was.mask(new, now.assign(mix=was["mix"])), now.mask(gone, was.assign(mix=now["mix"]))
    rates = {**_rates(after), **_rates(before)}, {**_rates(before), **_rates(after)}
    return _as_parts(was, rates[0]), _as_parts(now, rates[1])


def _parts(one: Quarter, names: pd.Index) -> pd.DataFrame | None:
    rows = one.rows.reindex(names).fillna({"revenue": 0.0, "list_revenue": 0.0})
    billed = rows["revenue"] > 0
    total = float(rows["revenue"].sum())
    known = rows.loc[billed, ["direct_cost", "cost_to_serve"]].notna().all().all()
    lost = rows.loc[~billed, ["revenue", "direct_cost", "cost_to_serve"]].fillna(0.0).ne(0).any().any()
    if not billed.any() or not known or lost or (rows.loc[billed, "list_revenue"] <= 0).any() or total <= 0:
        return None
    listed = rows["list_revenue"].where(billed)
    hours = (one.service.logged + one.service.guessed).reindex(names)
    shares = one.service.charged.reindex(names) / max(float(one.service.charged.sum()), 1e-300)
    return pd.DataFrame(
        {
            "mix": rows["revenue"] / total,
            "price": rows["revenue"] / listed,
            "direct_cost": rows["direct_cost"] / listed,
            **{f"hours.{skill}": hours[skill] / listed for skill in hours.columns},
            "hours.charged.": shares / listed,
        }
    )


def _rates(one: Quarter) -> dict[str, float]:
    rates = {f"hours.{skill}": float(rate) for skill, rate in one.service.rates.items()}
    return {**rates, "hours.charged.": float(one.service.charged.sum())}


def _as_parts(rows: pd.DataFrame, rates: dict[str, float]) -> MarginParts:
    columns = [name for name in rows.columns if name.startswith("hours.")]
    return MarginParts(
        price=rows["price"].to_numpy(dtype=np.float64),
        mix=rows["mix"].to_numpy(dtype=np.float64),
        hours=rows[columns].fillna(0.0).to_numpy(dtype=np.float64),
        rates=np.nan_to_num(np.array([rates[name] for name in columns], dtype=np.float64)),
        direct_cost=rows["direct_cost"].to_numpy(dtype=np.float64),
    )
