"""What stands at an item's place, held against what would be made now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from unequal.batch.places import at_hand, damaged_at, is_address, read_back
from unequal.batch.places.books import NOTEBOOK, Json, book_of, files_in, folder_of, read_book
from unequal.batch.versions import versions
from unequal.errors import UnequalError

from .parts import fingerprint
from .place import place_of
from .reasons import Marks, differences
from .state import state_of

if TYPE_CHECKING:
    from unequal.batch.manifest.item import Item


def why_stale(item: Item, out: str | Path) -> list[str]:
    """Return why an item has to be made, one sentence a reason; nothing if what stands there is whole and up to date.

    Inputs that cannot be read are a reason, too: the item is tried, and its own run tells what is wrong and how to mend
    it. Workspaces at an address are fetched to be looked at.

    Args:
        item: What is asked for.
        out: The output folder, or an address.

    Raises:
        EnvironmentFault: The address of `out` cannot be reached.
    """
    try:
        with at_hand(item) as here:
            place, now = place_of(here).as_posix(), fingerprint(here)
    except UnequalError as fault:
        return [fault.found]
    below = str(out).rstrip("/") if is_address(str(out)) else Path(out).as_posix()
    book, damaged = _standing(f"{below}/{place}")
    if book is None:
        return damaged
    then = _marks(book.get("fingerprint"))
    if not then:
        return [*damaged, "it does not say what it was made of"]
    seen = _marks(book.get("versions"))
    return [*damaged, *differences(then, now, versions_then=seen, versions_now=versions())]


def _standing(place: str) -> tuple[Json | None, list[str]]:
    """Return the book at a place, None where there is no sound one; and what is wrong with what stands there."""
    afar = is_address(place)
    book = read_back(place) if afar else _book(place)
    if book is None:
        what = "notebook" if place.endswith(NOTEBOOK) else "report"
        there = not afar and Path(book_of(place)).exists()
        return None, [f"{Path(book_of(place)).name} is damaged" if there else f"no {what} yet"]
    damaged = damaged_at(place, book) if afar else _damaged(place, book)
    return book, [f"{name} is missing or changed" for name in damaged]


def _book(place: str) -> Json | None:
    try:
        return read_book(place, Path(book_of(place)).read_bytes())
    except OSError:
        return None


def _damaged(place: str, book: Json) -> list[str]:
    folder = Path(folder_of(place))
    return [name for name, about in files_in(place, book).items() if state_of(folder / name) != about.sha256]


def _marks(content: object) -> Marks:
    """Return what a book says of its parts, or of versions; nothing where it says it in no way that we know."""
    if not isinstance(content, Mapping):
        return {}
    return {str(name): str(value) for name, value in content.items()}
