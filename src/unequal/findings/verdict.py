"""The four verdicts, and the way from a probability to one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a reader is told to do; `CANNOT_TELL` is an answer, not a failure."""

    GO = "go"
    CAUTION = "caution"
    STOP = "stop"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Probabilities at which a verdict turns.

    Attributes:
        go: From here an event is likely enough to plan on. 0.80: a founder survives being wrong one time in five on a
            choice that can be undone (assumption).
        stop: Below here it is too unlikely to plan on (assumption, the mirror of `go`).
    """

    go: float = 0.80
    stop: float = 0.20


def verdict_of_event(
    probability: float, *, low: float = math.nan, high: float = math.nan, thresholds: Thresholds | None = None
) -> Verdict:
    """Judge the probability of an event (wins by a date, cash lasts).

    Args:
        probability: Point, 0 to 1; nan is `cannot tell`.
        low: Lower end of its 90 % band, nan when there is none.
        high: Upper end of its 90 % band, nan when there is none.
        thresholds: Where the verdict turns.

    >>> verdict_of_event(0.8), verdict_of_event(0.79), verdict_of_event(0.19)
    (<Verdict.GO: 'go'>, <Verdict.CAUTION: 'caution'>, <Verdict.STOP: 'stop'>)
    >>> verdict_of_event(0.5, low=0.1, high=0.9)
    <Verdict.CANNOT_TELL: 'cannot tell'>
    """
    turns = thresholds or Thresholds()
    if math.isnan(probability) or (low < turns.stop and high >= turns.go):
        return Verdict.CANNOT_TELL
    if probability >= turns.go:
        return Verdict.GO
    return Verdict.STOP if probability < turns.stop else Verdict.CAUTION


def verdict_of_claim(probability: float, *, thresholds: Thresholds | None = None) -> Verdict:
    """Judge the probability that a claim is true (margin falls, growth is positive).

    >>> verdict_of_claim(0.8), verdict_of_claim(0.2), verdict_of_claim(0.5)
    (<Verdict.GO: 'go'>, <Verdict.STOP: 'stop'>, <Verdict.CANNOT_TELL: 'cannot tell'>)
    """
    turns = thresholds or Thresholds()
    if probability >= turns.go:
        return Verdict.GO
    if probability <= turns.stop:
        return Verdict.STOP
    return Verdict.CANNOT_TELL
