"""Workspaces, notebooks and reports that lie at an address: ``s3://``, ``gs://``, ``abfs://``, ``memory://``, ``file://``.

    with at_hand(item) as here: ...                       # its workspace and notebook are on this machine
    sent(report, "s3://reports/acme/2026-06-30")          # run.json last
    read_back("s3://reports/acme/2026-06-30")             # run.json, or None

papermill reads and writes one notebook at an address; a workspace and a report are folders, so they go through fsspec,
which knows the same addresses.

- `reached`: the file system behind an address, and its faults in our words
- `fetch`: a copy on this machine
- `books`: which file says that a report, or an executed notebook, is whole
- `send`: a finished report to an address, and back
"""

from .fetch import at_hand, fetched
from .reached import is_address
from .send import damaged_at, read_back, sent

__all__ = ["at_hand", "damaged_at", "fetched", "is_address", "read_back", "sent"]
