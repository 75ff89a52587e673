"""Which single thing, once it were known, would most likely change a verdict, and which of them costs the fewest hours.

A simpler measure than the expected value of partial perfect information, which asks what each decision is worth in
money: here a thing counts by the chance that knowing it turns the verdict. One thing at a time, all else as believed
now; knowing is taken as perfect, so each chance is the most that asking can bring. Per hour of asking, the best of
them is the cheapest.

Source: G. Hazen and J. Felli, value of information in sensitivity analysis, Medical Decision Making 18 (1998) 95-109,
for one input at a time; the chance of a turn in place of the money is an assumption of this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from .typed_figures import SPREAD
from .win_model import Floats

DIGITS = 12  # so that the order in which shares are added decides nothing
POINTS = 5  # values that stand for a law
WORTH_ASKING = 0.05  # chance of a turn; below it nobody should be sent out to ask (assumption)
COLUMNS = ("name", "turns", "into", "hours", "per_hour")
NO_ANSWER = "cannot tell"  # to know more and be able to tell less is no reason to ask
NOTHING = pd.DataFrame(columns=list(COLUMNS)).astype(
    {"name": "str", "turns": "float64", "into": "str", "hours": "float64", "per_hour": "float64"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that is believed and not known.

    Attributes:
        name: What it is; key of its words.
        hours: What it takes to find out.
        verdicts: What the verdict would be, if it were known to be one thing or another.
        weights: How likely each is; equal unless said.
    """

    name: str
    hours: float
    verdicts: tuple[str, ...]
    weights: tuple[float, ...] = ()


def values_of(now: float, grade: str, points: int = POINTS) -> Floats:
    """Return equally likely values of something believed, wide as its grade says.

    >>> values_of(6.0, "E4", 3).round(1)
    array([4.1, 6. , 8.8])
    """
    middles = (np.arange(points) + 0.5) / points
    return now * np.exp(SPREAD[grade] * ndtri(middles))


def worth_knowing(verdict: str, unknowns: Iterable[Unknown]) -> pd.DataFrame:
    """Return what would change a verdict, the cheapest first.

    Args:
        verdict: As it stands.
        unknowns: What is not known.

    Returns:
        name, turns (chance that the verdict changes to another answer), into (the answer that it most likely changes
        to), hours, per_hour (chance of a turn for each hour); only what turns it with at least `WORTH_ASKING`.

    >>> asked = Unknown(name="raise", hours=2, verdicts=("go", "stop", "stop", "stop"))
    >>> worth_knowing("stop", [asked])[["name", "turns", "into", "hours"]].values.tolist()
    [['raise', 0.25, 'go', 2.0]]
    """
    rows = [row for one in unknowns if (row := _row(verdict, one)) is not None]
    found = pd.DataFrame(rows, columns=list(COLUMNS)).astype(NOTHING.dtypes.to_dict())
    return found.sort_values(["per_hour", "name"], ascending=[False, True], ignore_index=True)


def _row(verdict: str, one: Unknown) -> tuple[str, float, str, float, float] | None:
    weights = np.asarray(one.weights or np.ones(len(one.verdicts)), dtype=np.float64)
    if not weights.size or weights.sum() <= 0:
        return None
    shares: dict[str, float] = {}
    for found, weight in zip(one.verdicts, weights / weights.sum(), strict=True):
        if found not in (verdict, NO_ANSWER):
            shares[found] = shares.get(found, 0.0) + float(weight)
    turns = round(sum(shares.values()), DIGITS)
    if turns < WORTH_ASKING:
        return None
    into = max(sorted(shares), key=lambda one: round(shares[one], DIGITS))
    return one.name, turns, into, one.hours, turns / one.hours
