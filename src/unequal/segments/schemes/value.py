"""What a contract is worth a year: of a deal its own value, of a customer what it pays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from unequal.assumptions import assumption
from unequal.segments.bands import Bands, bands_of
from unequal.segments.protocol import Known, Rule, nothing, numbers
from unequal.units import MONTHS_PER_YEAR

FEWEST_TO_JUDGE = 5  # deals of one outcome
LOWEST_SHARE_OF_WON = 0.5  # of the share of won deals with a value (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """Bands on money a year.

    Attributes:
        bands: The bands.
        own_value_of_deals: Whether a deal is placed by its own value. Not so where values stand at won deals only,
            since then whoever is placed has won.
        has_deals: Whether there are deals to speak of.
    """

    bands: Bands
    own_value_of_deals: bool
    has_deals: bool = True

    @property
    def levels(self) -> tuple[str, ...]:
        """The bands, from the lowest up."""
        return self.bands.names

    def rule_text(self) -> str:
        """Return the rule in words."""
        own = "its own value" if self.own_value_of_deals else "its account's (its own stands at won deals only)"
        deals = f", of a deal {own}" if self.has_deals else ""
        return f"{self.bands.in_words('a year')}; of a customer what it pays now or last paid{deals}."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the band of each account."""
        return self.bands.assign(value_of_accounts(accounts))

    def moved(self, factor: float) -> ValueRule:
        """Return the rule with every cut times the factor."""
        return replace(self, bands=self.bands.moved(factor))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return the band of each deal's own value."""
        return self.bands.assign(numbers(deals, "acv")) if self.own_value_of_deals else nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The scheme of value."""

    name: str = "value"
    fields_used: tuple[str, ...] = ("revenue.mrr", "deals.acv", "orders.amount")
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Take the cuts; a value must be known of an account, or of deals whatever their outcome."""
        bands = bands_of(cuts or default_cuts())
        own = is_known_whatever_the_outcome(known.deals)
        accounts = any(value_of_accounts(rows).gt(0).any() for rows in (known.customers, known.prospects))
        rule = ValueRule(bands=bands, own_value_of_deals=own, has_deals=not known.deals.empty)
        return rule if own or accounts else None

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return "no recurring revenue, order or contract value above zero is known, but of won deals alone"


def default_cuts() -> dict[str, float]:
    """Return the register's bands (assumption): Small below 5,000 a year, Medium to 50,000, Big above it.

    An anchor for other cuts is how firms sell: below 1,000 self-serve, to 25,000 inside sales, above it in the field
    (KBCM 2019, B05).

    Exactly 50,000 is Medium, hence the next number up.
    """
    medium, big = (assumption(f"prior.{name}_acv").value for name in ("medium_from", "big_from"))
    assert isinstance(medium, int | float), medium
    assert isinstance(big, int | float), big
    return {"Medium": float(medium), "Big": math.nextafter(float(big), math.inf)}


def value_of_accounts(accounts: pd.DataFrame) -> pd.Series:
    """Return money a year: what it pays now, else last paid, else the mean of its won deals, else a year's orders.

    A customer who has left keeps the value it had, so that leavers do not leave their segment.
    """
    recurring = numbers(accounts, "mrr_last") * MONTHS_PER_YEAR
    candidates = [recurring, numbers(accounts, "acv"), numbers(accounts, "ordered_12m")]
    value = pd.Series(float("nan"), index=accounts.index, dtype="float64")
    for candidate in candidates:
        value = value.fillna(candidate.where(candidate > 0))
    return value


def is_known_whatever_the_outcome(deals: pd.DataFrame) -> bool:
    """Return whether deals have values, and not only (or mostly) the won ones.

    Many a CRM writes the value when a deal is won and 0 or nothing else. A segment made of such values holds winners
    only.

    >>> won_only = pd.DataFrame({"status": ["won"] * 9 + ["lost"] * 9, "acv": [100.0] * 9 + [0.0] * 9})
    >>> is_known_whatever_the_outcome(won_only)
    False
    """
    if deals.empty:
        return False
    has_value = numbers(deals, "acv").gt(0)
    shares = has_value.groupby(deals["status"].replace({"no_decision": "lost"})).agg(["mean", "size"])
    of_won = shares["mean"].get("won", 0.0)
    judged = shares.loc[(shares["size"] >= FEWEST_TO_JUDGE) & (shares.index != "won"), "mean"]
    return bool(has_value.any() and (judged >= LOWEST_SHARE_OF_WON * of_won).all())


SCHEME = Value()
