"""What today's customers will go on paying, as every look at the cash has it."""

from __future__ import annotations

from unequal.economics.receipts import recurring_receipts
from unequal.economics.tiers import tier_prior
from unequal.economics.win_model import Floats

from .analysis import Inputs


def receipts_of_customers(inputs: Inputs, without: str | None = None) -> Floats | None:
    """Return what today's customers will pay in each coming month, money; None without bills: unknown is not zero.

    Args:
        inputs: All that the analysis may look at.
        without: A group of customers that is thought away.
    """
    revenue = inputs.tables.get("revenue")
    if revenue is None or not len(revenue):
        return None
    view = inputs.customers if without is None else inputs.customers[inputs.customers["group_id"] != without]
    labels, register = inputs.labels.customers, inputs.workspace.register
    # the churn of each customer's own tier, where the company's own is not estimated yet
    churn = {name: tier_prior(str(name), register=register).churn_monthly for name in sorted(set(labels))}
    return recurring_receipts(
        view,
        as_of=inputs.as_of,
        churn_monthly=labels.map(churn),
        contracts=inputs.tables.get("contracts"),
    )
