"""`python -m benchmarks.soak` at the root of the project: about two hours on two cores.

    python -m benchmarks.soak                          all parts, whole
    python -m benchmarks.soak --only kills --kills 10  one part, smaller

Prints a table a part; the exit code is 1 when a part is not as promised.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from .isolation import none_crosses
from .kills import all_mended
from .memory import flat
from .starts import all_start


def main() -> int:
    """Run the parts that are asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", action="append", choices=("clients", "starts", "kills", "isolation"))
    asked.add_argument("--clients", type=int, default=200, help="whole reports; memory stays flat")
    asked.add_argument("--starts", type=int, default=1_000, help="kernel starts")
    asked.add_argument("--kills", type=int, default=100, help="kill -9 at random moments")
    asked.add_argument("--isolation", type=int, default=50, help="clients that must not meet")
    asked.add_argument("--jobs", type=int, default=2, help="reports at once")
    asked.add_argument("--at-once", type=int, default=8, help="kernels at once")
    asked.add_argument("--seed", type=int, default=20260630, help="of the moments of the kills")
    given = asked.parse_args()
    parts: dict[str, Callable[[], bool]] = {
        "clients": lambda: flat(given.clients, given.jobs),
        "starts": lambda: all_start(given.starts, given.at_once),
        "kills": lambda: all_mended(given.kills, given.seed),
        "isolation": lambda: none_crosses(given.isolation, given.jobs),
    }
    ended = {name: run() for name, run in parts.items() if name in (given.only or parts)}
    print("\n" + ", ".join(f"{name}: {'as promised' if well else 'NOT AS PROMISED'}" for name, well in ended.items()))
    return 0 if all(ended.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
