"""The command that repeats one item, just as it was."""

from __future__ import annotations

import shlex

from unequal.batch.manifest.item import Item

from .order import Order


def command(order: Order, item: Item) -> str:
    """Return the command line that makes one item of a batch again, from the books, whatever became of the manifest.

    >>> from pathlib import Path
    >>> from unequal.batch.manifest.item import Batch
    >>> harbor = Item(id="harbor", workspace="/harbor")
    >>> command(Order(batch=Batch(name="June", id="june-0a1b2c3d", items=(harbor,)), out=Path("reports")), harbor)
    'unequal retry reports/_batch/june-0a1b2c3d --select harbor'
    """
    return shlex.join(["unequal", "retry", str(order.folder), "--select", item.id])
