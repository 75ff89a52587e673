"""One folder a question; found by looking, registered nowhere.

A folder here is an analysis when its ``__init__`` holds `ANALYSIS`. Adding one touches its folder, its notebook and its
test. The module itself can be called: ``unequal.analyses()`` gives the names in reading order.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from types import ModuleType

from unequal.errors import InputError, did_you_mean
from unequal.workbook.analysis import Analysis


@cache
def discovered() -> dict[str, Analysis]:
    """Return every analysis by name, in reading order."""
    folders = [one.name for one in pkgutil.iter_modules(__path__) if one.ispkg]
    found: list[Analysis] = [importlib.import_module(f"{__name__}.{name}").ANALYSIS for name in folders]
    return {one.name: one for one in sorted(found, key=lambda one: one.order)}


def find(name: str) -> Analysis:
    """Return an analysis by name.

    Raises:
        InputError: There is none of that name.
    """
    known = discovered()
    if name not in known:
        found = f"There is no analysis '{name}'.{did_you_mean(name, known)}"
        raise InputError(found, mend=f"Name one of {', '.join(known)}.")
    return known[name]


def analyses() -> tuple[str, ...]:
    """Return the names of all analyses, in reading order.

    >>> "runway" in analyses()
    True
    """
    return tuple(discovered())


class _CallableRoom(ModuleType):
    """The room shares its name with a public function, and importing the room would hide it."""

    def __call__(self) -> tuple[str, ...]:
        return analyses()


sys.modules[__name__].__class__ = _CallableRoom
