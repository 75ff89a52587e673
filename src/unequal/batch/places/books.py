"""Which file says that a report, or an executed notebook, is whole, and what it says of the others.

A report is a folder with run.json in it; an executed notebook is a file with ``<its name>.run.json`` beside it. Both
are written after everything else, and both hold the hash of everything else. Paths here are texts with slashes, so
that they mean the same on this machine and at an address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
NOTEBOOK = ".ipynb"
RUN = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a book says of one file: hash of its bytes, and how many they are."""

    sha256: str
    size: int


def book_of(place: str) -> str:
    """Return the path of the file that says whether all is there.

    >>> book_of("out/acme/2026-06-30"), book_of("out/prices.ipynb")
    ('out/acme/2026-06-30/run.json', 'out/prices.run.json')
    """
    return f"{place.removesuffix(NOTEBOOK)}.{RUN}" if place.endswith(NOTEBOOK) else f"{place}/{RUN}"


def read_book(place: str, text: bytes) -> Json | None:
    """Return what the book of a place says, None if it is damaged."""
    try:
        book = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(book, dict):
        return None
    files = _told(place, book)
    return book if isinstance(files, dict) and all(map(_is_sound, files.values())) else None


def files_in(place: str, book: Json) -> dict[str, About]:
    """Return what a sound book says of each file, by its path below (or beside) the place."""
    told = sorted(_told(place, book).items())
    return {name: About(sha256=one["sha256"], size=one["bytes"]) for name, one in told}


def folder_of(place: str) -> str:
    """Return the folder that the names of `files_in` are relative to."""
    return place.rpartition("/")[0] if place.endswith(NOTEBOOK) else place


def _told(place: str, book: Json) -> Any:
    return {place.rpartition("/")[2]: book} if place.endswith(NOTEBOOK) else book.get("files")


def _is_sound(about: Any) -> bool:
    return isinstance(about, dict) and isinstance(about.get("sha256"), str) and isinstance(about.get("bytes"), int)
