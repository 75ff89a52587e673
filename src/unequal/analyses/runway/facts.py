"""The cash clock, the deal clock, and the chance that the second is faster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from unequal.economics.cash import CashPath, CashPlan, committed_path, day_after
from unequal.economics.flows import FROM_BURN
from unequal.economics.receipts import recurring_receipts
from unequal.economics.starts import start_question
from unequal.economics.tiers import tier_prior
from unequal.economics.wins import Wins, wins_by
from unequal.segments.order import ALL
from unequal.workbook import Inputs, Missing

from .deal_clock import DealClock, deal_clocks
from .knobs import Knobs

SEED = 8
MORE_THAN_NEEDED = 2  # so that a reader sees what one win more or fewer would mean
FEWEST_STARTED = 10  # deals, where no number of deals to start is given (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the runway rests on.

    Attributes:
        wins: segment, k (0 … at least wins_needed), probability of at least k wins by the decision date, low, high,
            plug_in; no rows where cash never falls below the reserve.
        open_deals: deal_id, months (age), chance (won by the decision date), prior_driven; the target's.
        cash_path: month, date, cash, inflow, outflow, reserve, basis; months 0 … 36.
        starts: start_month, probability of enough wins if `started` deals all start then.
        runway_months: inf where cash stays at or above zero for 36 months.
        decision_months: nan: default alive; 0 or below: already past.
        latest_safe_start_months: nan: none.
        decision_date, runway_date: The same as days; None where there is none.
        cash, monthly_burn, reserve: Money.
        balance_on: Day of the balance that the path starts from.
        cash_from: Knobs and tables that the path leans on: ``finance``, ``cash``, ``monthly_burn``.
        target: Segment whose wins must be there.
        asked: Segment that the plan names; another one where this data cannot tell its deals from others.
        wins_needed: How many.
        enough: Probability from which on that is likely enough.
        expected_wins: Of the target by the decision date; nan without a date.
        n_deals: Deals that the target's chances were learned from.
        wins_grade: Grade of that evidence.
        band_from: ``own deals``, ``prior`` or ``typed figures``.
        tier: Tier whose figures stand in where the deals are silent.
        open_n: Open deals of the target with a clock.
        started: Deals of the start question.
        deals_needed: Deals that would have to start today; nan where no number is enough.
        horizon_needed: Months that `started` deals need; nan where never.
    """

    wins: pd.DataFrame
    open_deals: pd.DataFrame
    cash_path: pd.DataFrame
    starts: pd.DataFrame
    runway_months: float
    decision_months: float
    latest_safe_start_months: float
    decision_date: date | None
    runway_date: date | None
    cash: float
    monthly_burn: float
    reserve: float
    balance_on: date
    cash_from: tuple[str, ...]
    target: str
    asked: str
    wins_needed: int
    enough: float
    expected_wins: float
    n_deals: int
    wins_grade: str
    band_from: str
    tier: str
    open_n: int
    started: int
    deals_needed: float
    horizon_needed: float

    @property
    def source(self) -> str:
        """Where the cash path comes from, in a word."""
        return "finance" if "finance" in self.cash_from else "plan"


