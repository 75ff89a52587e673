"""How complex a customer's needs are: points for what makes a sale and a roll-out long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from unequal.segments.bands import Bands, bands_of
from unequal.segments.protocol import Known, Rule, nothing, words

# field, points, above which number they are given (assumption: points stand for seller's hours a deal)
POINTS = (
    ("complexity_integrations", 2, 2),
    ("complexity_sso", 2, 0),
    ("complexity_custom_contract", 2, 0),
    ("complexity_teams", 1, 3),
    ("complexity_procurement", 2, 0),
    ("complexity_on_prem", 1, 0),
)
_SAID = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
DEFAULT_CUTS = {"Medium": 3.0, "Big": 6.0}  # of 10 points (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexityRule:
    """Bands on points of complexity."""

    bands: Bands

    @property
    def levels(self) -> tuple[str, ...]:
        """The bands, from the lowest up."""
        return self.bands.names

    def rule_text(self) -> str:
        """Return the rule in words."""
        return f"{self.bands.in_words('points of complexity')}, out of {sum(points for _, points, _ in POINTS)}."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the band of each account."""
        return self.bands.assign(points_of(accounts), zero_counts=True)

    def moved(self, factor: float) -> ComplexityRule:
        """Return the rule with every cut times the factor."""
        return replace(self, bands=self.bands.moved(factor))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's complexity."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complexity:
    """The scheme of complexity."""

    name: str = "complexity"
    fields_used: tuple[str, ...] = tuple(f"customers.{field}" for field, _, _ in POINTS)
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Take the cuts; a field of complexity must be known of an account."""
        bands = bands_of(cuts or DEFAULT_CUTS)
        stated = any(points_of(rows).notna().any() for rows in (known.customers, known.prospects))
        return ComplexityRule(bands=bands) if stated else None

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return "nothing is said about integrations, security, contracts, teams, procurement or where data must lie"


def points_of(accounts: pd.DataFrame) -> pd.Series:
    """Return the points of each account; what is not said gives none; nan where nothing is said at all.

    >>> points_of(pd.DataFrame({"complexity_sso": [True, None], "complexity_teams": [4.0, None]})).to_list()
    [3.0, nan]
    """
    stated = [(_as_number(accounts, field), points, above) for field, points, above in POINTS]
    total = sum((value.gt(above) * float(points) for value, points, above in stated), pd.Series(0.0, accounts.index))
    is_known = pd.concat([value.notna() for value, _, _ in stated], axis=1).any(axis=1)
    return total.where(is_known)


def _as_number(accounts: pd.DataFrame, field: str) -> pd.Series:
    """Return a count as it is, and a yes as 1."""
    if field in accounts.columns and pd.api.types.is_numeric_dtype(accounts[field]):  # yes and no are numbers, too
        return accounts[field].astype("Float64").astype("float64")
    said = words(accounts, field).str.lower()
    return said.map(_SAID).fillna(pd.to_numeric(said, errors="coerce")).astype("float64")


SCHEME = Complexity()
