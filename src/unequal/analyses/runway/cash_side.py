"""The cash clock: what is planned and signed, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from unequal.economics.cash import HORIZON_MONTHS, CashPath, CashPlan, path_of
from unequal.economics.flows import FROM_BALANCES, FROM_BURN, Flows, Known, flows_of
from unequal.economics.tiers import tier_prior
from unequal.findings.finding import AssumptionUsed, assumption_used
from unequal.workbook import Inputs
from unequal.workbook.receipts import receipts_of_customers

from .knobs import Knobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A customer that is thought away.

    Attributes:
        group_id: The customer, its daughters included.
        share: Of today's recurring revenue.
        monthly: Its revenue, money a month.
    """

    group_id: str
    share: float
    monthly: float


def committed(inputs: Inputs, knobs: Knobs, without: Without | None = None) -> CashPath | None:
    """Return the committed path; None when cash or burn is unknown."""
    whom = None if without is None else without.group_id
    flows = inputs.once(
        ("flows", knobs.cash, knobs.monthly_burn, whom),
        lambda: _flows(inputs, knobs, without),
    )
    if flows is None:
        return None
    plan = CashPlan(reserve_months=knobs.reserve_months, raise_months=knobs.raise_months)
    key = ("path", knobs.cash, knobs.monthly_burn, whom, plan.reserve_months, plan.raise_months)
    return inputs.once(key, lambda: path_of(inputs.as_of, plan, flows))


def _flows(inputs: Inputs, knobs: Knobs, without: Without | None) -> Flows | None:
    """Return the flows; without a customer every source of receipts lacks its share, from today on."""
    finance = inputs.tables.get("finance")
    receipts = receipts_of_customers(inputs, None if without is None else without.group_id)
    if without is None:
        known = Known(finance=finance, cash=knobs.cash, monthly_burn=knobs.monthly_burn, receipts=receipts)
        return flows_of(inputs.as_of, known, months=HORIZON_MONTHS)
    known = Known(
        finance=_less(finance, without.share),
        cash=knobs.cash,
        monthly_burn=_net_burn(inputs, knobs, without.monthly),
        receipts=receipts,
    )
    return flows_of(inputs.as_of, known, months=HORIZON_MONTHS)


def _less(finance: pd.DataFrame | None, share: float) -> pd.DataFrame | None:
    return None if finance is None else finance.assign(committed_receipts=finance["committed_receipts"] * (1 - share))


def _net_burn(inputs: Inputs, knobs: Knobs, lost: float) -> float | None:
    """Return the burn that a known net burn becomes; balances alone hide receipts, so they become a burn, too."""
    if knobs.monthly_burn is not None:
        return knobs.monthly_burn + lost
    path = committed(inputs, knobs)
    from_balances = path is not None and FROM_BALANCES in set(path.monthly["basis"])
    return path.monthly_burn + lost if path is not None and from_balances else None


def churn_assumed(inputs: Inputs, path: CashPath) -> tuple[AssumptionUsed, ...]:
    """Return the churn that nobody measured and the path's receipts rest on; empty where they rest on none."""
    if not path.from_customers:
        return ()
    register = inputs.workspace.register
    paying = inputs.customers["active"] & inputs.customers["mrr_now"].gt(0)
    payers = inputs.labels.customers.reindex(inputs.customers.loc[paying, "customer_id"])
    tiers = sorted({tier_prior(str(name)).tier.value for name in payers.dropna()})
    return tuple(assumption_used(register[f"prior.{tier}.churn_monthly"]) for tier in tiers)


def cash_from(inputs: Inputs, knobs: Knobs, path: CashPath) -> tuple[str, ...]:
    """Return what the path leans on; a figure of the plan that the finance table outdoes is not among it."""
    finance = inputs.tables.get("finance")
    has_balance = finance is not None and bool(finance["cash"].notna().any())
    basis = set(path.monthly["basis"]) - {""}
    from_table = has_balance or bool(basis - {FROM_BURN})
    leaned_on = {
        "finance": from_table,
        "cash": not has_balance and knobs.cash is not None,
        "monthly_burn": FROM_BURN in basis,
    }
    return tuple(name for name, yes in leaned_on.items() if yes)


def largest_customer(inputs: Inputs) -> Without | None:
    """Return the customer who pays most of today's recurring revenue; None where nobody is known to pay."""
    paying = inputs.customers[inputs.customers["active"] & inputs.customers["mrr_now"].gt(0)]
    if paying.empty:
        return None
    by_group = paying.groupby("group_id")["mrr_now"].sum().sort_index().sort_values(ascending=False, kind="stable")
    largest, total = float(by_group.iloc[0]), float(by_group.sum())
    return Without(group_id=str(by_group.index[0]), share=largest / total, monthly=largest)


def name_of(inputs: Inputs, group_id: str) -> str:
    """Return the name of a customer, its id where it has none."""
    names = inputs.customers.loc[inputs.customers["customer_id"].eq(group_id), "name"].dropna()
    return str(names.iloc[0]) if len(names) else group_id


def costs_now(inputs: Inputs, revenue: float, path: CashPath) -> float:
    """Return what is spent in a month now: the mean of the last months' costs, else burn and revenue together."""
    finance = inputs.tables.get("finance")
    if finance is not None:
        past = finance[finance["month"] <= pd.Timestamp(inputs.as_of)].sort_values("month")
        stated = past[["fixed_cost", "variable_cost"]].notna().any(axis=1)
        costs = past.loc[stated, ["fixed_cost", "variable_cost", "debt_service"]].sum(axis=1)
        if len(costs):
            return float(costs.tail(3).mean())
    return path.monthly_burn + revenue


def revenue_by_month(inputs: Inputs) -> np.ndarray:
    """Return recurring revenue of each whole month up to the day, in order; a month without a row has none."""
    revenue = inputs.tables.get("revenue")
    if revenue is None or not len(revenue):
        return np.empty(0)
    by_month = revenue.groupby("month")["mrr"].sum().sort_index()
    not_whole = pd.Timestamp((inputs.as_of + timedelta(days=1)).replace(day=1))
    whole = by_month[by_month.index < not_whole]
    return whole.asfreq("MS", fill_value=0.0).to_numpy(dtype=np.float64) if len(whole) else np.empty(0)
