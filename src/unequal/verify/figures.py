"""A published figure beside the one that was computed here."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

ROOM = "unequal.verify.published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        name: What it is, with its unit.
        expected: As published.
        found: As computed here.
        within: How far apart the two may be; half a unit of the last published digit.
        places: Digits after the point, as published.
    """

    name: str
    expected: float
    found: float
    within: float
    places: int

    @property
    def agrees(self) -> bool:
        """Whether the two are the same to the published digits; a figure that could not be computed never agrees.

        >>> Figure(name="median, weeks", expected=23, found=23.04, within=0.05, places=0).agrees
        True
        >>> Figure(name="median, weeks", expected=23, found=float("nan"), within=0.05, places=0).agrees
        False
        """
        return math.isclose(self.found, self.expected, rel_tol=0, abs_tol=self.within * (1 + 1e-9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One source with its figures.

    Attributes:
        code: Short name, such as ``R13``.
        title: What it is about.
        source: Where it was published.
        figures: What it says, and what was found.
    """

    code: str
    title: str
    source: str
    figures: tuple[Figure, ...]

    @property
    def differences(self) -> tuple[Figure, ...]:
        """Return the figures that do not agree."""
        return tuple(one for one in self.figures if not one.agrees)


def reproduced() -> Iterator[Published]:
    """Yield every source, computed when it is asked for, in the order of its module's name."""
    room = importlib.import_module(ROOM)
    for one in sorted(module.name for module in pkgutil.iter_modules(room.__path__)):
        yield importlib.import_module(f"{ROOM}.{one}").reproduce()


def published(name: str, expected: str, found: float) -> Figure:
    """Return a figure as it was printed, such as ``1,611.158``: half a unit of its last digit apart is the same.

    >>> published("median, weeks", "23", 23.4).agrees, published("share", "0.8571", 0.8572).agrees
    (True, False)
    """
    plain = expected.replace(",", "")
    places = len(plain.partition(".")[2])
    half = 0.5 * 10.0**-places
    return Figure(name=name, expected=float(plain), found=float(found), within=half, places=places)
