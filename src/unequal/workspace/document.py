"""workspace.toml and the scenario beside it: read, parsed, merged key by key, each key still knowing its file."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unequal.errors import EnvironmentFault, InputError, Problem

from .locate import KeyPath, key_lines, line_of, said_twice, written

MOST_BYTES = 1_000_000  # a configuration that people can read is far below it
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One TOML file.

    Attributes:
        shown_as: Its name in messages.
        tree: What it says.
        lines: Where each key stands.
    """

    shown_as: str
    tree: Mapping[str, Any] = field(default_factory=dict, hash=False)
    lines: Mapping[KeyPath, list[int]] = field(default_factory=dict, hash=False)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest table around it."""
        return line_of(dict(self.lines), path)

    def says(self, path: KeyPath) -> bool:
        """Whether the file says something at this key."""
        here: Any = self.tree
        for part in path:
            if not isinstance(here, Mapping) or part not in here:
                return False
            here = here[part]
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A workspace and the scenario in force.

    Attributes:
        base: workspace.toml.
        scenario: The scenario's file, None for ``base``.
    """

    base: Document
    scenario: Document | None = None

    def of(self, path: KeyPath) -> Document:
        """Return the file that a key comes from; the scenario's where both say it."""
        if self.scenario is not None and self.scenario.says(path):
            return self.scenario
        return self.base

    def merged(self) -> dict[str, Any]:
        """Return what both say together, key by key."""
        return merge(self.base.tree, self.scenario.tree if self.scenario else {})


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return two trees as one, key by key; `above` wins where both have a value.

    >>> merge({"plan": {"cash": 1, "raise_months": 6}}, {"plan": {"cash": 2}})
    {'plan': {'cash': 2, 'raise_months': 6}}
    """
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merge(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def read_document(path: Path, shown_as: str) -> Document:
    """Read a TOML file in UTF-8 or UTF-16, with any line ends.

    Raises:
        InputError: It is empty, no text, too big, or no TOML; each problem with its line and column.
        EnvironmentFault: It may not be read.
    """
    text = _text(path, shown_as)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _refused(shown_as, _syntax_problems(text, str(fault), shown_as)) from fault
    if not tree:
        problem = Problem(
            code="file-empty",
            says="the file holds no key",
            mend='write at least  as_of = 2026-06-30  (a day of yours) and  currency = "EUR", or restore the file',
            fate="refused",
            file=shown_as,
        )
        raise _refused(shown_as, [problem])
    return Document(shown_as=shown_as, tree=tree, lines=key_lines(text))


def _text(path: Path, shown_as: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise EnvironmentFault(
            f"{shown_as} cannot be read: {fault.strerror}.", mend="give its reader access"
        ) from fault
    if len(raw) > MOST_BYTES:
        raise InputError(f"{shown_as} is larger than {MOST_BYTES:,} bytes.", mend="check that it is the right file")
    try:
        text = raw.decode(_encoding(raw))
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        problem = Problem(
            code="not-unicode",
            says=f"byte {raw[fault.start]:#04x} is no UTF-8",
            mend="save the file as UTF-8 in your editor",
            fate="refused",
            file=shown_as,
            line=line,
        )
        raise _refused(shown_as, [problem]) from fault
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    if raw[1:2] == b"\0":  # TOML begins with a sign of ASCII, so a NUL beside it tells UTF-16 without a mark
        return "utf-16-le"
    return "utf-16-be" if raw[:1] == b"\0" else "utf-8"


def _syntax_problems(text: str, fault: str, shown_as: str) -> list[Problem]:
    twice = said_twice(text)
    if twice and ("overwrite" in fault or "twice" in fault):
        return [
            Problem(
                code="key-twice",
                says=f"{written(path)} stands in lines {', '.join(str(line) for line in lines)}",
                mend="keep one of them",
                fate="refused",
                file=shown_as,
                line=lines[1],
            )
            for path, lines in twice
        ]
    place = _PLACE.search(fault)
    line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    column = f" at column {place[2]}" if place and place[2] else ""
    return [
        Problem(
            code="not-toml",
            says=f"no TOML{column}: {_PLACE.sub('', fault)}",
            mend="correct the line: texts stand in quotes, numbers have no commas, days are days of the calendar",
            fate="refused",
            file=shown_as,
            line=line,
            value=text.split("\n")[line - 1].strip(),
        )
    ]


def _refused(shown_as: str, problems: list[Problem]) -> InputError:
    return InputError(f"{shown_as} is refused.", problems=problems)
