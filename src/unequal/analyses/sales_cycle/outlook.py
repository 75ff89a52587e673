"""The open deals: what each is worth waiting for, by its age and by its stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.economics.clocks import DealClocks
from unequal.economics.open_outlook import open_outlook
from unequal.economics.stage_odds import stage_ratios, weighed
from unequal.stats.incidence import Incidence
from unequal.tables import Tables

SEED = 11
MOST_LANDMARKS = 24  # months; older open deals are few and mostly dead


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The open deals of the target.

    Attributes:
        deals: deal_id, segment, owner, stage, months (age), chance (to be won within the window; nan: cannot tell),
            standing (tells, beyond, cannot tell), ratio (what the stage does to the odds; nan where nothing is known),
            with_stage (the chance after that).
        by_age: from_months, to_months, deals, told, chance, low, high, standing; one row an age group.
        stages: landmark (months), stage, won, others, ratio, open (deals that stand there now), chance, with_stage
            (their means; nan without such deals).
        within_months: Length of the window.
        expected: Wins expected within it among the deals of which something can be told; nan without any.
        low, high: 90 % range of their number.
        told, untold: Deals of which something can be told, and the others.
        has_stages: Whether the history of stages is kept.
    """

    deals: pd.DataFrame
    by_age: pd.DataFrame
    stages: pd.DataFrame
    within_months: int
    expected: float
    low: float
    high: float
    told: int
    untold: int
    has_stages: bool


def outlook(clocks: DealClocks, curve: Incidence, tables: Tables, within_months: int) -> Outlook:
    """Return the chances of the open deals with these clocks."""
    found = open_outlook(clocks, curve, within_months=within_months, rng=np.random.default_rng(SEED))
    history = tables.get("deal_history")
    stage = tables["deals"].set_index("deal_id")["stage"]
    deals = found.deals.assign(stage=found.deals["deal_id"].map(stage).astype("str"), landmark=_landmark(found.deals))
    ratios = _ratios(clocks, deals, history, within_months)
    placed = deals.merge(ratios[["landmark", "stage", "ratio"]], on=["landmark", "stage"], how="left")
    known = placed.assign(with_stage=weighed(placed["chance"], placed["ratio"]))
    columns = ["deal_id", "segment", "owner", "stage", "months", "chance", "standing", "ratio", "with_stage"]
    return Outlook(
        deals=known.sort_values(["months", "deal_id"], ignore_index=True)[columns],
        by_age=found.by_age,
        stages=_standing_now(ratios, known),
        within_months=within_months,
        expected=found.expected,
        low=found.low,
        high=found.high,
        told=found.told,
        untold=found.untold,
        has_stages=history is not None and bool(history["field"].eq("stage").any()),
    )


def _landmark(deals: pd.DataFrame) -> pd.Series:
    return np.floor(deals["months"] + 0.5).astype("int64")


def _ratios(clocks: DealClocks, deals: pd.DataFrame, history: pd.DataFrame | None, within_months: int) -> pd.DataFrame:
    ages = sorted({int(age) for age in deals["landmark"] if age <= MOST_LANDMARKS})
    rows = history if history is not None else pd.DataFrame(columns=["deal_id", "changed_at", "field", "old", "new"])
    found = stage_ratios(clocks, rows, landmarks=ages, within_months=within_months) if len(rows) else None
    if found is None or found.empty:
        kinds = {"landmark": "int64", "stage": "str", "won": "int64", "others": "int64", "ratio": "float64"}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return found.astype({"landmark": "int64", "stage": "str"})


def _standing_now(ratios: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    now = deals.groupby(["landmark", "stage"], as_index=False).agg(
        open=("deal_id", "size"), chance=("chance", "mean"), with_stage=("with_stage", "mean")
    )
    made = ratios.merge(now, on=["landmark", "stage"], how="left")
    return made.assign(open=made["open"].fillna(0).astype("int64"))
