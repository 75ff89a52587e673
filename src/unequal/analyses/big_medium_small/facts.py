"""What each segment costs in cash, months and people, which can be funded at once, and how each can be sold to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from unequal.findings.finding import AssumptionUsed
from unequal.workbook import Inputs, Missing
from unequal.workbook.end_user_deals import end_user_clocks, partner_deals

from .cash_there import CashThere, cash_there
from .judged import ranked
from .knobs import Knobs
from .rows import SHOWN_MONTHS, Weighed
from .segment_inputs import SegmentInputs, segments_of
from .together import TOGETHER, funded_together, pursued
from .ways_to_sell import motions_of

TABLES = ("segments", "deals", "revenue")  # any of them says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the choice rests on.

    Attributes:
        tradeoffs: One row a segment, in reading order: segment, cac (with onboarding), payback_months (with those who
            leave; nan: never), simple_payback_months, ltv (discounted, over the horizon), customers_needed,
            customers_to_win (for so many to be there after a year, as some leave),
            trough (0 or below), trough_month, break_even_month (nan: not within ten years); acv, margin, margin_is
            (``after`` or ``before`` service), churn_monthly, win_rate, cycle_months, cac_if_fewer_won and
            cac_if_more_won (at both ends of what own deals may win), ceiling, target_months, ltv_ratio,
            uncapped_ratio, opportunities, rep_years, penetration, counted, starts_a_month, wins_per_seller and
            arr_per_seller (a year), first_year_share (of a new seller), sellers, sellers_needed, headroom (lowest cash
            less the reserve), gone_month, burn_limit, cash_needed, budget_limit, p_payback, p_affordable,
            p_never_earns, cac_p10 …, payback_p10 …, ratio_p10 …, gap, grade, deals, win_from, tier, missing.
        paths: segment, month, cash (cumulative, of the programme alone).
        room: month, cash: what is above the reserve without any programme; no rows where cash is not known.
        motions: segment, motion, own, used_in, cac, minimum_acv (for the segment's target), minimum_acv_18 (for 18
            months), payback_months (simple, at the segment's price), ceiling, acv, target_months, pays, usual, fits;
            one row a segment and motion whose cost is known, a segment's own motion first.
        moves: segment, figure, correlation (rank, with value over cost), grade, source, n.
        together: number, segments, plan, headroom, probability, sellers_needed, sellers, weak (rules of thumb, or
            before the cost of service): which so many fit best
            at once, and last what the plan pursues (plan); no rows where cash is not known.
        ranked: Segments, the best first.
        pursued: Segments that the plan pursues.
        assumed: segment and id of each figure that a tier or a default stands in for.
        registered: Those figures.
        cash, monthly_burn, reserve: Money; nan where not known.
        base_gone_month: Month in which cash is gone without any programme; nan: not within 36 months.
        base_headroom: How far the lowest cash stays above the reserve without any programme.
        cash_source: Table that the cash comes from.
        budget: Money a month of each programme; nan where not said.
        target_arr: Money a year; nan where not said.
        horizon_months, discount_annual: Of a customer's value.
        selling_hours, open_deals: Of a seller.
        partner_deals: Deals of partners, in no figure here.
    """

    tradeoffs: pd.DataFrame
    paths: pd.DataFrame
    room: pd.DataFrame
    motions: pd.DataFrame
    moves: pd.DataFrame
    together: pd.DataFrame
    ranked: tuple[str, ...]
    pursued: tuple[str, ...]
    assumed: pd.DataFrame
    registered: tuple[AssumptionUsed, ...]
    cash: float
    monthly_burn: float
    reserve: float
    base_gone_month: float
    base_headroom: float
    cash_source: str
    budget: float
    target_arr: float
    horizon_months: int
    discount_annual: float
    selling_hours: float
    open_deals: float
    partner_deals: int

    def of(self, segment: str) -> pd.Series:
        """Return the row of a segment."""
        return self.tradeoffs[self.tradeoffs["segment"].eq(segment)].iloc[0]

    @property
    def best(self) -> str:
        """The segment that the headline speaks of."""
        return self.ranked[0]


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Somebody must have typed figures, or deals or bills must show them."""
    known = [inputs.tables.get(name) for name in TABLES]
    return None if any(one is not None and len(one) for one in known) else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Weigh every segment, alone and together."""
    there = cash_there(inputs, knobs)
    weighed = _weighed(inputs, knobs, there)
    tradeoffs = pd.DataFrame([one.row() for one in weighed])
    planned = pursued(inputs, knobs, tuple(tradeoffs["segment"]))
    assumed = [(one.own.name, used) for one in weighed for used in one.own.assumed]
    return Facts(
        tradeoffs=tradeoffs,
        paths=pd.concat([_path(one) for one in weighed], ignore_index=True),
        room=_room(there),
        motions=motions_of(weighed),
        moves=pd.concat([one.moves.assign(segment=one.own.name) for one in weighed], ignore_index=True),
        together=funded_together(weighed, there, planned) if there is not None else TOGETHER,
        ranked=tuple(ranked(tradeoffs, knobs)),
        pursued=planned,
        assumed=pd.DataFrame([(name, used.id) for name, used in assumed], columns=["segment", "id"]).astype("str"),
        registered=tuple({used.id: used for _, used in assumed}.values()),
        budget=knobs.acquisition_budget if knobs.acquisition_budget is not None else math.nan,
        target_arr=knobs.target_arr if knobs.target_arr is not None else math.nan,
        horizon_months=knobs.horizon_months,
        discount_annual=knobs.discount_annual,
        selling_hours=knobs.selling_hours_a_year,
        open_deals=knobs.open_deals_per_seller,
        partner_deals=partner_deals(end_user_clocks(inputs)),
        **_cash_facts(there),
    )


def _weighed(inputs: Inputs, knobs: Knobs, there: CashThere | None) -> list[Weighed]:
    clocks = end_user_clocks(inputs)
    names = segments_of(inputs)
    return [
        Weighed(own=SegmentInputs(inputs, name, clocks), knobs=knobs, there=there, place=place)
        for place, name in enumerate(names)
    ]


def _cash_facts(there: CashThere | None) -> dict[str, Any]:
    if there is None:
        money = ("cash", "monthly_burn", "reserve", "base_gone_month", "base_headroom")
        return {**dict.fromkeys(money, math.nan), "cash_source": ""}
    gone = np.flatnonzero(there.base < 0)
    return {
        "cash": there.cash,
        "monthly_burn": there.monthly_burn,
        "reserve": there.reserve,
        "base_gone_month": float(gone[0] + 1) if gone.size else math.nan,
        "base_headroom": float(there.base.min() - there.reserve),
        "cash_source": there.source,
    }


def _path(one: Weighed) -> pd.DataFrame:
    month = np.arange(SHOWN_MONTHS + 1)
    return pd.DataFrame({"segment": one.own.name, "month": month, "cash": np.append(0.0, one.path)})


def _room(there: CashThere | None) -> pd.DataFrame:
    if there is None:
        return pd.DataFrame({"month": [], "cash": []}, dtype="float64")
    month = np.arange(there.base.size + 1)
    return pd.DataFrame({"month": month, "cash": np.append(there.cash, there.base) - there.reserve})
