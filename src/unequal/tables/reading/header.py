"""Which record is the header, and what is odd about its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from unequal.errors import Problem, column_letter
from unequal.tables.problem_codes import found

from .records import Record

LEADING = 30  # records in which the header is looked for
MANY_COLUMNS = 2000
_VALUE = re.compile(
    r"[-+(]?\s*[€$£¥]?\s*\d[\d.,'\u00a0\u202f ]*\s*[%€$£¥)]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|true|false",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00a0\u200b-\u200d\u2060\ufeff\u00ad]")


def normal(name: str) -> str:
    """Return a header name as names are compared: without case, invisible characters and outer blanks.

    >>> normal("  Deal\u00a0ID ")
    'deal id'
    """
    return " ".join(_INVISIBLE.sub(" ", name).split()).casefold()


def looks_like_value(cell: str) -> bool:
    """Tell whether a cell is a number, a date or a yes and no, as a name seldom is.

    >>> looks_like_value("2026-06-30"), looks_like_value("deal_id")
    (True, False)
    """
    return _VALUE.fullmatch(cell.strip()) is not None


def header_position(records: Sequence[Record], width: int) -> int:
    """Return the index of the header among records that are not blank: the first as wide as the table."""
    first = records[0]
    if len(first.cells) == width - 1 > 1 and _like_names(first):
        return 0  # a header that lacks one name, not a title
    for place, record in enumerate(records[:LEADING]):
        if len(record.cells) != width or _is_title(record, width):
            continue
        return place if len(first.cells) < width or _like_names(record) else 0
    return 0


def _is_title(record: Record, width: int) -> bool:
    return width > 2 and sum(bool(cell.strip()) for cell in record.cells) == 1


def _like_names(record: Record) -> bool:
    names = [cell.strip() for cell in record.cells if cell.strip()]
    return len(names) > 1 and len(set(names)) == len(names) and not any(looks_like_value(name) for name in names)


def header_problems(header: Record, name: str) -> Iterator[Problem]:
    """Yield what is odd about the names of a header."""
    names = header.cells
    checks = (
        ("empty-header-name", [i for i, n in enumerate(names) if not n.strip()]),
        ("repeated-header-name", _repeated(names)),
        ("header-differs-by-case", _differ_by_case(names)),
        ("line-break-in-header", [i for i, n in enumerate(names) if "\n" in n or "\r" in n]),
        ("invisible-in-header", [i for i, n in enumerate(names) if _INVISIBLE.search(n)]),
        ("blanks-around-header", [i for i, n in enumerate(names) if n.strip() and n != n.strip(" \t")]),
        ("header-looks-like-data", [i for i, n in enumerate(names) if looks_like_value(n)]),
    )
    for code, spots in checks:
        if spots:
            place = {"line": header.line, "column": column_letter(spots[0]), "column_name": names[spots[0]]}
            yield found(code, file=name, value=names[spots[0]], count=len(spots), **place)
    if len(names) > MANY_COLUMNS:
        yield found("many-columns", f"the table has {len(names):,} columns", file=name, line=header.line)


def _repeated(names: Sequence[str]) -> list[int]:
    seen: set[str] = set()
    spots = []
    for place, name in enumerate(names):
        if name.strip() and name in seen:
            spots.append(place)
        seen.add(name)
    return spots


def _differ_by_case(names: Sequence[str]) -> list[int]:
    seen: dict[str, str] = {}
    spots = []
    for place, name in enumerate(names):
        other = seen.setdefault(normal(name), name)
        if name.strip() and other != name:
            spots.append(place)
    return spots
