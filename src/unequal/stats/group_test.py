"""The answer to "do these groups differ?", from observed and expected counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from .spells import Floats

NEGLIGIBLE = 1e-9  # a variance this small, or this small beside the largest, is none


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTest:
    """Answer to "do these groups differ?".

    Attributes:
        statistic: Chi-squared under no difference; nan when nothing can be compared.
        df: Degrees of freedom, as a rule the number of groups that can be compared minus 1.
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
    """Return the chi-squared test of observed against expected counts.

    The differences sum to 0 over all groups, or over each set of groups watched at the same time; the degrees of
    freedom are what is left free.

    >>> answer = group_test(np.array([3.0, 1.0]), np.array([2.0, 2.0]), np.array([[1.0, -1.0], [-1.0, 1.0]]))
    >>> round(answer.statistic, 9), answer.df
    (1.0, 1)
    """
    size, direction = np.linalg.eigh(covariance)
    free = size > NEGLIGIBLE * max(float(size.max(initial=0.0)), 1.0)
    gap = (observed - expected) @ direction[:, free]
    df = int(np.count_nonzero(free))
    statistic = float((gap**2 / size[free]).sum()) if df else float("nan")
    return GroupTest(
        statistic=statistic,
        df=df,
        p_value=float(chdtrc(df, statistic)) if df else float("nan"),
        observed=observed,
        expected=expected,
    )
