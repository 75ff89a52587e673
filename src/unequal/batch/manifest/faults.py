"""Faults of a manifest, gathered until all are found, each with its place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from unequal.errors import InputError, Problem

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a file, as far as it is known.

    Attributes:
        file: The file, or the option of the command line.
        line: The first being 1.
        column: Letter of a column, in a CSV file.
        column_name: Its header.
    """

    file: str
    line: int | None = None
    column: str | None = None
    column_name: str | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"


class Where(Protocol):
    """Finds the place of a key of one item."""

    def value(self, path: KeyPath) -> Place:
        """Return where the value of a key stands."""
        ...

    def name(self, path: KeyPath) -> Place:
        """Return where the name of a key stands: in a CSV file, the header."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Everything stands at one place."""

    place: Place

    def value(self, path: KeyPath) -> Place:  # noqa: ARG002  # one place whatever the key
        """Return the place."""
        return self.place

    name = value


@dataclass(frozen=True, slots=True, kw_only=True)
class InToml:
    """Keys below a prefix of a TOML file."""

    file: str
    lines: Mapping[KeyPath, list[int]]
    prefix: KeyPath = ()

    def value(self, path: KeyPath) -> Place:
        """Return the line of a key, or of the nearest table around it."""
        whole = (*self.prefix, *path)
        for length in range(len(whole), 0, -1):
            if whole[:length] in self.lines:
                return Place(file=self.file, line=self.lines[whole[:length]][0])
        return Place(file=self.file)

    name = value


@dataclass(frozen=True, slots=True, kw_only=True)
class InRow:
    """Cells of one row; letter and header of a column by the dotted key. A JSONL file has no columns."""

    file: str
    line: int
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def value(self, path: KeyPath) -> Place:
        """Return the cell."""
        return self._at(path, self.line)

    def name(self, path: KeyPath) -> Place:
        """Return the header; in a JSONL file the line itself."""
        return self._at(path, 1 if self.columns else self.line)

    def _at(self, path: KeyPath, line: int) -> Place:
        letter, header = self.columns.get(dotted(path), (None, None))
        return Place(file=self.file, line=line, column=letter, column_name=header)


@dataclass(slots=True)
class Faults:
    """What was found so far; raised as one error."""

    problems: list[Problem] = field(default_factory=list)
    _noted: set[Problem] = field(default_factory=set)

    def add(self, code: str, place: Place, says: str, *, mend: str, value: Any = None) -> None:
        """Note a fault; `value` is left out where there is none, or where it must not be shown."""
        problem = Problem(
            code=code,
            says=says,
            mend=mend,
            fate="refused",
            file=place.file,
            line=place.line,
            column=place.column,
            column_name=place.column_name,
            value=None if value is None else str(value),
        )
        if problem not in self._noted:
            self.problems.append(problem)
            self._noted.add(problem)

    def raise_any(self, manifest: str) -> None:
        """Raise what was found, in the order of the lines.

        Raises:
            InputError: At least one fault was found.
        """
        if not self.problems:
            return
        in_order = sorted(self.problems, key=lambda one: (one.file or "", one.line or math.inf))
        count = f"{len(in_order)} fault{'s' if len(in_order) != 1 else ''}"
        found = f"The manifest {manifest} is refused, and nothing was run: {count}."
        raise InputError(found, problems=in_order)


def dotted(path: KeyPath) -> str:
    """Return a key as a column of a CSV file names it.

    >>> dotted(("knobs", "runway", "wins_needed"))
    'knobs.runway.wins_needed'
    """
    return ".".join(str(part) for part in path)
