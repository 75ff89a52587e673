"""Five marks of a scheme that can be acted upon; each 1 or 0, and no sum of them.

They restate the criteria of textbooks: measurable, accessible, differentiable, actionable, substantial (P. Kotler).
A mark is given where every segment has it; "other" and "unknown" are no segments that anybody acts upon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from unequal.segments.order import OTHER, UNKNOWN

OBSERVABLE, REACHABLE, TREATED, OWNED, SUBSTANTIAL = "observable", "reachable", "treated", "owned", "substantial"
MARKS = (OBSERVABLE, REACHABLE, TREATED, OWNED, SUBSTANTIAL)
FEWEST_CUSTOMERS, LEAST_REVENUE = 5, 0.05  # of a segment that is worth an effort of its own (assumption)
NO_SEGMENTS = (OTHER, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the customers and of what is done for them.

    Attributes:
        revenue: Money of each customer, nan where not known.
        channels: Whether it is known where each customer came from.
        owners: Whether somebody is known to have sold to each customer.
        treatments: What is done for a segment, by its name: required hours, a motion.
    """

    revenue: pd.Series
    channels: pd.Series
    owners: pd.Series
    treatments: Mapping[str, Any] = field(default_factory=dict[str, Any])


def marks_of(labels: pd.Series, known: Known, *, observable: bool) -> dict[str, bool]:
    """Return the five marks of one scheme.

    Args:
        labels: Segment of each customer.
        known: What is known of them, by the same index.
        observable: Whether the scheme's fields are known before a sale.
    """
    named = labels[~labels.isin(NO_SEGMENTS)]
    codes, segments = pd.factorize(named, sort=True)
    if not len(segments):
        return dict.fromkeys(MARKS, False)
    told = [known.treatments.get(str(name)) for name in segments]
    apart = len(segments) == 1 or any(one != told[0] for one in told)
    sizes, money, channels, owners = (
        np.bincount(codes, None if one is None else one.loc[named.index].to_numpy(dtype=np.float64))
        for one in (None, known.revenue, known.channels, known.owners)
    )
    heavy = money >= LEAST_REVENUE * known.revenue.sum()
    return {
        OBSERVABLE: observable,
        REACHABLE: bool((channels > 0).all()),
        TREATED: all(one is not None for one in told) and apart,
        OWNED: bool((owners > 0).all()),
        SUBSTANTIAL: bool((sizes >= FEWEST_CUSTOMERS).all() and heavy.all()),
    }
