"""What schemes are judged by: margin, cost to serve, contribution, and who is still there after a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.customers.profit import customer_profit
from unequal.segments.comparison import CONTRIBUTION, COST_TO_SERVE, MARGIN, RETENTION, stayed_a_year
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs

Floats = NDArray[np.float64]
FEWEST = 10  # end users; below it nothing is compared
ORDER = (MARGIN, CONTRIBUTION, COST_TO_SERVE, RETENTION)  # in which one stands in for margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target.

    Attributes:
        name: margin, contribution, cost_to_serve, retention.
        values: One an end user, nan where not known.
        weights: How much each counts; None where all count the same.
        why_not: Key of the reason why nothing can be compared; empty where it can.
    """

    name: str
    values: Floats
    weights: Floats | None
    why_not: str

    @property
    def rows(self) -> NDArray[np.bool_]:
        """Which end users count."""
        known = np.isfinite(self.values)
        return known if self.weights is None else known & (self.weights > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All targets, and revenue for what a segment weighs.

    Attributes:
        targets: By name, in the order in which one stands in for another.
        revenue: Money in the window of each end user, nan where not known.
        short: End users left out since they were there for too few months.
    """

    targets: dict[str, Target]
    revenue: pd.Series
    short: int


def measure(inputs: Inputs, view: pd.DataFrame, least_months: float) -> Measured:
    """Return the targets of each end user; money is a year's."""
    profit = customer_profit(view, inputs.tables, inputs.as_of).set_index("customer_id").reindex(view["customer_id"])
    enough = (profit["months"] >= least_months).to_numpy()
    a_year = MONTHS_PER_YEAR / profit["months"]
    values = {
        MARGIN: profit["margin"],
        CONTRIBUTION: profit["contribution"] * a_year,
        COST_TO_SERVE: profit["cost_to_serve"] * a_year,
    }
    targets = {
        name: _target(name, np.where(enough, found.to_numpy(dtype=np.float64), np.nan), _unknown(name, profit))
        for name, found in values.items()
    }
    return Measured(
        targets={name: targets.get(name) or _retention(view) for name in ORDER},
        revenue=profit["revenue"].reset_index(drop=True),
        short=int((profit["months"].gt(0).to_numpy() & ~enough).sum()),
    )


def _unknown(name: str, profit: pd.DataFrame) -> str:
    """Return what is missing for a target that nobody has."""
    wanted = {"cost_to_serve": "no_service"}
    if name != COST_TO_SERVE:
        wanted = {"revenue": "no_revenue", "direct_cost": "no_cost", **wanted}
    return next((reason for column, reason in wanted.items() if profit[column].isna().all()), "too_few")


def _target(name: str, values: Floats, reason: str, weights: Floats | None = None) -> Target:
    counted = np.isfinite(values) if weights is None else np.isfinite(values) & (weights > 0)
    known = values[counted]
    why = reason if known.size < FEWEST else "all_alike" if np.ptp(known) == 0 else ""
    return Target(name=name, values=values, weights=weights, why_not=why)


def _retention(view: pd.DataFrame) -> Target:
    left = view["end_date"].notna().to_numpy()
    found = stayed_a_year(view["months_active"].to_numpy(dtype=np.float64), left.astype(np.float64))
    nobody = "nobody_left" if not left.any() else "too_few"
    made = _target(RETENTION, found.stayed, nobody, found.weights)
    alike = nobody if made.why_not == "all_alike" and nobody == "nobody_left" else made.why_not
    return Target(name=RETENTION, values=made.values, weights=made.weights, why_not=alike)
