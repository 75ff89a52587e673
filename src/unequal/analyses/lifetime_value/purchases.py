"""What customers are worth who buy when they like: how often they come back, times what a purchase brings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.customers import end_users
from unequal.economics.lifetime.repeat_buying import BgNbd, fit_repeats, repeats
from unequal.economics.lifetime.spend import GammaGamma, fit_spend, related
from unequal.units import DAYS_PER_MONTH, MONTHS_PER_YEAR
from unequal.workbook import Inputs

from .knobs import Knobs

BG_NBD = "BG/NBD"
FEWEST_AGAIN = 100  # customers who came back, below which nothing is fitted (assumption)
STEP = 3  # months between two looks ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """Customers who buy when they like.

    Attributes:
        model, spend: None below a hundred customers who came back.
        customers: customer_id, value of the purchases to come, alive.
        again: Customers who came back.
        correlation: Of how often and how much; nan where it cannot be told.
        credits: Orders below zero, left out.
    """

    model: BgNbd | None
    spend: GammaGamma | None
    customers: pd.DataFrame
    again: int
    correlation: float
    credits: int


def purchases_of(inputs: Inputs, knobs: Knobs) -> Purchases:
    """Fit and value the customers of the orders table."""
    orders = inputs.tables["orders"]
    known = orders[orders["customer_id"].isin(end_users(inputs.customers)["customer_id"])]
    rows = summary(known, pd.Timestamp(inputs.as_of))
    again = int(rows["x"].gt(0).sum())
    model = spend = None
    if again >= FEWEST_AGAIN:
        model = fit_repeats(repeats(rows["x"], rows["last"], rows["watched"]))
        spend = fit_spend(rows["x"], rows["mean"])
    value = np.full(len(rows), math.nan)
    alive = value
    if model is not None and spend is not None:
        value = _value(rows, model, knobs) * spend.purchase(rows["x"], rows["mean"].fillna(0.0))
        alive = model.alive(rows["x"], rows["last"], rows["watched"])
    made = pd.DataFrame({"customer_id": rows.index, "value": value, "alive": alive})
    return Purchases(
        model=model, spend=spend, customers=made, again=again, correlation=related(rows["x"], rows["mean"]),
        credits=int((known["amount"] < 0).sum()),
    )  # fmt: skip


def summary(orders: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """Return x, last, watched (months) and the mean repeat purchase, by customer_id; a day is one purchase."""
    bought = orders[orders["amount"] >= 0]
    days = bought.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    start = days.groupby("customer_id")["date"].transform("min")
    found = days.groupby("customer_id")["date"].agg(["min", "max", "count"])
    later = days[days["date"] > start].groupby("customer_id")["amount"].mean()
    return pd.DataFrame(
        {
            "x": found["count"] - 1.0,
            "last": (found["max"] - found["min"]).dt.days / DAYS_PER_MONTH,
            "watched": (moment - found["min"]).dt.days / DAYS_PER_MONTH,
            "mean": later.reindex(found.index),
        }
    )


def _value(rows: pd.DataFrame, model: BgNbd, knobs: Knobs) -> np.ndarray:
    """Return each customer's discounted purchases to come."""
    alike, which = np.unique(rows[["x", "last", "watched"]].to_numpy(), axis=0, return_inverse=True)
    ends = np.append(np.arange(STEP, knobs.horizon_months, STEP), knobs.horizon_months).astype(np.float64)
    x, last, watched = (alike[:, [column]] for column in range(3))
    so_far = np.concatenate([np.zeros((len(alike), 1)), model.to_come(x, last, watched, ends)], axis=1)
    middle = (ends + np.append(0.0, ends[:-1])) / 2
    return (np.diff(so_far, axis=1) @ (1 + knobs.discount_annual) ** (-middle / MONTHS_PER_YEAR))[which.ravel()]
