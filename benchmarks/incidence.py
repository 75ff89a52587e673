"""One million deals: cumulative incidence with intervals, ours against scikit-survival, in one run.

    .venv/bin/python benchmarks/incidence.py [DEALS]

Each side gets a process of its own, the same seeded deals (days on the clock, won, lost or open, many ties), and is
asked for the same: the shares won and lost at each day with 90 % log-log intervals from Aalen's standard error. Only
the call is timed, best of three. Memory is the process's peak, and how much of it came with the call. Ends with exit
code 1 unless ours is at least three times as fast and equal to 1e-9 wherever both are defined.

The last line shows what the workbook itself asks for, which the peer does not have: the interval "J" at each day.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

LEVEL = 0.90
LEAST_RATIO, LARGEST_GAP = 3.0, 1e-9
REPEATS = 3

Arrays = dict[str, np.ndarray]


def deals(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return days on the clock and 0 open, 1 won, 2 lost, for deals created evenly over two years."""
    rng = np.random.default_rng(20260630)
    to_be_won = rng.random(number) < 0.22
    median, sigma = np.where(to_be_won, 110.0, 65.0), np.where(to_be_won, 0.5, 0.7)
    ends_after = median * np.exp(sigma * rng.standard_normal(number))
    seen_for = rng.uniform(0.0, 730.0, number)
    event = np.where(ends_after > seen_for, 0, np.where(to_be_won, 1, 2))
    return np.ceil(np.minimum(ends_after, seen_for)), event


def ours(days: np.ndarray, event: np.ndarray) -> Arrays:
    """Return the shares and log-log intervals of this package."""
    from unequal.stats.incidence import cumulative_incidence
    from unequal.stats.intervals import from_standard_error
    from unequal.stats.spells import spells

    curve = cumulative_incidence(spells(days, event))
    won = from_standard_error(curve.won, curve.se_won, level=LEVEL)
    lost = from_standard_error(curve.lost, curve.se_lost, level=LEVEL)
    return {
        "times": curve.times,
        "won": curve.won,
        "lost": curve.lost,
        "ends": np.stack([won.low, won.high, lost.low, lost.high]),
    }


def peer(days: np.ndarray, event: np.ndarray) -> Arrays:
    """Return the same from scikit-survival."""
    from sksurv.nonparametric import cumulative_incidence_competing_risks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides 0 by 0 before the first event
        answer = cumulative_incidence_competing_risks(event, days, conf_level=LEVEL, conf_type="log-log")
    times, share, ends = answer[0], answer[1], answer[-1]
    return {"times": times, "won": share[1], "lost": share[2], "ends": np.concatenate([ends[1], ends[2]])}


def with_product_interval(days: np.ndarray, event: np.ndarray) -> Arrays:
    """Return what the workbook shows: the interval "J" at each day, of both causes."""
    from unequal.stats.beta_product import product_interval
    from unequal.stats.incidence import cumulative_incidence
    from unequal.stats.spells import LOST, WON, spells

    watched = spells(days, event)
    curve = cumulative_incidence(watched)
    ends = [
        product_interval(watched, curve.times, cause=cause, rng=np.random.default_rng(1), level=LEVEL)
        for cause in (WON, LOST)
    ]
    return {"times": curve.times, "ends": np.stack([end for each in ends for end in (each.low, each.high)])}


SIDES: dict[str, Callable[[np.ndarray, np.ndarray], Arrays]] = {
    "ours": ours,
    "peer": peer,
    "with J": with_product_interval,
}


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_side(side: str, number: int, out: str) -> None:
    """Time one side in this process, leave its arrays in a file and print its cost."""
    days, event = deals(number)
    SIDES[side](days[:1000], event[:1000])  # imports are not timed
    before = _peak_megabytes()
    seconds = []
    answer: Arrays = {}
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = SIDES[side](days, event)
        seconds.append(time.perf_counter() - start)
    np.savez(out, **answer)  # pyright: ignore[reportArgumentType]
    print(json.dumps({"seconds": min(seconds), "grew_mb": _peak_megabytes() - before, "peak_mb": _peak_megabytes()}))


def _started(side: str, number: int, folder: str) -> tuple[dict[str, float], Arrays]:
    out = str(Path(folder) / f"{side}.npz")
    command = [sys.executable, __file__, side, str(number), out]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    with np.load(out) as arrays:
        return json.loads(done.stdout), dict(arrays)


def largest_gap(own: Arrays, other: Arrays) -> float:
    """Return the largest difference of shares and interval ends, where both are defined."""
    row = np.searchsorted(other["times"], own["times"])
    gaps = [np.abs(own[name] - other[name][row]) for name in ("won", "lost")]
    ends = np.abs(own["ends"] - other["ends"][:, row])
    both = np.isfinite(own["ends"]) & np.isfinite(other["ends"][:, row])
    return float(max(*(gap.max() for gap in gaps), ends[both].max()))


def main(number: int = 1_000_000) -> int:
    """Run all sides, print the figures, return an exit code."""
    with tempfile.TemporaryDirectory() as folder:
        cost, arrays = {}, {}
        for side in SIDES:
            cost[side], arrays[side] = _started(side, number, folder)
    ratio = cost["peer"]["seconds"] / cost["ours"]["seconds"]
    gap = largest_gap(arrays["ours"], arrays["peer"])
    print(f"{number:,} deals, {arrays['ours']['times'].size:,} distinct days with an ending, 90 % intervals")
    for side, each in cost.items():
        memory = f"peak memory {each['peak_mb']:6.0f} MB, {each['grew_mb']:6.0f} MB of it in the call"
        print(f"{side:7} {each['seconds']:8.3f} s   {memory}")
    print(f"ours is {ratio:.0f} times as fast as scikit-survival (at least {LEAST_RATIO:.0f} wanted)")
    print(f"largest difference {gap:.1e} (at most {LARGEST_GAP:.0e} wanted)")
    return 0 if ratio >= LEAST_RATIO and gap <= LARGEST_GAP else 1


if __name__ == "__main__":
    if len(sys.argv) == 4:
        run_side(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main(*(int(each) for each in sys.argv[1:])))
