"""What the tests look at from outside: processes that live, and what they leave."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import nbformat

from unequal.kernels.processes import Child, Nursery

SECONDS = 30.0
TARGETS = Path(__file__).parent / "targets"


def soon(holds: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """Return what is asked for once it is true, or what it was at last."""
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.01)
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def alive(pids: Iterable[int]) -> list[int]:
    return [pid for pid in pids if lives(pid)]


def gone(*pids: int) -> bool:
    """Return whether processes have gone, soon."""
    return soon(lambda: not alive(pids))


def told(child: Child) -> dict[str, Any]:
    """Return the first thing that a child tells."""
    heard = soon(lambda: child.read() or (child.exit_code() is not None and [{}]))
    assert heard
    assert heard[0], f"it ended with {child.exit_code()} and told nothing"
    return heard[0]


def started(nursery: Nursery, target: str, **arguments: Any) -> Child:
    """Start one of the tests' own targets."""
    environment = {**os.environ, "PYTHONPATH": str(TARGETS)}
    return nursery.start(f"kernel_targets:{target}", arguments, environment=environment)


def code_of(child: Child) -> int:
    soon(lambda: child.exit_code() is not None)
    code = child.exit_code()
    assert code is not None
    return code


def descriptors(process: int | str) -> list[int]:
    return [int(path.name) for path in Path(f"/proc/{process}/fd").iterdir()]


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def zygote_of(nursery: Nursery) -> int:
    """Return the process that a nursery's children are forked from."""
    assert nursery._guard is not None
    guard = nursery._guard.pid
    return soon(lambda: children(guard))[0]


def outputs(text: str) -> list[str]:
    """Return what each code cell of an executed notebook has printed or shown."""
    return [
        "".join(one.get("text") or one.get("data", {}).get("text/plain", "") for one in cell.outputs)
        for cell in nbformat.reads(text, as_version=4).cells
        if cell.cell_type == "code"
    ]


def first_printed(notebook: nbformat.NotebookNode) -> int:
    """Return the number that the first code cell has printed; papermill puts others before it where one failed."""
    return int(next(cell for cell in notebook.cells if cell.cell_type == "code").outputs[0].text.split()[0])
