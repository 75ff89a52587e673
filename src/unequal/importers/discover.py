"""The tools that are known: every module in `tools` that offers a ``TOOL``. A new one is a new file there."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from unequal.importers import tools

from .by_headers import Recogniser
from .model import Asked, RawFile, Recognition


@cache
def known_tools() -> tuple[Recogniser, ...]:
    """Return the tools, in the order of their modules' names.

    >>> [tool.name for tool in known_tools()]
    ['CRM', 'own names']
    """
    modules = [
        importlib.import_module(f"{tools.__name__}.{each.name}") for each in pkgutil.iter_modules(tools.__path__)
    ]
    return tuple(module.TOOL for module in modules if hasattr(module, "TOOL"))


def best(file: RawFile, asked: Asked) -> tuple[Recogniser, Recognition]:
    """Return the tool that is surest what a file is; where none knows it, the one that comes nearest."""
    tried = [(tool, tool.recognises(file, asked)) for tool in known_tools()]
    return max(tried, key=lambda pair: (pair[1].kind is not None, pair[1].score, -len(pair[1].missing)))
