"""A finished report sent to an address, and its book read back.

The older book goes first and the new one comes last, so what is half sent is never taken for a report.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any

from unequal.errors import InputError

from .books import NOTEBOOK, Json, book_of, files_in, folder_of, read_book
from .fetch import is_plain
from .reached import reached


def sent(report: Path, address: str) -> None:
    """Send a finished report, or an executed notebook with its record, file by file; its book last.

    Files that the older report had and this one has not are removed. Of two writers at one address the later one wins;
    a lock, if need be, is held by the caller.

    Args:
        report: Folder of the report, or path of the notebook.
        address: Where that folder, or that notebook, is to lie.

    Raises:
        InputError: The report is not whole.
        EnvironmentFault: A package, permission or the connection is missing. There is no report at the address then.
    """
    place = report.as_posix()
    text, files = _whole(place)
    with reached(address) as (system, root):
        older = _book_at(system, root)
        with contextlib.suppress(FileNotFoundError):
            system.rm_file(book_of(root))
        for name, data in files.items():
            _put(system, f"{folder_of(root)}/{name}", data)
        _put(system, book_of(root), text)
        _forget(system, root, older, set(files))


def read_back(address: str) -> Json | None:
    """Return the book of the report, or of the executed notebook, at an address; None where there is no sound one.

    Raises:
        EnvironmentFault: A package, permission or the connection is missing.
    """
    with reached(address) as (system, root):
        return _book_at(system, root)


def damaged_at(address: str, book: Json) -> list[str]:
    """Return the names of the files at an address that are missing or of another size than their book says."""
    with reached(address) as (system, root):
        files = files_in(root, book)
        if root.endswith(NOTEBOOK):
            there = {root: system.info(root)} if system.exists(root) else {}
        else:
            there = system.find(root, detail=True)
        sizes = {path.removeprefix(f"{folder_of(root)}/"): info["size"] for path, info in there.items()}
        return [name for name, about in files.items() if sizes.get(name) != about.size]


def _whole(place: str) -> tuple[bytes, dict[str, bytes]]:
    """Return the book and every file of a report of this machine, each as its book says."""
    again = "Make the report again."
    try:
        text = Path(book_of(place)).read_bytes()
        book = read_book(place, text)
        told = files_in(place, book) if book is not None else None
        files = {name: (Path(folder_of(place)) / name).read_bytes() for name in told or {}}
    except OSError as fault:
        raise InputError(f"{place} is not whole: {fault.filename} cannot be read.", mend=again) from fault
    if told is None or any(hashlib.sha256(files[name]).hexdigest() != told[name].sha256 for name in told):
        raise InputError(f"{place} is not as it was written.", mend=again)
    return text, files


def _book_at(system: Any, root: str) -> Json | None:
    try:
        return read_book(root, system.cat_file(book_of(root)))
    except FileNotFoundError:
        return None


def _put(system: Any, path: str, data: bytes) -> None:
    if not system.async_impl:  # object stores, which are, know no folders, and would make a bucket of a slip
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
    system.pipe_file(path, data)


def _forget(system: Any, root: str, older: Json | None, kept: set[str]) -> None:
    for name in files_in(root, older) if older is not None else ():
        if name not in kept and all(is_plain(part) for part in name.split("/")):
            with contextlib.suppress(FileNotFoundError):
                system.rm_file(f"{folder_of(root)}/{name}")