def missing(inputs: Inputs, knobs: Knobs) -> Missing | None:
    """The runway needs cash, and either deals or typed figures of segments."""
    if _path(inputs, knobs) is None:
        return Missing(says="missing_cash", unlock="unlock_cash")
    if not _has(inputs, "deals") and not _has(inputs, "segments"):
        return Missing(says="missing_deals", unlock="unlock_deals")
    return None


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Set the two clocks against each other."""
    path = _path(inputs, knobs)
    assert path is not None  # `missing` has said so otherwise
    name = _target(inputs, knobs.target_segment)
    clocks = deal_clocks(inputs, target=name, new_per_month=knobs.new_deals_per_month)
    target = clocks[name]
    outcomes = {} if path.default_alive else {name: _wins(clock, knobs, path) for name, clock in clocks.items()}
    own = outcomes.get(target.segment)
    started = knobs.start_deals or max(int(target.pipeline.ages.size), FEWEST_STARTED)
    question = start_question(
        target.model,
        deals=started,
        wins_needed=knobs.wins_needed,
        decision_months=path.decision_months,
        target=knobs.go_probability,
    )
    return Facts(
        wins=_wins_rows(outcomes),
        open_deals=_open_deals(own),
        starts=question.by_start,
        latest_safe_start_months=question.latest_safe_start_months,
        target=target.segment,
        asked=inputs.segment_asked(knobs.target_segment) or knobs.target_segment,
        wins_needed=knobs.wins_needed,
        enough=knobs.go_probability,
        expected_wins=own.expected if own else math.nan,
        n_deals=target.model.n_deals,
        wins_grade=own.grade if own else target.model.grade,
        band_from=target.model.band_from,
        tier=target.prior.tier.value,
        open_n=target.pipeline.ages.size,
        started=started,
        deals_needed=question.deals_needed,
        horizon_needed=question.horizon_months,
        **_cash_side(inputs, knobs, path),
    )


def _cash_side(inputs: Inputs, knobs: Knobs, path: CashPath) -> dict[str, Any]:
    return {
        "cash_path": path.monthly,
        "runway_months": path.runway_months,
        "decision_months": path.decision_months,
        "decision_date": _day(inputs, path.decision_months),
        "runway_date": _day(inputs, path.runway_months),
        "cash": path.cash,
        "monthly_burn": path.monthly_burn,
        "reserve": path.reserve,
        "balance_on": path.balance_on,
        "cash_from": _cash_from(inputs, knobs, path),
    }


def _cash_from(inputs: Inputs, knobs: Knobs, path: CashPath) -> tuple[str, ...]:
    """Return what the path leans on; a figure of the plan that the finance table outdoes is not among it."""
    finance = inputs.tables.get("finance")
    has_balance = finance is not None and bool(finance["cash"].notna().any())
    basis = set(path.monthly["basis"]) - {""}
    from_table = has_balance or bool(basis - {FROM_BURN})
    used = {
        "finance": from_table,
        "cash": not has_balance and knobs.cash is not None,
        "monthly_burn": FROM_BURN in basis,
    }
    return tuple(name for name, leaned_on in used.items() if leaned_on)


def _path(inputs: Inputs, knobs: Knobs) -> CashPath | None:
    plan = CashPlan(
        cash=knobs.cash,
        monthly_burn=knobs.monthly_burn,
        reserve_months=knobs.reserve_months,
        raise_months=knobs.raise_months,
    )
    return committed_path(inputs.as_of, plan, finance=inputs.tables.get("finance"), receipts=_receipts(inputs))


def _receipts(inputs: Inputs) -> Any:
    """Return what today's customers will pay, None where no revenue is known: unknown is not zero."""
    if not _has(inputs, "revenue"):
        return None
    view = inputs.customers
    # the churn of each customer's own tier, where the company's own is not estimated yet
    churn = {
        name: tier_prior(name, register=inputs.workspace.register).churn_monthly
        for name in set(inputs.labels.customers)
    }
    by_customer = inputs.labels.customers.map(churn)
    return recurring_receipts(
        view, as_of=inputs.as_of, churn_monthly=by_customer, contracts=inputs.tables.get("contracts")
    )


def _wins(clock: DealClock, knobs: Knobs, path: CashPath) -> Wins:
    return wins_by(
        clock.model,
        clock.pipeline,
        horizon_months=path.decision_months,
        most=knobs.wins_needed + MORE_THAN_NEEDED,
        rng=np.random.default_rng(SEED),
    )


def _wins_rows(outcomes: dict[str, Wins]) -> pd.DataFrame:
    columns = ["segment", "k", "probability", "low", "high", "plug_in"]
    frames = [outcome.table.assign(segment=name)[columns] for name, outcome in outcomes.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _open_deals(own: Wins | None) -> pd.DataFrame:
    if own is None:
        return pd.DataFrame(columns=["deal_id", "months", "chance", "prior_driven"])
    return own.deals.sort_values(["chance", "deal_id"], ascending=[False, True], ignore_index=True)


def _has(inputs: Inputs, table: str) -> bool:
    rows = inputs.tables.get(table)
    return rows is not None and len(rows) > 0


def _target(inputs: Inputs, asked: str) -> str:
    """Return the segment that is spoken of: the one asked for, or the nearest that anything is known of."""
    rows = inputs.tables.get("segments")
    typed: list[str] = [] if rows is None else rows["segment"].to_list()
    if asked in typed:
        return asked
    if typed and not _has(inputs, "deals"):
        return typed[0]
    return inputs.segment_asked(asked) or ALL


def _day(inputs: Inputs, months: float) -> date | None:
    return day_after(inputs.as_of, months) if math.isfinite(months) else None
