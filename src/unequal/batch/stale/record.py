"""What lies beside an executed notebook and says what it was made of, as run.json does in a report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from unequal.batch.places.books import Json, book_of
from unequal.batch.versions import versions
from unequal.report.disk import Disk, fault_of
from unequal.report.lock import held

SCHEMA = "unequal.notebook-run/1"


def write_record(notebook: Path, marks: Mapping[str, str], *, disk: Disk | None = None) -> Path:
    """Write ``<notebook>.run.json`` beside a notebook that stands in its place, and return its path.

    The record is written in one move, after the notebook: whoever is stopped between the two leaves a notebook that
    counts as not yet made.

    Args:
        notebook: The executed notebook.
        marks: Its item's `fingerprint`, taken before it was run.
        disk: For tests.

    Raises:
        EnvironmentFault: The disk is full, or does not let us write.
    """
    at, final = disk or Disk(), Path(book_of(notebook.as_posix()))
    fresh = final.with_name(f".{final.name}.new")
    try:
        data = notebook.read_bytes()
        content: Json = {
            "schema": SCHEMA,
            "fingerprint": dict(marks),
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "versions": versions(),
        }
        with held(final.with_name(f".{final.name}.lock")):
            fresh.unlink(missing_ok=True)  # of a writer that was killed
            at.file(fresh, (json.dumps(content, sort_keys=True, indent=1) + "\n").encode())
            fresh.replace(final)
            at.settle(final.parent)
    except OSError as problem:
        raise fault_of(problem, final.parent) from problem
    return final
