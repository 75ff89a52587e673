"""`unequal batch` against papermill: its command line one by one, and a pool of as many processes; the same notebooks.

    python benchmarks/batch.py [--count 100] [--peers 12] [--repeats 3] [--only short|sample]

Two sorts of notebooks, each copy with parameters of its own: a short one that imports pandas, altair and scikit-learn,
and the sample's own four, of Harbor as it stood at the ends of months. The sides are measured in turns; figures are
medians, in seconds a notebook. papermill's command line costs the same for each notebook, so a dozen stand for all;
what `unequal batch` needs to start is shared by all of its notebooks, so it is given with few, with many, and
without. Every side starts with an empty cache of results and with its modules compiled.

What cells compute is taken in the kernel, around each cell; what a notebook takes beyond that is overhead. Memory is
what the whole tree of processes holds at most, shared pages counted once (PSS), of a run that is not timed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

import nbformat
import psutil

ROOT = Path(__file__).parents[1]
SAMPLE = ("01_data_check", "06_sales_cycle", "07_runway", "17_memo")
MONTHS = ("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30")
WORKERS = 2
SAMPLE_SECONDS = 0.1  # between two looks at memory
MOST_BEYOND = 0.2  # seconds
ABOUT_SHORT = (
    "import altair as alt\nimport pandas as pd\nfrom sklearn.cluster import KMeans",
    "rows = pd.DataFrame({'x': range(200), 'y': [(number * i) % 17 for i in range(200)]})\nrows.describe()",
    "KMeans(n_clusters=3, n_init=3, random_state=1).fit(rows).inertia_",
    "alt.Chart(rows).mark_bar().encode(x='y:O', y='count()')",
)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
WATCH = """\
from time import perf_counter as _now
_spent, _begun, _on = [], [], get_ipython().events.register
_on("pre_run_cell", lambda *_: _begun.append(_now()))
_on("post_run_cell", lambda *_: _begun and _spent.append(_now() - _begun.pop()))"""
TELL = "print(f'computed {sum(_spent):.6f}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A notebook to run, with its parameters."""

    notebook: Path
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What a side took for so many notebooks, in seconds.

    Attributes:
        whole: Of the commands.
        inside: Without what the side needs to start.
        processor: Of all cores; hardly more on a busy machine than on a quiet one.
    """

    notebooks: int
    whole: float
    inside: float
    processor: float


class Row(NamedTuple):
    """Medians of one side, in seconds a notebook; `cells` is what its cells compute."""

    whole: float
    inside: float
    processor: float
    cells: float

    @property
    def beyond(self) -> float:
        """What a notebook takes beside its cells."""
        return self.inside - self.cells


@dataclass(slots=True)
class Place:
    """A folder for everything, and the environment of every side."""

    folder: Path
    number: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def fresh(self) -> Path:
        """Return an empty folder; the next run keeps its results there."""
        self.number += 1
        place = self.folder / f"run-{self.number}"
        place.mkdir()
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled = {"PYTHONPYCACHEPREFIX": str(self.folder / "compiled")}
        self.environment = {**kept, **compiled, "UNEQUAL_CACHE": str(place / "cache")}
        return place


def started(command: Sequence[str], place: Place) -> subprocess.Popen[bytes]:
    """Start a command of a side, its words dropped."""
    return subprocess.Popen(
        command, env=place.environment, cwd=place.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def seconds_of(command: Sequence[str], place: Place) -> tuple[float, float]:
    """Return how long a command takes that must end well, and its seconds of processor time."""
    begun, used = time.perf_counter(), os.times()
    code = started(command, place).wait()
    assert code == 0, f"{code}: {' '.join(command)}"
    now = os.times()
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    return time.perf_counter() - begun, processor


# the sides


def manifest(cases: Sequence[Case], folder: Path) -> Path:
    """Write a manifest with an item a case."""
    lines = []
    for number, case in enumerate(cases):
        given = ", ".join(f"{name} = {json.dumps(value)}" for name, value in case.parameters.items())
        lines += ["[[items]]", f'id = "n{number:04d}"', f'notebook = "{case.notebook}"', f"parameters = {{ {given} }}"]
    (folder / "batch.toml").write_text("\n".join(lines) + "\n")
    return folder / "batch.toml"


def batch_command(cases: Sequence[Case], folder: Path, jobs: int) -> list[str]:
    out = str(folder / "out")
    options = ["--out", out, "--jobs", str(jobs)]
    return [sys.executable, "-m", "unequal", "batch", str(manifest(cases, folder)), *options]


def ours(cases: Sequence[Case], place: Place, jobs: int = WORKERS) -> Took:
    """Time `unequal batch`; inside: from the first word of the first job to the end of the last."""
    folder = place.fresh()
    whole, processor = seconds_of(batch_command(cases, folder, jobs), place)
    (events,) = folder.glob("out/_batch/*/events.jsonl")
    told = [json.loads(line) for line in events.read_text().splitlines()]
    first = next(one["at"] for one in told if one["event"] == "step")
    last = max(one["at"] for one in told if one["event"] == "ended")
    return Took(notebooks=len(cases), whole=whole, inside=last - first, processor=processor)


def papermill_command(case: Case, out: Path) -> list[str]:
    given = [word for name, value in case.parameters.items() for word in ("-p", name, str(value))]
    return [sys.executable, "-m", "papermill", str(case.notebook), str(out), *given]


def one_by_one(cases: Sequence[Case], place: Place) -> Took:
    """Time papermill's command line as it comes."""
    folder = place.fresh()
    commands = [papermill_command(case, folder / f"{number}.ipynb") for number, case in enumerate(cases)]
    whole, processor = map(sum, zip(*(seconds_of(command, place) for command in commands), strict=True))
    return Took(notebooks=len(cases), whole=whole, inside=whole, processor=processor)


