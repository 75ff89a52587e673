"""Everyone is one segment: the null model that every other scheme must beat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from unequal.segments.protocol import Known, Rule, refuse_cuts

EVERYONE = "Everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSegment:
    """All accounts and deals in one segment."""

    levels: tuple[str, ...] = (EVERYONE,)

    def rule_text(self) -> str:
        """Return the rule in words."""
        return "All customers are one segment."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the one segment for each row."""
        return pd.Series(EVERYONE, index=accounts.index, dtype="str")

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return the one segment for each deal, with or without a known account."""
        return self.assign(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everyone:
    """The scheme of one segment."""

    name: str = "everyone"
    fields_used: tuple[str, ...] = ()
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:  # noqa: ARG002  # learns nothing
        """Return the rule; it needs nothing."""
        refuse_cuts(self.name, cuts)
        return OneSegment()


SCHEME = Everyone()
