"""What each customer leaves after service, how sure that is, what idle hours cost, and where margins are heading."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.customers import end_users
from unequal.customers.profit import customer_profit
from unequal.customers.service_cost import ServiceCost, service_cost
from unequal.economics.margin_change import margin_change
from unequal.economics.margin_quarters import CHANNEL, Quarter, margin_parts, margin_rows, quarters
from unequal.economics.whale import Unsure, WhaleShape, redrawn, whale_curve, whale_shape
from unequal.segments.order import ALL, UNKNOWN
from unequal.workbook import Inputs, Missing

from .knobs import Knobs
from .trends import trends
from .window import Window, window_of

MONEY = ("revenue", "direct_cost", "gross_margin", "cost_to_serve", "contribution")
CURVE_COLUMNS = ("rank", "customer_id", "cumulative", "cumulative_share", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the cost of service.

    Attributes:
        customers: customer_id, segment, months, revenue, direct_cost, gross_margin, cost_to_serve, contribution (money
            in the window), margin, probability_loss (nan where not known), loses (called loss-making), trial (billed
            nothing: in no curve); end users.
        whale: rank (1 the most profitable), customer_id, cumulative, cumulative_share (nan when the total is not
            positive), low, high (90 %, money); customers whose contribution is known and who were billed.
        shape: What the curve says.
        total_low, total_high: Ends of what all leave, 90 %; nan where not known.
        losing, lost: Customers called loss-making, and what they lose together, money.
        segments: segment, customers, revenue, cost_to_serve, contribution, margin, service_share, losing; as measured.
        pools: pool, skill, driver, cost, capacity_hours, rate, used_hours, use, idle_hours, idle_cost, over; idle hours
            are in no customer's cost.
        quarters: quarter, segment, revenue, list_revenue, direct_cost, cost_to_serve, contribution, margin,
            gross_margin.
        trends: segment, after_service, n, margin_now, a_quarter, low, high, theil_sen …, falling, status, to_floor …
        change: part (price, mix, hours, rates, direct_cost), moved (share of revenue); empty where not known.
        change_from, change_to: Quarters that it compares.
        window: What was looked at, and what is missing.
        unknown: Customers whose contribution is not known.
        trials, trial_cost: Customers who were billed nothing, and what serving them cost.
        largest_share: Share of all revenue of the largest customer; nan without revenue.
        guessed_share: Share of the cost to serve that rests on guessed minutes or a driver; nan where not known.
        by_revenue: Whether a pool is shared out by revenue, which makes every margin look alike.
    """

    customers: pd.DataFrame
    whale: pd.DataFrame
    shape: WhaleShape
    total_low: float
    total_high: float
    losing: int
    lost: float
    segments: pd.DataFrame
    pools: pd.DataFrame
    quarters: pd.DataFrame
    trends: pd.DataFrame
    change: pd.DataFrame
    change_from: str
    change_to: str
    window: Window
    unknown: int
    trials: int
    trial_cost: float
    largest_share: float
    guessed_share: float
    by_revenue: bool


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Somebody must have been billed, or hours been logged."""
    rows = [inputs.tables.get(name) for name in ("revenue", "orders", "activities")]
    known = any(one is not None and len(one) for one in rows) and len(end_users(inputs.customers))
    return None if known else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Cost the service of each customer, and redraw what is unsure in it."""
    window = window_of(inputs, knobs.window_months)
    tables = {name: inputs.tables.get(name) for name in ("revenue", "orders", "activities", "cost_pools")}
    if window.elapsed:
        tables["activities"] = None  # time until a ticket was closed is nobody's work
    profits, service = _served(inputs, tables, window, knobs)
    rows = _end_users(inputs, profits)
    loss, curve, ends = _curve(rows, service, knobs)
    customers = rows.assign(probability_loss=loss, loses=loss.ge(knobs.loss_probability))
    billed = customers[~customers["trial"]]
    found = _quarters(inputs, tables, knobs)
    names = tuple(one for one in inputs.segments if one != ALL)
    by_quarter = margin_rows(found, names, ALL)
    change, begins, ends_at = _change(found)
    return Facts(
        customers=customers,
        whale=curve,
        shape=whale_shape(curve),
        total_low=ends[0],
        total_high=ends[1],
        losing=int(billed["loses"].sum()),
        lost=abs(float(billed.loc[billed["loses"], "contribution"].sum())),
        segments=_by_segment(billed, names),
        pools=service.pools.reset_index(drop=True),
        quarters=by_quarter,
        trends=trends(by_quarter, floor=knobs.margin_floor, noise=knobs.noise_a_year),
        change=change,
        change_from=begins,
        change_to=ends_at,
        window=window,
        unknown=int(billed["contribution"].isna().sum()),
        trials=int(customers["trial"].sum()),
        trial_cost=float(customers.loc[customers["trial"], "cost_to_serve"].sum()),
        largest_share=_largest(billed),
        guessed_share=_guessed(service),
        by_revenue=bool((service.pools["driver"].eq("revenue") & service.pools["used_hours"].isna()).any()),
    )