def pool_command(cases: Sequence[Case], folder: Path) -> list[str]:
    told = [[str(case.notebook), str(folder / f"{n}.ipynb"), case.parameters] for n, case in enumerate(cases)]
    (folder / "cases.json").write_text(json.dumps(told))
    return [sys.executable, __file__, "--pool", str(folder / "cases.json")]


def pool(cases: Sequence[Case], place: Place) -> Took:
    """Time a pool of papermill; inside: once its modules are imported."""
    folder = place.fresh()
    whole, processor = seconds_of(pool_command(cases, folder), place)
    inside, faults = json.loads((folder / "inside").read_text())
    for fault in faults:  # two kernels may be given the same port
        print(f"  a notebook of papermill's pool failed: {fault}")
    return Took(notebooks=len(cases), whole=whole, inside=inside, processor=processor)


def run_pool(cases: Path) -> None:
    """Be the pool."""
    import papermill

    begun = time.perf_counter()
    with ProcessPoolExecutor(WORKERS) as workers:
        waiting = [workers.submit(papermill.execute_notebook, *one) for one in json.loads(cases.read_text())]
        faults = [str(fault).strip().splitlines()[-1] for one in waiting if (fault := one.exception()) is not None]
    (cases.parent / "inside").write_text(json.dumps([time.perf_counter() - begun, faults]))


# the notebooks


