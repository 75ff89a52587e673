"""Chances from figures that somebody typed: a win rate and a cycle, with a spread that their grade asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtr

from unequal.stats.time_to_win import TimeToWin, lognormal_from_quartiles

from .tiers import TierPrior
from .win_model import SHARE_MONTHS, Chosen, Floats, Windows

# One standard deviation, of a rate on the logit scale, of a time on the log scale. E4 and E5 are ±50 % and twofold; a
# better grade that was typed without its interval gets half of E4's (assumption).
SPREAD = {"E1": 0.2, "E2": 0.2, "E3": 0.2, "E4": 0.4, "E5": 0.7}
GUESS = "E5"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTruths:
    """Draws of a win rate and of a pace (2: everything takes twice as long)."""

    clocks: TimeToWin
    rate: Floats
    pace: Floats

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.rate.size

    def only(self, chosen: Chosen) -> ClockTruths:
        """Return the chosen draws."""
        return replace(self, rate=self.rate[chosen], pace=self.pace[chosen])

    def within(self, months: float) -> ClockTruths:  # noqa: ARG002  # they are good for any age
        """Return the draws."""
        return self

    def chances(self, windows: Windows) -> Floats:
        """Return the chances in each draw; 0 where no deal gets that old."""
        rate, pace = self.rate[:, None], self.pace[:, None]
        start, stop = windows.ages[None, :] / pace, (windows.ages + windows.lengths)[None, :] / pace
        to_win = self.clocks.win_median, self.clocks.win_sigma
        to_lose = self.clocks.lost_median, self.clocks.lost_sigma
        won = rate * (_still(start, *to_win) - _still(stop, *to_win))
        open_then = rate * _still(start, *to_win) + (1 - rate) * _still(start, *to_lose)
        return np.divide(won, open_then, out=np.zeros_like(won), where=open_then > 0)

    def with_win_odds(self, times: float) -> ClockTruths:
        """Return the draws with another win rate in the end."""
        return replace(self, rate=expit(logit(self.rate) + math.log(times)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFigures:
    """Two lognormal clocks, and how far off they may be.

    Attributes:
        clocks: Win rate and times, as typed.
        grade: Grade of the figures.
        win_spread: Sd of the win rate on the logit scale.
        cycle_spread: Sd of the times on the log scale; wins and losses move together.
        win_beta: Two weights of a Beta law, where the win rate was counted (wins + ½, losses + ½); replaces
            `win_spread`.
    """

    clocks: TimeToWin
    grade: str = GUESS
    win_spread: float = SPREAD[GUESS]
    cycle_spread: float = SPREAD[GUESS]
    win_beta: tuple[float, float] | None = None

    @property
    def n_deals(self) -> int:
        """None of its own."""
        return 0

    @property
    def band_from(self) -> str:
        """The spread of the typed figures."""
        return "typed figures"

    def won(self, months: ArrayLike) -> Floats:
        """Return the share of started deals won by each time, as typed."""
        return self.clocks.won(months)

    def mean_chances(self, windows: Windows) -> Floats:
        """Return the chances as typed."""
        return np.nan_to_num(self.clocks.win_by(windows.ages, windows.lengths))

    def truths(self, rng: np.random.Generator, draws: int, *, months: float) -> ClockTruths:  # noqa: ARG002  # no end
        """Return draws of the win rate and of the pace."""
        rate = self._rates(rng, draws)
        return ClockTruths(clocks=self.clocks, rate=rate, pace=np.exp(self.cycle_spread * rng.standard_normal(draws)))

    def win_share(self, odds_times: float) -> float:
        """Return the share won within 36 months as typed, the odds of a win in the end multiplied."""
        rate = float(expit(logit(self.clocks.win_probability) + math.log(odds_times)))
        return float(replace(self.clocks, win_probability=rate).won(SHARE_MONTHS))

    def band_truths(self, rng: np.random.Generator, draws: int, *, months: float) -> ClockTruths:
        """Return draws of the same kind: there is no other source."""
        return self.truths(rng, draws, months=months)

    def prior_driven(self, ages: Floats) -> NDArray[np.bool_]:
        """Return that nothing is: the figures stand for themselves, under their own grade."""
        return np.zeros(len(ages), dtype=np.bool_)

    def _rates(self, rng: np.random.Generator, draws: int) -> Floats:
        if self.win_beta is not None:
            return rng.beta(*self.win_beta, size=draws)
        return expit(logit(self.clocks.win_probability) + self.win_spread * rng.standard_normal(draws))


def typed_figures(row: Mapping[str, Any], prior: TierPrior) -> TypedFigures | None:
    """Return the chances that a row of the segments table implies; None where it has neither win rate nor cycle.

    What is missing is the tier's. A cycle is the median time to a win; quartiles give its spread, and its median where
    that is missing. The time to a loss keeps the tier's ratio to the time to a win.

    Args:
        row: win_rate, cycle_months, cycle_p25_months, cycle_p75_months, grade; any may be missing.
        prior: The segment's tier.

    >>> from unequal.economics.tiers import tier_prior
    >>> found = typed_figures({"win_rate": 0.2, "cycle_p25_months": 12, "cycle_p75_months": 18}, tier_prior("Big"))
    >>> round(found.clocks.win_median, 2), round(found.clocks.win_sigma, 4)
    (14.7, 0.3006)
    """
    rate, median = _number(row, "win_rate"), _number(row, "cycle_months")
    lower, upper = _number(row, "cycle_p25_months"), _number(row, "cycle_p75_months")
    sigma = prior.win_sigma
    if lower is not None and upper is not None and 0 < lower < upper:
        middle, sigma = lognormal_from_quartiles(lower, upper)
        median = middle if median is None else median
    if rate is None and median is None:
        return None
    win_median = prior.win_median_months if median is None else median
    grade = row.get("grade")
    known_grade = grade if isinstance(grade, str) and grade in SPREAD else GUESS
    return TypedFigures(
        clocks=TimeToWin(
            win_probability=prior.win_probability if rate is None else rate,
            win_median=win_median,
            win_sigma=sigma,
            lost_median=win_median * prior.lost_median_months / prior.win_median_months,
            lost_sigma=prior.lost_sigma,
        ),
        grade=known_grade,
        win_spread=SPREAD[known_grade],
        cycle_spread=SPREAD[known_grade],
    )


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    return None if value is None or not math.isfinite(value) else float(value)


def _still(months: Floats, median: float, sigma: float) -> Floats:
    """Return the share of a lognormal clock that has not run out yet."""
    at = np.log(months, out=np.full(months.shape, -np.inf), where=months > 0)
    return ndtr((math.log(median) - at) / sigma)
