"""In which line of a TOML file a key stands. The parser of the standard library does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

KeyPath = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[(?!\[)\s*({_KEY})\s*\]")
_ENTRY = re.compile(rf"\s*({_KEY})\s*=\s*(.*)")
_MULTILINE = ('"""', "'''")


def key_lines(text: str) -> dict[KeyPath, list[int]]:
    r"""Return the lines, the first being 1, in which each key or table header stands.

    Keys inside an inline table are not listed: they stand in the line of the table.

    >>> key_lines('name = "A"\n[plan]\ncash = 1\n')
    {('name',): [1], ('plan',): [2], ('plan', 'cash'): [3]}
    """
    found: dict[KeyPath, list[int]] = {}
    table: KeyPath = ()
    for number, line in _lines_outside_text(text):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, []).append(number)
        elif entry := _ENTRY.match(line):
            found.setdefault(table + _parts(entry[1]), []).append(number)
    return found


def line_of(lines: dict[KeyPath, list[int]], path: KeyPath) -> int | None:
    """Return the line of a key, or of the nearest table around it.

    >>> line_of({("plan",): [2]}, ("plan", "segments", "Big"))
    2
    """
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]][0]
    return None


def said_twice(text: str) -> list[tuple[KeyPath, list[int]]]:
    r"""Return the keys that stand in more than one line, with those lines.

    >>> said_twice("cash = 1\ncash = 2\n")
    [(('cash',), [1, 2])]
    """
    return [(path, lines) for path, lines in key_lines(text).items() if len(lines) > 1]


def written(path: KeyPath) -> str:
    """Return a key as it would be written, quoted where it must be.

    >>> written(("plan", "segments", "Very Big", "motion"))
    'plan.segments."Very Big".motion'
    """
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"' for part in path)


def _lines_outside_text(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not inside a text or list of several lines."""
    closing = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        yield number, line
        closing = next((mark for mark in _MULTILINE if line.count(mark) % 2), "") or _open_list(line)


def _open_list(line: str) -> str:
    entry = _ENTRY.match(line)
    return "]" if entry and entry[2].startswith("[") and "]" not in entry[2] else ""


def _parts(key: str) -> KeyPath:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, key))
