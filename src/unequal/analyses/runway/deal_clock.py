"""The deal clock: where each segment's chances of a win come from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.economics.clocks import DealClocks
from unequal.economics.open_time import mean_open_time
from unequal.economics.own_deals import OwnDeals, own_deals
from unequal.economics.pipeline import Pipeline, open_pipeline
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import TierPrior, tier_prior
from unequal.economics.typed_figures import TypedFigures, typed_figures
from unequal.segments.order import ALL, UNKNOWN
from unequal.workbook import Inputs
from unequal.workbook.end_user_deals import end_user_clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class DealClock:
    """One segment's deals and the model of its wins.

    Attributes:
        segment: Its name, ``all`` for everybody.
        prior: Figures of its tier.
        model: From its own deals; from figures typed by hand where it has none.
        pipeline: Its open deals; those that the plan starts are put to them by `with_new`.
        deals: The rows of its deals that have a clock.
    """

    segment: str
    prior: TierPrior
    model: OwnDeals | TypedFigures
    pipeline: Pipeline
    deals: pd.DataFrame

    @property
    def mean_open_months(self) -> float:
        """How long a deal is open on average, won or lost."""
        return mean_open_time(self.model)

    def with_new(self, per_month: float) -> Pipeline:
        """Return the pipeline with deals that the plan starts each month."""
        return replace(self.pipeline, new_per_month=per_month)


def deal_clocks(inputs: Inputs, *, target: str) -> dict[str, DealClock]:
    """Return the deal clock of each segment in reading order, ``all`` first; the target's even without a deal."""
    clocks = end_user_clocks(inputs)
    typed = _typed_rows(inputs)
    present = set(clocks.frame["segment"]) | set(typed.index)
    order = [name for name in inputs.segments if name in present and name != UNKNOWN]
    everybody = [ALL] if len(clocks.frame) else []  # figures typed by segment say nothing of all segments together
    names = dict.fromkeys([*everybody, *order, *(str(name) for name in typed.index), target])
    return {name: _clock(inputs, clocks, typed, name) for name in names}


def new_deals(inputs: Inputs, name: str, target: str, new_per_month: float) -> float:
    """Return how many deals of a segment the plan starts each month.

    The plan's new deals belong to the target segment; a segment of its own plan has what that says.
    """
    own = inputs.workspace.plan_segments.get(name, {}).get("net_new_per_month")
    return new_per_month if name in (target, ALL) else float(own or 0.0)


def _typed_rows(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.tables.get("segments")
    return pd.DataFrame() if rows is None else rows.set_index("segment")


def _clock(inputs: Inputs, clocks: DealClocks, typed: pd.DataFrame, name: str) -> DealClock:
    own = clocks.of(name)
    prior = tier_prior(name, median_acv=_median_acv(own, typed, name), register=inputs.workspace.register)
    pipeline = open_pipeline(own)
    model: OwnDeals | TypedFigures | None = None
    if name in typed.index and not len(own.frame):
        model = typed_figures({str(key): value for key, value in typed.loc[name].items()}, prior)
    if model is None:
        mates = tier_mates(clocks, name, prior, register=inputs.workspace.register)
        model = own_deals(own, prior, mates=mates)
    return DealClock(segment=name, prior=prior, model=model, pipeline=pipeline, deals=own.frame)


def _median_acv(own: DealClocks, typed: pd.DataFrame, name: str) -> float:
    stated = typed["acv"].get(name) if "acv" in typed.columns else None
    if stated is not None and not np.isnan(stated):
        return float(stated)
    known = own.frame["acv"].dropna()
    return float(known.median()) if len(known) else float(np.nan)
