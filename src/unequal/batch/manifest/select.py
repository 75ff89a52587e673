"""Which items of a batch to run: ``id:acme*``, ``tag:eu``, ``workspace:…``, ``notebook:…``, ``scenario:…``."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath

from unequal.errors import UnequalError, did_you_mean, shown

from .faults import Faults, Place
from .item import Item

KINDS = ("id", "tag", "workspace", "notebook", "scenario")
BOTH_SLASHES = str.maketrans("\\", "/")


class NothingSelected(UnequalError):
    """A batch without a single item to run."""

    exit_code = 6


def check_words(words: Sequence[str], option: str, faults: Faults) -> None:
    """Note words that select by something that items do not have."""
    for word in words:
        kind, colon, pattern = word.partition(":")
        if (colon and kind not in KINDS) or not (pattern if colon else word):
            says = f"{shown(word)}: items are selected by {', '.join(KINDS)}.{did_you_mean(kind, KINDS)}"
            faults.add("select-unknown", Place(file=option), says, mend=f'write  {option} "id:acme*"  or  tag:eu')


def selected(items: Sequence[Item], select: Sequence[str], exclude: Sequence[str]) -> tuple[Item, ...]:
    """Return the items that any word of `select` means, all where there is none, without those of `exclude`.

    Raises:
        NothingSelected: No item is left.
    """
    kept = tuple(
        item
        for item in items
        if (not select or any(is_meant(item, word) for word in select))
        and not any(is_meant(item, word) for word in exclude)
    )
    if not kept:
        raise _nothing(items, select, exclude)
    return kept


def is_meant(item: Item, word: str) -> bool:
    """Whether a word means an item; one without a colon is an id. The case of letters does not count.

    >>> is_meant(Item(id="acme-downside", workspace="/clients/acme", tags=("eu",)), "tag:EU")
    True
    """
    kind, colon, pattern = word.partition(":")
    if not colon:
        kind, pattern = "id", word
    pattern = pattern.translate(BOTH_SLASHES).rstrip("/").casefold()
    return any(fnmatchcase(value.translate(BOTH_SLASHES).casefold(), pattern) for value in _values(item, kind))


def _values(item: Item, kind: str) -> tuple[str, ...]:
    """Return what an item is called by; a folder or notebook by its path, and by each end of it."""
    if kind == "id":
        return (item.id,)
    if kind == "tag":
        return item.tags
    if kind == "scenario":
        return (item.scenario,) if item.workspace is not None else ()
    path = item.workspace if kind == "workspace" else item.notebook
    if path is None:
        return ()
    parts = PurePath(path.rstrip("/")).parts
    return (path.rstrip("/"), *("/".join(parts[start:]) for start in range(1, len(parts))))


def _nothing(items: Sequence[Item], select: Sequence[str], exclude: Sequence[str]) -> NothingSelected:
    words = [f"--select {word}" for word in select] + [f"--exclude {word}" for word in exclude]
    near = ""
    for word in select:
        kind, colon, pattern = word.partition(":")
        kind, pattern = (kind, pattern) if colon else ("id", word)
        near = near or did_you_mean(pattern, {value for item in items for value in _values(item, kind)})
    found = f"None of the {len(items)} item{'s' if len(items) != 1 else ''} is left by {' '.join(words)}.{near}"
    first = ", ".join(f"id:{item.id}" for item in items[:3])
    return NothingSelected(found, mend=f"name what there is, such as {first}")
