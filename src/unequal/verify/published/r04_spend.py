"""What the customers of a shop for records spend on a purchase."""

from __future__ import annotations

from unequal.economics.lifetime.spend import GammaGamma
from unequal.verify.figures import Published, published

CDNOW = GammaGamma(p=6.25, q=3.74, v=15.44)  # as printed
FOUND = {(2, 22.35): "24.66", (1, 11.77): "18.92", (7, 73.74): "71.47"}  # one cent above print: rounded parameters


def reproduce() -> Published:
    """Return the expected purchase of three customers."""
    return Published(
        code="R4",
        title="Gamma-Gamma: mean purchase of 946 customers who bought again",
        source="Fader and Hardie, note 025 (2013); recomputed from its rounded parameters",
        figures=tuple(
            published(
                f"expected purchase after {x} repeats of {mean} on average", shown, float(CDNOW.purchase(x, mean))
            )
            for (x, mean), shown in FOUND.items()
        ),
    )
