"""Groups that the data form by themselves, in fields that are known before a sale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.segments.gower import Gower, learn_gower
from unequal.segments.medoids import Grouping, most_stable
from unequal.segments.protocol import Known, Rule, nothing, numbers, refuse_cuts, words
from unequal.segments.stability import DISSOLVED, RECOVERED, RESAMPLES, named_by_segment

from .complexity import points_of

NUMBERS = ("employees", "annual_revenue")  # on the log scale
WORDS = ("industry", "country", "age_band", "education", "gender")
POINTS = "complexity"
UNITS = {"employees": "employees", "annual_revenue": "of yearly revenue", POINTS: "points of complexity"}
FEWEST_CUSTOMERS = 15  # below it no clustering
FEWEST_IN_A_CLUSTER = 5
FILLED = 0.5  # a field that fewer of the customers have tells nothing about the rest; as for a customer, of the fields
MOST_CUSTOMERS = 2_000  # distances of all pairs of more would cost too much
SEED = 20_070_901


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestMedoid:
    """The most central customer of each cluster; an account belongs to the nearest.

    Attributes:
        medoids: One row a cluster, features.
        distance: The distance that was learned.
        levels: Names of the clusters, the smallest accounts first.
        survival: Mean best Jaccard by cluster, over resamples of the customers.
        learned_from: Customers that the distances were taken of.
        customers: Customers in all.
    """

    medoids: pd.DataFrame
    distance: Gower
    levels: tuple[str, ...]
    survival: pd.Series
    learned_from: int
    customers: int

    @property
    def stability(self) -> float:
        """Mean Jaccard over clusters."""
        return float(self.survival.mean())

    def rule_text(self) -> str:
        """Return the rule in words."""
        fields = (*self.distance.ranges, *self.distance.word_fields)
        typical = "; ".join(f"{name}: {_in_words(row, fields)}" for name, row in self._typical())
        sample = (
            f" The clusters were found on {self.learned_from:,} of {self.customers:,} customers, each kind in "
            "proportion, and the rest placed by the nearest."
        )
        return (
            f"{len(self.levels)} clusters by {', '.join(fields).replace('_', ' ')}; an account belongs to the one "
            f"whose typical customer is most like it ({typical}); who lacks more than half of these fields is unknown."
            f"{sample if self.learned_from < self.customers else ''}{self._doubt()}"
        )

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the cluster of each account, missing where it has fewer than half of the fields."""
        features = _features(accounts)
        nearest = self.distance.nearest(features, self.medoids)
        fields = [*self.distance.ranges, *self.distance.word_fields]
        placed = np.where(_share_filled(features[fields]) >= FILLED, nearest, -1)
        return pd.Series(pd.array([*self.levels, None], dtype="str").take(placed), accounts.index)

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's cluster."""
        return nothing(deals)

    def _typical(self) -> zip[tuple[str, pd.Series]]:
        return zip(self.levels, (row for _, row in self.medoids.iterrows()), strict=True)

    def _doubt(self) -> str:
        weak = [str(name) for name, kept in self.survival.items() if not kept >= RECOVERED]
        if not weak:
            return ""
        who = "all of them" if len(weak) == len(self.levels) else " and ".join(weak)
        return (
            f" With other customers {who} would look different: do not build on {'it' if len(weak) == 1 else 'them'}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """The scheme of clusters; as many as hold best when customers are drawn again."""

    name: str = "clusters"
    fields_used: tuple[str, ...] = tuple(f"customers.{field}" for field in (*NUMBERS, *WORDS, "complexity_*"))
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Cluster the customers; None below 15, or when no number of clusters survives."""
        refuse_cuts(self.name, cuts)
        rows, said = _sample(_features(known.customers))
        distance, grouping = _grouped(rows, seed=SEED, resamples=RESAMPLES)
        if grouping is None or float(np.nanmean(grouping.survival)) < DISSOLVED:
            return None
        ranked = _smallest_first(rows, grouping)
        names = _names(len(ranked))
        return NearestMedoid(
            medoids=rows.iloc[grouping.medoids[ranked]].reset_index(drop=True),
            distance=distance,
            levels=names,
            survival=named_by_segment(names, grouping.survival[ranked]),
            learned_from=len(rows),
            customers=said,
        )

    def jaccard(self, known: Known, *, seed: int, resamples: int) -> pd.Series:
        """Return how well each cluster survives when customers are drawn again; distances are taken once."""
        rows, _ = _sample(_features(known.customers))
        _, grouping = _grouped(rows, seed=seed, resamples=resamples)
        if grouping is None:
            return named_by_segment((), np.zeros(0))
        ranked = _smallest_first(rows, grouping)
        return named_by_segment(_names(len(ranked)), grouping.survival[ranked])

    def why_not(self, known: Known) -> str:
        """Return why there are no clusters."""
        rows, said = _sample(_features(known.customers))
        if said < FEWEST_CUSTOMERS:
            return f"{said} customers with a size or a word about them, and clusters need {FEWEST_CUSTOMERS}"
        if _distance(rows) is None:
            return "the customers do not differ in anything that is known before a sale"
        return "no grouping holds when customers are drawn again"


def _features(accounts: pd.DataFrame) -> pd.DataFrame:
    sizes = {field: numbers(accounts, field) for field in NUMBERS}
    return pd.DataFrame(
        {field: words(accounts, field) for field in WORDS}
        | {field: np.log(value.where(value > 0)) for field, value in sizes.items()}
        | {POINTS: points_of(accounts)}
    )


def _sample(features: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return at most 2,000 rows that have half of the fields in use, and how many there are.

    They are sorted by all they have, so that the file's order has no say; every n-th then stands for its like: each
    industry and country in proportion, and in it each size.
    """
    used = features.loc[:, features.notna().mean() >= FILLED]
    said = features.loc[_share_filled(used) >= FILLED]
    ordered = said.sort_values(list(said.columns), kind="stable")
    count = min(len(ordered), MOST_CUSTOMERS)
    places = np.linspace(0, max(len(ordered) - 1, 0), count).round().astype(np.intp)
    return ordered.iloc[places].reset_index(drop=True), len(said)


def _share_filled(features: pd.DataFrame) -> np.ndarray:
    """Return the share of the fields that each row has; 0 where there is no field."""
    return features.notna().to_numpy(dtype=np.float64).sum(axis=1) / max(features.shape[1], 1)


def _distance(rows: pd.DataFrame) -> Gower | None:
    used = rows.columns[rows.notna().mean() >= FILLED]
    numeric, worded = (tuple(name for name in some if name in used) for some in ((*NUMBERS, POINTS), WORDS))
    distance = learn_gower(rows, numeric, worded)
    return distance if len(rows) >= FEWEST_CUSTOMERS and (distance.ranges or distance.word_fields) else None


def _grouped(rows: pd.DataFrame, *, seed: int, resamples: int) -> tuple[Gower, Grouping | None]:
    distance = _distance(rows)
    if distance is None:
        return Gower(ranges={}, word_fields=()), None
    apart = np.nan_to_num(distance.between(rows, rows), nan=1.0)
    return distance, most_stable(apart, fewest=FEWEST_IN_A_CLUSTER, seed=seed, resamples=resamples)


def _smallest_first(rows: pd.DataFrame, grouping: Grouping) -> np.ndarray:
    """Return the clusters in the order of their medoids: sizes first, then words."""
    medoids = rows.iloc[grouping.medoids].reset_index(drop=True)
    return medoids.sort_values([*NUMBERS, POINTS, *WORDS], kind="stable").index.to_numpy()


def _names(count: int) -> tuple[str, ...]:
    return tuple(f"Cluster {number}" for number in range(1, count + 1))


def _in_words(row: pd.Series, fields: tuple[str, ...]) -> str:
    said = [_value(row, field) for field in fields if not pd.isna(row[field])]
    return ", ".join(said) or "nothing known"


def _value(row: pd.Series, field: str) -> str:
    if field not in UNITS:
        return str(row[field])
    size = float(row[field]) if field == POINTS else float(np.exp(row[field]))
    return f"{float(f'{size:.3g}'):,.0f} {UNITS[field]}"


SCHEME = Clusters()
