"""Many kernels, several at a time: does each start, run and end?"""

from __future__ import annotations

import statistics
from collections import Counter

from tests.batch.faults.bad import item, notebook
from tests.batch.faults.trial import a_trial, books_of

from .table import Table


def all_start(count: int, at_once: int) -> bool:
    """Start so many kernels through a batch whose items are never tried again; return whether all is well."""
    with a_trial() as trial:
        folder = trial.temporary.parent
        notebook(folder / "one.ipynb", "sum(range(10))")
        (folder / "starts.toml").write_text(
            "\n".join(item(f"k{number:05d}", "one.ipynb", retries=0) for number in range(count))
        )
        done = trial.run("batch", folder / "starts.toml", "--out", folder / "out", "--jobs", at_once)
        items = books_of(folder / "out")["items"]
        left = trial.left_behind()
    how = Counter(one["status"] for one in items)
    seconds = sorted(one["seconds"] for one in items if one["seconds"])
    table = Table(
        f"{count:,} kernel starts, {at_once} at a time, in {done.seconds:,.0f} s",
        [("ended", 14), ("kernels", 10), ("median s", 10), ("longest s", 10), ("left behind", 12)],
    )
    for status, number in how.most_common():
        table.row(status, number, f"{statistics.median(seconds):.2f}", f"{seconds[-1]:.2f}", len(left))
    for one in [one for one in items if one["status"] != "ok"][:10]:
        print(f"  {one['id']}: {one['found']}")
    return how["ok"] == count and done.code == 0 and not left
