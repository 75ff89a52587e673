"""One row a segment: what it costs and brings as the figures stand, and how likely that is good enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from unequal.economics.affordable import gone_in, headroom, least_cash, most_budget, most_burn
from unequal.economics.capacity import first_year_share, wins_per_seller_year
from unequal.economics.cash import HORIZON_MONTHS
from unequal.economics.payback import MOST_MONTHS, uncapped_ratio
from unequal.economics.programme import Trough, opportunities_for, trough
from unequal.economics.tiers import Tier
from unequal.economics.tradeoff import Sample
from unequal.economics.uncertain import chance_of, rank_correlation
from unequal.economics.unit_economics import customers_for, customers_to_win
from unequal.economics.win_model import Floats

from .cash_there import CashThere
from .knobs import Knobs
from .segment_inputs import SegmentInputs

DRAWS = 20_000
SEED = 6
SHOWN_MONTHS = 120  # of a path: a programme that is not back after ten years never is
MOST_DRAWN_MONTHS = 120  # of a payback that is drawn
RANKED = 4_000  # draws whose ranks are compared
LEVEL = 0.80  # P10 to P90
WEAK = ("E4", "E5")
DECIDING = ("acv", "margin", "churn_monthly", "win_rate", "cycle_months", "hours", "hour_cost", "marketing")


@dataclass(frozen=True)
class Weighed:
    """One segment, weighed.

    Attributes:
        own: Its figures.
        knobs: The plan.
        there: Cash without a programme; None where it is not known.
        place: Its place in the order; seed of its draws.
    """

    own: SegmentInputs
    knobs: Knobs
    there: CashThere | None
    place: int

    @cached_property
    def point(self) -> Sample:
        """The figures as they stand."""
        return self.own.economics.point()

    @cached_property
    def drawn(self) -> Sample:
        """The same as they may be."""
        return self.own.economics.draws(np.random.default_rng([SEED, self.place]), DRAWS)

    @property
    def target_months(self) -> float:
        """In which its tier's customers should have paid back."""
        knobs = self.knobs
        by_tier = {Tier.SMALL: knobs.payback_small, Tier.MEDIUM: knobs.payback_medium, Tier.BIG: knobs.payback_big}
        return by_tier[self.own.prior.tier]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What nobody knows and nothing can stand in for, the cheapest to get first."""
        one = self.point
        unknown = {
            "price": not one.acv[0] > 0,
            "budget": self.knobs.acquisition_budget is None,
            "cash": self.there is None,
            "churn": math.isnan(one.churn_monthly[0]),
            "cost": not one.marketing[0] + one.selling[0] > 0,
        }
        return tuple(name for name, yes in unknown.items() if yes)

    @cached_property
    def path(self) -> Floats:
        """Cumulative cash of its programme, as the figures stand; nan where it is not known."""
        budget = self.knobs.acquisition_budget
        if budget is None:
            return np.full(SHOWN_MONTHS, np.nan)
        return self.point.path(budget, SHOWN_MONTHS)[:, 0]

    @cached_property
    def drawn_path(self) -> Floats:
        """The same as drawn, as far as the cash is known."""
        return self.drawn.path(self.knobs.acquisition_budget or math.nan, HORIZON_MONTHS)

    @cached_property
    def dip(self) -> Trough:
        """The deepest point of the path."""
        return trough(self.path)

    @property
    def worth(self) -> Floats:
        """Value over cost, as drawn."""
        value, cost = self.drawn.value(self.knobs.horizon_months, self.knobs.discount_annual), self.drawn.cost
        return np.divide(value, cost, out=np.full(cost.shape, np.nan), where=cost > 0)

    def row(self) -> dict[str, Any]:
        """Return all columns."""
        return {
            "segment": self.own.name,
            "tier": self.own.prior.tier.value,
            "missing": ", ".join(self.missing),
            **self._unit(),
            **self.row_of_effort,
            **self._cash(),
            **self._chances(),
            **self._evidence(),
        }

    def _unit(self) -> dict[str, Any]:
        one, knobs = self.point, self.knobs
        cost, monthly, churn = float(one.cost[0]), float(one.monthly[0]), float(one.churn_monthly[0])
        months = float(one.payback_months(MOST_MONTHS)[0])
        value = float(one.value(knobs.horizon_months, knobs.discount_annual)[0])
        low, high = self.own.win_ends
        return {
            "acv": float(one.acv[0]),
            "margin": float(one.margin[0]),
            "margin_is": self.own.margin[1],
            "churn_monthly": churn,
            "win_rate": float(one.win_rate[0]),
            "cycle_months": float(one.cycle_months[0]),
            "cac": cost,
            "cac_if_fewer_won": self._cost_at(low),
            "cac_if_more_won": self._cost_at(high),
            "ceiling": self.target_months * monthly,
            "target_months": self.target_months,
            "payback_months": months if math.isfinite(months) else math.nan,
            "never_pays_back": math.isinf(months),
            "simple_payback_months": float(one.simple_payback_months[0]),
            "ltv": value,
            "ltv_ratio": value / cost if cost > 0 else math.nan,
            "uncapped_ratio": uncapped_ratio(monthly, churn, cost),
        }

    def _cost_at(self, win_rate: float) -> float:
        one = self.point
        spent = float(one.marketing[0] + one.selling[0])
        return spent / win_rate + float(one.onboarding[0]) if win_rate > 0 else math.nan

    @cached_property
    def row_of_effort(self) -> dict[str, Any]:
        """Customers, opportunities and sellers that the plan asks for."""
        one, knobs, own = self.point, self.knobs, self.own
        target, win_rate, hours = knobs.target_arr, float(one.win_rate[0]), float(one.hours[0])
        customers = customers_for(target, float(one.acv[0]) / 12) if target is not None else math.nan
        count = own.figures.market.count if own.figures.market else math.nan
        capacity = wins_per_seller_year(
            win_rate=win_rate, hours_per_opportunity=hours, mean_open_months=max(own.mean_open_months, 1e-9),
            selling_hours=knobs.selling_hours_a_year, open_deals=knobs.open_deals_per_seller,
        )  # fmt: skip
        starts = float(opportunities_for(knobs.acquisition_budget or math.nan, one.marketing, one.selling)[0])
        sells = hours > 0
        return {
            "customers_needed": customers,
            "customers_to_win": customers_to_win(customers, float(one.churn_monthly[0])),
            "opportunities": customers / win_rate,
            "rep_years": customers / win_rate * hours / knobs.selling_hours_a_year,
            "penetration": customers / count,
            "counted": count,
            "starts_a_month": starts,
            "wins_per_seller": capacity if sells else math.nan,
            "arr_per_seller": capacity * float(one.acv[0]) if sells else math.nan,
            "first_year_share": first_year_share(own.prior.ramp_months) if sells else math.nan,
            "sellers": own.reps,
            "sellers_needed": starts * hours * 12 / knobs.selling_hours_a_year,
        }

    def _cash(self) -> dict[str, Any]:
        made = {"trough": self.dip.depth, "trough_month": self.dip.month, "break_even_month": self.dip.break_even}
        names = ("headroom", "gone_month", "burn_limit", "cash_needed", "budget_limit")
        there, path = self.there, self.path[:HORIZON_MONTHS]
        if there is None or np.isnan(path).any():
            return made | dict.fromkeys(names, math.nan)
        found = (
            float(headroom(there.base, path, there.reserve)),
            gone_in(there.base, path),
            most_burn(there.cash, path, self.knobs.reserve_months),
            least_cash(there.base, there.cash, path, there.reserve),
            most_budget(there.base, path, there.reserve, self.knobs.acquisition_budget or math.nan),
        )
        return made | dict(zip(names, found, strict=True))

    @cached_property
    def fits(self) -> Floats | None:
        """How far the lowest cash stays above the reserve, as drawn; None where it is not known."""
        if self.there is None or np.isnan(self.path).any():
            return None
        base = self.there.draws(np.random.default_rng(SEED), DRAWS)
        return headroom(base, self.drawn_path, self.there.reserve)

    def _chances(self) -> dict[str, Any]:
        months, worth = self.drawn.payback_months(MOST_DRAWN_MONTHS), self.worth
        known = not np.isnan(worth).any()
        fits = self.fits
        shares = [0.1, 0.5, 0.9]
        p10, p50, p90 = np.quantile(months, shares, method="higher") if known else [math.nan] * 3
        r10, r50, r90 = np.quantile(worth, shares) if known else [math.nan] * 3
        c10, _, c90 = np.quantile(self.drawn.cost, shares) if known else [math.nan] * 3
        return {
            "p_payback": chance_of(months <= self.target_months) if known else math.nan,
            "p_affordable": math.nan if fits is None or np.isnan(fits).any() else chance_of(fits >= 0),
            "p_never_earns": chance_of(worth < 1) if known else math.nan,
            "cac_p10": c10, "cac_p90": c90,
            "payback_p10": p10, "payback_p50": p50, "payback_p90": p90,
            "ratio_p10": r10, "ratio_p50": r50, "ratio_p90": r90,
        }  # fmt: skip

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Figure, its rank correlation with value over cost, grade, source, n; what moves it most stands first."""
        worth = self.worth[:RANKED]
        figures = dict(self.own.economics.items())
        rows = [
            (name, 0.0 if np.isnan(worth).any() else rank_correlation(getattr(self.drawn, name)[:RANKED], worth),
             figures[name].grade, figures[name].source, figures[name].n)
            for name in (*DECIDING, "expansion_annual", "onboarding")
        ]  # fmt: skip
        found = pd.DataFrame(rows, columns=["figure", "correlation", "grade", "source", "n"])
        order = found["correlation"].abs().round(6).sort_values(ascending=False, kind="stable").index
        return found.loc[order].reset_index(drop=True)

    @property
    def grade(self) -> str:
        """Worst grade among the figures that the answer moves with."""
        deciding = self.moves[self.moves["figure"].isin(DECIDING)]
        moving = deciding[deciding["correlation"].ne(0)]
        return str((moving if len(moving) else deciding)["grade"].max())

    def _evidence(self) -> dict[str, Any]:
        """Return the first gap: of the figures that rest on little, the one that moves the answer most."""
        moves = self.moves[self.moves["correlation"].ne(0)]
        weak = moves[moves["grade"].isin(WEAK)]
        gap = weak if len(weak) else moves
        return {
            "gap": self.missing[0] if self.missing else str(gap["figure"].iloc[0]) if len(gap) else "",
            "grade": self.grade,
            "deals": self.own.win_rate.n,
            "win_from": self.own.win_rate.source,
        }
