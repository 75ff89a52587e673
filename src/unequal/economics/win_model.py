"""How likely a deal is won within a window of time, from whatever is known: what every source must be able to say.

Three views of the same thing, for three uses:

- `mean_chances`: from the mean of what is believed; one figure a window, the plug-in
- `truths`: one truth a row, drawn from what is believed; the point of a probability is the mean over these, since one
  unknown truth drives all deals at once and makes both many and few wins likelier than the plug-in says
- `band_truths`: one truth a row, drawn so that the quantiles keep the promise of a 90 % band
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Chosen = slice | NDArray[np.intp]
OWN_DEALS = "own deals"  # where a band comes from
SHARE_MONTHS = 36  # "won in the end" is read here


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Windows of time, each open at an age and looked at for a further length; months."""

    ages: Floats
    lengths: Floats

    @property
    def until(self) -> float:
        """The oldest age that any window reaches."""
        return float((self.ages + self.lengths).max(initial=0.0))

    def only(self, chosen: NDArray[np.bool_]) -> Windows:
        """Return the chosen windows."""
        return Windows(ages=self.ages[chosen], lengths=self.lengths[chosen])


class Truths(Protocol):
    """Some draws of what may be true; asked twice, they answer from the same draws."""

    @property
    def draws(self) -> int:
        """How many there are."""
        ...

    def only(self, chosen: Chosen) -> Truths:
        """Return the draws at these places."""
        ...

    def within(self, months: float) -> Truths:
        """Return the same draws, good for windows that end by an age of so many months."""
        ...

    def chances(self, windows: Windows) -> Floats:
        """Return the chance to be won in each window: one row a draw, one column a window."""
        ...

    def with_win_odds(self, times: float) -> Truths:
        """Return the same draws with the odds of a win against a loss multiplied from now on.

        Raises:
            NotImplementedError: These draws are for a band only.
        """
        ...


class WinModel(Protocol):
    """A source of chances."""

    @property
    def n_deals(self) -> int:
        """Deals that it learned from; 0 when nobody's own."""
        ...

    @property
    def grade(self) -> str:
        """Grade of the evidence, E1 to E5, before it is known which deals it is asked about."""
        ...

    @property
    def band_from(self) -> str:
        """Where the band comes from: ``own deals``, ``prior`` or ``typed figures``."""
        ...

    def won(self, months: ArrayLike) -> Floats:
        """Return the share of started deals won by each time, the mean of what is believed."""
        ...

    def mean_chances(self, windows: Windows) -> Floats:
        """Return one chance a window."""
        ...

    def truths(self, rng: np.random.Generator, draws: int, *, months: float) -> Truths:
        """Return draws of the truth, good for windows that end by an age of so many months."""
        ...

    def win_share(self, odds_times: float) -> float:
        """Return the share of started deals won within 36 months, the odds of a win multiplied."""
        ...

    def band_truths(self, rng: np.random.Generator, draws: int, *, months: float) -> Truths:
        """Return draws of the truth whose quantiles make a band."""
        ...

    def prior_driven(self, ages: Floats) -> NDArray[np.bool_]:
        """Return whether too few deals were ever seen beyond each age, so that the prior speaks."""
        ...
