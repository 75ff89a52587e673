"""Natural breaks in what a contract is worth, on the log scale: two to five classes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.segments.bands import Bands
from unequal.segments.breaks import FEWEST_CLASSES, MOST_CLASSES, Breaks, all_breaks
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
MOST_VALUES = 20_000  # of more, as many quantiles stand for all


@dataclass(frozen=True, slots=True, kw_only=True)
class BreaksRule:
    """Bands whose borders the data chose.

    Attributes:
        bands: The bands, on money a year.
        fit: Goodness of variance fit on the log scale.
        chance: The fit that values without gaps stay below in 95 of 100 samples.
        values: How many values there are.
        own_value_of_deals: Whether a deal is placed by its own value.
    """

    bands: Bands
    fit: float
    chance: float
    values: int
    own_value_of_deals: bool

    @property
    def levels(self) -> tuple[str, ...]:
        """The bands, from the lowest up."""
        return self.bands.names

    def rule_text(self) -> str:
        """Return the rule in words."""
        thinned = f" They were found on {MOST_VALUES:,} quantiles of {self.values:,} values."
        said = (
            "the borders lie in gaps that are wider than chance leaves."
            if self.is_natural
            else "no natural breaks; a convenient cut: values without any gap would be cut as well."
        )
        return f"{self.bands.in_words('a year')}; {said}{thinned if self.values > MOST_VALUES else ''}"

    @property
    def is_natural(self) -> bool:
        """Whether the gaps are wider than chance leaves them."""
        return self.fit > self.chance

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
        values, own = _values(known)
        found = _fewest_that_fit(_logs(values))
        if found is None:
            return None
        lower = tuple(_between(10 ** found.starts[row], values) for row in range(1, len(found.starts)))
        bands = Bands(names=NAMES[len(found.starts)], lower=lower)
        return BreaksRule(
            bands=bands, fit=found.fit, chance=found.chance, values=int((values > 0).sum()), own_value_of_deals=own
        )

    def why_not(self, known: Known) -> str:
        """Return why there are no breaks."""
        logs = _logs(_values(known)[0])
        if logs.size < FEWEST_CLASSES * FEWEST_IN_A_CLASS:
            return f"{logs.size} contract values above zero, and two classes of {FEWEST_IN_A_CLASS} are the least"
        return f"no two to {MOST_CLASSES} classes of a fair size each leave less than a fifth of the spread inside them"


def _values(known: Known) -> tuple[pd.Series, bool]:
    """Return what contracts are worth a year, of customers or else of deals, and whether deals go by their own."""
    own = is_known_whatever_the_outcome(known.deals)
    values = value_of_accounts(known.customers).dropna()
    return (numbers(known.deals, "acv") if values.empty and own else values), own


def _logs(values: pd.Series) -> np.ndarray:
    """Return the values above zero on the log scale, sorted; of very many, quantiles that stand for all."""
    logs = np.log10(np.sort(values[values > 0].to_numpy(dtype=np.float64)))
    if logs.size <= MOST_VALUES:
        return logs
    return logs[np.linspace(0, logs.size - 1, MOST_VALUES).round().astype(np.intp)]


def _fewest_that_fit(logs: np.ndarray) -> Breaks | None:
    fewest = max(FEWEST_IN_A_CLASS, SMALLEST_SHARE * logs.size)
    if logs.size < FEWEST_CLASSES * fewest:
        return None
    for found in all_breaks(logs, MOST_CLASSES)[1:]:
        enough = min(found.sizes) >= fewest and len(set(found.starts)) == len(found.sizes)
        if found.fit >= ENOUGH_FIT and enough:
            return found
    return None


def _between(start: float, values: pd.Series) -> float:
    """Return the roundest border in the gap below a class; its smallest value belongs to it, and nothing below.

    Of equally round ones, the nearest to the middle of the gap on the log scale.
    """
    smallest = float(values[values >= start * (1 - 1e-9)].min())
    below = float(values[(values > 0) & (values < smallest)].max())
    middle = math.sqrt(smallest * below)
    for digits in range(1, 16):
        step = 10.0 ** (math.floor(math.log10(middle)) - digits + 1)
        places = np.unique(np.clip(np.round(middle / step), np.floor(below / step) + 1, np.floor(smallest / step)))
        borders = [float(f"{place * step:.15g}") for place in places]
        if borders and below < borders[0] <= smallest:
            return borders[0]
    return smallest


SCHEME = NaturalBreaks()
