"""Do segments differ in how many deals they win by each time? Gray's test.

The log-rank test would compare the pace of wins among deals still open, and so mix up two segments that win alike but
lose at a different pace. Gray's test compares the cumulative incidence itself: it is a log-rank test in which a lost
deal stays at risk, weighed by how likely it would still be watched. With R_g deals so at risk in group g,

    R_g(t) = n_g(t) (1 - F_g(t-)) / S_g(t-),        observed wins against  sum over t of  R_g(t) d(t) / R(t).

n_g already leaves out deals not yet in view, so late entry is respected. The variance follows the wins and losses of
each group through R_g to the counts (the martingale form of the Aalen-Johansen error), with the wins expected when
there is no difference and the losses as observed.

A large p-value says that no difference is seen; it never says that there is none.

Source: R. J. Gray, Annals of Statistics 16 (1988) 1141, with rho = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .group_test import GroupTest, endings_at, group_test
from .spells import LOST, WON, Floats, Spells, risk_table


@dataclass(frozen=True, slots=True)
class _Paths:
    """One row a group, one column a distinct time of any ending in any group; shares are those just before it."""

    at_risk: Floats
    own: Floats
    other: Floats
    still_open: Floats
    by_own: Floats
    by_other: Floats


def gray_test(groups: Sequence[Spells], *, cause: int = WON) -> GroupTest:
    """Test whether groups differ in the share ended by a cause over time; any number of groups, exact ties, late entry.

    Under late entry the comparison starts where the curves of all groups can start. Groups that nothing can be told
    about are left out of the degrees of freedom. Below about 5 wins a group the p-value is rough.

    >>> from unequal.stats.spells import spells
    >>> quick, slow = spells([1, 2, 3, 4, 9], [1, 1, 2, 1, 0]), spells([5, 6, 7, 8, 9], [1, 2, 1, 2, 0])
    >>> answer = gray_test([quick, slow])
    >>> answer.observed, round(answer.p_value, 2)
    (array([3., 2.]), 0.34)
    """
    start = max((risk_table(group).starts_at for group in groups), default=0.0)
    if start > 0:
        groups = [group.beyond(start) for group in groups]
    paths = _paths(groups, cause)
    weighed = _over(paths.at_risk * (1 - paths.by_own), paths.still_open)
    total = weighed.sum(axis=0)
    wins = paths.own.sum(axis=0)
    hazard = _over(wins, total)
    return group_test(paths.own.sum(axis=1), (weighed * hazard).sum(axis=1), _covariance(paths, weighed, wins))


def _paths(groups: Sequence[Spells], cause: int) -> _Paths:
    times = np.unique(np.concatenate([group.duration[group.event > 0] for group in groups] or [np.empty(0)]))
    other_cause = LOST if cause == WON else WON
    at_risk = np.array([group.at_risk(times) for group in groups]).reshape(len(groups), times.size)
    own, other = (
        np.array([endings_at(group.duration[group.event == kind], times) for group in groups]).reshape(at_risk.shape)
        for kind in (cause, other_cause)
    )
    still_open = _before(np.cumprod(1 - _over(own + other, at_risk), axis=1, dtype=np.float64), 1.0)
    by_own = _before(np.cumsum(still_open * _over(own, at_risk), axis=1), 0.0)
    by_other = _before(np.cumsum(still_open * _over(other, at_risk), axis=1), 0.0)
    return _Paths(at_risk, own, other, still_open, by_own, by_other)


def _covariance(paths: _Paths, weighed: Floats, wins: Floats) -> Floats:
    """Return the covariance of observed minus expected wins between groups, when there is no difference.

    For group g, an ending in group h at time u counts `direct` at once (cause only), and `later` through the weights of
    h at all later times.
    """
    total = weighed.sum(axis=0)
    hazard = _over(wins, total)
    not_won: Floats = np.cumprod(1 - hazard, dtype=np.float64)
    ties = np.where(total > 1, _over(total - wins, total - 1), 1.0)
    expected_wins = weighed * hazard * np.maximum(ties, 0.0)
    losses = paths.other * _over(paths.at_risk - paths.other, paths.at_risk - 1)
    share = _over(weighed, np.broadcast_to(total, weighed.shape))
    answer = np.zeros((weighed.shape[0],) * 2)
    for h in range(weighed.shape[0]):
        direct = -share.copy()
        direct[h] += 1.0
        step = direct * _over(paths.at_risk[h], paths.still_open[h]) * hazard
        later = step[:, ::-1].cumsum(axis=1)[:, ::-1] - step
        from_win = direct - later * _over(paths.by_other[h], paths.at_risk[h])
        from_loss = -later * _over(not_won, paths.at_risk[h])
        answer += (from_win * expected_wins[h]) @ from_win.T + (from_loss * losses[h]) @ from_loss.T
    return answer


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros(np.shape(top)), where=bottom > 0)


def _before(values: Floats, first: float) -> Floats:
    return np.concatenate((np.full((values.shape[0], 1), first), values), axis=1)[:, :-1]
