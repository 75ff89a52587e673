"""Whether a grouping would be the same with other customers, with other cuts, a year earlier.

Three questions, one function each. Clusters are drawn again (`jaccard`); bands are cut elsewhere
(`kept_when_cuts_move`), since drawing again never moves a typed cut; and any scheme whose fields have dates is laid on
the customers of a year ago (`changed_over_time`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .protocol import Known, Rule, Scheme

Floats = NDArray[np.float64]
Groups = NDArray[np.intp]

RESAMPLES = 100  # at most; Hennig (2007) and fpc's clusterboot draw as many
MOST_DRAWN = 500  # of more customers a resample draws this many, so that time does not grow with them
DISSOLVED, RECOVERED = 0.5, 0.75  # mean Jaccard of a cluster, fpc's defaults
NOBODY = -1  # group of a customer whom the scheme cannot place
UNDATED = ("customers.", "survey.", "coverage.")  # these tables tell one state, not how it was a year ago


@runtime_checkable
class DrawsItself(Protocol):
    """A scheme that measures its own survival, since it can reuse what it learned with."""

    def jaccard(self, known: Known, *, seed: int, resamples: int) -> pd.Series:
        """Return the mean best Jaccard by segment."""
        ...


@runtime_checkable
class Moves(Protocol):
    """A rule with cuts."""

    def moved(self, factor: float) -> Rule:
        """Return the rule with every cut times the factor."""
        ...


def jaccard(scheme: Scheme, known: Known, *, seed: int, resamples: int = RESAMPLES) -> pd.Series:
    """Return how well each segment survives when customers are drawn again and the scheme learns anew (Hennig 2007).

    For each segment: the best Jaccard overlap with any segment learned from the distinct customers of a resample,
    averaged over resamples. Below 0.5 it is dissolved, above 0.75 recovered.

    Args:
        scheme: The scheme.
        known: What it learns from; customers are drawn, the rest stays.
        seed: Seed of the draws.
        resamples: At most 100.

    Returns:
        Index segment, values 0 to 1; empty where the scheme has nothing to go by. Rules with typed cuts get 1.
    """
    draws = min(resamples, RESAMPLES)
    if isinstance(scheme, DrawsItself):
        return scheme.jaccard(known, seed=seed, resamples=draws)
    rule = scheme.learn(known, None)
    if rule is None:
        return named_by_segment((), np.zeros(0))
    customers = known.customers.sort_values("customer_id", kind="stable")
    groups, names = _groups(rule.assign(customers))

    def again(members: Groups) -> Groups:
        rows = customers.iloc[members]
        learned = scheme.learn(replace(known, customers=rows), None)
        return np.full(len(rows), NOBODY) if learned is None else _groups(learned.assign(rows))[0]

    return named_by_segment(names, survival(groups, again, seed=seed, resamples=draws))


def survival(groups: Groups, again: Callable[[Groups], Groups], *, seed: int, resamples: int) -> Floats:
    """Return for each group the mean over resamples of its best Jaccard overlap; nan where it was never drawn.

    Args:
        groups: Group of each member, 0 upwards, -1 for none.
        again: Groups anew the distinct members drawn, given by position, ascending.
        seed: Seed of the draws.
        resamples: How many.

    >>> survival(np.array([0, 0, 1, 1]), lambda members: members // 2, seed=1, resamples=10)
    array([1., 1.])
    """
    rng = np.random.default_rng(seed)
    count = int(groups.max(initial=NOBODY)) + 1
    found = np.full((resamples, count), np.nan)
    for row in range(resamples):
        members = drawn(groups.size, rng)
        found[row] = best_overlaps(groups[members], again(members), count)
    return mean_of_drawn(found)


def drawn(size: int, rng: np.random.Generator) -> Groups:
    """Return the distinct members of a resample, ascending."""
    return np.unique(rng.integers(0, size, min(size, MOST_DRAWN)))


def mean_of_drawn(found: Floats) -> Floats:
    """Return the mean over resamples (rows) of each group; nan where it was never drawn."""
    was_drawn = ~np.isnan(found)
    total = np.where(was_drawn, found, 0.0).sum(axis=0)
    return np.divide(total, was_drawn.sum(axis=0), out=np.full(found.shape[1], np.nan), where=was_drawn.any(axis=0))


def best_overlaps(before: Groups, after: Groups, count: int) -> Floats:
    """Return for each of `count` groups its largest Jaccard overlap with a group made anew; nan without a member.

    >>> best_overlaps(np.array([0, 0, 0, 1]), np.array([5, 5, 2, 2]), 2)
    array([0.66666667, 0.5       ])
    """
    others = int(after.max(initial=NOBODY)) + 1
    pairs = (before >= 0) & (after >= 0)
    both = np.bincount(before[pairs] * max(others, 1) + after[pairs], minlength=count * max(others, 1))
    both = both.reshape(count, max(others, 1)).astype(np.float64)
    mine = np.bincount(before[before >= 0], minlength=count)[:, None]
    theirs = np.bincount(after[after >= 0], minlength=max(others, 1))[None, :]
    overlap = both / np.maximum(mine + theirs - both, 1.0)
    return np.where(mine[:, 0] > 0, overlap.max(axis=1), np.nan)


def kept_when_cuts_move(rule: Rule, accounts: pd.DataFrame, by: float = 0.10) -> float:
    """Return the share of placed accounts that keep their segment, whether every cut moves up or down.

    Args:
        rule: A rule already learned.
        accounts: Customers or prospects.
        by: How far each cut moves, as a share of it.

    Returns:
        0 to 1; nan where the rule has no cuts or places nobody.
    """
    if not isinstance(rule, Moves):
        return float("nan")
    placed = rule.assign(accounts)
    kept = [rule.moved(factor).assign(accounts).eq(placed) for factor in (1 - by, 1 + by)]
    return float((kept[0] & kept[1])[placed.notna()].mean()) if placed.notna().any() else float("nan")


def changed_over_time(scheme: Scheme, before: Known, now: Known, cuts: Mapping[str, float] | None = None) -> float:
    """Return the share of customers whom today's rule places elsewhere than it would have placed them then.

    Args:
        scheme: The scheme; it learns from `now` alone.
        before: The customers as they were known, such as 12 months ago.
        now: The customers as they are known.
        cuts: Lower bounds by segment, where the scheme takes them.

    Returns:
        0 to 1; nan where nobody is placed at both times, and where all that the scheme uses stands in tables without
        dates, such as the customers table: nothing could be seen to change.
    """
    rule = scheme.learn(now, cuts)
    undated = bool(scheme.fields_used) and all(field.startswith(UNDATED) for field in scheme.fields_used)
    if rule is None or undated or before.customers.empty or now.customers.empty:
        return float("nan")
    then, today = (_by_id(rule, known.customers) for known in (before, now))
    both = then.index.intersection(today.index)
    return float((then.loc[both] != today.loc[both]).mean()) if len(both) else float("nan")


def named_by_segment(names: tuple[str, ...], values: Floats) -> pd.Series:
    """Return the values by segment."""
    return pd.Series(values, index=pd.Index(list(names), name="segment", dtype="str"), name="jaccard", dtype="float64")


def _groups(labels: pd.Series) -> tuple[Groups, tuple[str, ...]]:
    codes, names = pd.factorize(labels, sort=True)
    return np.asarray(codes, dtype=np.intp), tuple(str(name) for name in names)


def _by_id(rule: Rule, customers: pd.DataFrame) -> pd.Series:
    placed = rule.assign(customers).set_axis(pd.Index(customers["customer_id"], dtype="str"))
    return placed.dropna()
