"""The expanded batch as a file: what `retry` and `status` read, whatever has become of the manifest since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from .item import Batch, Item
from .names import id_slug


def lock_text(batch: Batch) -> str:
    """Return the text of manifest.lock.json: keys sorted, LF; `read_lock` makes the same batch of it."""
    return json.dumps(batch.as_json(), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def read_lock(text: str) -> Batch:
    """Return the batch that `lock_text` wrote.

    >>> batch = Batch(name="June", id="june-0a1b2c3d", items=(Item(id="harbor", workspace="/clients/harbor"),))
    >>> read_lock(lock_text(batch)) == batch
    True
    """
    return Batch.from_json(json.loads(text))


def batch_id(name: str, items: Sequence[Item]) -> str:
    """Return the id of a batch: the same items, the same id, and no clock.

    >>> batch_id("June reports", [Item(id="harbor", workspace="/clients/harbor")])
    'june-reports-6eff413d'
    """
    content = json.dumps([item.as_json() for item in items], ensure_ascii=True, sort_keys=True)
    return f"{id_slug(name)}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
