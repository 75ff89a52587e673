"""How many there are: by a checked sample, by two lists, and the slope of a public pyramid."""

from __future__ import annotations

from unequal.economics.market_counts import fitting_bounds
from unequal.economics.market_evidence import chance_of_proof
from unequal.stats.capture import chapman
from unequal.stats.tail_slope import tail_slope
from unequal.verify.figures import Published, published

NAMES = 1_900
US_2018 = {1: 3_556_927, 5: 959_641, 10: 609_355, 20: 532_972, 100: 92_159, 500: 20_256}


def reproduce() -> Published:
    """Return bounds of a checked list, Chapman's estimate, and how steeply numbers of firms fall."""
    low, high = fitting_bounds(NAMES, 60, 9)
    lists = chapman(40, 30, 12, level=0.95)
    return Published(
        code="ME",
        title="Market evidence: a list checked in part, two lists, firms of the United States by size",
        source="Chapman, Univ. of California Publ. in Statistics 1 (1951) 131-160; Chao, Biometrics 43 (1987) 783-791; "
        "Axtell, Science 293 (2001) 1818-1820, on US Census 2018; hypergeometric law, worked by hand",
        figures=(
            published("of 1,900 names, 9 of 60 fit: at least", "155", low),
            published("at most", "466", high),
            published("15 of 100 fit: at least", "183", fitting_bounds(NAMES, 100, 15)[0]),
            published("14 of 100 fit: at least", "167", fitting_bounds(NAMES, 100, 14)[0]),
            published(
                "chance that 40 more names prove 180", "0.57", chance_of_proof(NAMES, 60, 9, more=40, needed=180)
            ),
            published("lists of 40 and 30, 12 on both: names", "96.769", lists.count),
            published("its 95 % interval, low", "75.5", lists.low),
            published("its 95 % interval, high", "144.1", lists.high),
            published("its one-sided low end", "78", chapman(40, 30, 12, level=0.90).low),
            published(
                "slope of the numbers of US firms by size, 2018",
                "-0.935",
                tail_slope([*US_2018], [*US_2018.values()]).estimate,
            ),
        ),
    )
