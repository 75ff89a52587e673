"""In which line of a TOML file a key stands, arrays of tables included. No parser at hand says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .faults import KeyPath

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ENTRY = re.compile(rf"\s*({_KEY})\s*=")
_TEXTS = ('"""', "'''")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#|[\[{]|[\]}]')


def toml_lines(text: str) -> dict[KeyPath, list[int]]:
    r"""Return the lines, the first being 1, in which each key or table stands.

    Keys inside an inline table are not listed: they stand in the line of the table.

    >>> toml_lines('name = "A"\n[[items]]\nid = "x"\n[items.knobs.runway]\ncash = 1\n')[("items", 0, "knobs", "runway")]
    [4]
    """
    found: dict[KeyPath, list[int]] = {}
    counted: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _inside(_parts(header[2]), counted)
            found.setdefault(table, []).append(number)
            if header[1] == "[[":
                counted[table] = counted.get(table, -1) + 1
                table = (*table, counted[table])
                found[table] = [number]
        elif entry := _ENTRY.match(line):
            found.setdefault((*table, *_parts(entry[1])), []).append(number)
    return found


def said_twice(text: str) -> list[tuple[KeyPath, list[int]]]:
    r"""Return the keys that stand in more than one line of one table, with those lines.

    >>> said_twice('[[items]]\nid = "x"\nid = "y"\n[[items]]\nid = "z"\n')
    [(('items', 0, 'id'), [2, 3])]
    """
    lines = toml_lines(text)
    arrays = {path[:-1] for path in lines if path and isinstance(path[-1], int)}
    return [(path, stand) for path, stand in lines.items() if len(stand) > 1 and path not in arrays]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that begin outside of any text, list or inline table."""
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not depth and not quote:
            yield number, line
        depth, quote = _after(line, depth, quote)


def _after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return how many brackets, and which text of several lines, are open after a line."""
    at = 0
    while True:
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return depth, quote
            at, quote = end + len(quote), ""
        token = _TOKEN.search(line, at)
        if token is None or token[0] == "#":
            return depth, ""
        at = token.end()
        if token[0] in _TEXTS:
            quote = token[0]
        elif token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth = max(0, depth - 1)


def _inside(parts: tuple[str, ...], counted: dict[KeyPath, int]) -> KeyPath:
    """Return a header's path, with the number of the element of each array that it goes through."""
    path: KeyPath = ()
    for part in parts:
        if path in counted:
            path = (*path, counted[path])
        path = (*path, part)
    return path


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, key))
