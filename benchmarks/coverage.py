"""How often do the 90 % intervals of the share won contain the truth? Simulated deals whose truth is known.

    .venv/bin/python benchmarks/coverage.py [RUNS]

Deals are created evenly over a window and looked at on its last day, so many are still open. A run without an interval
counts as a miss. Wanted of "J": 88 to 95 % at 10 to 29 deals and 88 to 93 % from 30 deals up over random truths, and at
least 86 % at each single setting; the exact interval covers at least 90 %. With RUNS = 2000 the Monte-Carlo error of
each figure is about 0.7 points.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from unequal.stats.beta_product import exact_interval, product_interval
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.intervals import Interval, from_standard_error
from unequal.stats.spells import LOST, OPEN, WON, Spells, spells
from unequal.stats.time_to_win import TimeToWin

BIG = TimeToWin(win_probability=0.20, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
MEDIUM = TimeToWin(win_probability=0.22, win_median=3.5, win_sigma=0.5, lost_median=2.1, lost_sigma=0.7)
METHODS = ("log-log", "J", "exact")
DRAWS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is simulated.

    Attributes:
        name: Shown in the table.
        truth: None draws another truth and horizon in each run.
        horizon: Months; counted from `age` where that is above 0.
        window: Months over which deals are created.
        age: Months that a deal has already been open.
        late: Share of deals that come into view only at some age up to 6 months.
    """

    name: str
    truth: TimeToWin | None
    horizon: float
    window: float
    age: float = 0.0
    late: float = 0.0


SETTINGS = (
    Setting(name="Big, month 6", truth=BIG, horizon=6, window=24),
    Setting(name="Big, month 12", truth=BIG, horizon=12, window=24),
    Setting(name="Medium, month 3", truth=MEDIUM, horizon=3, window=12),
    Setting(name="random truths, months 3 to 12", truth=None, horizon=0, window=24),
    Setting(name="Big, won by 8, open at 4", truth=BIG, horizon=4, window=24, age=4),
    Setting(name="Big, half entered late, month 12", truth=BIG, horizon=12, window=24, late=0.5),
)


def simulated(truth: TimeToWin, deals: int, setting: Setting, rng: np.random.Generator) -> Spells:
    """Return deals as a file would show them on the last day of the window."""
    to_be_won = rng.random(deals) < truth.win_probability
    median = np.where(to_be_won, truth.win_median, truth.lost_median)
    sigma = np.where(to_be_won, truth.win_sigma, truth.lost_sigma)
    ends_after = median * np.exp(sigma * rng.standard_normal(deals))
    seen_for = rng.uniform(0.0, setting.window, deals)
    event = np.where(ends_after > seen_for, OPEN, np.where(to_be_won, WON, LOST))
    entry = np.where(rng.random(deals) < setting.late, rng.uniform(0.0, 6.0, deals), 0.0)
    return spells(np.minimum(ends_after, seen_for), event, entry)


def random_truth(rng: np.random.Generator) -> tuple[TimeToWin, float]:
    """Return a truth and a horizon from 3 to 12 months."""
    median = rng.uniform(2.0, 10.0)
    truth = TimeToWin(
        win_probability=rng.uniform(0.1, 0.5),
        win_median=median,
        win_sigma=rng.uniform(0.4, 0.8),
        lost_median=median * rng.uniform(0.4, 1.0),
        lost_sigma=rng.uniform(0.5, 0.9),
    )
    return truth, rng.uniform(3.0, 12.0)


def one_run(setting: Setting, deals: int, rng: np.random.Generator) -> list[bool]:
    """Return for each method whether its interval contains the truth."""
    truth, horizon = (setting.truth, setting.horizon) if setting.truth else random_truth(rng)
    watched = simulated(truth, deals, setting, rng)
    if setting.age > 0:
        watched = watched.beyond(setting.age)
    at = cumulative_incidence(watched).at([horizon])
    value = float(truth.win_by(setting.age, horizon))
    intervals = (
        from_standard_error(at.won, at.se_won, level=0.90),
        product_interval(watched, [horizon], rng=rng, draws=DRAWS),
        exact_interval(watched, [horizon], rng=rng, draws=DRAWS),
    )
    return [_contains(each, value) for each in intervals]


def _contains(interval: Interval, value: float) -> bool:
    return bool(interval.low[0] <= value <= interval.high[0])


def covered(setting: Setting, deals: int, runs: int, rng: np.random.Generator) -> dict[str, float]:
    """Return the share of runs in which each method's interval contains the truth."""
    hits = np.mean([one_run(setting, deals, rng) for _ in range(runs)], axis=0)
    return dict(zip(METHODS, hits.tolist(), strict=True))


def main(runs: int = 2_000) -> None:
    """Print the table."""
    print(f"share of {runs:,} runs whose 90 % interval contains the truth, %")
    print(f"{'setting':34} {'deals':>5} " + " ".join(f"{method:>8}" for method in METHODS))
    for setting in SETTINGS:
        for deals in (20, 50, 200) if setting.age > 0 else (10, 20, 50, 200):  # of 10, too few reach the age
            shares = covered(setting, deals, runs, np.random.default_rng([deals, len(setting.name)]))
            figures = " ".join(f"{100 * shares[method]:8.1f}" for method in METHODS)
            print(f"{setting.name:34} {deals:5} {figures}", flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