def _served(
    inputs: Inputs, tables: dict[str, pd.DataFrame | None], window: Window, knobs: Knobs
) -> tuple[pd.DataFrame, ServiceCost]:
    """Return what each customer left in the window, and what serving it was made of; all roles."""
    profits = customer_profit(
        inputs.customers, tables, inputs.as_of, months=window.months, practical_share=knobs.practical_share
    )
    there = profits.set_index("customer_id")[["months", "revenue"]]
    return profits, service_cost(
        there, tables, inputs.as_of, months=window.months, practical_share=knobs.practical_share
    )


def _end_users(inputs: Inputs, profits: pd.DataFrame) -> pd.DataFrame:
    """Return end users in the order of their ids, so that no figure hangs on the order of a file."""
    own = end_users(inputs.customers)["customer_id"]
    rows = profits[profits["customer_id"].isin(own)].sort_values("customer_id", ignore_index=True)
    segment = rows["customer_id"].map(inputs.labels.customers).astype("str").fillna(UNKNOWN)
    trial = rows["revenue"].eq(0) & (rows["direct_cost"].isna() | rows["direct_cost"].eq(0))
    return rows.assign(segment=segment, trial=trial)


def _curve(
    rows: pd.DataFrame, service: ServiceCost, knobs: Knobs
) -> tuple[pd.Series, pd.DataFrame, tuple[float, float]]:
    """Return P(loss) of each customer, the whale curve with its band, and the ends of the total."""
    known = rows[rows["contribution"].notna() & ~rows["trial"]]
    loss = pd.Series(np.nan, index=rows.index)
    if known.empty:
        nothing = pd.DataFrame({name: pd.Series([], dtype="float64") for name in CURVE_COLUMNS})
        return loss, nothing.astype({"customer_id": "str"}), (math.nan, math.nan)
    ids = pd.Index(known["customer_id"])
    rates = service.rates.fillna(0.0).to_numpy(dtype=np.float64)
    logged, guessed = (
        part.reindex(ids).to_numpy(dtype=np.float64) * rates for part in (service.logged, service.guessed)
    )
    before = known["contribution"].to_numpy(dtype=np.float64) + logged.sum(axis=1) + guessed.sum(axis=1)
    unsure = Unsure(logged=knobs.logged_within, guessed=knobs.guessed_within, rates=knobs.rate_within)
    drawn = redrawn(before, logged, guessed, unsure)
    loss.loc[known.index] = drawn.loss
    curve = whale_curve(known.set_index("customer_id")["contribution"])
    low, high = (np.interp(curve["rank"], drawn.ranks, one) for one in (drawn.low, drawn.high))
    return loss, curve.assign(low=low, high=high), (drawn.total_low, drawn.total_high)


def _by_segment(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    groups = {ALL: rows, **{name: rows[rows["segment"].eq(name)] for name in names}}
    made = [
        {
            "segment": name, "customers": len(part), "losing": int(part["loses"].sum()),
            **{one: float(part[one].sum(skipna=False)) for one in MONEY},
        }
        for name, part in groups.items() if len(part)
    ]  # fmt: skip
    found = pd.DataFrame(made, columns=["segment", "customers", "losing", *MONEY])
    billed = found["revenue"].where(found["revenue"] > 0)
    return found.assign(margin=found["contribution"] / billed, service_share=found["cost_to_serve"] / billed)


def _quarters(inputs: Inputs, tables: dict[str, pd.DataFrame | None], knobs: Knobs) -> list[Quarter]:
    view = inputs.customers
    label = view["customer_id"].map(inputs.labels.customers).astype("str").fillna(UNKNOWN)
    own = view["customer_id"].isin(end_users(view)["customer_id"])
    labels = pd.Series(label.where(own, CHANNEL).to_numpy(), index=pd.Index(view["customer_id"]))
    return quarters(view, labels, tables, inputs.as_of, knobs.practical_share)


def _change(found: list[Quarter]) -> tuple[pd.DataFrame, str, str]:
    """Return what moved the margin from the first quarter whose cost is known to the last one."""
    known = [one for one in found if one.rows["cost_to_serve"].notna().all() and one.rows["direct_cost"].notna().all()]
    pair = margin_parts(known[0], known[-1]) if len(known) > 1 else None
    if pair is None:
        return pd.DataFrame({"part": pd.Series([], dtype="str"), "moved": pd.Series([], dtype="float64")}), "", ""
    moved = margin_change(*pair)
    rows = pd.DataFrame({"part": list(moved), "moved": list(moved.values())})
    return rows, known[0].end.isoformat(), known[-1].end.isoformat()


def _largest(rows: pd.DataFrame) -> float:
    billed = rows["revenue"].clip(lower=0.0)
    total = float(billed.sum())
    return float(billed.max()) / total if total > 0 else math.nan


def _guessed(service: ServiceCost) -> float:
    total = float(service.total.sum())
    rates = service.rates.fillna(0.0)
    return (
        (float((service.guessed.sum() * rates).sum()) + float(service.charged.sum())) / total if total > 0 else math.nan
    )
