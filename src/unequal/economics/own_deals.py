"""Chances from a segment's own deals, with its tier's curve, or the tier's other segments on top of it, as prior.

The point comes from monthly chances with a Dirichlet law around the tier's shape: it has an answer with no win at all.
The band comes from the beta product of the deals alone, because quantiles of the Dirichlet law would be far too narrow
where no win has been seen yet. Where fewer than five deals were ever seen beyond an age, the deals say nothing and the
Dirichlet law speaks for the band, too: such a deal is prior-driven.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unequal.stats.hazards import STRENGTH, Posterior, posterior
from unequal.stats.spells import FEWEST, OPEN, Spells
from unequal.stats.window_paths import WindowPaths, window_paths

from .clocks import DealClocks
from .hazard_truths import HazardTruths, hazard_truths
from .tiers import TierPrior
from .win_model import OWN_DEALS, SHARE_MONTHS, Chosen, Floats, Windows

LONGEST_MONTHS = 120  # how far a curve is ever asked for beyond the oldest deal
FEWEST_FOR_A_GRADE = 10  # deals; below it the prior weighs too much
FEWEST_FOR_OWN_DATA = 30  # closed deals


@dataclass(frozen=True, slots=True, kw_only=True)
class BandTruths:
    """Draws whose quantiles make a band: of the beta product, and of the law where a window is prior-driven.

    Attributes:
        watched: The clocks.
        paths: Draws of the beta product.
        law: Draws of the law, as many.
    """

    watched: Spells
    paths: WindowPaths
    law: HazardTruths

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.paths.draws

    def only(self, chosen: Chosen) -> BandTruths:
        """Return the chosen draws."""
        return BandTruths(watched=self.watched, paths=self.paths.only(chosen), law=self.law.only(chosen))

    def within(self, months: float) -> BandTruths:
        """Return the draws as far as an age."""
        return BandTruths(watched=self.watched, paths=self.paths, law=self.law.within(months))

    def chances(self, windows: Windows) -> Floats:
        """Return the chances in each draw."""
        thin = _thin(self.watched, windows.ages)
        if thin.all():
            return self.law.chances(windows)
        if not thin.any():
            return self.paths.won(windows.ages, windows.lengths).T
        chances = np.empty((thin.size, self.draws))
        chances[thin] = self.law.chances(windows.only(thin)).T
        seen = windows.only(~thin)
        chances[~thin] = self.paths.won(seen.ages, seen.lengths)
        return chances.T

    def with_win_odds(self, times: float) -> BandTruths:
        """Refuse: what would have to be true is asked of the law alone."""
        raise NotImplementedError(times)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDeals:
    """What a segment's deals say; make it with `own_deals`.

    Attributes:
        watched: The clocks, in months.
        law: Dirichlet law of every month.
    """

    watched: Spells
    law: Posterior

    @property
    def n_deals(self) -> int:
        """Deals with a clock."""
        return self.watched.n

    @property
    def n_closed(self) -> int:
        """Deals won or lost."""
        return int(np.count_nonzero(self.watched.event != OPEN))

    @property
    def grade(self) -> str:
        """E4 below ten deals, E1 from thirty closed ones, else E2."""
        if self.n_deals < FEWEST_FOR_A_GRADE:
            return "E4"
        return "E1" if self.n_closed >= FEWEST_FOR_OWN_DATA else "E2"

    @property
    def band_from(self) -> str:
        """``prior`` below five deals."""
        return OWN_DEALS if self.n_deals >= FEWEST else "prior"

    def won(self, months: ArrayLike) -> Floats:
        """Return the share of started deals won by each time: exact mean of the law."""
        return self.law.mean().at(months).won

    def mean_chances(self, windows: Windows) -> Floats:
        """Return the chances under the law's mean."""
        return np.nan_to_num(self.law.mean().win_by(windows.ages, windows.lengths))

    def truths(self, rng: np.random.Generator, draws: int, *, months: float) -> HazardTruths:
        """Return draws of the law."""
        return hazard_truths(self.law, rng, draws, months=months)

    def win_share(self, odds_times: float) -> float:
        """Return the share won within 36 months under the law's mean, endings in a month being as many as before."""
        return float(self.law.mean().with_win_odds(odds_times).at([SHARE_MONTHS]).won[0])

    def band_truths(self, rng: np.random.Generator, draws: int, *, months: float) -> BandTruths:
        """Return draws of the beta product, of the law where a window is prior-driven."""
        return BandTruths(
            watched=self.watched,
            paths=window_paths(self.watched, rng=rng, draws=draws),
            law=self.truths(rng, draws, months=months),
        )

    def prior_driven(self, ages: Floats) -> NDArray[np.bool_]:
        """Return whether fewer than five deals were ever seen beyond each age."""
        return _thin(self.watched, ages)


def _thin(watched: Spells, ages: Floats) -> NDArray[np.bool_]:
    return watched.observed_beyond(ages) < FEWEST


def own_deals(
    clocks: DealClocks, prior: TierPrior, *, mates: DealClocks | None = None, strength: float = STRENGTH
) -> OwnDeals:
    """Return what a segment's deals say.

    Never pool tiers: ten Big deals among two hundred Small ones would be read as Small. Where other segments of the
    same tier have deals, the prior is what these say on top of the tier's curve; it weighs no more for it.

    Args:
        clocks: The clocks of that segment only (`DealClocks.of`).
        prior: Its tier's figures.
        mates: Deals of the other segments of its tier (`tier_mates`); None where there are none.
        strength: Deals a month that the prior weighs, and that the tier's curve weighs among the mates.
    """
    watched = clocks.in_months()
    oldest = float(watched.duration.max(initial=0.0))
    shape = prior.hazards(oldest + LONGEST_MONTHS)
    if mates is not None:
        shape = posterior(mates.in_months(), shape, strength=strength).mean()
    return OwnDeals(watched=watched, law=posterior(watched, shape, strength=strength))
