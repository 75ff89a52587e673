"""A loaded set of tables: frames, counts, problems, and the rows that were set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unequal.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """Where the rows of a file went; `read` is the sum of the others.

    Attributes:
        read: Records of the file below and above the header, blank ones included.
        used: Rows of the frame.
        set_aside: Rows that could not be used, and lines that are no rows, such as a footer.
        duplicates: Rows that repeat another one in every cell; shown with those set aside, outside the 5 %.
        after_as_of: Rows not yet known on the day.
        blank: Blank records.

    >>> TableCount(read=10, used=7, set_aside=1, duplicates=1, blank=1).adds_up
    True
    """

    read: int
    used: int
    set_aside: int = 0
    duplicates: int = 0
    after_as_of: int = 0
    blank: int = 0

    @property
    def adds_up(self) -> bool:
        """Tell whether every record is accounted for."""
        return self.read == self.used + self.set_aside + self.duplicates + self.after_as_of + self.blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of one company. Frames are never changed in place.

    Attributes:
        frames: Name -> frame: all declared columns first, then the client's other columns as ``str``.
        problems: Everything found, each kind once with its first place and its count.
        counts: Name -> where the rows of its file went.
        set_aside: Name -> the original cells of rows not used, with ``line``, ``code`` and ``reason``; ready for CSV.
        sha256: Name -> hash of the file's bytes.
    """

    frames: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, TableCount] = field(default_factory=dict)
    set_aside: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sha256: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def __contains__(self, name: object) -> bool:
        return name in self.frames

    def get(self, name: str) -> pd.DataFrame | None:
        """Return a table's frame, or None when the workspace has no such table."""
        return self.frames.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the tables that are there, in order of declaration."""
        return tuple(self.frames)
