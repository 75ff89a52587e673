"""What comes with the package: its notebooks and sample companies, its version, and a hash of all it is made of.

Notebooks and samples lie beside the sources in a checkout, inside the package in a wheel.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
NOT_SOURCES = {"__pycache__", "_bundle"}  # made of the sources, or of files with hashes of their own


def shipped(part: str) -> Path:
    """Return a folder that comes with the package.

    Args:
        part: ``notebooks`` or ``data/sample``.

    >>> shipped("notebooks").name
    'notebooks'
    """
    checkout = PACKAGE.parent.parent
    beside = checkout / part
    if (checkout / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    return PACKAGE / "_bundle" / part


def version() -> str:
    """Return the version: the installed package's, or that of the checkout which runs without being installed."""
    import tomllib
    from importlib import metadata

    try:
        return metadata.version("unequal")
    except metadata.PackageNotFoundError:
        project = PACKAGE.parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


@cache
def sources_hash() -> str:
    """Return a hash of the version and of every file of the package: code, defaults, phrases, templates, fonts.

    A change of any of them can change a page, so it makes every result and report that was kept stale.
    """
    digest = hashlib.sha256(version().encode())
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if path.is_file() and NOT_SOURCES.isdisjoint(name.parts):
            digest.update(f"\0{name.as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
