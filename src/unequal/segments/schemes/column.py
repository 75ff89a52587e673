"""The segment that the data states, in the column `segment` of deals or customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from unequal.segments.order import ALL
from unequal.segments.protocol import Known, Rule, refuse_cuts, words
from unequal.segments.spellings import spelling_note

COLUMN = "segment"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsStated:
    """The words of the column as they stand; a deal's own word comes before its account's."""

    levels: tuple[str, ...] = ()
    spellings: str = ""

    def rule_text(self) -> str:
        """Return the rule in words."""
        return f"The segment as the data states it: of a deal its own, else its account's.{self.spellings}"

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the stated segment of each account."""
        word = words(accounts, COLUMN)
        return word.mask(word.eq(ALL), "All")  # "all" is the row of everybody

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return the stated segment of each deal."""
        return self.assign(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The scheme of a stated segment."""

    name: str = "column"
    fields_used: tuple[str, ...] = ("customers.segment", "deals.segment")
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Return the rule when any row states a segment."""
        refuse_cuts(self.name, cuts)
        rows = (known.customers, known.prospects, known.deals)
        counts = pd.concat([words(one, COLUMN) for one in rows]).value_counts()
        return AsStated(spellings=spelling_note(counts)) if len(counts) else None

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return "no customer, prospect or deal states a segment"


SCHEME = Column()
