"""A sign of a trap: a value against its threshold, and whether it is past it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

import pandas as pd
from scipy.special import ndtr, ndtri

LIKELY, UNLIKELY = 0.80, 0.20  # a claim counts as true from the first, as false to the second (assumption)
LEVEL = 0.90
FIELDS = ("sign", "value", "low", "high", "unit", "threshold", "source", "grade", "n", "state")


class State(StrEnum):
    """Whether a sign is there."""

    MET = "met"
    NOT_MET = "not met"
    CANNOT_TELL = "cannot tell"
    SHOWN = "shown"  # decides nothing by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign.

    Attributes:
        sign: Its code, such as ``G1``; key of its words.
        value, low, high: nan where it is not known, or has no interval.
        unit: As a finding's.
        threshold: Where it turns; nan for what decides nothing by itself.
        source: Tables that it comes from.
        grade: Worst among its inputs.
        n: Rows behind it, 0 where there are none.
        state: Whether it is there.
    """

    sign: str
    value: float
    unit: str
    threshold: float = math.nan
    low: float = math.nan
    high: float = math.nan
    source: str = ""
    grade: str = "E5"
    n: int = 0
    state: State = State.SHOWN

    @property
    def is_met(self) -> bool:
        """Whether it is there for sure enough."""
        return self.state is State.MET


def beyond(value: float, threshold: float, *, low: float = math.nan, high: float = math.nan) -> State:
    """Return whether a value is above its threshold, as sure as a claim must be where there is an interval.

    Without an interval the value alone decides. With one, the half of it that points to the threshold is taken for
    that of a normal law, and the claim must be 80 % sure.

    >>> str(beyond(0.31, 0.30)), str(beyond(0.30, 0.30))
    ('met', 'not met')
    >>> str(beyond(0.31, 0.30, low=0.20, high=0.42))
    'cannot tell'
    """
    if math.isnan(value) or math.isnan(threshold):
        return State.CANNOT_TELL
    half = value - low if value > threshold else high - value
    if math.isnan(half) or half <= 0 or not math.isfinite(half):
        return State.MET if value > threshold else State.NOT_MET
    return of_claim(float(ndtr((value - threshold) / (half / ndtri((1 + LEVEL) / 2)))))


def of_claim(probability: float) -> State:
    """Return what a probability makes of a claim.

    >>> str(of_claim(0.80)), str(of_claim(0.79)), str(of_claim(0.20))
    ('met', 'cannot tell', 'not met')
    """
    if math.isnan(probability):
        return State.CANNOT_TELL
    if probability >= LIKELY - 1e-12:
        return State.MET
    return State.NOT_MET if probability <= UNLIKELY + 1e-12 else State.CANNOT_TELL


def either(*states: State) -> State:
    """Return the state of a sign that any of several shows.

    >>> str(either(State.NOT_MET, State.CANNOT_TELL)), str(either(State.CANNOT_TELL, State.MET))
    ('cannot tell', 'met')
    """
    if State.MET in states:
        return State.MET
    return State.CANNOT_TELL if State.CANNOT_TELL in states else State.NOT_MET


def as_frame(signs: Iterable[Sign]) -> pd.DataFrame:
    """Return signs as rows."""
    return pd.DataFrame([{**asdict(one), "state": str(one.state)} for one in signs], columns=list(FIELDS))
