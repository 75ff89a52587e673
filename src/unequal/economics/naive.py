"""What a CRM shows: the figures that leave the open deals out. Shown beside the right ones, never used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unequal.stats.incidence import cumulative_incidence
from unequal.stats.spells import WON

from .clocks import DealClocks


@dataclass(frozen=True, slots=True, kw_only=True)
class NaiveCycle:
    """Figures of the closed deals only.

    Attributes:
        won, lost, open: Deals by outcome.
        win_rate: won / (won + lost), nan when none is closed. Losers close first, so a young pipeline looks bad.
        mean_months, median_months: Duration of the won deals, nan when none is won. Slow winners are still open, so
            both look short.
    """

    won: int
    lost: int
    open: int
    win_rate: float
    mean_months: float
    median_months: float


def naive_cycle(clocks: DealClocks) -> NaiveCycle:
    """Return the figures that a CRM's dashboard would show."""
    counts = {outcome: int(n) for outcome, n in clocks.frame["outcome"].value_counts().items()}
    won, lost = counts.get("won", 0), counts.get("lost", 0)
    months = clocks.frame.loc[clocks.frame["outcome"] == "won", "months"]
    return NaiveCycle(
        won=won,
        lost=lost,
        open=counts.get("open", 0),
        win_rate=won / (won + lost) if won + lost else float("nan"),
        mean_months=float(months.mean()),
        median_months=float(months.median()),
    )


def one_minus_kaplan_meier(clocks: DealClocks, months: ArrayLike) -> NDArray[np.float64]:
    """Return the share won by each time as if lost deals were still open: always too high."""
    return cumulative_incidence(clocks.in_months().only(WON)).at(months).won


def spreadsheet_chances(clocks: DealClocks, within_months: float) -> NDArray[np.float64]:
    """Return what a sales spreadsheet expects of each open deal within some months.

    A deal that reaches the mean cycle of the won deals by then gets won / (won + lost), any other nothing; nan where no
    deal has closed.
    """
    shown = naive_cycle(clocks)
    reached = clocks.open_deals()["months"].to_numpy(dtype=np.float64) + within_months >= shown.mean_months
    return np.where(np.isnan(shown.win_rate), np.nan, np.where(reached, shown.win_rate, 0.0))
