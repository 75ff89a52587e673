"""The cash path as it may go: costs that come out higher, receipts that come late, wins that are drawn. For display.

The decision date comes from the committed path alone, never from here: these paths hold the wins that it judges.
Draw i of everything belongs together, from what is believed of the deals to the last late receipt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .win_model import Floats

DRAWS = 20_000
SHARES = (0.10, 0.50, 0.90)
CHUNK = 2_000  # draws at a time, so that they stay near the processor
MOST_LATE = 6  # months; what is later still comes then


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far off a plan's money may be.

    Attributes:
        costs: Standard deviation of what is spent, as a share of the plan; one draw a path, lognormal with mean 1.
        late: Share of a month's receipts that comes late.
        once_more: Of what is late, the share that is late by a further month, and so on.
    """

    costs: float
    late: float
    once_more: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDraws:
    """What the drawn paths say.

    Attributes:
        by_month: One row a month 0, 1, …: month, low, middle, high (10, 50 and 90 % of the paths), gone (share of the
            paths that have been below zero by then), error (its standard error).
        median_months: Month by whose end half of the paths have been below zero; inf where fewer ever are.
        draws: Number of paths.
    """

    by_month: pd.DataFrame
    median_months: float
    draws: int

    def gone_by(self, months: float) -> tuple[float, float]:
        """Return the chance that cash has been below zero by a time, and its standard error."""
        rows = self.by_month
        gone = float(np.interp(months, rows["month"], rows["gone"]))
        return gone, math.sqrt(gone * (1 - gone) / self.draws)


def cash_draws(cash: float, received: Floats, spent: Floats) -> CashDraws:
    """Return bands and chances of drawn paths.

    Args:
        cash: Cash now.
        received: Received in each month: one row a draw, one column a month.
        spent: Spent in each month; as `received`.

    >>> found = cash_draws(10.0, np.zeros((1, 3)), np.array([[4.0, 4.0, 4.0]]))
    >>> found.by_month["middle"].tolist(), found.median_months
    ([10.0, 6.0, 2.0, -2.0], 3.0)
    """
    draws, months = received.shape
    paths = np.empty((months, draws))
    for first in range(0, draws, CHUNK):
        some = slice(first, first + CHUNK)
        left = received[some] - spent[some]
        np.cumsum(left, axis=1, out=left)
        left += cash
        paths[:, some] = left.T
    gone = np.logical_or.accumulate(paths < 0, axis=0).mean(axis=1)
    bands = np.quantile(paths, SHARES, axis=1, overwrite_input=True)
    now = np.full((3, 1), cash)
    low, middle, high = np.hstack((now, bands))
    share = np.concatenate(([float(cash < 0)], gone))
    table = pd.DataFrame(
        {
            "month": np.arange(share.size),
            "low": low,
            "middle": middle,
            "high": high,
            "gone": share,
            "error": np.sqrt(share * (1 - share) / draws),
        }
    )
    half = np.flatnonzero(share >= 0.5)
    return CashDraws(by_month=table, median_months=float(half[0]) if half.size else math.inf, draws=draws)


def cost_factors(spread: Spread, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return what is spent as a multiple of the plan: one a path, 1 on average.

    >>> cost_factors(Spread(costs=0.0, late=0.0, once_more=0.0), np.random.default_rng(1), 2)
    array([1., 1.])
    """
    sigma = math.sqrt(math.log1p(spread.costs**2))
    return np.exp(sigma * rng.standard_normal(draws) - sigma**2 / 2)


def late_receipts(planned: Floats, spread: Spread, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return receipts by month where some months' money comes late; what is late beyond the last month is not in it.

    >>> late_receipts(np.array([6.0, 0.0]), Spread(costs=0, late=1.0, once_more=0.0), np.random.default_rng(1), 1)
    array([[0., 6.]])
    """
    months = planned.size
    u = rng.random((draws, months))
    chances = spread.late * spread.once_more ** np.arange(MOST_LATE)  # of being late by more than 0, 1, … months
    received = np.zeros((draws, months))
    for late in range(min(MOST_LATE + 1, months)):
        above = chances[late - 1] if late else 1.0
        below = chances[late] if late < MOST_LATE else 0.0
        came = (u >= below) & (u < above) if late else u >= below
        received[:, late:] += (came * planned)[:, : months - late]
    return received
