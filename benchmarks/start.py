"""How long the first screen takes, against the bare interpreter in the same run; and what memory it needs.

The two are measured in turns, so that a busy machine slows both alike. Exit code 1 when the ratio is above the bar.

    python benchmarks/start.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
MOST = 3.0  # times what `python -c pass` takes
HELP = [sys.executable, "-m", "unequal", "--help"]
BARE = [sys.executable, "-c", "pass"]


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def peak_megabytes(code: str) -> float:
    """Return the most memory that a piece of Python had at once, as Linux counts it; nan elsewhere."""
    # not ru_maxrss: a process that is started inherits the peak of the one that started it
    tell = "import sys; sys.stderr.write(open('/proc/self/status').read())"
    if not sys.platform.startswith("linux"):
        return float("nan")
    done = subprocess.run([sys.executable, "-c", f"{code}\n{tell}"], capture_output=True, text=True, check=True)
    return int(next(line for line in done.stderr.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> int:
    for command in (HELP, BARE):
        seconds(command)  # byte code and the system's own caches
    pairs = [(seconds(HELP), seconds(BARE)) for _ in range(RUNS)]
    shown, bare = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = shown / bare
    print(f"unequal --help {shown * 1000:.0f} ms, python -c pass {bare * 1000:.0f} ms: medians of {RUNS} runs in turns")
    print(f"ratio {ratio:.2f} (at most {MOST:.1f} wanted)")
    first_screen = "import sys; sys.argv = ['unequal', '--help']; import unequal.__main__ as first; first.main()"
    print(f"peak memory {peak_megabytes(first_screen):.1f} MB, python -c pass {peak_megabytes('pass'):.1f} MB")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
