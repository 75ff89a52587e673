"""What serving each customer cost, in the parts that are unsure in different ways: hours logged, guessed, charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from .pool_rates import PRACTICAL_SHARE, mean_rate, pool_rates
from .served import WINDOW_MONTHS, logged_work, whole_sums
from .view import TableLookup

TICKET = "ticket"
TICKET_HOURS = 0.75  # of a ticket that nobody timed (assumption)
NO_POOL = ""  # column of work whose skill no pool has
WORK_COLUMNS = ("customer_id", "skill", "kind", "spent", "guessed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCost:
    """What serving each customer cost in a window.

    Attributes:
        logged, guessed: Hours by customer (rows) and skill (columns; "" is work that no pool does).
        rates: What an hour of each of these skills costs.
        charged: Money for pools that are shared out in equal parts or by revenue; nan where it cannot be known.
        pools: pool, skill, driver, cost, capacity_hours, rate, used_hours, use (share of capacity), idle_hours,
            idle_cost (never below 0; nan where the use is not known), over (used more than capacity).
    """

    logged: pd.DataFrame
    guessed: pd.DataFrame
    rates: pd.Series
    charged: pd.Series
    pools: pd.DataFrame

    @property
    def total(self) -> pd.Series:
        """Money for each customer; nan where hours of a customer, or a pool of all, are not known."""
        hours = self.logged + self.guessed
        spent = [(hours[skill] * rate).where(hours[skill] != 0, 0.0) for skill, rate in self.rates.items()]
        return sum(spent, start=self.charged)


def service_cost(
    there: pd.DataFrame,
    tables: TableLookup,
    as_of: date,
    *,
    months: int = WINDOW_MONTHS,
    practical_share: float = PRACTICAL_SHARE,
) -> ServiceCost:
    """Return what serving each customer cost.

    Args:
        there: months and revenue of each customer in the window, indexed by customer.
        tables: `activities` and `cost_pools`, as far as they are there.
        as_of: Where the window ends.
        months: Its length.
        practical_share: What remains of theoretical hours.
    """
    pools, activities = tables.get("cost_pools"), tables.get("activities")
    rates = None if pools is None else pool_rates(pools, as_of, months=months, practical_share=practical_share)
    work = None if activities is None else logged_work(activities, there.index, as_of, months=months)
    if rates is None or rates.empty:
        return _unknown(there.index)
    known = pd.DataFrame(columns=list(WORK_COLUMNS)) if work is None else work
    timed = set(known.loc[known["spent"].notna(), "skill"])
    untimed = rates[~rates["skill"].isin(timed)]
    hour = _hour_rates(rates)
    charged = sum(
        (_by_driver(pool, work, there) for _, pool in untimed.iterrows()), start=pd.Series(0.0, index=there.index)
    )
    by_ticket = untimed[untimed["driver"].eq("tickets")]
    counted = known["kind"].eq(TICKET) & known["spent"].isna() & bool(len(by_ticket))
    rows = known[(known["skill"].isin(timed) | ~known["skill"].isin(rates["skill"])) & ~counted]
    guessed = _spread(rows[rows["guessed"].astype(bool)], hour.index, there.index)
    guessed = guessed.add(_tickets(by_ticket, known, there.index), fill_value=0.0)[hour.index]
    logged = _spread(rows[~rows["guessed"].astype(bool)], hour.index, there.index)
    used = (logged.sum() + guessed.sum()).where(~hour.index.isin(set(untimed["skill"]) - set(by_ticket["skill"])))
    idle = set(untimed.loc[untimed["driver"].eq("hours"), "skill"]) if timed else set[str]()
    used[[one for one in hour.index if one in idle]] = 0.0
    return ServiceCost(
        logged=logged, guessed=guessed, rates=hour, charged=charged, pools=_used(rates, used.drop(NO_POOL))
    )


def _unknown(customers: pd.Index) -> ServiceCost:
    nothing = pd.DataFrame({NO_POOL: np.zeros(len(customers))}, index=customers)
    columns = [*("pool", "skill", "driver"), "cost", "capacity_hours", "rate", "used_hours", "use"]
    return ServiceCost(
        logged=nothing, guessed=nothing, rates=pd.Series({NO_POOL: 0.0}),
        charged=pd.Series(np.nan, index=customers),
        pools=pd.DataFrame({one: [] for one in (*columns, "idle_hours", "idle_cost", "over")}),
    )  # fmt: skip


def _hour_rates(rates: pd.DataFrame) -> pd.Series:
    """Return what an hour of each skill costs, of "" and of a skill whose hours are not known what any hour costs."""
    by_skill = rates[rates["skill"].ne(NO_POOL)].groupby("skill")[["cost", "capacity_hours"]].sum(min_count=1)
    rate = (by_skill["cost"] / by_skill["capacity_hours"].where(by_skill["capacity_hours"] > 0)).astype("float64")
    return pd.concat([rate, pd.Series({NO_POOL: np.nan})]).fillna(mean_rate(rates))


def _spread(rows: pd.DataFrame, skills: pd.Index, customers: pd.Index) -> pd.DataFrame:
    """Return hours by customer and skill; nan in the whole row of a customer of whom some hours are not known."""
    spent = rows["spent"].astype("float64")
    unknown = whole_sums(spent, rows["customer_id"])
    skill = rows["skill"].where(rows["skill"].isin(skills), NO_POOL)
    wide = spent.groupby([rows["customer_id"], skill]).sum().unstack(fill_value=0)  # noqa: PD010
    wide = wide.reindex(index=customers, columns=skills, fill_value=0.0).astype("float64")
    holes = wide.index.isin(unknown.index[unknown.isna()])
    return wide + pd.Series(np.where(holes, np.nan, 0.0), index=wide.index).to_numpy()[:, None]


def _tickets(pools: pd.DataFrame, work: pd.DataFrame, customers: pd.Index) -> pd.DataFrame:
    """Return hours of tickets that nobody timed, in the column of the pool's skill."""
    made = pd.DataFrame(index=customers)
    for skill in dict.fromkeys(pools["skill"]):
        rows = work[work["kind"].eq(TICKET) & work["skill"].isin((skill, NO_POOL)) & work["spent"].isna()]
        made[skill] = rows.groupby("customer_id").size().reindex(customers, fill_value=0) * TICKET_HOURS
    return made


