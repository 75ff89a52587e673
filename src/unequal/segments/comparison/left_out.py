"""How well the others of its group foretell each customer, with that customer left out.

With group g of n customers, a customer's own mean is that of the n - 1 others, so its error is its distance from the
group's mean times n / (n - 1): no model is fitted twice. A customer alone in its group is foretold by all others. The
share explained is 1 - errors squared / errors squared of treating all alike, and below zero where the groups mislead.
Weights count a customer more than once; with equal weights it is the plain case.

Source: leave-one-out residuals of a linear model, D. Allen, Technometrics 16 (1974) 125.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .grouping import Codes, Floats

ALONE = 1e-12  # share of all weight below which nothing is left of a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Squared errors of each customer; 0 in both for who is left out of the scheme.

    Attributes:
        own: With the mean of the others of its group.
        null: With the mean of all others.
    """

    own: Floats
    null: Floats

    @property
    def r2(self) -> float:
        """Share explained; nan where all customers are alike."""
        total = float(self.null.sum())
        return 1 - float(self.own.sum()) / total if total > 0 else float("nan")


def left_out(values: Floats, codes: Codes, weights: Floats | None = None) -> Errors:
    """Return each customer's squared errors.

    Args:
        values: The target, one a customer, no nan.
        codes: Group of each customer, -1 for who is left out.
        weights: How much each counts; 1 each where not given.

    >>> left_out(np.array([0.0, 2.0, 8.0, 10.0]), np.array([0, 0, 1, 1])).r2.__round__(3)
    0.868
    """
    weight = np.where(codes >= 0, 1.0 if weights is None else weights, 0.0)
    place = np.where(codes >= 0, codes, 0)
    centred = values - np.average(values, weights=weight) if weight.sum() > 0 else values
    of_group, sum_of_group = (np.bincount(place, each) for each in (weight, weight * centred))
    of_all, sum_of_all = of_group.sum(), sum_of_group.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        all_others = (sum_of_all - weight * centred) / (of_all - weight)
        rest = of_group[place] - weight
        others = np.where(rest > ALONE * of_all, (sum_of_group[place] - weight * centred) / rest, all_others)
    return Errors(own=_squared(centred - others, weight), null=_squared(centred - all_others, weight))


def eta_squared(values: Floats, codes: Codes, weights: Floats | None = None) -> float:
    """Return the share that the groups explain of the very customers they were made of: optimistic.

    >>> eta_squared(np.array([0.0, 2.0, 8.0, 10.0]), np.array([0, 0, 1, 1])).__round__(3)
    0.941
    """
    kept = codes >= 0
    value, place = values[kept], codes[kept]
    weight = np.ones(value.size) if weights is None else weights[kept]
    if weight.sum() <= 0:
        return float("nan")
    of_group = np.bincount(place, weight)
    if np.count_nonzero(of_group) < 2:
        return 0.0 if np.ptp(value) > 0 else float("nan")  # exactly, whatever the sums are rounded to
    means = np.bincount(place, weight * value) / np.where(of_group > 0, of_group, 1.0)
    within = float((weight * (value - means[place]) ** 2).sum())
    total = float((weight * (value - np.average(value, weights=weight)) ** 2).sum())
    return 1 - within / total if total > 0 else float("nan")


def _squared(errors: Floats, weight: Floats) -> Floats:
    return np.where(weight > 0, weight * errors**2, 0.0)
