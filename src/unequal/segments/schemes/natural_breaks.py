"""Natural breaks in what a contract is worth, on the log scale: two to five classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.segments.bands import Bands
from unequal.segments.breaks import Breaks, natural_breaks
from unequal.segments.protocol import Known, Rule, nothing, numbers, refuse_cuts

from .value import is_known_whatever_the_outcome, value_of_accounts

NAMES = {
    2: ("Small", "Big"),
    3: ("Small", "Medium", "Big"),
    4: ("Small", "Lower medium", "Upper medium", "Big"),
    5: ("Small", "Lower medium", "Medium", "Upper medium", "Big"),
}
ENOUGH_FIT = 0.80  # goodness of variance fit (assumption)
FEWEST_IN_A_CLASS, SMALLEST_SHARE = 5, 0.05
MOST_VALUES = 2_000  # above it every n-th of the sorted values stands for all


@dataclass(frozen=True, slots=True, kw_only=True)
class BreaksRule:
    """Bands whose borders the data chose.

    Attributes:
        bands: The bands, on money a year.
        fit: Goodness of variance fit on the log scale.
        own_value_of_deals: Whether a deal is placed by its own value.
    """

    bands: Bands
    fit: float
    own_value_of_deals: bool

    @property
    def levels(self) -> tuple[str, ...]:
        """The bands, from the lowest up."""
        return self.bands.names

    def rule_text(self) -> str:
        """Return the rule in words."""
        return f"{self.bands.in_words('a year')}; the borders are where the values leave the widest gaps."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the band of each account."""
        return self.bands.assign(value_of_accounts(accounts))

    def moved(self, factor: float) -> BreaksRule:
        """Return the rule with every cut times the factor."""
        return replace(self, bands=self.bands.moved(factor))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return the band of each deal's own value."""
        return self.bands.assign(numbers(deals, "acv")) if self.own_value_of_deals else nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class NaturalBreaks:
    """The scheme of natural breaks."""

    name: str = "natural_breaks"
    fields_used: tuple[str, ...] = ("revenue.mrr", "deals.acv", "orders.amount")
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Take the fewest classes that fit well and are no mere handful; None when no number of classes does."""
        refuse_cuts(self.name, cuts)
        own = is_known_whatever_the_outcome(known.deals)
        values = value_of_accounts(known.customers).dropna()
        if values.empty and own:
            values = numbers(known.deals, "acv")
        found = _fewest_that_fit(np.log10(np.sort(values[values > 0].to_numpy(dtype=np.float64))))
        if found is None:
            return None
        lower = tuple(_between(10 ** found.starts[row], values) for row in range(1, len(found.starts)))
        bands = Bands(names=NAMES[len(found.starts)], lower=lower)
        return BreaksRule(bands=bands, fit=found.fit, own_value_of_deals=own)


def _fewest_that_fit(logs: np.ndarray) -> Breaks | None:
    stride = max(1, -(-logs.size // MOST_VALUES))
    thinned = logs[::stride]
    fewest = max(FEWEST_IN_A_CLASS / stride, SMALLEST_SHARE * thinned.size)
    for classes in NAMES:
        if thinned.size < classes * fewest:
            return None
        found = natural_breaks(thinned, classes)
        if found.fit >= ENOUGH_FIT and min(found.sizes) >= fewest and len(set(found.starts)) == classes:
            return found
    return None


def _between(start: float, values: pd.Series) -> float:
    """Return a border in the gap below a class, so that a value next to the class's smallest belongs to it."""
    below = values[values < start * (1 - 1e-9)].max()
    return float(np.sqrt(start * below))


SCHEME = NaturalBreaks()
