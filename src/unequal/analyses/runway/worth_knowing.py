"""What would most likely change the answer, if somebody found it out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.economics.cash import HORIZON_MONTHS, CashPath
from unequal.economics.chance_by_month import chance_by_truth, chances_by
from unequal.economics.missing_datum import NOTHING, Unknown, values_of, worth_knowing
from unequal.economics.win_model import OWN_DEALS, Floats
from unequal.economics.wins import Wins
from unequal.workbook import Inputs
from unequal.workbook.registered import number

from .judged import verdict_at
from .knobs import Knobs
from .outlook import SEED, Clock, wins_up_to

DRAWS = 200  # a share of five values needs no third digit
PAST_DEALS = 10  # to reconstruct
ENOUGH_OWN = 30  # own deals; from here on a few more teach nothing
MOST_TO_SHOW = 10  # wins; more are a sales plan, not what an investor asks to see (assumption)
DEAD = 0.5  # chance that a deal older than any that was won is dead (assumption)
RAISE_GRADE, BAR_GRADE, BURN_GRADE = "E4", "E5", "E2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether there are enough wins in time, to be asked under other beliefs.

    Attributes:
        inputs: Tables and register.
        knobs: The plan.
        path: Its committed cash.
        clock: The target's deals.
        weak: Whether the evidence can carry no `go`, whatever the figures.
    """

    inputs: Inputs
    knobs: Knobs
    path: CashPath
    clock: Clock
    weak: bool

    def verdict(self, chance: tuple[float, float, float], months: float) -> str:
        """Return what a chance, with its band, means at a decision date."""
        enough, hopeless = self.knobs.go_probability, self.knobs.stop_probability
        return verdict_at(months, chance, enough=enough, hopeless=hopeless, weak=self.weak).value

    def known(self, chances: Floats) -> list[str]:
        """Return the verdict at the plan's date for each of many chances that are known for sure."""
        part = np.searchsorted(sorted((self.knobs.stop_probability, self.knobs.go_probability)), chances, side="right")
        of_part = {
            int(one): self.verdict((sure, sure, sure), self.path.decision_months)
            for one, at in zip(*np.unique(part, return_index=True), strict=True)
            for sure in (float(chances[at]),)
        }
        return [of_part[one] for one in part.tolist()]

    def by(self, *dates: float, alive: NDArray[np.bool_] | None = None) -> tuple[str, ...]:
        """Return the verdict at each of other decision dates, or with only some of the open deals."""
        pipeline = self.clock.pipeline
        if alive is not None:
            ids = tuple(one for one, kept in zip(pipeline.deal_ids, alive, strict=True) if kept)
            pipeline = replace(pipeline, deal_ids=ids, ages=pipeline.ages[alive])
        rows = chances_by(
            self.clock.model,
            pipeline,
            wins=self.knobs.wins_needed,
            months=[max(one, 0.0) for one in dates],
            rng=np.random.default_rng(SEED),
            draws=DRAWS,
        )
        return tuple(self.verdict(row[1:], one) for row, one in zip(rows, dates, strict=True))

    def hours(self, name: str) -> float:
        """Return what it takes to find something out."""
        return number(self.inputs, f"find_out.{name}_hours")


def to_find_out(question: Question, own: Wins | None) -> pd.DataFrame:
    """Return what would change the answer, the cheapest first; no rows where no date presses or it has passed."""
    if own is None or question.path.decision_months <= 0:
        return NOTHING
    row = own.table.iloc[question.knobs.wins_needed]
    now = question.verdict((row["probability"], row["low"], row["high"]), question.path.decision_months)
    return worth_knowing(now, _unknowns(question, own, now))


def _unknowns(question: Question, own: Wins, now: str) -> Iterator[Unknown]:
    knobs, path = question.knobs, question.path
    if knobs.raise_months > 0 and math.isfinite(path.decision_months):
        raises = values_of(knobs.raise_months, RAISE_GRADE)
        dates = path.decision_months + knobs.raise_months - raises
        yield Unknown(name="raise", hours=question.hours("raise"), verdicts=question.by(*dates.tolist()))
    if knobs.wins_needed <= MOST_TO_SHOW:
        yield Unknown(name="bar", hours=question.hours("bar"), verdicts=_by_bar(question))
    if knobs.monthly_burn is not None and math.isfinite(path.runway_months) and path.runway_months < HORIZON_MONTHS:
        runways = path.runway_months * knobs.monthly_burn / values_of(knobs.monthly_burn, BURN_GRADE)
        dates = path.decision_months - path.runway_months + runways
        yield Unknown(name="burn", hours=question.hours("burn"), verdicts=question.by(*dates.tolist()))
    old = own.deals["prior_driven"].to_numpy(dtype=bool)
    if old.any() and own.band_from == OWN_DEALS:
        yield Unknown(
            name="deal",
            hours=question.hours("deal") * int(old.sum()),
            verdicts=(*question.by(path.decision_months, alive=~old), now),
            weights=(DEAD, 1 - DEAD),
        )
    if own.n_deals < ENOUGH_OWN:
        chances = chance_by_truth(
            question.clock.model,
            question.clock.pipeline,
            wins=knobs.wins_needed,
            month=path.decision_months,
            rng=np.random.default_rng(SEED),
        )
        turned = tuple(question.known(chances))
        yield Unknown(name="past_deal", hours=question.hours("past_deal") * PAST_DEALS, verdicts=turned)


def _by_bar(question: Question) -> tuple[str, ...]:
    bars = np.maximum(np.rint(values_of(question.knobs.wins_needed, BAR_GRADE)), 1).astype(int).tolist()
    table = wins_up_to(question.inputs, question.clock, question.path, max(bars))
    rows = table[["probability", "low", "high"]].to_numpy(dtype=np.float64)
    months = question.path.decision_months
    return tuple(question.verdict((rows[one, 0], rows[one, 1], rows[one, 2]), months) for one in bars)
