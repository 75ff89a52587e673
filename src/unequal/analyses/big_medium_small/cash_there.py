"""The cash that is there for a programme: the committed path, as the runway has it, and how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unequal.economics.cash import HORIZON_MONTHS, CashPlan, committed_path
from unequal.economics.win_model import Floats
from unequal.workbook import Inputs
from unequal.workbook.receipts import receipts_of_customers
from unequal.workbook.registered import number

from .knobs import Knobs

SPREAD = "cash_cost_spread"  # in the register
NO_RAISE = 0.0  # whether money is raised is not counted on


@dataclass(frozen=True, slots=True, kw_only=True)
class CashThere:
    """Cash without any programme.

    Attributes:
        cash: Today.
        monthly_burn: Mean of the coming year.
        reserve: Never touched.
        base: Cash at the ends of months 1 … 36.
        outflow: Spent by then, in all.
        spread: Sd of the costs, as a share of them.
        source: Tables that it comes from.
    """

    cash: float
    monthly_burn: float
    reserve: float
    base: Floats
    outflow: Floats
    spread: float
    source: str

    def draws(self, rng: np.random.Generator, number: int) -> Floats:
        """Return cash as it may be: what is spent over the plan once is spent over it every month."""
        off = self.spread * rng.standard_normal(number)
        return self.base[:, None] - self.outflow[:, None] * off[None, :]


def cash_there(inputs: Inputs, knobs: Knobs) -> CashThere | None:
    """Return the cash that is there; None where cash or burn is not known, which is not the same as none.

    What the burn holds of the budget already is given back, so that it is not spent twice.
    """
    finance = inputs.tables.get("finance")
    plan = CashPlan(
        cash=knobs.cash, monthly_burn=knobs.monthly_burn, reserve_months=knobs.reserve_months, raise_months=NO_RAISE
    )
    path = committed_path(inputs.as_of, plan, finance=finance, receipts=receipts_of_customers(inputs))
    if path is None:
        return None
    monthly = path.monthly.iloc[1:]
    month = np.arange(1, HORIZON_MONTHS + 1)
    held = knobs.budget_in_burn * (knobs.acquisition_budget or 0.0)
    return CashThere(
        cash=path.cash,
        monthly_burn=path.monthly_burn - held,
        reserve=max(path.reserve - knobs.reserve_months * held, 0.0),
        base=monthly["cash"].to_numpy(dtype=np.float64) + held * month,
        outflow=np.nan_to_num(monthly["outflow"].to_numpy(dtype=np.float64)).cumsum(),
        spread=number(inputs, SPREAD),
        source="finance" if finance is not None and finance["cash"].notna().any() else "plan",
    )
