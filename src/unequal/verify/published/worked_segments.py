"""Twelve customers grouped by size and by the experience they need, and what each grouping foretells."""

from __future__ import annotations

import numpy as np

from unequal.segments.comparison import adjusted_rand, eta_squared, left_out
from unequal.verify.figures import Figure, Published, published

SIZE = np.repeat([2, 1, 0], 4)
EXPERIENCE = np.array([3, 1, 3, 1, 2, 1, 3, 2, 1, 1, 2, 3]) - 1
PRICE = np.array([60, 62, 75, 58, 24, 22, 25, 21, 6, 5, 7, 6.0])  # thousands a year
COST = np.array([38, 12, 47, 11, 12, 5, 22, 11, 2, 1.5, 5.5, 9])
TARGETS = {  # target, explained by size, by experience
    "margin": ((PRICE - COST) / PRICE, "-0.29447", "0.43798"),
    "contribution": (PRICE - COST, "0.68876", "-0.12920"),
    "cost to serve": (COST, "0.20387", "0.34904"),
}


def reproduce() -> Published:
    """Return the share explained of customers left out, beside the share explained of the very customers."""
    margin = TARGETS["margin"][0]
    return Published(
        code="WS",
        title="Groupings compared: twelve customers by size and by the experience they need",
        source="worked example; leave-one-out as in Allen, Technometrics 16 (1974) 125-127; "
        "Hubert and Arabie, Journal of Classification 2 (1985) 193-218",
        figures=(
            *(figure for name in TARGETS for figure in _explained(name)),
            published("explained of the very customers, margin by size", "0.133", eta_squared(margin, SIZE)),
            published(
                "explained of the very customers, margin by experience", "0.631", eta_squared(margin, EXPERIENCE)
            ),
            published("adjusted Rand index of the two groupings", "-0.089", adjusted_rand(SIZE, EXPERIENCE)),
        ),
    )


def _explained(name: str) -> tuple[Figure, Figure]:
    target, by_size, by_experience = TARGETS[name]
    return (
        published(f"explained, left out: {name} by size", by_size, left_out(target, SIZE).r2),
        published(f"explained, left out: {name} by experience", by_experience, left_out(target, EXPERIENCE).r2),
    )
