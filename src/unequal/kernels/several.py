"""Several notebooks, some of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_event_loop

from .execute import Surroundings, execute

Tell = Callable[[Path, int | None], None]


def execute_all(
    paths: Sequence[Path], parameters: Mapping[str, Any], surroundings: Surroundings, *, at_once: int, told: Tell
) -> list[str]:
    """Run notebooks and return them, executed, in the order given.

    Each has a kernel in a process of its own; what drives them only waits, so threads do.

    Args:
        paths: The notebooks.
        parameters: Handed to each, as far as it declares them.
        surroundings: What they run in.
        at_once: How many run beside each other.
        told: Called with a notebook and the position of the cell that begins, None when the notebook has finished.

    Raises:
        ReportFailed, EnvironmentFault: Of the first notebook that failed; those not yet started are not run.
    """
    finished: dict[Path, str] = {}
    with ThreadPoolExecutor(at_once, thread_name_prefix="notebook") as threads:
        waiting: dict[Future[str], Path] = {
            threads.submit(_execute, path, parameters, surroundings, told): path for path in paths
        }
        try:
            for future in as_completed(waiting):
                finished[waiting[future]] = future.result()
                told(waiting[future], None)
        except BaseException as fault:
            threads.shutdown(wait=False, cancel_futures=True)
            if not isinstance(fault, Exception):  # Ctrl-C: kernels that still run are not waited for
                surroundings.nursery.close()
            raise
    return [finished[path] for path in paths]


def _execute(path: Path, parameters: Mapping[str, Any], surroundings: Surroundings, told: Tell) -> str:
    try:
        return execute(path, parameters, surroundings, told=lambda cell: told(path, cell))
    finally:
        ensure_event_loop().close()  # nbclient's, of this thread; nobody else would
