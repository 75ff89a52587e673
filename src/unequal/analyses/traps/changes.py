"""The smallest change of each lever that clears a trap, and the smallest of these."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import pandas as pd

FIELDS = ("lever", "now", "needed", "unit", "times", "beside")
STEPS = 80
FARTHEST = 1e6  # times


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One lever.

    Attributes:
        lever: Key of its words.
        now, needed: In `unit`; `needed` is nan where no value of it is enough.
        unit: As a finding's.
        times: How many times as much, or as little, it must become; nan where nothing helps.
        beside: A second figure that its sentence needs; nan where it needs none.
    """

    lever: str
    now: float
    needed: float
    unit: str
    times: float
    beside: float = math.nan

    @property
    def helps(self) -> bool:
        """Whether any value of it is enough."""
        return math.isfinite(self.needed) and math.isfinite(self.times)


def change(lever: str, now: float, needed: float, unit: str, *, beside: float = math.nan) -> Change:
    """Return a lever with how many times it must change, up or down.

    >>> change("price", 60.0, 180.0, "money").times, change("hours", 1.5, 0.5, "hours").times
    (3.0, 3.0)
    """
    bad = math.isnan(now) or math.isnan(needed) or not (now > 0 and needed > 0)
    times = math.nan if bad else max(needed / now, now / needed)
    return Change(lever=lever, now=now, needed=needed, unit=unit, times=times, beside=beside)


def smallest(changes: Iterable[Change]) -> Change | None:
    """Return the lever that must change by the smallest factor; None where none helps."""
    able = [one for one in changes if one.helps]
    return min(able, key=lambda one: one.times) if able else None


def upward(clears: Callable[[float], bool], now: float) -> float:
    """Return the smallest value from `now` up that clears; nan where a million times as much does not.

    >>> round(upward(lambda price: price >= 215.5, 60.0), 1)
    215.5
    """
    if not now > 0 or not clears(now * FARTHEST):
        return math.nan
    return _between(clears, now, now * FARTHEST)


def downward(clears: Callable[[float], bool], now: float) -> float:
    """Return the largest value from `now` down that clears; nan where even nothing does not.

    >>> round(downward(lambda hours: hours <= 0.25, 1.5), 2)
    0.25
    """
    if not now > 0 or not clears(0.0):
        return math.nan
    return _between(clears, now, 0.0)


def _between(clears: Callable[[float], bool], bad: float, good: float) -> float:
    if clears(bad):
        return bad
    for _ in range(STEPS):
        # far apart the middle is sought by factors, so that a value near `now` is found as sharply as a far one
        middle = math.sqrt(bad * good) if min(bad, good) > 0 else (bad + good) / 2
        bad, good = (bad, middle) if clears(middle) else (middle, good)
    return good


def as_frame(changes: Iterable[Change]) -> pd.DataFrame:
    """Return changes as rows."""
    return pd.DataFrame([asdict(one) for one in changes], columns=list(FIELDS))
