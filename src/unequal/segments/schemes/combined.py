"""The most demanding of size, value and complexity; where they disagree is a finding of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
import pandas as pd

from unequal.segments.order import TIERS
from unequal.segments.protocol import Known, Rule, nothing, refuse_cuts
from unequal.segments.stability import Moves

from . import complexity, size, value

TOO_MANY_CONFLICTS = 0.30  # of the customers (assumption)
PARTS = (size.SCHEME, value.SCHEME, complexity.SCHEME)


@dataclass(frozen=True, slots=True, kw_only=True)
class MostDemanding:
    """The parts that are known, by scheme.

    Attributes:
        parts: Scheme and rule.
        conflicts: Share of the customers learned from whose parts disagree; nan where none has two.
        most_at_odds: The two parts that disagree most often; None where no customer has two.
        levels: The three tiers.
    """

    parts: tuple[tuple[str, Rule], ...]
    conflicts: float
    most_at_odds: tuple[str, str] | None
    levels: tuple[str, ...] = TIERS

    def rule_text(self) -> str:
        """Return the rule in words, with how often the parts disagree."""
        names = [name for name, _ in self.parts]
        if len(names) == 1:
            return f"The most demanding of size, value and complexity, and only {names[0]} is known."
        rule = f"The most demanding of {', '.join(names)}."
        if self.most_at_odds is None:
            return rule
        share = f"{self.conflicts:.0%}".replace("%", " %")
        if self.conflicts > TOO_MANY_CONFLICTS:
            one, other = self.most_at_odds
            return f"{rule} They differ for {share} of the customers: {one} and {other} disagree; pick one on purpose."
        return f"{rule} They differ for {share} of the customers."

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

    def conflict_rows(self, accounts: pd.DataFrame) -> pd.DataFrame:
        """Return the label of each part for the accounts whose parts disagree, to be looked at one by one."""
        labels = self.labels(accounts)
        return labels[_differ(_ranks(labels))]

    def conflict_share(self, accounts: pd.DataFrame) -> float:
        """Return the share of accounts whose parts disagree, among those with two parts or more; nan without any."""
        return _conflicts(_ranks(self.labels(accounts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The scheme of the most demanding label.

    Attributes:
        cuts_of: Lower bounds by part and segment, where a part has others than its own; see `with_cuts`.
    """

    name: str = "combined"
    fields_used: tuple[str, ...] = tuple(one for part in PARTS for one in part.fields_used)
    observable_on_prospects: bool = True
    cuts_of: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> MostDemanding | None:
        """Learn every part that is known, each with its own cuts."""
        refuse_cuts(self.name, cuts)
        learned = [(part.name, part.learn(known, self.cuts_of.get(part.name))) for part in PARTS]
        parts = tuple((name, rule) for name, rule in learned if rule is not None)
        if not parts:
            return None
        ranks = _ranks(pd.DataFrame({name: rule.assign(known.customers) for name, rule in parts}))
        pairs = {pair: _conflicts(ranks[list(pair)]) for pair in combinations(ranks.columns, 2)}
        judged = {pair: share for pair, share in pairs.items() if share == share}
        worst = max(judged, key=lambda pair: judged[pair], default=None)
        return MostDemanding(parts=parts, conflicts=_conflicts(ranks), most_at_odds=worst)

    def with_cuts(self, part: str, cuts: Mapping[str, float] | None) -> Combined:
        """Return the scheme with other cuts of one part; itself where those give no tiers, which alone have a rank.

        >>> SCHEME.with_cuts("size", {"Medium": 5, "Big": 25}).cuts_of
        {'size': {'Medium': 5, 'Big': 25}}
        >>> SCHEME.with_cuts("size", {"Practice": 5}) is SCHEME
        True
        """
        is_part = part in {one.name for one in PARTS}
        return replace(self, cuts_of={part: dict(cuts)}) if is_part and cuts and set(cuts) <= set(TIERS) else self

    def why_not(self, known: Known) -> str:  # noqa: ARG002  # the same whatever is known
        """Return why nothing was learned."""
        return "none of size, value and complexity is known"


def _differ(ranks: pd.DataFrame) -> pd.Series:
    return ranks.max(axis=1) > ranks.min(axis=1)


def _conflicts(ranks: pd.DataFrame) -> float:
    several = ranks.notna().sum(axis=1) > 1
    return float(_differ(ranks)[several].mean()) if several.any() else float("nan")


def _ranks(labels: pd.DataFrame) -> pd.DataFrame:
    places = {name: pd.Index(TIERS).get_indexer(pd.Index(labels[name])) for name in labels.columns}
    return pd.DataFrame(places, index=labels.index, dtype="float64").mask(lambda ranks: ranks < 0)


def _tier(rank: pd.Series) -> pd.Series:
    place = rank.fillna(-1).to_numpy(dtype=np.intp)
    return pd.Series(pd.array([*TIERS, None], dtype="str").take(place), rank.index)


SCHEME = Combined()
