"""The most demanding of size, value and complexity; where they disagree is a finding of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from unequal.segments.order import TIERS
from unequal.segments.protocol import Known, Rule, nothing, refuse_cuts
from unequal.segments.stability import Moves

from . import complexity, size, value

PARTS = (size.SCHEME, value.SCHEME, complexity.SCHEME)


@dataclass(frozen=True, slots=True, kw_only=True)
class MostDemanding:
    """The parts that are known, by scheme."""

    parts: tuple[tuple[str, Rule], ...]
    levels: tuple[str, ...] = TIERS

    def rule_text(self) -> str:
        """Return the rule in words."""
        return f"The most demanding of {', '.join(name for name, _ in self.parts)}."

    def labels(self, accounts: pd.DataFrame) -> pd.DataFrame:
        """Return the label of each part, one column a scheme."""
        return pd.DataFrame({name: rule.assign(accounts) for name, rule in self.parts}, index=accounts.index)

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the most demanding label; missing where no part is known."""
        return _tier(_ranks(self.labels(accounts)).max(axis=1))

    def moved(self, factor: float) -> MostDemanding:
        """Return the rule with every cut of every part times the factor."""
        parts = ((name, rule.moved(factor) if isinstance(rule, Moves) else rule) for name, rule in self.parts)
        return replace(self, parts=tuple(parts))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return a deal's own value where nothing else is known of any account; else its account decides."""
        alone = len(self.parts) == 1 and self.parts[0][0] == value.SCHEME.name
        return self.parts[0][1].assign_deals(deals) if alone else nothing(deals)

    def conflict_share(self, accounts: pd.DataFrame) -> float:
        """Return the share of accounts whose parts disagree, among those with two parts or more; nan without any.

        Above 0.30 say: size and complexity disagree, pick one on purpose (assumption).
        """
        ranks = _ranks(self.labels(accounts))
        several = ranks[ranks.notna().sum(axis=1) > 1]
        return float((several.max(axis=1) != several.min(axis=1)).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The scheme of the most demanding label."""

    name: str = "combined"
    fields_used: tuple[str, ...] = tuple(field for part in PARTS for field in part.fields_used)
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> MostDemanding | None:
        """Learn every part that is known, each with its own cuts."""
        refuse_cuts(self.name, cuts)
        learned = [(part.name, part.learn(known, None)) for part in PARTS]
        parts = tuple((name, rule) for name, rule in learned if rule is not None)
        return MostDemanding(parts=parts) if parts else None


def _ranks(labels: pd.DataFrame) -> pd.DataFrame:
    return labels.apply(lambda column: column.map({tier: rank for rank, tier in enumerate(TIERS)})).astype("float64")


def _tier(rank: pd.Series) -> pd.Series:
    return rank.map(dict(enumerate(TIERS))).astype("str")


SCHEME = Combined()
