"""Where notebooks and sample companies lie: beside the sources in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


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
