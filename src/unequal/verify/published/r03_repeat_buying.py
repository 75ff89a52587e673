"""How often the customers of a shop for records buy again."""

from __future__ import annotations

from unequal.economics.lifetime.repeat_buying import BgNbd, log_likelihoods, repeats
from unequal.verify.figures import Figure, Published, published

CDNOW = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)  # as printed; weeks
STEEP = BgNbd(r=0.25, alpha=4.0, a=0.8, b=2.5)


def reproduce() -> Published:
    """Return what the printed parameters imply, and the likelihood where it is hard to compute."""
    none, many = log_likelihoods(STEEP, repeats([0, 200], [0, 38], [40, 40]))
    rare = CDNOW.chance_of(10, 2.0)
    return Published(
        code="R3",
        title="BG/NBD: repeat purchases of 2,357 customers, weeks",
        source="Fader, Hardie and Lee, Marketing Science 24 (2005) 275-284; Hardie, note 027",
        figures=(
            published("purchases in 39 weeks of one with x = 2, t_x = 30.43, T = 38.86", "1.226",
                      float(CDNOW.to_come(2, 30.43, 38.86, 39.0))),
            published("chance of no repeat in 39 weeks", "0.5737864", CDNOW.chance_of(0, 39.0)),
            Figure(name="chance of 10 repeats in 2 weeks", expected=1.07869e-07, found=rare, within=5e-13, places=12),
            published("log-likelihood without a repeat", "-0.59947382", none),
            published("log-likelihood of 200 repeats", "100.7957", many),
        ),
    )  # fmt: skip
