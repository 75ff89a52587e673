"""What a chance of enough wins by a date means: the same for the plan, for a turned plan, and for other beliefs."""

from __future__ import annotations

from unequal.findings import Grade, Thresholds, Verdict, verdict_of_event


def verdict_at(
    months: float, chance: tuple[float, float, float], *, enough: float, hopeless: float, weak: bool
) -> Verdict:
    """Return the verdict on a chance, with its band, of enough wins within so many months.

    Args:
        months: Until the decision date; 0 or below: it has passed.
        chance: Point, and the ends of its 90 % band.
        enough: From here on an event is likely enough to plan on.
        hopeless: Below here it is too unlikely.
        weak: Whether the evidence can never carry a `go`.

    >>> str(verdict_at(4, (0.9, 0.7, 1.0), enough=0.8, hopeless=0.2, weak=True))
    'caution'
    """
    if months <= 0:
        return Verdict.STOP
    found = verdict_of_event(chance[0], low=chance[1], high=chance[2], thresholds=Thresholds(go=enough, stop=hopeless))
    return Verdict.CAUTION if found is Verdict.GO and weak else found


def is_weak(grade: str, *, churn_assumed: bool) -> bool:
    """Return whether the evidence of wins, or of receipts, can never carry a `go`."""
    return Grade(grade).is_weak or churn_assumed
