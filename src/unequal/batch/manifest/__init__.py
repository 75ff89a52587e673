"""A manifest: what a batch is to make, written by hand, checked whole before anything runs.

    batch = read_manifest("batches/june.toml", select=["tag:eu"])
    lock_text(batch)                          # what `retry` reads, whatever becomes of the manifest
    tripped(batch.gates, findings)            # sentences, none where all is well

- `item`: what a batch is made of: `Item`, `Limits`, `Gate`, `Batch`
- `document`, `toml_lines`, `rows`: TOML, CSV and JSONL, every key with its line
- `schema`, `shape`, `faults`: the keys as models, and what is wrong, gathered
- `entries`, `sources`, `matrix`, `expand`: an item as written, and all that it stands for
- `names`, `outputs`: ids, and that no two items write to one place
- `known`, `knobs`, `kinds`, `parameters`: what may be turned, and what it takes
- `gates`, `select`, `lock`: what to look at afterwards, what to run, what is kept
- `read`: all of it
"""

from .codes import MANIFEST_CODES
from .gates import tripped
from .item import Batch, Gate, Item, Limits
from .lock import batch_id, lock_text, read_lock
from .read import read_manifest
from .select import NothingSelected

__all__ = [
    "MANIFEST_CODES",
    "Batch",
    "Gate",
    "Item",
    "Limits",
    "NothingSelected",
    "batch_id",
    "lock_text",
    "read_lock",
    "read_manifest",
    "tripped",
]
