"""The versions that a figure may depend on."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

from unequal.shipped import version

VERSIONS_OF = ("pandas", "numpy", "scipy", "altair", "papermill", "duckdb", "typst", "vl-convert-python")


def versions() -> dict[str, str]:
    """Return the version of this package, of Python, and of each library that computes or draws.

    >>> sorted(versions())[:3]
    ['altair', 'duckdb', 'numpy']
    """
    return dict(_found())


@cache
def _found() -> tuple[tuple[str, str], ...]:
    ours = (("unequal", version()), ("python", platform.python_version()))
    return (*ours, *((name, metadata.version(name)) for name in VERSIONS_OF))
