"""What a customer of each segment is worth, and how that is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from unequal.analyses.big_medium_small.facts import Facts as Tradeoffs
from unequal.customers.leaving import leavers
from unequal.economics.uncertain import chance_of
from unequal.segments.order import ALL, UNKNOWN
from unequal.workbook import Inputs, Missing
from unequal.workbook.segment_figures import SegmentFigures

from .held_out import HeldOut, held_out
from .knobs import Knobs
from .lives import Lives, lives_of, period_of
from .purchases import BG_NBD, Purchases, purchases_of
from .worth import NONE, SBG, SURVIVAL, Case, Worth, worth_of

CUSTOMERS = ["customer_id", "value", "low", "high", "segment", "months"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What customers are worth.

    Attributes:
        model: ``shifted beta-geometric``, ``survival``, ``BG/NBD`` or ``none``: the one that most customers fall under.
        contractual: Whether it is on record when a customer leaves; by this the model is chosen.
        parameters: Name to value, such as ``alpha.Big``.
        customers: customer_id, value (discounted, over the horizon), low, high (90 %), segment, months; active ones.
        segments: segment, model, period (months from one renewal to the next), customers, active, leavers, asked
            (renewals seen to be made or not), alpha, beta, months (discounted, of a new customer), money (a month),
            value, low, high (of a new customer), reach (months that are counted), kept (mean value of those there),
            cac, probability (that it is worth more than it costs), ratio, naive_months (1 over churn), overstates.
        held_out: month, predicted, low, high, actual: shares still there of those who were a year ago.
        held_customers, held_stayed: Who were there a year ago, and who of them still are.
        money_is: ``contribution``, ``gross_margin`` or ``revenue``.
        late: Whether customers who left early are not on record.
        losing: Active customers who bring less than they cost.
        again, correlation, credits: Of customers who buy when they like.
        horizon_months: Value is counted so far.
    """

    model: str
    contractual: bool
    parameters: dict[str, float]
    customers: pd.DataFrame
    segments: pd.DataFrame
    held_out: pd.DataFrame
    held_customers: int
    held_stayed: int
    money_is: str
    late: bool
    losing: int
    again: int
    correlation: float
    credits: int
    horizon_months: int

    @property
    def named(self) -> pd.DataFrame:
        """The segments; customers whom the grouping cannot place are judged only where there is no other."""
        rows = self.segments[self.segments["segment"].ne(UNKNOWN)]
        return rows if len(rows) else self.segments


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Somebody must have bought."""
    return None if inputs.customers["start_date"].notna().any() else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Decide how leaving is seen, and value the customers accordingly."""
    if not is_contractual(inputs):
        return _by_purchases(purchases_of(inputs, knobs), inputs, knobs)
    lives = lives_of(inputs)
    cases = [_case(name, lives, inputs, knobs) for name in _names(inputs, lives)]
    worths = [worth_of(case, knobs) for case in cases]
    table = pd.DataFrame([one.row for one in worths])
    table = _against_cost(table, worths, inputs).assign(naive_months=[_naive(one, inputs) for one in cases])
    customers = pd.concat([one.customers for one in worths], ignore_index=True)[CUSTOMERS]
    size = table.groupby("model")["customers"].sum()
    return Facts(
        model=next(one for one in (SBG, SURVIVAL, NONE) if size.get(one, 0) == size.max()),
        contractual=True,
        parameters=_parameters(table),
        customers=customers.sort_values("customer_id", ignore_index=True),
        segments=table.assign(overstates=table["naive_months"] / table["months"]),
        money_is=lives.money_is,
        late=lives.watched_from is not None,
        losing=int((lives.rows["active"] & (lives.rows["money"] < 0)).sum()),
        again=0,
        correlation=math.nan,
        credits=0,
        horizon_months=knobs.horizon_months,
        **_held(held_out(cases, lives.moment)),
    )


def is_contractual(inputs: Inputs) -> bool:
    """Return whether leaving is on record: contracts, recurring bills or a last day; orders alone are no contract."""
    orders = inputs.tables.get("orders")
    known = [inputs.tables.get(name) for name in ("contracts", "revenue")]
    recorded = bool(inputs.customers["end_date"].notna().any())
    return orders is None or orders.empty or recorded or any(one is not None and len(one) for one in known)


