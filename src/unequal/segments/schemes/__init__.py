"""One file a scheme, with a `SCHEME` in it; the folder is the register."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from unequal.segments.protocol import Scheme


@cache
def schemes() -> dict[str, Scheme]:
    """Return every scheme by its name, sorted.

    >>> "size" in schemes()
    True
    """
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [module.SCHEME for module in modules]
    return {scheme.name: scheme for scheme in sorted(found, key=lambda scheme: scheme.name)}
