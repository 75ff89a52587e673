"""The cash clock, the deal clock, and the chance that the second is faster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.economics.cash import CashPath, day_after
from unequal.economics.default_alive import DefaultAlive, default_alive
from unequal.economics.own_deals import OwnDeals
from unequal.economics.pipeline import Pipeline
from unequal.economics.starts import start_question
from unequal.economics.typed_figures import TypedFigures
from unequal.economics.wins import Wins
from unequal.findings.finding import AssumptionUsed, assumption_used
from unequal.workbook import Inputs, Missing
from unequal.workbook.end_user_deals import end_user_clocks, partner_deals

from .cash_risk import CashRisk, cash_risk
from .cash_side import cash_from, churn_assumed, committed, costs_now, revenue_by_month
from .conditions import Conditions, conditions
from .judged import is_weak
from .knobs import Knobs
from .outlook import Clock, clocks_of, target_of, wins_of
from .variants import Stress, scenarios, stress
from .worth_knowing import Question, to_find_out

FEWEST_STARTED = 10  # deals, where no number of deals to start is given (assumption)
ODDS = "B26"  # of a raise, for context


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the runway rests on.

    Attributes:
        wins: segment, k (0 … at least wins_needed), probability of at least k wins by the decision date, low, high,
            plug_in, monte_carlo_error; no rows where cash never falls below the reserve.
        open_deals: deal_id, months (age), chance (won by the decision date), prior_driven; the target's.
        cash_path: month, date, cash, inflow, outflow, reserve, basis; months 0 … 36.
        starts: start_month, probability of enough wins if `started` deals all start then.
        scenarios: scenario, runway_months, decision_months, probability, and the change of each against the base.
        to_find_out: name, turns (chance that the answer changes), into (verdict), hours, per_hour; the cheapest
            first, no rows where nothing that can be asked is likely to change it.
        risk: The cash path as it may go.
        conditions: What would have to be true.
        alive: Whether growth alone carries the company; None where revenue is not known for six months.
        stress: The company without its largest customer; None where none is heavy.
        runway_months: inf where cash stays at or above zero for 36 months.
        decision_months: nan: default alive; 0 or below: already past.
        latest_safe_start_months: nan: none.
        decision_date, runway_date: The same as days; None where there is none.
        cash, monthly_burn, reserve: Money.
        balance_on: Day of the balance that the path starts from.
        cash_from: Knobs and tables that the path leans on: ``finance``, ``cash``, ``monthly_burn``.
        churn_assumed: Churn of tiers that the receipts rest on.
        raise_odds: How many companies raise, for context.
        target: Segment whose wins must be there.
        asked: Segment that the plan names; another one where this data cannot tell its deals from others.
        wins_needed: How many.
        enough, hopeless: Probabilities from which on, and below which, that is judged.
        expected_wins: Of the target by the decision date; nan without a date.
        n_deals: Deals that the target's chances were learned from.
        wins_grade: Grade of that evidence.
        band_from: ``own deals``, ``prior`` or ``typed figures``.
        tier: Tier whose figures stand in where the deals are silent.
        tier_assumed: Those figures, where they decide more than the deals do.
        open_n: Open deals of the target with a clock.
        partner_deals: Deals of partners, in no figure here.
        started: Deals of the start question.
        deals_needed: Deals that would have to start today; nan where no number is enough.
        horizon_needed: Months that `started` deals need; nan where never.
        raise_months, reserve_months: As planned.
        model, pipeline: The target's chances and deals, for what-ifs.
    """

    wins: pd.DataFrame
    open_deals: pd.DataFrame
    cash_path: pd.DataFrame
    starts: pd.DataFrame
    scenarios: pd.DataFrame
    to_find_out: pd.DataFrame
    risk: CashRisk
    conditions: Conditions
    alive: DefaultAlive | None
    stress: Stress | None
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
    churn_assumed: tuple[AssumptionUsed, ...]
    raise_odds: AssumptionUsed
    target: str
    asked: str
    wins_needed: int
    enough: float
    hopeless: float
    expected_wins: float
    n_deals: int
    wins_grade: str
    band_from: str
    tier: str
    tier_assumed: tuple[AssumptionUsed, ...]
    open_n: int
    partner_deals: int
    started: int
    deals_needed: float
    horizon_needed: float
    raise_months: float
    reserve_months: float
    model: OwnDeals | TypedFigures
    pipeline: Pipeline

    @property
    def source(self) -> str:
        """Where the cash path comes from, in a word."""
        return "finance" if "finance" in self.cash_from else "plan"

    @property
    def no_date(self) -> bool:
        """Whether cash never falls below the reserve, so that no date presses."""
        return math.isnan(self.decision_months)

    @property
    def more_deals(self) -> float:
        """How many more deals would have to start today, all else as it is; nan where no number is enough."""
        return self.conditions.extra_deals

    @property
    def needed(self) -> pd.Series:
        """The target's row of the wins needed."""
        of_target = self.wins["segment"].to_numpy() == self.target
        return self.wins.iloc[int(np.flatnonzero(of_target & (self.wins["k"].to_numpy() == self.wins_needed))[0])]


