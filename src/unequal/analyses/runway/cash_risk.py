"""The cash path as it may go: drawn costs, late receipts, drawn wins.

For display: the decision date is not from here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.economics.cash import HORIZON_MONTHS, CashPath
from unequal.economics.cash_draws import DRAWS, CashDraws, Spread, cash_draws, cost_factors, late_receipts
from unequal.economics.flows import FROM_BALANCES
from unequal.economics.new_receipts import Terms, curves, receipts_of, started_value, whole_months, won_value
from unequal.economics.win_model import Floats
from unequal.findings.finding import AssumptionUsed, assumption_used
from unequal.segments.order import ALL
from unequal.units import DAYS_PER_MONTH
from unequal.workbook import Inputs
from unequal.workbook.registered import number

from .knobs import Knobs
from .outlook import SEED, Clock, target_of

COSTS, RECEIPTS, WINS, STARTS = 11, 12, 13, 14  # streams of random numbers
COST_SPREAD, LATE, ONCE_MORE, LAG = "cash_cost_spread", "receipts_late", "receipts_late_again", "payment_lag_months"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashRisk:
    """What the drawn paths say.

    Attributes:
        by_month: month, low, middle, high (10, 50, 90 % of the paths), gone (share that has been below zero), error.
        draws: Number of paths.
        raise_in: Month in which a raise that begins on the decision date brings its money; nan without one.
        gone_by_raise: Chance that cash is gone before; nan without one; error: its standard error.
        with_wins: Whether drawn wins are in the paths; not where the burn was read from balances that hold sales.
        assumptions: Spreads that nobody measured.
    """

    by_month: pd.DataFrame
    draws: int
    raise_in: float
    gone_by_raise: float
    error: float
    with_wins: bool
    assumptions: tuple[AssumptionUsed, ...]


def cash_risk(inputs: Inputs, knobs: Knobs, path: CashPath, clocks: dict[str, Clock]) -> CashRisk:
    """Draw the paths; what no turned knob changes is drawn once."""
    with_wins = FROM_BALANCES not in set(path.monthly["basis"])
    new = tuple((name, clock.pipeline.new_per_month) for name, clock in clocks.items())
    drawn = inputs.once(
        ("drawn", knobs.cash, knobs.monthly_burn, knobs.target_segment, new),
        lambda: _drawn(inputs, knobs, path, clocks if with_wins else {}),
    )
    raise_in = path.decision_months + knobs.raise_months
    gone, error = drawn.gone_by(raise_in) if raise_in > 0 else (np.nan, np.nan)
    register = inputs.workspace.register
    return CashRisk(
        by_month=drawn.by_month,
        draws=drawn.draws,
        raise_in=raise_in if raise_in > 0 else np.nan,
        gone_by_raise=gone,
        error=error,
        with_wins=with_wins,
        assumptions=tuple(assumption_used(register[name]) for name in (COST_SPREAD, LATE, ONCE_MORE)),
    )


def _drawn(inputs: Inputs, knobs: Knobs, path: CashPath, clocks: dict[str, Clock]) -> CashDraws:
    spread = _spread(inputs)
    months = path.monthly.iloc[1:]
    inflow, outflow = (months[name].to_numpy(dtype=np.float64) for name in ("inflow", "outflow"))
    received = inputs.latest(
        "late", (knobs.cash, knobs.monthly_burn), lambda: late_receipts(inflow, spread, _rng(RECEIPTS))
    )
    factors = inputs.once("costs", lambda: cost_factors(spread, _rng(COSTS)))
    spent = inputs.latest("spent", (knobs.cash, knobs.monthly_burn), lambda: factors[:, None] * outflow)
    received = received.copy()  # what is kept stays as it is
    for name, clock in _apart(clocks, target_of(inputs, knobs.target_segment)).items():
        received += _of_wins(inputs, name, clock)
    return cash_draws(path.cash, received, spent)


def _apart(clocks: dict[str, Clock], target: str) -> dict[str, Clock]:
    """Return the clocks that share no deal: the segments; all deals where the plan speaks of all, or there are none."""
    together = target == ALL or set(clocks) == {ALL}
    return {name: clock for name, clock in clocks.items() if (name == ALL) == together}


def _of_wins(inputs: Inputs, name: str, clock: Clock) -> Floats:
    """Return what the drawn wins of a segment pay, month by month."""
    open_deals = inputs.once(("won", name), lambda: _open_wins(inputs, clock))
    per_month = clock.pipeline.new_per_month
    if not per_month:
        return open_deals
    started = inputs.latest(("started", name), per_month, lambda: _started(inputs, clock, per_month))
    return open_deals + started


def _open_wins(inputs: Inputs, clock: Clock) -> Floats:
    rows = clock.deals.deals.set_index("deal_id").reindex(list(clock.pipeline.deal_ids))
    values = rows["acv"].fillna(_usual_value(inputs, clock)).to_numpy(dtype=np.float64)
    reach = float(clock.pipeline.ages.max(initial=0.0)) + HORIZON_MONTHS
    truths = clock.deals.model.truths(_rng(WINS), DRAWS, months=reach)  # needed once, and not kept
    won = won_value(truths, clock.pipeline.ages, values, _rng(WINS), HORIZON_MONTHS)
    return receipts_of(won, _terms_of(inputs, clock))


def _started(inputs: Inputs, clock: Clock, per_month: float) -> Floats:
    won_by = inputs.once(("curves", clock.deals.segment), lambda: _curves(clock))
    won = started_value(won_by, per_month, _usual_value(inputs, clock), _rng(STARTS))
    return receipts_of(won, _terms_of(inputs, clock))


def _curves(clock: Clock) -> Floats:
    months = HORIZON_MONTHS
    return curves(clock.deals.model.truths(_rng(STARTS), DRAWS, months=float(months)), months)


def _usual_value(inputs: Inputs, clock: Clock) -> float:
    """Return the median contract value of the segment; 0 where it is unknown, so that nothing is counted on."""
    known = clock.deals.deals["acv"].dropna()
    if len(known):
        return float(known.median())
    typed = inputs.tables.get("segments")
    own = pd.Series(dtype=float) if typed is None else typed.loc[typed["segment"].eq(clock.deals.segment), "acv"]
    return float(own.dropna().sum())


def _terms_of(inputs: Inputs, clock: Clock) -> Terms:
    return inputs.once(("terms", clock.deals.segment), lambda: _terms(inputs, clock))


def _terms(inputs: Inputs, clock: Clock) -> Terms:
    """Return how the segment's deals are paid; month by month where nothing is known, the slowest way."""
    deals = inputs.tables.get("deals")
    own = pd.DataFrame(columns=["billing", "payment_days"])
    if deals is not None:
        own = deals[deals["deal_id"].isin(clock.deals.deals["deal_id"])]
    billing = own["billing"].dropna().astype("str")
    days = own["payment_days"].dropna()
    usual = number(inputs, LAG) * DAYS_PER_MONTH
    return Terms(
        yearly=float(billing.eq("annual_prepaid").mean()) if len(billing) else 0.0,
        quarterly=float(billing.eq("quarterly").mean()) if len(billing) else 0.0,
        lag_months=whole_months(float(days.median()) if len(days) else usual),
        churn_monthly=clock.deals.prior.churn_monthly,
    )


def _spread(inputs: Inputs) -> Spread:
    costs, late, again = (number(inputs, name) for name in (COST_SPREAD, LATE, ONCE_MORE))
    return Spread(costs=costs, late=late, once_more=again)


def _rng(stream: int) -> np.random.Generator:
    return np.random.default_rng([SEED, stream])
