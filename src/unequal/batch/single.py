"""Anybody's notebook, run with parameters and put in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import nbformat

from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.processes import Nursery
from unequal.report import notebook_text
from unequal.report.disk import Disk, fault_of
from unequal.report.scrubbing import without_clocks

from .manifest.item import Item
from .notebooks import Watch, kernel_limits
from .progress import Progress
from .stale import write_record


def run_single(item: Item, place: Path, marks: Mapping[str, str], progress: Progress) -> None:
    """Run the notebook of an item, write it executed to its place, and its record beside it.

    The clocks of the run are taken out, so that two runs leave the same bytes. Its kernel starts in its own folder,
    as in JupyterLab.

    Args:
        item: Its `notebook` is a path of this machine.
        place: Where the executed notebook is to stand; an older one stays until the new one is whole.
        marks: The item's fingerprint.
        progress: Told of each cell.

    Raises:
        ReportFailed, EnvironmentFault: The notebook failed, or the disk does not take it.
    """
    assert item.notebook is not None
    path = Path(item.notebook)
    watch = Watch([path], progress)
    limits = kernel_limits(item.limits)
    with Nursery() as nursery, progress.step("notebooks", f"Running {path.name}"):
        around = Surroundings(nursery=nursery, cwd=path.parent, limits=limits, safe=False, name=None)
        text = execute(path, item.parameters, around, told=lambda cell: watch.told(path, cell))
        watch.told(path, None)
    done = without_clocks(nbformat.reads(text, as_version=4))
    with progress.step("write", "Writing"):
        _put(place, notebook_text(done).encode())
        write_record(place, marks)


def _put(place: Path, data: bytes) -> None:
    """Write a file in one move."""
    disk, fresh = Disk(), place.with_name(f".{place.name}.new")
    try:
        disk.folder(place.parent)
        fresh.unlink(missing_ok=True)  # of a writer that was killed
        disk.file(fresh, data)
        fresh.replace(place)
        disk.settle(place.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)  # half a file, on a disk that may be full
        raise fault_of(problem, place.parent) from problem
