"""Results kept under a hash of everything they follow from, so that nothing is computed twice.

A key is made of the package's sources, the tables' bytes, as_of, scenario and knobs; a change in any gives another
key, so nothing is ever invalidated by hand. In the process a small store answers a slider at once; on disk one folder
a key lies in a report's temporary folder or in the user's cache, never in the workspace. A damaged folder counts as
absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from unequal.shipped import sources_hash

from . import codec
from .plain import plain

__all__ = ["Store", "cache_folder", "key_of", "sources_hash"]

MOST_IN_PROCESS = 64
MOST_COMPANIES = 4  # a company and its scenarios; each some tens of megabytes
MOST_ON_DISK = 200  # folders; about 20 MB for the sample companies
T = TypeVar("T")


class Store:
    """A small store in the process, with a folder behind it where one is given.

    Args:
        folder: Where results outlive the process; None keeps them in it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._near: OrderedDict[str, Any] = OrderedDict()
        self._companies: OrderedDict[str, dict[Any, Any]] = OrderedDict()

    def in_process(self) -> Store:
        """Return the same store without its folder: what a slider passes through is not worth a file."""
        near = Store()
        near._near, near._companies = self._near, self._companies
        return near

    def company(self, key: str) -> dict[Any, Any]:
        """Return what is kept in the process of one company looked at from one day; few companies are kept.

        Rolled-up tables, labels, random draws: what a turned knob leaves as it is, and no file would give back faster.
        """
        kept = self._companies.setdefault(key, {})
        self._companies.move_to_end(key)
        while len(self._companies) > MOST_COMPANIES:
            self._companies.popitem(last=False)
        return kept

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return what stands under a key, made and kept if nothing does."""
        if key in self._near:
            self._near.move_to_end(key)
            return self._near[key]
        value = self._read(key)
        if value is None:
            value = make()
            self._write(key, value)
        self._near[key] = value
        while len(self._near) > MOST_IN_PROCESS:
            self._near.popitem(last=False)
        return value

    def _read(self, key: str) -> Any:
        if self.folder is None:
            return None
        place = self.folder / key
        try:
            value = codec.load(place)
        except Exception:  # noqa: BLE001  # whatever is wrong with a cached folder, making it anew is the answer
            shutil.rmtree(place, ignore_errors=True)  # or the new one would find its place taken
            return None
        with contextlib.suppress(OSError):
            os.utime(place)  # what is used stays
        return value

    def _write(self, key: str, value: Any) -> None:
        if self.folder is None:
            return
        # A full or read-only disk must not stop an analysis that needs no disk.
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            staged = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
            try:
                codec.save(value, staged)
                staged.rename(self.folder / key)  # fails where somebody else wrote the same key first
            finally:
                shutil.rmtree(staged, ignore_errors=True)
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        assert self.folder is not None
        kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[MOST_ON_DISK:]:
            shutil.rmtree(path, ignore_errors=True)


def key_of(*parts: Any) -> str:
    """Return a short hash of plain values.

    >>> key_of("runway", {"reserve_months": 2.0}) == key_of("runway", {"reserve_months": 2.0})
    True
    >>> key_of("runway", {"reserve_months": 2.0}) == key_of("runway", {"reserve_months": 3.0})
    False
    """
    text = json.dumps([plain(part) for part in parts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cache_folder() -> Path | None:
    """Return the user's private cache folder for results, None where it is switched off.

    The variable ``UNEQUAL_CACHE`` names another folder, or is empty to keep nothing on disk.
    """
    import platformdirs

    asked = os.environ.get("UNEQUAL_CACHE")
    if asked is not None:
        return Path(asked) if asked else None
    return Path(platformdirs.user_cache_dir("unequal", appauthor=False)) / "facts"


def file_hash(path: Path) -> str:
    """Return the hash of a file's bytes; of one that cannot be read, a word that says so."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as fault:
        return f"unreadable: {fault.errno}"  # reading it as a table says what is wrong with it
    return digest.hexdigest()