def missing(inputs: Inputs, knobs: Knobs) -> Missing | None:
    """The runway needs cash, and either deals or typed figures of segments."""
    if committed(inputs, knobs) is None:
        return Missing(says="missing_cash", unlock="unlock_cash")
    if not _has(inputs, "deals") and not _has(inputs, "segments"):
        return Missing(says="missing_deals", unlock="unlock_deals")
    return None


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Set the two clocks against each other."""
    path = committed(inputs, knobs)
    assert path is not None  # `missing` has said so otherwise
    clocks = clocks_of(inputs, knobs)
    name = target_of(inputs, knobs.target_segment)
    outcomes = {} if path.default_alive else {one: wins_of(inputs, clock, knobs, path) for one, clock in clocks.items()}
    own = outcomes.get(name)
    likely = own.at_least(knobs.wins_needed) if own else math.nan
    return Facts(
        wins=_wins_rows(outcomes),
        open_deals=_open_deals(own),
        asked=inputs.segment_asked(knobs.target_segment) or knobs.target_segment,
        wins_needed=knobs.wins_needed,
        enough=knobs.go_probability,
        hopeless=knobs.stop_probability,
        expected_wins=own.expected if own else math.nan,
        to_find_out=to_find_out(_asked(inputs, knobs, path, clocks[name], own), own),
        risk=cash_risk(inputs, knobs, path, clocks),
        conditions=conditions(inputs, knobs, path, clocks[name], likely),
        scenarios=scenarios(inputs, knobs),
        stress=stress(inputs, knobs),
        alive=_alive(inputs, path),
        **_deal_side(inputs, knobs, path, clocks[name], own.grade if own else clocks[name].model.grade),
        **_cash_side(inputs, knobs, path),
    )


def _asked(inputs: Inputs, knobs: Knobs, path: CashPath, clock: Clock, own: Wins | None) -> Question:
    weak = is_weak(own.grade if own else clock.model.grade, churn_assumed=bool(churn_assumed(inputs, path)))
    return Question(inputs=inputs, knobs=knobs, path=path, clock=clock, weak=weak)


def _deal_side(inputs: Inputs, knobs: Knobs, path: CashPath, clock: Clock, grade: str) -> dict[str, Any]:
    started = knobs.start_deals or max(int(clock.pipeline.ages.size), FEWEST_STARTED)
    question = start_question(
        clock.model,
        deals=started,
        wins_needed=knobs.wins_needed,
        decision_months=path.decision_months,
        target=knobs.go_probability,
    )
    prior, typed = clock.deals.prior, clock.model.band_from == "typed figures"
    register = inputs.workspace.register
    figures = [register[f"prior.{prior.tier.value}.{one}"] for one in ("win_probability", "win_median_months")]
    return {
        "starts": question.by_start,
        "latest_safe_start_months": question.latest_safe_start_months,
        "target": clock.deals.segment,
        "n_deals": clock.model.n_deals,
        "wins_grade": grade,
        "band_from": clock.model.band_from,
        "tier": prior.tier.value,
        "tier_assumed": tuple(assumption_used(one) for one in figures) if grade in ("E4", "E5") and not typed else (),
        "open_n": clock.pipeline.ages.size,
        "partner_deals": partner_deals(end_user_clocks(inputs)),
        "started": started,
        "deals_needed": question.deals_needed,
        "horizon_needed": question.horizon_months,
        "model": clock.deals.model,
        "pipeline": clock.pipeline,
    }


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
        "cash_from": cash_from(inputs, knobs, path),
        "churn_assumed": churn_assumed(inputs, path),
        "raise_odds": assumption_used(inputs.workspace.register[ODDS]),
        "raise_months": knobs.raise_months,
        "reserve_months": knobs.reserve_months,
    }


def _alive(inputs: Inputs, path: CashPath) -> DefaultAlive | None:
    revenue = inputs.once("revenue", lambda: revenue_by_month(inputs))
    key = ("alive", path.cash, path.monthly_burn)
    return inputs.once(key, lambda: _grown(inputs, path, revenue))


def _grown(inputs: Inputs, path: CashPath, revenue: NDArray[np.float64]) -> DefaultAlive | None:
    return default_alive(path.cash, costs_now(inputs, float(revenue[-1]), path), revenue) if revenue.size else None


def _wins_rows(outcomes: dict[str, Wins]) -> pd.DataFrame:
    columns = ["k", "probability", "low", "high", "plug_in", "monte_carlo_error"]
    if not outcomes:
        return pd.DataFrame(columns=["segment", *columns])
    segments = [name for name, outcome in outcomes.items() for _ in range(len(outcome.table))]
    values = {one: np.concatenate([each.table[one].to_numpy() for each in outcomes.values()]) for one in columns}
    return pd.DataFrame({"segment": pd.Series(segments, dtype="str"), **values})


def _open_deals(own: Wins | None) -> pd.DataFrame:
    if own is None:
        return pd.DataFrame(columns=["deal_id", "months", "chance", "prior_driven"])
    return own.deals.sort_values(["chance", "deal_id"], ascending=[False, True], ignore_index=True)


def _has(inputs: Inputs, table: str) -> bool:
    rows = inputs.tables.get(table)
    return rows is not None and len(rows) > 0


def _day(inputs: Inputs, months: float) -> date | None:
    return day_after(inputs.as_of, months) if math.isfinite(months) else None
