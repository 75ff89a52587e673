"""What each segment's trade-off is worked out from: own deals, customers and hours, then what was typed, then its tier.

A figure of the tier is an assumption and printed as one. Churn and price are never taken from a tier alone: without
them nobody can say what a customer is worth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from unequal.customers import end_users
from unequal.customers.leaving import leavers
from unequal.customers.profit import customer_profit
from unequal.economics.clocks import DealClocks
from unequal.economics.funnel import Side, funnel_of
from unequal.economics.hazard_truths import hazard_truths
from unequal.economics.motions import TYPICAL, Motion
from unequal.economics.own_deals import OwnDeals, own_deals
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import TierPrior, mean_open_months
from unequal.economics.tradeoff import SegmentEconomics
from unequal.economics.uncertain import Scale, Uncertain, error_of_mean, matched_beta
from unequal.economics.win_model import SHARE_MONTHS
from unequal.findings.finding import AssumptionUsed, assumption_used
from unequal.findings.grade import grade_of_own
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.stats.incidence import cumulative_incidence
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs
from unequal.workbook.segment_figures import FEWEST, SegmentFigures

LAW_DRAWS = 1_000  # of the deals' law, for the spread of the share won
SEED = 5
LEAST_SPREAD = 0.02  # of a mean over own customers, however many: next year's differ (assumption)
AFTER_SERVICE, BEFORE_SERVICE = "after", "before"


def segments_of(inputs: Inputs) -> tuple[str, ...]:
    """Return the segments to weigh: those of the plan and of the typed table, and those with five customers or deals.

    Where there is none, everybody is one segment.
    """
    typed = inputs.tables.get("segments")
    stated = [] if typed is None else [str(one) for one in typed["segment"]]
    said = {*inputs.workspace.plan_segments, *stated}
    counted = [labels.value_counts() for labels in (inputs.labels.customers, inputs.labels.deals) if len(labels)]
    seen = {str(name) for counts in counted for name in counts.index[counts >= FEWEST]}
    known = dict.fromkeys([*inputs.segments, *inputs.workspace.plan_segments, *stated])
    named = tuple(one for one in known if one not in (ALL, OTHER, UNKNOWN) and one in said | seen)
    return named or (ALL,)


@dataclass(frozen=True)
class SegmentInputs:
    """One segment's figures, worked out when they are asked for.

    Attributes:
        inputs: All that the analysis may look at.
        name: The segment.
        clocks: Deals of all segments with a clock.
    """

    inputs: Inputs
    name: str
    clocks: DealClocks

    @cached_property
    def figures(self) -> SegmentFigures:
        """What is known of the segment elsewhere, too."""
        return SegmentFigures(self.inputs, self.name)

    @cached_property
    def prior(self) -> TierPrior:
        """Its tier's figures."""
        return self.figures.prior

    @cached_property
    def motion(self) -> Motion:
        """How it is sold to: as planned, else as its tier usually is."""
        planned = self.figures.plan.get("motion")
        return Motion(planned) if planned is not None else TYPICAL[self.prior.tier]

    @cached_property
    def economics(self) -> SegmentEconomics:
        """All figures."""
        return SegmentEconomics(
            acv=self.acv,
            margin=self.margin[0],
            churn_monthly=self.churn,
            expansion_annual=replace(self._typed("expansion_annual"), value=self._number("expansion_annual", 0.0)),
            win_rate=self.win_rate,
            cycle_months=self.cycle,
            hours=self.hours,
            hour_cost=self._typed("sales_cost_per_hour"),
            marketing=self.marketing,
            onboarding=replace(self._typed("onboarding_cost"), value=self.figures.onboarding_cost),
            prepaid=self._agreed("prepaid_share", 0.0),
            lag_months=self._agreed("payment_lag_months", float(self._register("payment_lag_months"))),
        )

    @cached_property
    def acv(self) -> Uncertain:
        """Money a year of a new customer; of own deals or bills as far off as their mean is."""
        found = self.figures.acv
        paid = self.figures.customers["mrr_now"].dropna()
        values = {"deals": self.figures.won_values, "revenue": paid[paid > 0]}.get(found.source)
        error = math.nan if values is None else error_of_mean(values.to_numpy(dtype=np.float64))
        spread = None if math.isnan(error) else max(error, LEAST_SPREAD)
        return Uncertain(value=found.value, grade=found.grade, spread=spread, source=found.source, n=found.n)

    @cached_property
    def deals(self) -> OwnDeals | None:
        """What own deals say; None with fewer than five."""
        own = self.clocks.of(self.name)
        if len(own.frame) < FEWEST:
            return None
        mates = tier_mates(self.clocks, self.name, self.prior, register=self.inputs.workspace.register)
        return own_deals(own, self.prior, mates=mates)

    @cached_property
    def funnel(self) -> Side | None:
        """Those who signed up alone, where the segment is to serve itself."""
        rows = self.inputs.tables.get("funnel")
        if rows is None or self.motion is not Motion.SELF_SERVE:
            return None
        own = rows[rows["segment"].eq(self.name)]
        side = funnel_of(own).unassisted if len(own) else None
        return side if side is not None and side.signups >= FEWEST else None

    @cached_property
    def win_rate(self) -> Uncertain:
        """Share of opportunities that are won in the end; of somebody who serves himself a sign-up is one."""
        if self.funnel is not None:
            paid, all_of = self.funnel.converted, self.funnel.signups
            law = (paid + 0.5, all_of - paid + 0.5)
            grade = str(grade_of_own(all_of))
            return Uncertain(value=law[0] / (all_of + 1), grade=grade, beta=law, source="funnel", n=all_of)
        if self.deals is not None:
            share = float(self.deals.won([SHARE_MONTHS])[0])
            drawn = hazard_truths(self.deals.law, np.random.default_rng(SEED), LAW_DRAWS, months=SHARE_MONTHS)
            law = matched_beta(np.clip(drawn.won[SHARE_MONTHS], 1e-9, 1 - 1e-9))
            return Uncertain(value=share, grade=self.deals.grade, beta=law, source="deals", n=self.deals.n_deals)
        typed = self._typed("win_rate", Scale.ODDS)
        usual = Uncertain(value=self.prior.win_probability, grade="E4", scale=Scale.ODDS, source="prior")
        return typed if typed.value > 0 else usual

    @cached_property
    def win_ends(self) -> tuple[float, float]:
        """Share won by the reliable horizon, and that with all that is still open then; nan without own deals."""
        if self.deals is None or self.win_rate.source != "deals":
            return math.nan, math.nan
        curve = cumulative_incidence(self.deals.watched)
        if math.isnan(curve.reliable_horizon):
            return math.nan, math.nan
        at = curve.at(curve.reliable_horizon)
        return float(at.won), float(at.won + at.still_open)

    @cached_property
    def cycle(self) -> Uncertain:
        """Months to a win: half of those won by 36 months, as typed, or the tier's."""
        if self.funnel is not None:
            return Uncertain(value=0.0, grade=self.win_rate.grade, source="funnel", n=self.funnel.signups)
        if self.deals is not None:
            months = np.arange(SHARE_MONTHS + 1)
            won = np.asarray(self.deals.won(months))
            half = float(np.interp(won[-1] / 2, won, months))
            return Uncertain(value=half, grade=self.deals.grade, source="deals", n=self.deals.n_deals)
        typed = self._typed("cycle_months")
        usual = Uncertain(value=self.prior.win_median_months, grade="E4", source="prior")
        return typed if typed.is_known else usual

    @property
    def mean_open_months(self) -> float:
        """How long a deal is open on average; of typed figures the winners' time stands at the tier's shape."""
        clocks = self.prior.clocks
        if self.deals is not None:
            return float(np.trapezoid(self.deals.law.mean().at_month_ends().still_open))
        pace = self.cycle.value / self.prior.win_median_months
        return mean_open_months(clocks) * pace

    @cached_property
    def hours(self) -> Uncertain:
        """Selling hours of an opportunity; none where it serves itself."""
        if self.funnel is not None:
            return Uncertain(value=0.0, grade="E2", source="plan")
        found = self.figures.hours_per_opportunity
        if not found.is_known and self.motion is Motion.SELF_SERVE:
            return Uncertain(value=0.0, grade="E4", source="plan")
        return Uncertain(value=found.value, grade=found.grade, source=found.source, n=found.n)

    @cached_property
    def marketing(self) -> Uncertain:
        """Money an opportunity; of a funnel its spend on a sign-up."""
        if self.funnel is not None and not math.isnan(self.funnel.cost_per_signup):
            return Uncertain(
                value=self.funnel.cost_per_signup, grade="E1", scale=Scale.NONE, source="funnel", n=self.funnel.signups
            )
        return self._typed("marketing_cost_per_opportunity")

    @cached_property
    def churn(self) -> Uncertain:
        """Share of customers who leave in a month: counted, else typed; the tier's is no answer."""
        found = self.figures.churn
        if found.source == "prior":
            return Uncertain(source="", grade="E4")
        if found.source != "customers":
            return Uncertain(value=found.value, grade=found.grade, scale=Scale.ODDS, source=found.source)
        counted = leavers(self.figures.customers, self.inputs.as_of)
        law = (counted.left + 0.5, counted.exposed)
        return Uncertain(value=law[0] / law[1], grade=found.grade, gamma=law, source="customers", n=counted.n)

    @cached_property
    def margin(self) -> tuple[Uncertain, str]:
        """Share of the price that is left, and whether service is taken off: measured, by coverage, or before it."""
        measured = self._measured_margin()
        if measured is not None:
            return measured, AFTER_SERVICE
        price, cost, needs = self.figures.price, self.figures.variable_cost, self.figures.needs
        grade = max(price.grade, cost.grade) if cost.source == "prior" else cost.grade
        gross = Uncertain(value=1 - cost.value / price.value if price.value > 0 else math.nan, grade=grade,
                          scale=Scale.ODDS, source=cost.source, n=cost.n)  # fmt: skip
        if needs is None:
            return gross, BEFORE_SERVICE
        hours = needs.required_hours if math.isnan(needs.delivered_hours) else needs.delivered_hours
        share = hours * needs.rate / (MONTHS_PER_YEAR * price.value) if price.value > 0 else math.nan
        if math.isnan(share):
            return gross, BEFORE_SERVICE
        worse = max(gross.grade, needs.grade)
        return replace(gross, value=gross.value - share, grade=worse, source=f"{gross.source}, coverage"), AFTER_SERVICE

    def _measured_margin(self) -> Uncertain | None:
        rows = self.inputs.once(("customer_profit", MONTHS_PER_YEAR), lambda: _profit(self.inputs))
        own = rows[rows["customer_id"].isin(self.figures.customers["customer_id"])]
        known = own[own["contribution"].notna() & own["revenue"].gt(0)]
        if len(known) < FEWEST or len(known) < len(own[own["revenue"].gt(0)]) / 2:
            return None
        revenue = float(known["revenue"].sum())
        margin = float(known["contribution"].sum()) / revenue
        off = known["contribution"] - margin * known["revenue"]  # what each customer is off the common share
        error = math.sqrt(float((off**2).sum())) / revenue
        per = margin * (1 - margin) if 0 < margin < 1 else 1 - margin
        return Uncertain(
            value=margin, grade=str(grade_of_own(len(known))), scale=Scale.ODDS, spread=max(error / per, LEAST_SPREAD),
            source="revenue, activities, cost_pools", n=len(known),
        )  # fmt: skip

    @property
    def assumed(self) -> tuple[AssumptionUsed, ...]:
        """Figures of the tier, and defaults, that stand in for what nobody has said."""
        register, tier = self.inputs.workspace.register, self.prior.tier.value
        stand_in = {
            f"prior.{tier}.win_probability": self.win_rate.source == "prior" or self.deals is not None,
            f"prior.{tier}.win_median_months": self.cycle.source == "prior",
            f"prior.{tier}.gross_margin": self.margin[0].source.startswith("prior"),
            "payment_lag_months": math.isnan(self._number("payment_lag_months", math.nan)),
        }
        return tuple(assumption_used(register[key]) for key, used in stand_in.items() if used)

    @cached_property
    def _row(self) -> dict[str, Any]:
        return self.figures.typed_row() or {}

    @property
    def reps(self) -> float:
        """Sellers that it has; nan where nobody says."""
        return self.figures.sellers.value

    def _typed(self, column: str, scale: Scale = Scale.TIMES) -> Uncertain:
        grade = self._row.get("grade")
        stated = grade if isinstance(grade, str) else "E5"
        value = self._number(column, math.nan)
        return Uncertain(value=value, grade=stated, scale=scale, source="segments")

    def _agreed(self, column: str, otherwise: float) -> Uncertain:
        return replace(self._typed(column, Scale.NONE), value=self._number(column, otherwise))

    def _number(self, column: str, otherwise: float) -> float:
        value: Any = self._row.get(column)
        return otherwise if value is None or pd.isna(value) else float(value)

    def _register(self, key: str) -> float:
        value = self.inputs.workspace.register[key].value
        assert isinstance(value, int | float), key
        return value


def _profit(inputs: Inputs) -> pd.DataFrame:
    return customer_profit(end_users(inputs.customers), inputs.tables, inputs.as_of, months=MONTHS_PER_YEAR)
