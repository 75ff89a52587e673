"""The same draws for every question: what a knob changes is then the knob's doing, and nothing is drawn twice.

Common random numbers, as simulators call them (A. Law, Simulation Modeling and Analysis (2015), section 11.2). Of many
draws every so-manieth is kept, in the order of the wins that they expect of today's deals within a year and of new
ones: what is thrown away lies between two that are kept (`tails` says more of that).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .pipeline import Pipeline, outlook_of
from .tails import evenly, expected
from .win_model import Floats, Truths, Windows, WinModel

POINT, BAND = 1, 2  # which of a seed's streams
MOST_KEPT = 4_000  # draws
SORT_MONTHS = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonDraws:
    """A source of chances whose draws are made once and kept; it takes no notice of the generators it is handed.

    Attributes:
        model: The source.
        seed: Of its draws.
        ages: Months on the clocks of the deals that will be asked about.
        kept: Draws by use and number, each good to some age.
    """

    model: WinModel
    seed: int
    ages: tuple[float, ...] = ()
    kept: dict[tuple[int, int], tuple[float, Truths]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def n_deals(self) -> int:
        """As of the source."""
        return self.model.n_deals

    @property
    def grade(self) -> str:
        """As of the source."""
        return self.model.grade

    @property
    def band_from(self) -> str:
        """As of the source."""
        return self.model.band_from

    def won(self, months: ArrayLike) -> Floats:
        """Return the share of started deals won by each time."""
        return self.model.won(months)

    def mean_chances(self, windows: Windows) -> Floats:
        """Return one chance a window."""
        return self.model.mean_chances(windows)

    def win_share(self, odds_times: float) -> float:
        """Return the share won within 36 months, the odds of a win multiplied."""
        return self.model.win_share(odds_times)

    def prior_driven(self, ages: Floats) -> NDArray[np.bool_]:
        """Return whether the prior speaks at each age."""
        return self.model.prior_driven(ages)

    def truths(self, rng: np.random.Generator, draws: int, *, months: float) -> Truths:  # noqa: ARG002  # its own seed
        """Return the draws of the point, made anew only where they must reach further."""
        reach, found = self.kept.get((POINT, draws), (-1.0, None))
        if found is None or reach < months:
            reach = max(months, self._first_reach, 2 * reach)
            found = self._fewer(self.model.truths(np.random.default_rng([self.seed, POINT]), draws, months=reach))
            self.kept[POINT, draws] = (reach, found)
        return found

    def band_truths(self, rng: np.random.Generator, draws: int, *, months: float) -> Truths:  # noqa: ARG002  # its own
        """Return the draws of the band, made anew only where they must reach further."""
        reach, found = self.kept.get((BAND, draws), (-1.0, None))
        if found is None or reach < months:
            reach = max(months, self._first_reach, 2 * reach)
            found = self.model.band_truths(np.random.default_rng([self.seed, BAND]), draws, months=reach)
            self.kept[BAND, draws] = (reach, found)
        return found

    @property
    def _first_reach(self) -> float:
        """A year beyond the oldest deal: always enough to put the draws in order."""
        return max(self.ages, default=0.0) + SORT_MONTHS

    def _fewer(self, truths: Truths) -> Truths:
        if truths.draws <= MOST_KEPT:
            return truths
        pipeline = Pipeline(deal_ids=(), ages=np.array(self.ages, dtype=np.float64), starts=(0.0,))
        return truths.only(evenly(expected(truths, outlook_of(pipeline, SORT_MONTHS)), MOST_KEPT))


def with_common_draws(model: WinModel, seed: int, ages: Iterable[float] = ()) -> CommonDraws:
    """Return a source that keeps its draws.

    Args:
        model: The source.
        seed: Of its draws.
        ages: Months on the clocks of the deals that will be asked about.

    >>> from unequal.stats.time_to_win import TimeToWin
    >>> from .typed_figures import TypedFigures
    >>> clocks = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
    >>> kept, rng = with_common_draws(TypedFigures(clocks=clocks), 1), np.random.default_rng(2)
    >>> kept.truths(rng, 5, months=4.0) is kept.truths(rng, 5, months=3.0)
    True
    """
    return CommonDraws(model=model, seed=seed, ages=tuple(ages))
