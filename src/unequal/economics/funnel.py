"""Sign-ups who pay: alone, and after somebody has explained the product."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from scipy.stats import gamma

from unequal.stats.proportions import newcombe_difference, wilson

from .unit_economics import acquisition_cost

LEVEL = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its interval and the rows behind it; nan where it is not known."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a funnel: those who were helped, or those who were not.

    Attributes:
        signups, converted: Counts.
        cost_per_signup: Money, over the rows that say it; nan where none does.
        contacts, contact_signups: Contacts in the first 30 days, and the sign-ups of the rows that say it.
    """

    signups: int
    converted: int
    cost_per_signup: float
    contacts: float
    contact_signups: float

    @property
    def rate(self) -> float:
        """Share of the sign-ups who pay; nan without any."""
        return self.converted / self.signups if self.signups else math.nan

    def conversion(self, *, level: float = LEVEL) -> Estimate:
        """Return the share who pay, with its Wilson interval."""
        ends = wilson(self.converted, self.signups, level=level)
        return Estimate(value=self.rate, low=float(ends.low), high=float(ends.high), n=self.signups)

    def cost_to_acquire(self, cost_per_signup: float, *, level: float = LEVEL) -> Estimate:
        """Return what one who pays costs; with nobody who pays, half a one is assumed and there is no upper end."""
        share = self.conversion(level=level)
        point = share.value or 0.5 / (self.signups + 1)
        return Estimate(
            value=acquisition_cost(cost_per_signup, point),
            low=acquisition_cost(cost_per_signup, share.high),
            high=acquisition_cost(cost_per_signup, share.low),
            n=self.signups,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Both sides of one segment's funnel."""

    assisted: Side
    unassisted: Side

    @property
    def has_both(self) -> bool:
        """Whether they can be compared."""
        return self.assisted.signups > 0 and self.unassisted.signups > 0

    def gap(self, *, level: float = LEVEL) -> Estimate:
        """Return how much likelier somebody pays who was helped; those who ask for help choose themselves.

        Source: Newcombe's interval of a difference, method 10.
        """
        ends = newcombe_difference(
            self.assisted.converted, self.assisted.signups, self.unassisted.converted, self.unassisted.signups,
            level=level,
        )  # fmt: skip
        n = self.assisted.signups + self.unassisted.signups
        return Estimate(
            value=self.assisted.rate - self.unassisted.rate, low=float(ends.low), high=float(ends.high), n=n
        )

    def contacts_per_signup(self, *, level: float = LEVEL) -> Estimate:
        """Return contacts for each sign-up in its first 30 days, both sides together; counts as a Poisson law."""
        contacts = self.assisted.contacts + self.unassisted.contacts
        signups = self.assisted.contact_signups + self.unassisted.contact_signups
        if not signups:
            return Estimate()
        tail = (1 - level) / 2
        low, high = gamma.ppf([tail, 1 - tail], contacts + 0.5, scale=1 / signups)
        return Estimate(value=contacts / signups, low=float(low), high=float(high), n=int(signups))


def funnel_of(rows: pd.DataFrame) -> Funnel:
    """Return the funnel of one segment, all periods and channels together.

    Args:
        rows: Of the table `funnel`: assisted, signups, converted, spend, contacts_30d.

    >>> rows = pd.DataFrame({"assisted": [True, False], "signups": [80.0, 1500.0], "converted": [22.0, 9.0],
    ...                      "spend": [960.0, 18_000.0], "contacts_30d": [float("nan")] * 2})
    >>> funnel_of(rows).unassisted.cost_to_acquire(12).value
    2000.0
    """
    helped = rows["assisted"].astype("bool")
    return Funnel(assisted=_side(rows[helped]), unassisted=_side(rows[~helped]))


def _side(rows: pd.DataFrame) -> Side:
    priced, counted = rows[rows["spend"].notna()], rows[rows["contacts_30d"].notna()]
    paid_for = float(priced["signups"].sum())
    return Side(
        signups=int(rows["signups"].sum()),
        converted=int(rows["converted"].sum()),
        cost_per_signup=float(priced["spend"].sum()) / paid_for if paid_for else math.nan,
        contacts=float(counted["contacts_30d"].sum()),
        contact_signups=float(counted["signups"].sum()),
    )
