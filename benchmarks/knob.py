"""How fast a turned knob of the runway gives a new result, against the same without what is kept between two turns.

    python benchmarks/knob.py [WORKSPACE]

A turn is a run with another value of a knob (`Run.turned`), and its findings: both clocks, 20,000 drawn cash paths, the
levers and the scenarios. Every value is new, so no turn is answered from an earlier one. Kept are the tables, the
random draws and what no knob changes; the peer is `unequal.run`, which keeps the tables as read and makes the rest
anew. Times are of the processor, since others may run beside. Exit code 1 when the median turn is above the bar.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unequal.workbook import Run

SAMPLE = "data/sample/harbor"
MOST_MILLISECONDS = 100.0
ROUNDS = 6
KNOBS: tuple[tuple[str, Callable[[int], Any]], ...] = (
    ("raise_months", lambda turn: 6.0 - 0.13 * turn),
    ("reserve_months", lambda turn: 2.0 + 0.11 * turn),
    ("wins_needed", lambda turn: 2 + turn % 5),
    ("new_deals_per_month", lambda turn: 2.0 + 0.25 * turn),
    ("go_probability", lambda turn: 0.70 + 0.02 * turn),
)


def turns() -> Iterator[dict[str, Any]]:
    """Yield one knob turned, never the same value twice."""
    for turn in range(1, ROUNDS + 1):
        for name, value in KNOBS:
            yield {name: value(turn)}


def turned(make: Callable[[], Run]) -> float:
    """Return the milliseconds of processor time that a turn takes."""
    begun = time.process_time()
    assert make().findings
    return 1000 * (time.process_time() - begun)


def forget() -> None:
    """Forget what is kept between two turns, all but the tables as read."""
    from unequal.analyses import door
    from unequal.workbook import cache_folder

    door._store(cache_folder())._companies.clear()


def measured(workspace: str) -> tuple[list[float], list[float]]:
    """Return the times of all turns, with and without what is kept."""
    import unequal

    first = unequal.run("runway", workspace)
    kept = [turned(lambda knobs=knobs: first.turned(**knobs)) for knobs in turns()]
    anew = []
    for knobs in list(turns())[:: len(KNOBS) - 1]:
        forget()
        anew.append(turned(lambda knobs=knobs: unequal.run("runway", workspace, stop_probability=0.19, **knobs)))
    return kept, anew


def peak_megabytes(workspace: str, side: str) -> float:
    """Return the most memory that a process of one side has at once, as Linux counts it; nan elsewhere."""
    if not sys.platform.startswith("linux"):
        return float("nan")
    done = subprocess.run([sys.executable, __file__, workspace, side], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def one_side(workspace: str, side: str) -> None:
    """Take some turns in this process and print its peak memory in MB."""
    import unequal

    first = unequal.run("runway", workspace)
    for knobs in list(turns())[: len(KNOBS)]:
        if side == "anew":
            forget()
            _ = unequal.run("runway", workspace, **knobs).findings
        else:
            _ = first.turned(**knobs).findings
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024)


def main(workspace: str = SAMPLE) -> int:
    """Run both sides, print the figures, return an exit code."""
    kept, anew = measured(workspace)
    median, peer = statistics.median(kept), statistics.median(anew)
    slowest = max(zip(kept, turns(), strict=True), key=lambda pair: pair[0])
    print(f"{workspace}: {len(kept)} turns of {len(KNOBS)} knobs, every value new")
    print(f"kept {median:6.0f} ms median, {slowest[0]:.0f} ms the slowest ({slowest[1]})")
    for place, (name, _) in enumerate(KNOBS):
        print(f"     {statistics.median(kept[place :: len(KNOBS)]):6.0f} ms {name}")
    print(f"anew {peer:6.0f} ms median; kept is {peer / median:.1f} times as fast")
    memory = {side: peak_megabytes(workspace, side) for side in ("kept", "anew")}
    print(f"peak memory {memory['kept']:.0f} MB kept, {memory['anew']:.0f} MB anew")
    print(f"median {median:.0f} ms (at most {MOST_MILLISECONDS:.0f} wanted)")
    return 0 if median <= MOST_MILLISECONDS else 1


if __name__ == "__main__":
    os.environ["UNEQUAL_CACHE"] = ""  # what a disk gives back is not measured
    if len(sys.argv) == 3:
        one_side(*sys.argv[1:])
    else:
        sys.exit(main(*sys.argv[1:]))
