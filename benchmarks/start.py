"""`unequal --help` against `python -c pass`, turn by turn in the same run: what the first screen costs."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

TURNS = 15
MOST = 3.0
OURS = [sys.executable, "-m", "unequal", "--help"]
PEER = [sys.executable, "-c", "pass"]


def seconds(command: list[str]) -> float:
    """Return how long one start takes."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> int:
    """Print both medians, their ratio and the largest process; end with 1 where the ratio is too high."""
    pairs = [(seconds(OURS), seconds(PEER)) for _ in range(TURNS)]
    ours, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"unequal --help  {ours * 1000:5.0f} ms")
    print(f"python -c pass  {peer * 1000:5.0f} ms")
    print(f"ratio {ours / peer:.2f} (at most {MOST:.0f} wanted), largest process {largest:.0f} MB")
    return int(ours / peer > MOST)


if __name__ == "__main__":
    sys.exit(main())
