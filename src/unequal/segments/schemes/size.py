"""Size of the account: employees, or yearly revenue where no headcount is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from unequal.segments.bands import Bands, bands_of
from unequal.segments.protocol import Known, Rule, nothing, numbers

# Official anchors, to cut where statistics cut: then a market can be counted by the same segments.
# | who | employees | turnover, in euros |
# | EU, Recommendation 2003/361 (B35) | micro below 10, small below 50, medium below 250 | 2, 10 and 50 million |
# | US census, Statistics of US Businesses (B33) | below 20, 20 to 99, 100 to 499, 500 and more | |
# The defaults are the US borders of 100 and 500, and the EU ones of 10 and 50 million where no headcount is known.
EMPLOYEES = "employees"
REVENUE = "annual_revenue"
DEFAULT_CUTS = {
    EMPLOYEES: {"Medium": 100.0, "Big": 500.0},  # bands of the US census (20, 100, 500)
    REVENUE: {"Medium": 10_000_000.0, "Big": 50_000_000.0},  # EU small and medium enterprises, in euros
}
LOWEST_CUT_OF_REVENUE = 10_000  # cuts that start here or above are no headcounts (assumption)
UNITS = {EMPLOYEES: "employees", REVENUE: "of yearly revenue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRule:
    """Bands on one measure of size.

    Attributes:
        measure: ``employees`` or ``annual_revenue``, the same for everybody.
        bands: The bands.
    """

    measure: str
    bands: Bands

    @property
    def levels(self) -> tuple[str, ...]:
        """The bands, from the lowest up."""
        return self.bands.names

    def rule_text(self) -> str:
        """Return the rule in words."""
        return f"{self.bands.in_words(UNITS[self.measure])}."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the band of each account."""
        return self.bands.assign(numbers(accounts, self.measure))

    def moved(self, factor: float) -> SizeRule:
        """Return the rule with every cut times the factor."""
        return replace(self, bands=self.bands.moved(factor))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's size."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The scheme of size; one measure for all, so that nobody is measured by another yardstick."""

    name: str = "size"
    fields_used: tuple[str, ...] = ("customers.employees", "customers.annual_revenue")
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Choose the measure that is known: employees first, unless the cuts can only be money."""
        measures = [measure for measure in (EMPLOYEES, REVENUE) if _is_known(known, measure)]
        bands = bands_of(cuts) if cuts else None
        if not measures:
            return None
        are_money = bands is not None and len(bands.lower) > 0 and min(bands.lower) >= LOWEST_CUT_OF_REVENUE
        measure = REVENUE if are_money and REVENUE in measures else measures[0]
        if bands is None or (measure == REVENUE and not are_money):
            bands = bands_of(DEFAULT_CUTS[measure])
        return SizeRule(measure=measure, bands=bands)

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return "neither employees nor yearly revenue are known of any account"


def _is_known(known: Known, measure: str) -> bool:
    return any(numbers(accounts, measure).gt(0).any() for accounts in (known.customers, known.prospects))


SCHEME = Size()