def _names(inputs: Inputs, lives: Lives) -> list[str]:
    there = set(lives.rows["segment"])
    named = [one for one in inputs.segments if one != ALL and one in there]
    return named or [ALL]


def _case(name: str, lives: Lives, inputs: Inputs, knobs: Knobs) -> Case:
    rows = lives.of(name, ALL)
    return Case(
        name=name,
        rows=rows.assign(segment=name),
        period=period_of(rows, inputs, knobs.renewal_months),
        watched_from=lives.watched_from,
        usual_monthly=SegmentFigures(inputs, name).prior.churn_monthly,
    )


def _against_cost(table: pd.DataFrame, worths: list[Worth], inputs: Inputs) -> pd.DataFrame:
    """Set value against what winning a customer costs, where that is known."""
    known: Tradeoffs | None = inputs.run("big_medium_small")
    cost = pd.Series(dtype="float64") if known is None else known.tradeoffs.set_index("segment")["cac"]
    cac = table["segment"].map(cost).astype("float64")
    chance = [_chance(one, each) for one, each in zip(worths, cac, strict=True)]
    return table.assign(cac=cac, probability=chance, ratio=table["value"] / cac.where(cac > 0))


def _chance(worth: Worth, cac: float) -> float:
    low, high = float(str(worth.row["low"])), float(str(worth.row["high"]))
    if not math.isfinite(cac) or math.isnan(low):
        return math.nan
    if worth.values.size:
        return chance_of(worth.values > cac)
    return 0.95 if low > cac else 0.05 if high < cac else math.nan


def _naive(case: Case, inputs: Inputs) -> float:
    """Return 1 over the churn of the last twelve months; inf where nobody left."""
    view = pd.DataFrame({"start_date": case.rows["start"], "end_date": case.rows["end"]})
    found = leavers(view, inputs.as_of)
    return found.exposed / found.left if found.left else math.inf


def _parameters(table: pd.DataFrame) -> dict[str, float]:
    fitted = table[table["alpha"].notna()]
    rows = zip(fitted["segment"], fitted["alpha"], fitted["beta"], strict=True)
    return {
        f"{name}.{one}": float(value)
        for one, *both in rows
        for name, value in zip(("alpha", "beta"), both, strict=True)
    }


def _held(found: HeldOut) -> dict[str, Any]:
    return {"held_out": found.path, "held_customers": found.customers, "held_stayed": found.stayed}


def _by_purchases(found: Purchases, inputs: Inputs, knobs: Knobs) -> Facts:
    model, spend = found.model, found.spend
    parameters: dict[str, float] = {}
    if model is not None and spend is not None:
        parameters = {"r": model.r, "alpha": model.alpha, "a": model.a, "b": model.b}
        parameters |= {"p": spend.p, "q": spend.q, "v": spend.v}
    rows = found.customers
    values = rows["value"]
    row = {
        "segment": ALL, "model": BG_NBD if parameters else NONE, "customers": len(rows), "active": len(rows),
        "leavers": 0, "asked": 0, "value": float(values.mean()), "kept": float(values.mean()),
        **dict.fromkeys(("period", "alpha", "beta", "months", "money", "low", "high", "cac", "probability", "ratio",
                         "naive_months", "overstates"), math.nan), "reach": float(knobs.horizon_months),
    }  # fmt: skip
    labels = rows["customer_id"].map(inputs.labels.customers)
    customers = rows.assign(low=np.nan, high=np.nan, segment=labels, months=np.nan)[CUSTOMERS]
    return Facts(
        model=BG_NBD if parameters else NONE,
        contractual=False,
        parameters=parameters,
        customers=customers.sort_values("customer_id", ignore_index=True),
        segments=pd.DataFrame([row]),
        money_is="revenue",
        late=False,
        losing=0,
        again=found.again,
        correlation=found.correlation,
        credits=found.credits,
        horizon_months=knobs.horizon_months,
        **_held(held_out([], pd.Timestamp(inputs.as_of))),
    )
