"""A workspace or notebook copied from an address to this machine: plain files under plain names, and not too many."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unequal.errors import InputError, shown
from unequal.report.disk import fault_of

from .reached import is_address, reached, without_secrets

if TYPE_CHECKING:
    from unequal.batch.manifest.item import Item

MOST_FILES = 10_000
MOST_BYTES = 2_000_000_000
PIECE = 1 << 20  # bytes read at once
NOT_IN_A_NAME = frozenset('/\\:*?"<>|')  # mean something in a path of some system


@contextmanager
def at_hand(item: Item) -> Iterator[Item]:
    """Give an item whose workspace and notebook lie on this machine, fetched for the time of the block if need be.

    Raises:
        InputError, EnvironmentFault: As `fetched`.
    """
    named = {"workspace": item.workspace, "notebook": item.notebook}
    afar = {field: address for field, address in named.items() if address and is_address(address)}
    if not afar:
        yield item
        return
    with tempfile.TemporaryDirectory(prefix="unequal-") as into:
        local = {field: str(fetched(address, Path(into))) for field, address in afar.items()}
        yield replace(item, **local)  # type: ignore[arg-type]


def fetched(address: str, into: Path) -> Path:
    """Copy a folder, or one file, from an address into a folder, under the last part of its name.

    Args:
        address: Of a workspace or a notebook.
        into: An empty folder of this machine.

    Raises:
        InputError: There is nothing; a name would leave the folder; there is a link; it is too much.
        EnvironmentFault: A package, permission or the connection is missing; the disk does not take it.
    """
    with reached(address) as (system, root):
        local = into / _safe(root.rpartition("/")[2], address)
        left = MOST_BYTES
        for name in _names(system, root, address):
            place = local.joinpath(*(_safe(part, address) for part in name.split("/"))) if name else local
            left -= _copied(system, f"{root}/{name}" if name else root, place, left)
            if left < 0:
                raise _too_much(address, f"more than {MOST_BYTES // 1_000_000_000} GB")
        return local


def is_plain(name: str) -> bool:
    """Whether a part of a path can only ever be a name.

    >>> is_plain("deals (1).csv"), is_plain(".."), is_plain("a:b"), is_plain("")
    (True, False, False, False)
    """
    return name.strip(". ") != "" and name.isprintable() and NOT_IN_A_NAME.isdisjoint(name)


def _names(system: Any, root: str, address: str) -> Iterator[str]:
    """Yield the name of each file below the root, an empty one if the root is the file."""
    if system.info(root)["type"] == "file":
        yield ""
        return
    count = 0
    for _, folders, files in system.walk(root, detail=True, on_error="raise"):
        for info in [*folders.values(), *files.values()]:
            path = str(info["name"])
            name = path.rstrip("/").removeprefix(f"{root}/")
            if info.get("islink") or info["type"] not in ("file", "directory"):
                found = f"{shown(name)} at {without_secrets(address)} is a link or no ordinary file."
                raise InputError(found, mend="Put the file itself there.")
            if info["type"] == "file" and path != root and not path.endswith("/"):  # those two only mark a folder
                count += 1
                yield name
        if count > MOST_FILES:
            raise _too_much(address, f"more than {MOST_FILES:,} files")


def _safe(part: str, address: str) -> str:
    if not is_plain(part):
        found = f"{shown(part)} at {without_secrets(address)} is no name of a file here."
        raise InputError(found, mend="Give it a plain name: letters, digits, blanks, points, hyphens.")
    return part


def _copied(system: Any, path: str, place: Path, most: int) -> int:
    """Copy one file and return its size; it stops soon after `most`, whatever its listing said."""
    size = 0
    with system.open(path, "rb") as source:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            file = place.open("xb")
        except OSError as problem:
            raise fault_of(problem, place.parent) from problem
        with file:
            while size <= most and (piece := source.read(PIECE)):
                size += len(piece)
                try:
                    file.write(piece)
                except OSError as problem:
                    raise fault_of(problem, place.parent) from problem
    return size


def _too_much(address: str, what: str) -> InputError:
    found = f"{without_secrets(address)} holds {what}."
    return InputError(found, mend="Name the folder of one company, without what does not belong to it.")
