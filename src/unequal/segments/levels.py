"""One group for each word of a field; words that too few customers have become "other"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from .order import ALL, OTHER
from .protocol import Known, Rule, nothing, refuse_cuts, words
from .spellings import spelling_note

FEWEST_IN_A_LEVEL = 5  # below it a level is a list of names, not a segment (statistics policy, minimum n)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLevels:
    """The words of a field that are segments; any other word is "other".

    Attributes:
        column: Column of the customers or prospects.
        levels: The words kept, sorted, and "other" where a word was merged.
        spellings: A sentence about words that differ in spelling alone.
    """

    column: str
    levels: tuple[str, ...]
    spellings: str = ""

    def rule_text(self) -> str:
        """Return the rule in words."""
        merged = f"; those with fewer than {FEWEST_IN_A_LEVEL} customers together as {OTHER}"
        rule = f"One segment for each {in_words(self.column)}{merged if OTHER in self.levels else ''}."
        return rule + self.spellings

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the word of each account, "other" where it is not kept, missing where it has none."""
        word = _named(words(accounts, self.column))
        return word.where(word.isna() | word.isin(self.levels), OTHER)

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's segment."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByField:
    """A scheme that takes the words of one field.

    Attributes:
        name: As in `[segments].scheme`.
        column: The field, a column of customers and maybe of prospects.
        observable_on_prospects: Whether the field is known before a sale.
        ranked: Words that have an order of their own; others follow it, sorted.
    """

    name: str
    column: str
    observable_on_prospects: bool = True
    ranked: tuple[str, ...] = ()

    @property
    def fields_used(self) -> tuple[str, ...]:
        """The one field."""
        return (f"customers.{self.column}",)

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Keep the words that at least five customers have; of prospects where no customer has any."""
        refuse_cuts(self.name, cuts)
        for accounts in (known.customers, known.prospects):
            counts = _named(words(accounts, self.column)).value_counts()
            if len(counts):
                return KeptLevels(
                    column=self.column, levels=_kept(counts, self.ranked), spellings=spelling_note(counts)
                )
        return None

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return f"no account states its {in_words(self.column)}"


def in_words(column: str) -> str:
    """Return the name of a column as one says it.

    >>> in_words("job_primary"), in_words("age_band")
    ('job', 'age band')
    """
    return column.removesuffix("_primary").replace("_", " ")


def _kept(counts: pd.Series, ranked: tuple[str, ...]) -> tuple[str, ...]:
    place = {word: row for row, word in enumerate(ranked)}
    enough = (str(word) for word in counts.index[counts >= FEWEST_IN_A_LEVEL])
    kept = sorted(enough, key=lambda word: (place.get(word.lower(), len(place)), word))
    merged = len(kept) < len(counts)
    return (*(word for word in kept if word != OTHER), *((OTHER,) if merged or OTHER in kept else ()))


def _named(word: pd.Series) -> pd.Series:
    return word.mask(word.eq(ALL), "All")  # "all" is the row of everybody
