"""A trial that every textbook on survival works through."""

from __future__ import annotations

from unequal.stats.spells import Spells, spells
from unequal.stats.survival import kaplan_meier, log_rank
from unequal.verify.figures import Published, published

REMISSION = (6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)  # minus: open
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
SHARES = {
    6: ("0.8571", "0.0764"), 7: ("0.8067", "0.0869"), 10: ("0.7529", "0.0963"), 13: ("0.6902", "0.1068"),
    16: ("0.6275", "0.1141"), 22: ("0.5378", "0.1282"), 23: ("0.4482", "0.1346"),
}  # fmt: skip


def reproduce() -> Published:
    """Return shares, errors, medians and the test of the 6-MP trial."""
    treated, placebo = _watched(REMISSION), _watched(PLACEBO)
    curve = kaplan_meier(treated)
    found = {int(time): (share, se) for time, share, se in zip(curve.times, curve.share, curve.se, strict=True)}
    return Published(
        code="R13",
        title="Survival: weeks of remission with 6-MP and with a placebo",
        source="Freireich et al., Blood 21 (1963) 699-716; data as in Gehan, Biometrika 52 (1965) 203-223",
        figures=(
            *(published(f"share in remission after week {week}", SHARES[week][0], found[week][0]) for week in SHARES),
            *(published(f"its standard error, week {week}", SHARES[week][1], found[week][1]) for week in SHARES),
            published("median with 6-MP, weeks", "23", curve.time_until(0.5)),
            published("median with a placebo, weeks", "8", kaplan_meier(placebo).time_until(0.5)),
            published("log-rank statistic", "16.793", log_rank([treated, placebo]).statistic),
        ),
    )


def _watched(weeks: tuple[int, ...]) -> Spells:
    return spells([abs(week) for week in weeks], [int(week > 0) for week in weeks])
