"""Jobs on this machine, and what is known of the reports that stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from unequal.batch.manifest.item import Item
from unequal.batch.places import at_hand, is_address
from unequal.batch.stale import place_of, why_stale
from unequal.errors import UnequalError
from unequal.kernels.processes import Nursery

from .order import Child, Order, Start, Tell, Ways

TARGET = "unequal.batch.job:main"
PRELOADED = "unequal.batch.preloaded"


@contextmanager
def jobs_here(order: Order) -> Iterator[Start]:
    """Start jobs as processes of this machine; none of them outlives the block."""
    with ExitStack() as stack:
        nurseries: list[Nursery] = []

        def start(item: Item, attempt: int) -> Child:
            if not nurseries:  # where nothing is to be made nothing is imported either
                nurseries.append(stack.enter_context(Nursery(preload=[PRELOADED])))
            return nurseries[0].start(TARGET, arguments(order, item, attempt))

        yield start


def arguments(order: Order, item: Item, attempt: int) -> dict[str, object]:
    """Return what a job is told to do, wherever it runs."""
    failed = str(order.failed / item.id)
    return {"item": item.as_json(), "out": order.reports, "failed": failed, "attempt": attempt}


def usual_ways(order: Order, start: Start, tell: Tell) -> Ways:
    """Return the ways in which the command line runs a batch."""
    return Ways(
        start=start,
        stale=lambda item: why_stale(item, order.reports),
        report=lambda item: standing(item, order.reports),
        tell=tell,
    )


def standing(item: Item, reports: str) -> str | None:
    """Return the path or address of what stands at an item's place; None where its place cannot be known.

    >>> standing(Item(id="survey", workspace=None, notebook="/survey.ipynb"), "reports")
    'reports/survey.ipynb'
    """
    try:
        with at_hand(item) as here:
            place = place_of(here)
    except UnequalError:
        return None
    below = f"{reports.rstrip('/')}/{place}" if is_address(reports) else f"{reports}/{place}"
    return below if item.workspace is None else f"{below}/report.html"
