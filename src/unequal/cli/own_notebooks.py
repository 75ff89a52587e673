"""The shipped notebooks copied into a company's folder for editing, with their hashes, so that an edit can be told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from unequal.errors import EnvironmentFault
from unequal.shipped import shipped

HASHES = "shipped.json"  # name -> SHA-256 of the copy as it was made
SHIPPED_DEFAULT = 'workspace: str = \\"data/sample/harbor\\"'  # as it stands in the JSON of a notebook
OWN_DEFAULT = 'workspace: str = \\"..\\"'


def copy_missing(folder: Path) -> Path:
    """Copy the notebooks that a company's folder lacks, each about that company; return where they lie.

    Args:
        folder: The workspace; ``notebooks/`` is made in it. Notebooks that are there stay as they are.

    Raises:
        EnvironmentFault: The folder cannot be written.
    """
    own = folder / "notebooks"
    try:
        own.mkdir(exist_ok=True)
        hashes = _known(own / HASHES)
        for path in sorted(shipped("notebooks").glob("*.ipynb")):
            if not (own / path.name).exists():
                copy = about_its_folder(path.read_bytes())
                (own / path.name).write_bytes(copy)
                hashes[path.name] = hashlib.sha256(copy).hexdigest()
        (own / HASHES).write_text(json.dumps(hashes, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as fault:
        mend = "Give the right to write there, or copy the company's folder to a place of your own."
        raise EnvironmentFault(f"The notebooks cannot be copied to {own}: {fault.strerror}.", mend=mend) from fault
    return own


def about_its_folder(notebook: bytes) -> bytes:
    """Return a notebook whose parameters cell names the folder above it instead of the sample company."""
    text = notebook.decode("utf-8")
    assert text.count(SHIPPED_DEFAULT) <= 1, "a notebook names its company more than once"
    return text.replace(SHIPPED_DEFAULT, OWN_DEFAULT).encode("utf-8")


def _known(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
