"""The whale curve: what customers leave, added up from the most profitable down, with what is unsure about hours.

Sources: R. Kaplan and V.G. Narayanan, Measuring and Managing Customer Profitability, Journal of Cost Management
15(5) (2001); the redrawing of hours and rates is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED = 10
DRAWS = 400
MOST_CELLS = 20_000_000  # customers times draws; more customers get fewer draws, never fewer than FEWEST_DRAWS
FEWEST_DRAWS = 100
POINTS = 200  # ranks at which the band is worked out; between them it is drawn straight
LEVEL = 0.90
Z = 1.6448536269514722  # of a two-sided 90 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """How far off each part may be, as a share either way with 90 %.

    Attributes:
        logged: An hour that somebody wrote down, customer by customer.
        guessed: The time of a piece of work that nobody timed, the same for all customers.
        rates: What an hour of a pool costs, pool by pool.
    """

    logged: float = 0.10
    guessed: float = 0.30
    rates: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """What remains likely once hours and rates are unsure.

    Attributes:
        loss: For each customer, the share of draws in which it leaves less than nothing.
        ranks: Ranks at which the band stands, from 0.
        low, high: Ends of the curve there, 90 %.
        total_low, total_high: Ends of what all leave.
    """

    loss: Floats
    ranks: NDArray[np.int64]
    low: Floats
    high: Floats

    @property
    def total_low(self) -> float:
        """Low end of what all customers leave."""
        return float(self.low[-1])

    @property
    def total_high(self) -> float:
        """High end of what all customers leave."""
        return float(self.high[-1])


def redrawn(before: Floats, logged: Floats, guessed: Floats, unsure: Unsure, *, seed: int = SEED) -> Redrawn:
    """Redraw hours and rates.

    Args:
        before: What each customer leaves before service that is counted in hours; in an order that does not change.
        logged: Money by customer (rows) and skill (columns) at the measured hours and rates.
        guessed: The same of work that nobody timed.
        unsure: How far off they may be.
        seed: Of the draws.
    """
    rng = np.random.default_rng(seed)
    n, skills = logged.shape
    draws = int(np.clip(MOST_CELLS // max(n, 1), FEWEST_DRAWS, DRAWS))
    ranks = np.unique(np.linspace(0, n, POINTS + 1).round().astype(np.int64))
    curves, losses = np.empty((draws, ranks.size)), np.zeros(n)
    for draw in range(draws):
        rate = _factor(rng, unsure.rates, skills)
        minutes = _factor(rng, unsure.guessed, skills)
        left = before - (logged @ rate) * _factor(rng, unsure.logged, n) - guessed @ (rate * minutes)
        losses += left < 0
        added = np.concatenate(([0.0], np.cumsum(np.sort(left)[::-1])))
        curves[draw] = added[ranks]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(curves, (tail, 1 - tail), axis=0)
    return Redrawn(loss=losses / draws, ranks=ranks, low=low, high=high)


def _factor(rng: np.random.Generator, within: float, size: int) -> Floats:
    """Return factors around 1, off by so much either way with 90 %; never below 0."""
    return np.exp(rng.normal(0.0, np.log1p(within) / Z, size))


def whale_curve(contribution: pd.Series) -> pd.DataFrame:
    """Return the curve: rank (1 the most profitable), cumulative, cumulative_share (nan where all leave nothing).

    Args:
        contribution: Money, indexed by customer; of two that leave the same, the lower id comes first.

    >>> whale_curve(pd.Series({"a": 60.0, "b": -20.0, "c": 60.0}))["cumulative_share"].tolist()
    [0.6, 1.2, 1.0]
    """
    rows = pd.DataFrame({"customer_id": contribution.index.astype("str"), "contribution": contribution.to_numpy()})
    rows = rows.sort_values(["contribution", "customer_id"], ascending=[False, True], ignore_index=True)
    cumulative = rows["contribution"].cumsum()
    total = float(cumulative.iloc[-1]) if len(rows) else 0.0
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(rows) + 1),
            "customer_id": rows["customer_id"],
            "cumulative": cumulative,
            "cumulative_share": cumulative / total if total > 0 else np.nan,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WhaleShape:
    """What a whale curve says.

    Attributes:
        customers: All.
        total: What they leave together.
        peak: The curve's highest point, money; never below 0.
        peak_share: Of the total; nan where that is not positive.
        at_peak: Share of customers up to there.
        losing: Customers that leave less than nothing, as measured.
        lost: What they lose together, money, never below 0.
        top_fifth, worst_tenth: What the best fifth and the worst tenth leave, as shares of the total.
    """

    customers: int
    total: float
    peak: float
    peak_share: float
    at_peak: float
    losing: int
    lost: float
    top_fifth: float
    worst_tenth: float


def whale_shape(curve: pd.DataFrame) -> WhaleShape:
    """Return what a curve of `whale_curve` says.

    >>> found = whale_shape(whale_curve(pd.Series({"a": 60.0, "b": -20.0, "c": 60.0})))
    >>> found.peak_share, found.losing, found.lost
    (1.2, 1, 20.0)
    """
    added = np.concatenate(([0.0], curve["cumulative"].to_numpy(dtype=np.float64)))
    n, total, steps = len(curve), float(added[-1]), np.diff(added)
    best, fifth, tenth = int(np.argmax(added)), max(round(n / 5), 1), max(round(n / 10), 1)
    share = 1 / total if total > 0 else np.nan
    return WhaleShape(
        customers=n,
        total=total,
        peak=float(added[best]),
        peak_share=float(added[best]) * share,
        at_peak=best / n if n else np.nan,
        losing=int((steps < 0).sum()),
        lost=abs(float(steps[steps < 0].sum())),
        top_fifth=float(added[min(fifth, n)]) * share,
        worst_tenth=(total - float(added[max(n - tenth, 0)])) * share,
    )