def watched(cells: Sequence[nbformat.NotebookNode], path: Path) -> Path:
    """Write a notebook that takes the time of its own cells and tells it at the end."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    made.cells = [*cells, nbformat.v4.new_code_cell(TELL)]
    after = next(place for place, cell in enumerate(made.cells) if "parameters" in cell.metadata.get("tags", ())) + 1
    made.cells.insert(after, nbformat.v4.new_code_cell(WATCH))
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    nbformat.write(made, path)
    return path


def short_cases(folder: Path, number: int) -> list[Case]:
    parameters = nbformat.v4.new_code_cell("number = 1", metadata={"tags": ["parameters"]})
    path = watched([parameters, *map(nbformat.v4.new_code_cell, ABOUT_SHORT)], folder / "short.ipynb")
    return [Case(notebook=path, parameters={"number": one}) for one in range(number)]


def sample_cases(folder: Path, number: int) -> list[Case]:
    paths = [
        watched(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells, folder / f"{name}.ipynb")
        for name in SAMPLE
    ]
    company = str(ROOT / "data" / "sample" / "harbor")
    every = [
        Case(notebook=path, parameters={"workspace": company, "as_of": month, "scenario": scenario})
        for scenario in ("base", "downside")
        for month in MONTHS[::-1]
        for path in paths
    ]
    return (every * (1 + number // len(every)))[:number]


# figures


def computed(folder: Path) -> float:
    """Return what the cells of executed notebooks took, seconds a notebook."""
    told = [re.search(r"computed (\d+\.\d+)", path.read_text()) for path in folder.rglob("*.ipynb")]
    return mean(float(one[1]) for one in told if one is not None)


def peak_mb(command: Sequence[str], place: Place) -> float:
    """Run a command and return the most that it and all below it held at once, MB."""
    running = started(command, place)
    most = [0.0]

    def look() -> None:
        while running.poll() is None:
            most[0] = max(most[0], held_mb(running.pid))
            time.sleep(SAMPLE_SECONDS)

    watcher = threading.Thread(target=look)
    watcher.start()
    watcher.join()
    assert running.returncode == 0
    return most[0]


def held_mb(pid: int) -> float:
    """Return what a process and all below it hold now, MB; shared pages count by share."""
    held = 0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for one in (top, *top.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                held += one.memory_full_info().pss
    return held / 2**20


def median_of(taken: Sequence[Took], kind: str) -> float:
    """Return the median of one kind of seconds, a notebook."""
    return median(getattr(one, kind) / one.notebooks for one in taken)


def compare(name: str, make: Any, asked: argparse.Namespace, place: Place) -> list[bool]:
    """Print the table of one sort of notebook and return which targets are met."""
    many, few = make(place.folder, asked.count), make(place.folder, asked.peers)
    sides = {
        f"unequal batch, {len(many)} notebooks": lambda: ours(many, place),
        f"unequal batch, {len(few)} notebooks": lambda: ours(few, place),
        f"unequal batch, {len(few)} notebooks, 1 job": lambda: ours(few, place, jobs=1),
        f"papermill, {len(few)} commands one by one": lambda: one_by_one(few, place),
        f"papermill, {len(few)} in a pool of {WORKERS}": lambda: pool(few, place),
    }
    for side in (ours, one_by_one, pool):
        side(few[: len(SAMPLE)], place)  # compiles what it imports
    took: dict[str, list[Took]] = {side: [] for side in sides}
    spent: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(asked.repeats):
        for side, measure in sides.items():
            took[side].append(measure())
            spent[side].append(computed(place.folder / f"run-{place.number}"))
    table = {
        side: Row(
            whole=median_of(took[side], "whole"),
            inside=median_of(took[side], "inside"),
            processor=median_of(took[side], "processor"),
            cells=median(spent[side]),
        )
        for side in sides
    }
    show(f"{name}: seconds a notebook, medians of {asked.repeats}", table)
    show_memory({"unequal batch": batch_command, "papermill in a pool": pool_command}, few, place)
    return judged(name, list(table.values()))


def show(title: str, table: dict[str, Row]) -> None:
    print(f"\n{title:52} {'whole':>8} {'started':>8} {'of cores':>8} {'cells':>8} {'beyond':>8}")
    for side, row in table.items():
        alone = "1 job" in side or "one by one" in side  # else cells of two notebooks are computed at once
        beyond = f"{row.beyond:8.2f}" if alone else f"{'':>8}"
        print(
            f"{side:52} {row.whole:8.2f} {row.inside:8.2f} {row.processor:8.2f} {row.cells:8.2f} {beyond}", flush=True
        )


def show_memory(commands: dict[str, Any], cases: Sequence[Case], place: Place) -> None:
    for side, command in commands.items():
        folder = place.fresh()
        options = (WORKERS,) if command is batch_command else ()
        print(f"{side:52} {peak_mb(command(cases, folder, *options), place):8.0f} MB at most, two at once", flush=True)


def judged(name: str, rows: list[Row]) -> list[bool]:
    """Print ratios and targets of one sort of notebook; return which are met, by the whole command."""
    many, few, alone, commands, pooled = rows
    wanted = {"one by one": (commands, 10.0 if name == "short" else 5.0)}
    if name == "short":
        wanted["in a pool"] = (pooled, 6.0)
    met = []
    for peer, (row, least) in wanted.items():
        ratio = row.whole / many.whole
        met.append(ratio >= least)
        started_up = f"{row.inside / many.inside:.1f} once both have started"
        by_core = f"{row.processor / many.processor:.1f} by processor time"
        more = f"{row.whole / few.whole:.1f} with few, {started_up}, {by_core}"
        print(f"{ratio:5.1f} times papermill {peer} (at least {least:.0f} wanted; {more}): {_word(met[-1])}")
    met.append(alone.beyond <= MOST_BEYOND)
    wish = f"at most {MOST_BEYOND:.2f} wanted"
    print(f"{alone.beyond:5.2f} s a notebook beyond what its cells compute ({wish}): {_word(met[-1])}")
    return met


def _word(met: bool) -> str:
    return "met" if met else "MISSED"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=100, help="notebooks of `unequal batch`")
    asked.add_argument("--peers", type=int, default=12, help="notebooks of each peer")
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--only", choices=("short", "sample"))
    asked.add_argument("--pool", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.pool:
        run_pool(given.pool)
        return 0
    met = []
    for name, make in (("short", short_cases), ("sample", sample_cases)):
        if given.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                met += compare(name, make, given, Place(Path(folder)))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
