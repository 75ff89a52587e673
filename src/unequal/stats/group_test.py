"""The answer to "do these groups differ?", from observed and expected counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from .spells import Floats

NEGLIGIBLE = 1e-9  # a variance this small beside the largest is none


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTest:
    """Answer to "do these groups differ?".

    Attributes:
        statistic: Chi-squared under no difference; nan when nothing can be compared.
        df: Degrees of freedom, the number of groups compared minus 1.
        p_value: Probability of so large a statistic when there is no difference; nan when nothing can be compared.
        observed: Endings of the kind compared, in each group given.
        expected: The same, expected when there is no difference.
    """

    statistic: float
    df: int
    p_value: float
    observed: Floats
    expected: Floats


def endings_at(durations: Floats, times: Floats) -> Floats:
    """Return how many durations equal each of the ascending times, all of which occur among the times."""
    return np.bincount(np.searchsorted(times, durations), minlength=times.size).astype(np.float64)


def group_test(observed: Floats, expected: Floats, covariance: Floats) -> GroupTest:
    """Return the chi-squared test of observed against expected counts whose differences sum to 0."""
    spread = np.diag(covariance)
    compared = np.flatnonzero(spread > NEGLIGIBLE * max(float(spread.max(initial=0.0)), NEGLIGIBLE))
    df = max(compared.size - 1, 0)
    if df == 0:
        nothing = float("nan")
        return GroupTest(statistic=nothing, df=0, p_value=nothing, observed=observed, expected=expected)
    kept = compared[:-1]
    gap = (observed - expected)[kept]
    statistic = float(gap @ np.linalg.solve(covariance[np.ix_(kept, kept)], gap))
    return GroupTest(
        statistic=statistic, df=df, p_value=float(chdtrc(df, statistic)), observed=observed, expected=expected
    )
