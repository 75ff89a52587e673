"""What is known of a segment: its own bills, hours and leavers first, then what somebody typed, then its tier's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from unequal.customers import end_users
from unequal.customers.billed import Billed, billed
from unequal.customers.leaving import churn_monthly
from unequal.customers.needs import Needs, needs_of
from unequal.economics.market_counts import Counted, counted
from unequal.economics.tiers import TierPrior, tier_prior
from unequal.findings.grade import grade_of_own
from unequal.segments.order import ALL

from .analysis import Inputs
from .end_user_deals import end_user_deals

FEWEST = 5  # customers; with fewer the company's own figures are a few customers' and no segment's
PLANNED = "E2"  # a figure of the plan is somebody's own, and no opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with where it comes from; nan where it is not known."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    grade: str = "E5"
    source: str = ""
    n: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is one."""
        return not math.isnan(self.value)


def first_known(*figures: Figure) -> Figure:
    """Return the first figure that is known; an unknown one where none is."""
    return next((one for one in figures if one.is_known), Figure())


@dataclass(frozen=True)
class SegmentFigures:
    """One segment's figures, worked out when they are asked for.

    Attributes:
        inputs: All that the analysis may look at.
        name: The segment, "all" for everybody.
    """

    inputs: Inputs
    name: str

    @cached_property
    def customers(self) -> pd.DataFrame:
        """Its customers who use the product themselves."""
        view = end_users(self.inputs.customers)
        if self.name == ALL:
            return view
        return view[view["customer_id"].map(self.inputs.labels.customers).eq(self.name)]

    @cached_property
    def plan(self) -> dict[str, Any]:
        """What the plan says of it."""
        return dict(self.inputs.workspace.plan_segments.get(self.name, {}))

    @cached_property
    def prior(self) -> TierPrior:
        """Its tier's figures."""
        return tier_prior(self.name, median_acv=12 * self.price.value, register=self.inputs.workspace.register)

    @cached_property
    def active(self) -> int:
        """Customers today."""
        return int(self.customers["active"].sum())

    @cached_property
    def price(self) -> Figure:
        """Money a customer-month: as billed, as typed, or as deals were won."""
        own = self._billed
        bills = Figure(value=own.price, grade=grade_of_own(own.n), source="revenue", n=own.n)
        won = self.won_values
        deals = Figure(value=float(won.mean()) / 12, grade=grade_of_own(len(won)), source="deals", n=len(won))
        return first_known(
            bills if own.n >= FEWEST else Figure(),
            self._typed("price", 12.0),
            self._typed("acv", 12.0),
            deals if len(won) else Figure(),
        )

    @cached_property
    def acv(self) -> Figure:
        """Money a year of a new customer: as deals were won, as typed, or what customers pay."""
        won = self.won_values
        deals = Figure(value=float(won.mean()), grade=grade_of_own(len(won)), source="deals", n=len(won))
        priced = self.price
        yearly = Figure(value=12 * priced.value, grade=priced.grade, source=priced.source, n=priced.n)
        return first_known(deals if len(won) >= FEWEST else Figure(), self._typed("acv"), yearly)

    @cached_property
    def variable_cost(self) -> Figure:
        """Money a customer-month without service: as billed by others, by the typed margin, or by the tier's."""
        own, price = self._billed, self.price.value
        bills = Figure(value=own.direct_cost, grade=grade_of_own(own.n), source="revenue", n=own.n)
        margin = self._typed("gross_margin")
        typed = Figure(value=price * (1 - margin.value), grade=margin.grade, source=margin.source)
        usual = Figure(value=price * (1 - self.prior.gross_margin), grade="E4", source="prior")
        return first_known(bills if own.n >= FEWEST else Figure(), typed, usual)

    @cached_property
    def churn(self) -> Figure:
        """Share of customers who leave in a month: as they left, as typed, or the tier's."""
        own = churn_monthly(self.customers, self.inputs.as_of)
        seen = Figure(
            value=own.value, low=own.low, high=own.high, grade=grade_of_own(own.n), source="customers", n=own.n
        )
        usual = Figure(value=self.prior.churn_monthly, grade="E4", source="prior")
        return first_known(seen if own.n >= FEWEST else Figure(), self._typed("churn_monthly"), usual)

    @cached_property
    def hours_per_opportunity(self) -> Figure:
        """Selling hours of a deal: as planned, as typed, or the mean of closed deals."""
        closed = self._deals[self._deals["status"].ne("open")] if len(self._deals) else pd.DataFrame()
        hours = pd.Series(closed["hours_sales"] if len(closed) else [], dtype="float64").dropna()
        logged = Figure(
            value=float(hours.mean()), grade=grade_of_own(len(hours)), source="deals",
            n=len(hours),
        )  # fmt: skip
        return first_known(self.planned("hours_per_opportunity"), self._typed("sales_hours_per_opportunity"), logged)

    @cached_property
    def explaining_cost(self) -> Figure:
        """Money that explaining the product to one sign-up costs: typed hours of selling at their cost."""
        hours, rate = self._typed("sales_hours_per_opportunity"), self._typed("sales_cost_per_hour")
        return Figure(value=hours.value * rate.value, grade=max(hours.grade, rate.grade), source="segments")

    @cached_property
    def opportunity_cost(self) -> Figure:
        """Money that one opportunity costs, marketing and selling hours."""
        hours, rate = self.hours_per_opportunity, self._typed("sales_cost_per_hour")
        marketing = self._typed("marketing_cost_per_opportunity")
        grade = max(hours.grade, rate.grade, marketing.grade)
        return Figure(value=marketing.value + hours.value * rate.value, grade=grade, source="segments")

    @cached_property
    def onboarding_cost(self) -> float:
        """Money to bring one customer on board; 0 where nobody says it."""
        typed = self._typed("onboarding_cost").value
        return 0.0 if math.isnan(typed) else typed

    @cached_property
    def sellers(self) -> Figure:
        """People who sell to it."""
        return self._typed("reps")

    @cached_property
    def market(self) -> Counted | None:
        """How many there are."""
        rows = self._rows("market")
        return None if rows is None else counted(rows)

    @cached_property
    def needs(self) -> Needs | None:
        """Help that it needs."""
        rows = self._rows("coverage")
        return None if rows is None else needs_of(rows)

    def planned(self, key: str) -> Figure:
        """Return a figure of the segment's plan."""
        value = self.plan.get(key)
        return Figure() if value is None else Figure(value=float(value), grade=PLANNED, source="plan")

    def typed_row(self) -> dict[str, Any] | None:
        """Return the segment's row of the table that is typed by hand."""
        rows = self._rows("segments")
        return None if rows is None or rows.empty else {str(key): value for key, value in rows.iloc[0].items()}

    @cached_property
    def _billed(self) -> Billed:
        revenue = self.inputs.tables.get("revenue")
        if revenue is None:
            return Billed(price=math.nan, direct_cost=math.nan, n=0)
        return billed(revenue[revenue["customer_id"].isin(self.customers["customer_id"])], self.inputs.as_of)

    @cached_property
    def _deals(self) -> pd.DataFrame:
        deals = end_user_deals(self.inputs)
        if not len(deals.columns):
            return pd.DataFrame({"status": [], "acv": [], "hours_sales": []})
        return deals if self.name == ALL else deals[deals["deal_id"].map(self.inputs.labels.deals).eq(self.name)]

    @cached_property
    def won_values(self) -> pd.Series:
        """What each won deal is worth a year, where it is known."""
        won = self._deals[self._deals["status"].eq("won")]
        return won["acv"].dropna().astype("float64")

    def _typed(self, column: str, divided_by: float = 1.0) -> Figure:
        row = self.typed_row() or {}
        value, grade = row.get(column), row.get("grade")
        if value is None or pd.isna(value):
            return Figure()
        stated = grade if isinstance(grade, str) else "E5"
        return Figure(value=float(value) / divided_by, grade=stated, source="segments")

    def _rows(self, table: str) -> pd.DataFrame | None:
        rows = self.inputs.tables.get(table)
        return None if rows is None else rows[rows["segment"].eq(self.name)]
