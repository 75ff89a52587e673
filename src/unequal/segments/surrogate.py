"""Can one tell before the sale who belongs to a segment? A small tree tries, and says its rule in words.

    found = learn_surrogate(known_before_sale(view, without=("employees",)), labels)
    found.kappa, found.recall, found.rule_text

The tree sees only columns known before the sale. How good it is, is counted on customers that it has not seen: ten
times five folds, each customer's chances averaged over the ten. Rows are put into an order of their own first, so that
a file's order has no say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.stats.agreement import DRAWS, Agreement, agreement

from .features import features_of
from .order import segment_order
from .tree_words import tree_in_words

BEFORE_THE_SALE = (
    "employees", "annual_revenue", "industry", "country", "age_band", "education", "gender", "job_primary",
    "complexity_integrations", "complexity_sso", "complexity_custom_contract", "complexity_teams",
    "complexity_procurement", "complexity_on_prem",
)  # fmt: skip
FEWEST_CUSTOMERS = 10
MOST_CUSTOMERS = 20_000  # above it a stratified sample learns and is judged
MOST_DEEP = 3
FEWEST_IN_A_LEAF = 5
FOLDS = 5
REPEATS = 10
MOST_CELLS_DRAWN = 4_000_000
FEWEST_DRAWS = 2_000
SEED = 20_140_401
FINDABLE = 0.60  # kappa from here: identifiable (Landis and Koch 1977: substantial agreement)
PARTLY = 0.40  # kappa from here: partly; below: one cannot tell in advance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrogate:
    """What a small tree can tell before the sale.

    Attributes:
        kappa, low, high: Agreement beyond chance out of fold, with its 90 % interval over customers.
        recall: segment, recall, precision, low, high (90 %, Jeffreys, of the recall), precision_low, precision_high,
            n (customers of the segment), probability (that kappa is at least 0.40 and this recall at least 0.60).
        rule_text: The tree learned from all, in words.
        fields: Columns that the rule uses, sorted.
        n: Customers that it was learned from.
        of: Customers there are; more than `n` where a stratified sample was drawn.
    """

    kappa: float
    low: float
    high: float
    recall: pd.DataFrame
    rule_text: str
    fields: tuple[str, ...]
    n: int
    of: int

    @property
    def sampled(self) -> bool:
        """Whether a stratified sample stands for all."""
        return self.n < self.of


def known_before_sale(accounts: pd.DataFrame, *, without: Iterable[str] = ()) -> pd.DataFrame:
    """Return the columns that are known before a sale, without those named and those that nobody filled in.

    >>> rows = pd.DataFrame({"employees": [1.0, 2.0], "mrr_now": [5.0, 6.0], "country": ["DE", None]})
    >>> list(known_before_sale(rows, without=("country",)).columns)
    ['employees']
    """
    left_out = set(without)
    kept = [name for name in BEFORE_THE_SALE if name in accounts.columns and name not in left_out]
    return accounts[[name for name in kept if accounts[name].notna().any()]]


def learn_surrogate(known: pd.DataFrame, labels: pd.Series, *, seed: int = SEED) -> Surrogate | None:
    """Learn who belongs where; None with fewer than ten customers, one segment, or no column that varies.

    Args:
        known: Columns known before the sale, numbers or words; blanks are a value of their own.
        labels: Segment of each row, on the same index; rows without one are left out.
        seed: Of folds, tree and draws.
    """
    there = labels.notna()
    ordered, names = _ordered(known[there], labels[there].astype("str"))
    of, (rows, truth) = len(names), _sample(ordered, names)
    features = features_of(rows, least=FEWEST_IN_A_LEAF)
    levels = segment_order(truth)[1:]
    if len(truth) < FEWEST_CUSTOMERS or len(levels) < 2 or not features.names:
        return None
    codes = np.array([levels.index(name) for name in truth], dtype=np.intp)
    told = _out_of_fold(features.values, codes, seed)
    confusion = np.zeros((len(levels), len(levels)))
    np.add.at(confusion, (codes, told), 1)
    draws = int(np.clip(MOST_CELLS_DRAWN // len(levels) ** 2, FEWEST_DRAWS, DRAWS))
    judged = agreement(confusion, seed=seed, draws=draws)
    tree = _tree(seed).fit(features.values, codes)
    text, fields = tree_in_words(tree.tree_, features, levels)
    return Surrogate(
        kappa=judged.kappa, low=judged.low, high=judged.high, recall=_by_segment(judged, levels, confusion),
        rule_text=text, fields=fields, n=len(truth), of=of,
    )  # fmt: skip


def _ordered(known: pd.DataFrame, labels: pd.Series) -> tuple[pd.DataFrame, Sequence[str]]:
    """Return rows and labels sorted by all that is known: rows that are alike may stand in any order."""
    columns = sorted(known.columns)
    keys = known[columns].astype("str").fillna("").assign(**{"": labels.to_numpy()})
    order = keys.reset_index(drop=True).sort_values([*columns, ""], kind="stable").index
    return known[columns].iloc[order].reset_index(drop=True), labels.iloc[order].tolist()


def _sample(rows: pd.DataFrame, labels: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return every k-th customer of each segment where there are too many, at least five of each."""
    names = pd.Series(labels, dtype="str")
    if len(names) <= MOST_CUSTOMERS:
        return rows, names.tolist()
    share = MOST_CUSTOMERS / len(names)
    groups = [np.flatnonzero(names.eq(name)) for name in sorted(names.unique())]
    chosen = [places[_spread_out(len(places), share)] for places in groups]
    kept = np.sort(np.concatenate(chosen))
    return rows.iloc[kept].reset_index(drop=True), names.iloc[kept].tolist()


def _spread_out(n: int, share: float) -> NDArray[np.intp]:
    count = max(min(n, FEWEST_IN_A_LEAF), int(share * n))
    return np.linspace(0, n - 1, count).astype(np.intp)


def _out_of_fold(values: Floats, codes: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    """Return the segment that trees which have not seen a customer give it, chances averaged over the repeats."""
    rng = np.random.default_rng(seed)
    chances = np.zeros((codes.size, int(codes.max()) + 1))
    for _ in range(REPEATS):
        fold = _folds(codes, rng)
        for one in range(FOLDS):
            held = fold == one
            if held.any() and not held.all():
                tree = _tree(seed).fit(values[~held], codes[~held])
                chances[np.ix_(held, tree.classes_)] += tree.predict_proba(values[held])
    return chances.argmax(axis=1)


def _folds(codes: NDArray[np.intp], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return a fold for each row, each segment dealt out evenly."""
    order = rng.permutation(codes.size)
    dealt = order[np.argsort(codes[order], kind="stable")]
    fold = np.empty(codes.size, dtype=np.intp)
    fold[dealt] = np.arange(codes.size) % FOLDS
    return fold


def _tree(seed: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier  # a second to import

    return DecisionTreeClassifier(max_depth=MOST_DEEP, min_samples_leaf=FEWEST_IN_A_LEAF, random_state=seed % 2**31)


def _by_segment(judged: Agreement, levels: Sequence[str], confusion: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "segment": list(levels),
            "recall": judged.recall,
            "precision": judged.precision,
            "low": judged.recall_interval.low,
            "high": judged.recall_interval.high,
            "precision_low": judged.precision_interval.low,
            "precision_high": judged.precision_interval.high,
            "n": confusion.sum(axis=1).astype(int),
            "probability": judged.probability,
        }
    )
