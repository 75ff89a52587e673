"""`unequal report` on the sample against plain papermill over the same notebooks, in the same run.

papermill executes the notebooks and stops there; the report also checks the tables, renders HTML, PDF and memo and
moves the whole folder into place. Both start with an empty cache of results.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPANY = ROOT / "data" / "sample" / "harbor"
NOTEBOOKS = ("01_data_check", "06_sales_cycle", "07_runway", "17_memo")
MEASURE = (
    "import resource,subprocess,sys;"
    "code=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL).returncode;"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);sys.exit(code)"
)


def measured(commands: list[list[str]]) -> tuple[float, float]:
    """Return seconds for all commands one after another, and the largest process in MB."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "UNEQUAL_CACHE": cache}
        begun, largest = time.perf_counter(), 0
        for command in commands:
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, *command], env=environment, capture_output=True, text=True, check=True
            )
            largest = max(largest, int(done.stdout))
        return time.perf_counter() - begun, largest / 1024


def main() -> None:
    """Print seconds, peak memory and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        report = [[sys.executable, "-m", "unequal", "report", str(COMPANY), "--out", f"{folder}/reports"]]
        plain = [
            [sys.executable, "-m", "papermill", f"{ROOT}/notebooks/{name}.ipynb", f"{folder}/{name}.ipynb",
             "-p", "workspace", str(COMPANY), "--no-progress-bar"]
            for name in NOTEBOOKS
        ]  # fmt: skip
        ours, our_memory = measured(report)
        theirs, their_memory = measured(plain)
    print(f"unequal report (4 notebooks, HTML, PDF, memo): {ours:6.1f} s, largest process {our_memory:5.0f} MB")
    print(f"papermill, the same 4 notebooks:               {theirs:6.1f} s, largest process {their_memory:5.0f} MB")
    print(f"ratio: {theirs / ours:.2f} times as fast as papermill alone, on {os.cpu_count()} cores")
    print(f"peak memory of this runner: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
