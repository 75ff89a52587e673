"""What the chance to leave may be, given the renewals that were seen: draws from the grid of a posterior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .renewals import Floats, Renewals, ShiftedBetaGeometric, log_likelihood

DRAWS = 300
SEED = 11
CELLS = (48, 24)
CHANCE = (-8.0, 5.0)  # logit of the mean chance to leave at a renewal
ALIKE = (-2.5, 9.0)  # logarithm of alpha + beta: how alike customers are
USUAL_ALIKE, ALIKE_SD = 4.5, 1.5  # alpha + beta of the published example, a year from renewal to renewal (assumption)
UNLIKELY = 1e-7  # of the likeliest cell; beyond it a cell is not looked at closely
ROWS = 64  # customers at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDraws:
    """Parameters that may be true, each as likely as the other."""

    alpha: Floats
    beta: Floats

    @property
    def middle(self) -> ShiftedBetaGeometric:
        """The mean chance, and the mean likeness, in one model."""
        size = float(np.exp(np.log(self.alpha + self.beta).mean()))
        chance = float((self.alpha / (self.alpha + self.beta)).mean())
        return ShiftedBetaGeometric(alpha=size * chance, beta=size * (1 - chance))

    def log_survival(self, last: int) -> Floats:
        """Return ln of the share still there after 0 … last renewals, a row a draw."""
        t = np.arange(last)
        steps = np.log(self.beta[:, None] + t) - np.log((self.alpha + self.beta)[:, None] + t)
        return np.concatenate([np.zeros((len(self.alpha), 1)), np.cumsum(steps, axis=1)], axis=1)

    def months(self, rows: Floats, period: float, discount: Floats) -> Floats:
        """Return discounted months to come, a row a draw and a column a history; see `capped_months`.

        Args:
            rows: Renewals made and months until the next one, a row a history.
            period: Months from one renewal to the next.
            discount: Of each coming month.
        """
        if not len(rows):
            return np.zeros((len(self.alpha), 0))
        middle = np.arange(len(discount)) + 0.5
        passed = np.maximum(0, np.floor((middle - rows[:, 1:]) / period) + 1).astype(np.int64)
        n = rows[:, :1].astype(np.int64)
        table = self.log_survival(int((n + passed).max()))
        parts = [
            np.exp(table[:, n[at] + passed[at]] - table[:, n[at]]) @ discount
            for at in np.array_split(np.arange(len(rows)), 1 + len(rows) // ROWS)
        ]
        return np.concatenate(parts, axis=1)


def renewal_draws(
    seen: Renewals, *, usual: float, weight: float, a_year: float = 1.0, draws: int = DRAWS
) -> RenewalDraws:
    """Return parameters drawn from what histories and a usual chance make likely.

    Args:
        seen: Histories.
        usual: Chance to leave at a renewal elsewhere.
        weight: Renewals that it counts as; 0 where the histories speak alone.
        a_year: Renewals in a year; the more there are, the less one of them tells customers apart.
        draws: How many.

    >>> from .renewals import from_survivors
    >>> found = renewal_draws(from_survivors([1000, 869, 743, 653]), usual=0.1, weight=0.0)
    >>> round(float((found.alpha / (found.alpha + found.beta)).mean()), 2)
    0.14
    """

    def scored(spans: Sequence[tuple[float, float]]) -> tuple[Floats, Floats, Floats]:
        logits, sizes = (np.linspace(*span, cells) for span, cells in zip(spans, CELLS, strict=True))
        score = _scores(seen, logits, sizes, usual=usual, weight=weight)
        return logits, sizes, score - ((sizes - np.log(USUAL_ALIKE * a_year)) / ALIKE_SD) ** 2 / 2

    logits, sizes, score = scored((CHANCE, ALIKE))
    inside = score > score.max() + np.log(UNLIKELY)
    likely = (_span(logits, inside.any(axis=1)), _span(sizes, inside.any(axis=0)))
    logits, sizes, score = scored(likely)  # once more, only where anything is likely
    chance = np.exp(score - score.max()).ravel()
    rng = np.random.default_rng(SEED)
    at = np.searchsorted(np.cumsum(chance) / chance.sum(), (np.arange(draws) + 0.5) / draws)
    row, column = np.unravel_index(np.minimum(at, chance.size - 1), score.shape)
    step = logits[1] - logits[0]
    mean = expit(logits[row] + step * (rng.random(draws) - 0.5))
    size = np.exp(sizes[column] + (sizes[1] - sizes[0]) * (rng.random(draws) - 0.5))
    return RenewalDraws(alpha=size * mean, beta=size * (1 - mean))


def _scores(seen: Renewals, logits: Floats, sizes: Floats, *, usual: float, weight: float) -> Floats:
    found = np.empty((len(logits), len(sizes)))
    for row, logit in enumerate(logits):
        mean = float(expit(logit))
        said = (weight * usual + 0.5) * np.log(mean) + (weight * (1 - usual) + 0.5) * np.log1p(-mean)
        for column, size in enumerate(np.exp(sizes)):
            found[row, column] = said + log_likelihood(seen, mean * size, (1 - mean) * size)
    return found


def _span(axis: Floats, inside: np.ndarray) -> tuple[float, float]:
    step, kept = axis[1] - axis[0], axis[inside]
    return float(kept[0] - step), float(kept[-1] + step)
