"""How often do the 90 % intervals of the share won contain the truth? Simulated deals whose truth is known.

    .venv/bin/python benchmarks/coverage.py [RUNS]

Deals are created evenly over a window and looked at on its last day, so many are still open. A run without an interval
counts as a miss. Wanted of "J": 88 to 95 % at 10 to 29 deals and 88 to 93 % from 30 deals up over random truths, and at
least 86 % at each single setting; the exact interval covers at least 90 %. With RUNS = 2000 the Monte-Carlo error of
each figure is about 0.7 points. `advice.py` takes its settings from here, and says what the workbook's advice is worth.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unequal.economics.tiers import Tier, tier_prior
from unequal.samples.known_clocks import Clock, DealTruth, Shape
from unequal.samples.seen_deals import View, seen_deals
from unequal.samples.simulated import around
from unequal.stats.beta_product import exact_interval, product_interval
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.intervals import Interval, from_standard_error
from unequal.stats.spells import LOST, OPEN, WON, Spells, spells
from unequal.units import DAYS_PER_MONTH, days

METHODS = ("log-log", "J", "exact")
DRAWS = 4_000
LEVEL = 0.90
SIZES = (5, 10, 20, 50, 200)
EVEN, TIERS = "even", "tiers"  # random truths: from even ranges; around the tiers' figures, in shapes of all kinds


def truth(
    win_probability: float,
    won: tuple[float, float],
    lost: tuple[float, float],
    *,
    shape: Shape = Shape.LOGNORMAL,
    never: float = 0.0,
) -> DealTruth:
    """Return a truth from medians and spreads."""
    return DealTruth(
        win_probability=win_probability,
        to_win=Clock(shape=shape, median=won[0], sigma=won[1]),
        to_loss=Clock(shape=shape, median=lost[0], sigma=lost[1]),
        never=never,
    )


BIG = truth(0.20, (8, 0.45), (5, 0.7))
MEDIUM = truth(0.22, (3.5, 0.5), (2.1, 0.7))
SMALL = truth(0.30, (1.2, 0.6), (0.72, 0.7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is simulated.

    Attributes:
        name: Shown in the table.
        truth: `EVEN` or `TIERS` draw another truth in each run, and a horizon from 3 to 12 months.
        horizon: Months; counted from `age` where that is above 0.
        window: Months over which deals are created.
        age: Months that a deal has already been open.
        late: Share of deals that come into view only at some age up to 6 months.
        lacking: Months before the last day from which on losses are in the file; None for all.
    """

    name: str
    truth: DealTruth | str
    horizon: float = 0.0
    window: float = 24.0
    age: float = 0.0
    late: float = 0.0
    lacking: float | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of deals; of few, too few reach an age."""
        return tuple(size for size in SIZES if self.age == 0 or size >= 20)

    @property
    def view(self) -> View:
        """What the file shows."""
        since = None if self.lacking is None else round(days(self.lacking))
        return View(window_days=round(days(self.window)), late_share=self.late, complete_days=since)


SETTINGS = (
    Setting(name="Big, month 6", truth=BIG, horizon=6),
    Setting(name="Big, month 12", truth=BIG, horizon=12),
    Setting(name="Medium, month 3", truth=MEDIUM, horizon=3, window=12),
    Setting(name="random truths, months 3 to 12", truth=EVEN),
    Setting(name="Big, won by 8, open at 4", truth=BIG, horizon=4, age=4),
    Setting(name="Big, half entered late, month 12", truth=BIG, horizon=12, late=0.5),
    Setting(name="Small, month 2", truth=SMALL, horizon=2),
    Setting(name="Big, old losses missing, month 12", truth=BIG, horizon=12, lacking=12),
    Setting(name="Big, a fifth never ends, month 12", truth=truth(0.2, (8, 0.45), (5, 0.7), never=0.2), horizon=12),
    Setting(name="Big, gamma, month 9", truth=truth(0.2, (8, 0.6), (5, 0.9), shape=Shape.GAMMA), horizon=9),
    Setting(
        name="Medium, two kinds, month 3", truth=truth(0.22, (3.5, 0.7), (2.1, 0.9), shape=Shape.MIXTURE), horizon=3
    ),
    Setting(name="half are won, month 6", truth=truth(0.5, (4, 0.5), (4, 0.5)), horizon=6),
    Setting(name="one in twenty is won, month 6", truth=truth(0.05, (4, 0.5), (3, 0.7)), horizon=6),
    Setting(name="tiers' truths, months 3 to 12", truth=TIERS),
    Setting(name="the same, a third entered late", truth=TIERS, late=1 / 3),
    Setting(name="the same, old losses missing", truth=TIERS, lacking=12),
)
AVERAGES = tuple(setting for setting in SETTINGS if isinstance(setting.truth, str))


def simulated(law: DealTruth, deals: int, setting: Setting, rng: np.random.Generator) -> Spells:
    """Return deals as a file would show them on the last day of the window."""
    seen = seen_deals(law, deals, setting.view, rng)
    entered = seen.entered
    if setting.lacking is not None:
        entered = np.maximum(entered, seen.since - round(days(setting.lacking)))
    event = np.where(seen.won, WON, np.where(seen.closed, LOST, OPEN))
    kept = seen.timed
    return spells(seen.lasted[kept] / DAYS_PER_MONTH, event[kept], entered[kept] / DAYS_PER_MONTH)


def law_of(setting: Setting, rng: np.random.Generator) -> tuple[DealTruth, float]:
    """Return the truth and the horizon of a run."""
    if isinstance(setting.truth, DealTruth):
        return setting.truth, setting.horizon
    horizon = rng.uniform(3.0, 12.0)
    if setting.truth == TIERS:
        return around(tier_prior(rng.choice(list(Tier))), rng), horizon
    median = rng.uniform(2.0, 10.0)
    won = (median, rng.uniform(0.4, 0.8))
    return truth(rng.uniform(0.1, 0.5), won, (median * rng.uniform(0.4, 1.0), rng.uniform(0.5, 0.9))), horizon


def one_run(setting: Setting, deals: int, rng: np.random.Generator, methods: Sequence[str] = METHODS) -> list[bool]:
    """Return for each method whether its interval contains the truth."""
    law, horizon = law_of(setting, rng)
    watched = simulated(law, deals, setting, rng)
    if setting.age > 0:
        watched = watched.beyond(setting.age)
    value = float(law.win_by(setting.age, horizon))
    return [_contains(_interval(method, watched, horizon, rng), value) for method in methods]


def _interval(method: str, watched: Spells, horizon: float, rng: np.random.Generator) -> Interval:
    if method == "J":
        return product_interval(watched, [horizon], rng=rng, draws=DRAWS, level=LEVEL)
    if method == "exact":
        return exact_interval(watched, [horizon], rng=rng, draws=DRAWS, level=LEVEL)
    at = cumulative_incidence(watched).at([horizon])
    return from_standard_error(at.won, at.se_won, level=LEVEL)


def _contains(interval: Interval, value: float) -> bool:
    return bool(interval.low[0] <= value <= interval.high[0])


def covered(
    setting: Setting, deals: int, runs: int, rng: np.random.Generator, methods: Sequence[str] = METHODS
) -> dict[str, float]:
    """Return the share of runs in which each method's interval contains the truth."""
    hits = np.mean([one_run(setting, deals, rng, methods) for _ in range(runs)], axis=0)
    return dict(zip(methods, hits.tolist(), strict=True))


def stream(setting: Setting, deals: int, part: int = 0) -> np.random.Generator:
    """Return the stream of chance of a line of the table, or of a part of its runs."""
    return np.random.default_rng([deals, zlib.crc32(setting.name.encode()), part])


def main(runs: int = 2_000) -> None:
    """Print the table."""
    print(f"share of {runs:,} runs whose 90 % interval contains the truth, %")
    print(f"{'setting':34} {'deals':>5} " + " ".join(f"{method:>8}" for method in METHODS))
    for setting in SETTINGS:
        for deals in setting.sizes:
            shares = covered(setting, deals, runs, stream(setting, deals))
            figures = " ".join(f"{100 * shares[method]:8.1f}" for method in METHODS)
            print(f"{setting.name:34} {deals:5} {figures}", flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