def _by_driver(pool: pd.Series, work: pd.DataFrame | None, there: pd.DataFrame) -> pd.Series:
    """Return each customer's part of a pool whose hours nobody logs, where it is not counted in hours."""
    if pool["driver"] == "equal":
        return pool["cost"] * there["months"] / there["months"].sum()
    if pool["driver"] == "revenue":
        billed = there["revenue"].clip(lower=0.0)
        return pool["cost"] * billed / billed.sum()
    if pool["driver"] == "tickets" and work is not None:
        return pd.Series(0.0, index=there.index)
    idle = pool["driver"] == "hours" and work is not None and bool(work["spent"].notna().any())
    return pd.Series(0.0 if idle else np.nan, index=there.index)


def _used(rates: pd.DataFrame, used: pd.Series) -> pd.DataFrame:
    """Return each pool with the hours that were used of it; pools of one skill by the hours that each can give."""
    part = rates["capacity_hours"] / rates.groupby("skill")["capacity_hours"].transform("sum")
    hours = rates["skill"].map(used).astype("float64") * part
    idle = (rates["capacity_hours"] - hours).clip(lower=0.0)
    return rates.assign(
        used_hours=hours,
        use=hours / rates["capacity_hours"].where(rates["capacity_hours"] > 0),
        idle_hours=idle,
        idle_cost=idle * rates["rate"],
        over=hours > rates["capacity_hours"],
    )
