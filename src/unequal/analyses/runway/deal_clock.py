"""The deal clock: where each segment's chances of a win come from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import durations
from unequal.economics.own_deals import own_deals
from unequal.economics.pipeline import Pipeline, open_pipeline
from unequal.economics.tiers import TierPrior, tier_prior
from unequal.economics.typed_figures import typed_figures
from unequal.economics.win_model import WinModel
from unequal.segments.order import ALL, UNKNOWN
from unequal.workbook import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class DealClock:
    """One segment's deals and the model of its wins.

    Attributes:
        segment: Its name, ``all`` for everybody.
        prior: Figures of its tier.
        model: From its own deals; from figures typed by hand where it has none.
        pipeline: Its open deals, and those that the plan starts.
    """

    segment: str
    prior: TierPrior
    model: WinModel
    pipeline: Pipeline


def deal_clocks(inputs: Inputs, *, target: str, new_per_month: float) -> dict[str, DealClock]:
    """Return the deal clock of each segment in reading order, ``all`` first; the target's even without a deal.

    The plan's new deals belong to the target segment; a segment of its own plan has what that says.
    """
    clocks = _clocks(inputs)
    typed = _typed_rows(inputs)
    present = set(clocks.frame["segment"]) | set(typed.index)
    order = [name for name in inputs.segments if name in present and name != UNKNOWN]
    everybody = [ALL] if len(clocks.frame) else []  # figures typed by segment say nothing of all segments together
    names = dict.fromkeys([*everybody, *order, *(str(name) for name in typed.index), target])
    return {name: _clock(inputs, clocks, typed, name, _new(inputs, name, target, new_per_month)) for name in names}


def _new(inputs: Inputs, name: str, target: str, new_per_month: float) -> float:
    own = inputs.workspace.plan_segments.get(name, {}).get("net_new_per_month")
    return new_per_month if name in (target, ALL) else float(own or 0.0)


def _clocks(inputs: Inputs) -> DealClocks:
    deals = inputs.tables.get("deals")
    rows = deals if deals is not None else pd.DataFrame()
    segments = inputs.labels.deals if len(rows) else None
    return durations(rows, inputs.as_of, inputs.workspace.deals_complete_from, segments=segments)


def _typed_rows(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.tables.get("segments")
    return pd.DataFrame() if rows is None else rows.set_index("segment")


def _clock(inputs: Inputs, clocks: DealClocks, typed: pd.DataFrame, name: str, new_per_month: float) -> DealClock:
    own = clocks.of(name)
    prior = tier_prior(name, median_acv=_median_acv(own, typed, name), register=inputs.workspace.register)
    pipeline = open_pipeline(own, new_per_month=new_per_month)
    model: WinModel | None = None
    if name in typed.index and not len(own.frame):
        model = typed_figures({str(key): value for key, value in typed.loc[name].items()}, prior)
    return DealClock(segment=name, prior=prior, model=model or own_deals(own, prior), pipeline=pipeline)


def _median_acv(own: DealClocks, typed: pd.DataFrame, name: str) -> float:
    stated = typed["acv"].get(name) if "acv" in typed.columns else None
    if stated is not None and not np.isnan(stated):
        return float(stated)
    known = own.frame["acv"].dropna()
    return float(known.median()) if len(known) else float(np.nan)
