"""Five marks of a scheme that can be acted upon; each 1 or 0, and no sum of them.

They restate the criteria of textbooks: measurable, accessible, differentiable, actionable, substantial (P. Kotler).
A mark is given where every segment has it; "other" and "unknown" are no segments that anybody acts upon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
    segments = sorted({str(name) for name in named})
    if not segments:
        return dict.fromkeys(MARKS, False)
    by = named.to_numpy()
    rows = named.index
    told = [known.treatments.get(name) for name in segments]
    apart = len(segments) == 1 or any(one != told[0] for one in told)
    sizes, money = named.groupby(by).size(), known.revenue.loc[rows].groupby(by).sum()
    heavy = money >= LEAST_REVENUE * known.revenue.sum()
    return {
        OBSERVABLE: observable,
        REACHABLE: bool(known.channels.loc[rows].groupby(by).any().all()),
        TREATED: all(one is not None for one in told) and apart,
        OWNED: bool(known.owners.loc[rows].groupby(by).any().all()),
        SUBSTANTIAL: bool((sizes >= FEWEST_CUSTOMERS).all() and heavy.all()),
    }
