"""Of many comparisons shown at once, which may be claimed? Benjamini and Hochberg's rule.

Source: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHARE = 0.10  # of the claims that may be false alarms (assumption)


def claimed(p_values: ArrayLike, *, share: float = SHARE) -> NDArray[np.bool_]:
    """Return which comparisons may be claimed, so that of such claims at most a share is false on average.

    >>> claimed([0.02, 0.9, 0.06, 0.5]), claimed([0.04, 0.9, 0.06, 0.5])
    (array([ True, False, False, False]), array([False, False, False, False]))
    """
    chances = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(chances, kind="stable")
    limits = share * np.arange(1, chances.size + 1) / max(chances.size, 1)
    passed = np.flatnonzero(chances[order] <= limits)
    made = np.zeros(chances.size, dtype=np.bool_)
    made[order[: passed[-1] + 1 if passed.size else 0]] = True
    return made
