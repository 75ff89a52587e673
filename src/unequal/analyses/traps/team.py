"""The service team, and what it gives each segment: every figure that Too Much TLC stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from unequal.customers import end_users
from unequal.customers.leaving import TouchAndStay, touch_and_stay
from unequal.customers.served import Rate, hours_a_month, onboarding_hours, served
from unequal.economics.capacity import practical_hours
from unequal.economics.service import Service
from unequal.findings.grade import grade_of_own
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs
from unequal.workbook.segment_figures import FEWEST, Figure, SegmentFigures

from .knobs import Knobs

LAST_MONTHS = 3  # of the pools: what a team is now, not what it was


@dataclass(frozen=True)
class Team:
    """The service pools of the whole company, and what every customer is given.

    Attributes:
        inputs: All that the analysis may look at.
        knobs: Thresholds.
    """

    inputs: Inputs
    knobs: Knobs

    @cached_property
    def given(self) -> pd.DataFrame | None:
        """One row a customer who uses the product with its hours over twelve months; None without activities."""
        rows = self.given_to_all
        return None if rows is None else rows[rows["customer_id"].isin(end_users(self.inputs.customers)["customer_id"])]

    @cached_property
    def given_to_all(self) -> pd.DataFrame | None:
        """The same with partners: an hour that they get is gone for everybody else; in no statistic."""
        activities = self.inputs.tables.get("activities")
        if activities is None or activities.empty:
            return None
        return served(self.inputs.customers, activities, self.inputs.as_of)

    @cached_property
    def hours(self) -> Figure:
        """Practical service hours a month, all pools together."""
        pools = self._pools
        if pools is None:
            return Figure()
        value = practical_hours(pools["capacity_hours"], pools["fte"], share=self.knobs.practical_share)
        return Figure(value=value / pools["month"].nunique(), grade="E2", source="cost_pools", n=len(pools))

    @cached_property
    def hour_cost(self) -> Figure:
        """Cost of a productive hour."""
        pools = self._pools
        if pools is None:
            return Figure()
        months = pools["month"].nunique()
        return Figure(
            value=float(pools["cost"].sum()) / months / self.hours.value, grade="E2", source="cost_pools", n=len(pools)
        )

    def of(self, figures: SegmentFigures) -> pd.DataFrame | None:
        """Return the hours of one segment's customers."""
        if self.given is None:
            return None
        return self.given[self.given["customer_id"].isin(figures.customers["customer_id"])]

    @cached_property
    def _pools(self) -> pd.DataFrame | None:
        pools = self.inputs.tables.get("cost_pools")
        if pools is None or pools.empty:
            return None
        months = sorted(pools["month"].unique())[-LAST_MONTHS:]
        return pools[pools["month"].isin(months)]


@dataclass(frozen=True)
class Served:
    """One segment's service, figure by figure.

    Attributes:
        figures: What is known of the segment.
        team: Who serves.
    """

    figures: SegmentFigures
    team: Team

    @cached_property
    def rate(self) -> Rate:
        """Service hours a customer-month, as logged."""
        rows = self.team.of(self.figures)
        return Rate(value=math.nan, low=math.nan, high=math.nan, n=0) if rows is None else hours_a_month(rows)

    @cached_property
    def hours(self) -> Figure:
        """Service hours a customer-month: as logged, or as coverage says they are given."""
        own, needs = self.rate, self.figures.needs
        logged = Figure(
            value=own.value, low=own.low, high=own.high, grade=grade_of_own(own.n), source="activities", n=own.n
        )
        if own.n >= FEWEST and logged.is_known:
            return logged
        if needs is None or math.isnan(needs.delivered_hours):
            return Figure(n=own.n)
        return Figure(value=needs.delivered_hours / MONTHS_PER_YEAR, grade=needs.grade, source="coverage", n=needs.n)

    @cached_property
    def needed(self) -> Figure:
        """Service hours a customer-month that the outcome asks for."""
        needs = self.figures.needs
        if needs is None:
            return Figure()
        return Figure(value=needs.required_hours / MONTHS_PER_YEAR, grade=needs.grade, source="coverage", n=needs.n)

    @cached_property
    def onboarding(self) -> Figure:
        """Hours to bring one customer on board: as logged, else as needed."""
        rows, needs = self.team.of(self.figures), self.figures.needs
        logged = math.nan if rows is None else onboarding_hours(rows)
        new = 0 if rows is None else int(rows["new"].sum())
        if new >= FEWEST and not math.isnan(logged):
            return Figure(value=logged, grade=grade_of_own(new), source="activities", n=new)
        value = math.nan if needs is None else needs.onboarding_hours
        return Figure(value=value, grade=needs.grade if needs else "E5", source="coverage")

    @cached_property
    def hour_cost(self) -> Figure:
        """Cost of a productive hour: the pools', else the typed rate over the practical share."""
        own, needs = self.team.hour_cost, self.figures.needs
        if own.is_known or needs is None:
            return own
        return Figure(value=needs.rate / self.team.knobs.practical_share, grade=needs.grade, source="coverage")

    @cached_property
    def capacity(self) -> Figure:
        """Service hours a month that there are for this segment: all, less what the others are given."""
        whole, given = self.team.hours, self.team.given_to_all
        if not whole.is_known or given is None:
            return whole
        others = given[~given["customer_id"].isin(self.figures.customers["customer_id"])]
        spent = float(np.nan_to_num(others["hours"] + others["onboarding_hours"]).sum()) / MONTHS_PER_YEAR
        return replace(whole, value=max(whole.value - spent, 0.0))

    @cached_property
    def reachable(self) -> Figure:
        """Customers that can be won at all."""
        market = self.figures.market
        if market is None:
            return Figure()
        share = self.team.knobs.reachable_share
        return Figure(value=market.count * share, low=market.low * share, high=market.high * share,
                      grade=market.grade, source="market", n=market.n)  # fmt: skip

    @cached_property
    def fixed_cost(self) -> Figure:
        """Money a month that would end with the segment, service salaries left out."""
        return self.figures.planned("avoidable_fixed_cost")

    @cached_property
    def service(self) -> Service:
        """All of it as one."""
        return Service(
            price=self.figures.price.value,
            variable_cost=self.figures.variable_cost.value,
            hours=self.hours.value,
            onboarding_hours=self.onboarding.value,
            cost_per_hour=self.hour_cost.value,
            capacity_hours=self.capacity.value,
            churn_monthly=self.figures.churn.value,
            reachable=self.reachable.value,
            fixed_cost=self.fixed_cost.value,
        )

    @cached_property
    def planned_new(self) -> float:
        """Customers that the plan wants to have more each month."""
        return self.figures.planned("net_new_per_month").value

    @cached_property
    def touch(self) -> TouchAndStay | None:
        """Whether those who get more time stay more."""
        rows = self.team.of(self.figures)
        return None if rows is None else touch_and_stay(self.figures.customers, rows, self.figures.inputs.as_of)

    def clears(self, service: Service) -> bool:
        """Return whether a changed service is in the trap no more; what is not known counts as clear."""
        room = service.new_a_month(float(self.figures.active))
        gross = service.churn_monthly * self.figures.active + self.planned_new
        heavy = service.contribution <= 0 or service.service_share > self.team.knobs.most_service_share
        return service.never_pays() is not True and not (heavy and room < gross)
