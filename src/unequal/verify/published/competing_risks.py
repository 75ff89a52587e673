"""Twenty deals, worked through by hand: what the share won is where deals can also be lost or are still open."""

from __future__ import annotations

from unequal.stats.incidence import cumulative_incidence
from unequal.stats.spells import LOST, OPEN, WON, spells
from unequal.verify.figures import Published, published

OF = {"w": WON, "l": LOST, "o": OPEN}
DEALS = "5l 3l 7w 9w 4o 12w 2l 6l 11o 14w 8l 10o 6o 3o 15o 9l 1l 13l 10w 5o"  # months, and how each ended
SHARES = {9: "0.1331", 10: "0.1997", 12: "0.2996", 15: "0.3994"}
ERRORS = {9: "0.0920", 12: "0.1385", 15: "0.1606"}


def reproduce() -> Published:
    """Return shares won, lost and open, and their errors."""
    rows = [(int(one[:-1]), OF[one[-1]]) for one in DEALS.split()]
    watched = spells([months for months, _ in rows], [event for _, event in rows])
    curve = cumulative_incidence(watched)
    at, last = curve.at(list(SHARES)), curve.at(15)
    shares = dict(zip(SHARES, at.won.tolist(), strict=True))
    errors = dict(zip(SHARES, at.se_won.tolist(), strict=True))
    return Published(
        code="CR",
        title="Competing risks: twenty deals, won, lost or open",
        source="Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150; worked by hand, ties exact",
        figures=(
            *(published(f"share won by month {month}", SHARES[month], shares[month]) for month in SHARES),
            *(published(f"its standard error, month {month}", ERRORS[month], errors[month]) for month in ERRORS),
            published("share lost by month 15", "0.5007", float(last.lost)),
            published("share open after month 15", "0.0999", float(last.still_open)),
            published("reliable until month", "10", curve.reliable_horizon),
        ),
    )
