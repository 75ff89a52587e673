"""Who would have been expected to stay through the last twelve months, and who did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.economics.lifetime.renewal_draws import RenewalDraws, renewal_draws
from unequal.economics.lifetime.renewals import Floats
from unequal.units import DAYS_PER_MONTH, MONTHS_PER_YEAR

from .lives import histories
from .worth import FEW, TAILS, Case

MONTHS = 12
SEED = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """A forecast of a year ago beside what came.

    Attributes:
        path: month, predicted, low, high, actual: shares of those who were there, still there.
        customers: Who were there a year ago.
        stayed: Who still are.
    """

    path: pd.DataFrame
    customers: int
    stayed: int


def held_out(cases: list[Case], moment: pd.Timestamp) -> HeldOut:
    """Forecast the last twelve months from what was known before, a segment at a time."""
    cutoff = moment - pd.DateOffset(months=MONTHS)  # a whole day, so that who left on it is known to have left
    known = [found for case in cases if (found := _forecast(case, cutoff)) is not None]
    path = pd.DataFrame({"month": np.arange(MONTHS + 1.0)})
    there = sum(len(rows) for rows, _, _ in known)
    if not there:
        return HeldOut(path=path.iloc[:0].assign(predicted=0.0, low=0.0, high=0.0, actual=0.0), customers=0, stayed=0)
    expected = np.sum([found for _, found, _ in known], axis=0) / there
    drawn = np.sum([counts for _, _, counts in known], axis=0) / there
    left = pd.concat([rows["end"] for rows, _, _ in known])
    gone_after = ((left - cutoff).dt.days / DAYS_PER_MONTH).to_numpy(dtype=np.float64)
    actual = [1 - float((gone_after <= month + 0.5 / DAYS_PER_MONTH).sum()) / there for month in path["month"]]
    low, high = np.quantile(drawn, TAILS, axis=0)
    return HeldOut(
        path=path.assign(predicted=expected, low=low, high=high, actual=actual),
        customers=there,
        stayed=round(actual[-1] * there),
    )


def _forecast(case: Case, cutoff: pd.Timestamp) -> tuple[pd.DataFrame, Floats, Floats] | None:
    """Return who was there, how many of them are expected in each month, and how many there may be, a row a draw."""
    before = case.rows[case.rows["start"] <= cutoff]
    end = before["end"].where(before["end"] <= cutoff)
    lived = (end.fillna(cutoff) - before["start"]).dt.days / DAYS_PER_MONTH
    then = before.assign(active=end.isna(), months=lived.clip(lower=0.0))
    watched = None if case.watched_from is None or case.watched_from >= cutoff else case.watched_from
    seen, rows = histories(then, case.period, watched)
    there = rows[rows["active"]]
    if seen.leavers < FEW or there.empty:
        return None
    draws = renewal_draws(
        seen, usual=1 - (1 - case.usual_monthly) ** case.period, weight=0.0, a_year=MONTHS_PER_YEAR / case.period
    )
    waits = np.column_stack([there["made"], there["until_next"]]).astype(np.float64)
    alike, customers = np.unique(np.ceil(waits), axis=0, return_counts=True)
    stays = _stays(draws, alike, case.period)
    counts = np.random.default_rng(SEED).binomial(customers[None, :, None], stays).sum(axis=1)
    expected = (stays.mean(axis=0) * customers[:, None]).sum(axis=0)
    return there, expected, np.asarray(counts, dtype=np.float64)


def _stays(draws: RenewalDraws, alike: Floats, period: float) -> Floats:
    """Return the chance to be there after each month: a draw, a history, a month."""
    at = np.arange(MONTHS + 1.0)
    passed = np.maximum(0, np.floor((at - alike[:, 1:]) / period) + 1).astype(np.int64)
    n = alike[:, :1].astype(np.int64)
    table = draws.log_survival(int((n + passed).max()))
    return np.exp(table[:, n + passed] - table[:, n])
