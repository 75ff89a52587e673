"""Groups that the data form by themselves, in fields that are known before a sale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.segments.gower import Floats, Gower, learn_gower
from unequal.segments.protocol import Known, Rule, nothing, numbers, refuse_cuts, words

from .complexity import points_of

NUMBERS = ("employees", "annual_revenue")  # on the log scale
WORDS = ("industry", "country")
POINTS = "complexity"
FEWEST_CUSTOMERS = 15  # below it no clustering
FEWEST_IN_A_CLUSTER = 5
MOST_CLUSTERS = 5
MOST_CUSTOMERS = 500  # more are placed by the nearest centre: distances of all pairs would cost too much
RESAMPLES = 30
DISSOLVED = 0.5  # mean Jaccard below which a cluster does not survive a resample (Hennig 2007, fpc's default)
SEED = 20_070_901


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestCentre:
    """The most central customer of each cluster; an account belongs to the nearest.

    Attributes:
        centres: One row a cluster, features.
        distance: The distance that was learned.
        levels: Names of the clusters, the smallest accounts first.
        stability: Mean Jaccard over resamples of the customers.
    """

    centres: pd.DataFrame
    distance: Gower
    levels: tuple[str, ...]
    stability: float

    def rule_text(self) -> str:
        """Return the rule in words."""
        fields = ", ".join((*self.distance.ranges, *self.distance.word_fields)).replace("_", " ")
        return f"{len(self.levels)} clusters by {fields}; an account belongs to the nearest centre."

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the cluster of each account, missing where it has none of the fields."""
        apart = self.distance.between(_features(accounts), self.centres)
        nearest = np.nan_to_num(apart, nan=np.inf).argmin(axis=1)
        found = pd.Series(np.asarray(self.levels, dtype=object)[nearest], accounts.index, dtype="str")
        return found.where(np.asarray(np.isfinite(apart).any(axis=1), dtype=np.bool_))

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's cluster."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """The scheme of clusters; as many as hold best when customers are drawn again."""

    name: str = "clusters"
    fields_used: tuple[str, ...] = tuple(f"customers.{field}" for field in (*NUMBERS, *WORDS, "complexity_*"))
    observable_on_prospects: bool = True

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Cluster the customers; None below 15, or when no number of clusters survives."""
        refuse_cuts(self.name, cuts)
        features = _sample(_features(known.customers))
        distance = learn_gower(features, (*NUMBERS, POINTS), WORDS)
        if len(features) < FEWEST_CUSTOMERS or not (distance.ranges or distance.word_fields):
            return None
        apart = np.nan_to_num(distance.between(features, features), nan=1.0)
        stability, groups = max(
            ((_stability(apart, cut), cut) for cut in _cuts(apart)), key=lambda tried: tried[0], default=(0.0, None)
        )
        if groups is None or stability < DISSOLVED:
            return None
        centres = _centres(apart, groups, features)
        names = tuple(f"Cluster {number}" for number in range(1, len(centres) + 1))
        return NearestCentre(centres=centres, distance=distance, levels=names, stability=stability)


def _features(accounts: pd.DataFrame) -> pd.DataFrame:
    sizes = {field: numbers(accounts, field) for field in NUMBERS}
    return pd.DataFrame(
        {field: np.log(value.where(value > 0)) for field, value in sizes.items()}
        | {field: words(accounts, field) for field in WORDS}
        | {POINTS: points_of(accounts)}
    )


def _sample(features: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a field, in an order of their own, so that the file's order has no say."""
    said = features.dropna(how="all")
    ordered = said.sort_values(list(said.columns), kind="stable").reset_index(drop=True)
    stride = max(1, -(-len(ordered) // MOST_CUSTOMERS))
    return ordered.iloc[::stride].reset_index(drop=True)


def _tree_cut(apart: Floats, clusters: int) -> NDArray[np.intp]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(apart, checks=False), method="average")
    return np.asarray(fcluster(tree, clusters, criterion="maxclust"), dtype=np.intp)


def _cuts(apart: Floats) -> list[NDArray[np.intp]]:
    """Return the groupings into 2 … 5 clusters that have at least five customers each."""
    tried = [_tree_cut(apart, clusters) for clusters in range(2, MOST_CLUSTERS + 1)]
    sizes = [np.unique(groups, return_counts=True)[1] for groups in tried]
    return [g for g, size in zip(tried, sizes, strict=True) if size.size > 1 and size.min() >= FEWEST_IN_A_CLUSTER]


def _stability(apart: Floats, groups: NDArray[np.intp]) -> float:
    """Return how well the clusters survive when customers are drawn again: mean over clusters of the best Jaccard."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(RESAMPLES):
        drawn = np.unique(rng.integers(0, groups.size, groups.size))
        again = _tree_cut(apart[np.ix_(drawn, drawn)], int(groups.max()))
        found.append(_best_jaccard(groups[drawn], again))
    return float(np.mean(found))


def _best_jaccard(before: NDArray[np.intp], after: NDArray[np.intp]) -> float:
    both = np.array(
        [[np.sum((before == one) & (after == other)) for other in np.unique(after)] for one in np.unique(before)]
    )
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return float((both / either).max(axis=1).mean())


def _centres(apart: Floats, groups: NDArray[np.intp], features: pd.DataFrame) -> pd.DataFrame:
    """Return the customer nearest to all of its cluster, clusters of small accounts first."""
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    central = [int(own[apart[np.ix_(own, own)].mean(axis=1).argmin()]) for own in members]
    rows = features.iloc[central]
    return rows.sort_values(list(rows.columns), kind="stable").reset_index(drop=True)


SCHEME = Clusters()
