"""What a manifest says of one item before it is expanded: layers of keys, the nearest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .faults import KeyPath, Place, Where
from .schema import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Keys that were written in one place.

    Attributes:
        keys: An `ItemKeys`, `RowKeys` or `Defaults`.
        where: Where they stand.
        base: Folder that its paths are relative to.
        cells: Whether its knobs and parameters are texts whose kind is still to be decided.
        shared: Whether other items have it, too.
    """

    keys: Keys
    where: Where
    base: Path
    cells: bool = False
    shared: bool = False

    def has(self, name: str) -> bool:
        """Whether something is said at a key."""
        return getattr(self.keys, name, None) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value, with the layer that says it.

    Attributes:
        path: The key.
        value: As said; for a CSV file possibly a text whose kind is still to be decided.
        layer: Who says it.
        cell: Whether its kind is still to be decided.
    """

    path: KeyPath
    value: Any
    layer: Layer
    cell: bool = False

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return self.layer.where.value(self.path)

    @property
    def name_place(self) -> Place:
        """Where the name of the key stands."""
        return self.layer.where.name(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as written; the first layer that says a key has the word."""

    layers: tuple[Layer, ...]

    def said(self, *names: str) -> Said | None:
        """Return what the nearest layer says that says any of these keys."""
        for layer in self.layers:
            for name in names:
                if layer.has(name):
                    return Said(path=(name,), value=getattr(layer.keys, name), layer=layer)
        return None

    def text(self, name: str) -> str | None:
        """Return a text, None where nothing is said."""
        said = self.said(name)
        return said.value if said else None

    def tags(self) -> tuple[str, ...]:
        """Return the tags of all layers, the item's own first."""
        lists = [layer.keys.tags for layer in self.layers if layer.has("tags")]  # type: ignore[attr-defined]
        return tuple(dict.fromkeys(tag for tags in lists for tag in tags))

    def leaves(self, table: str, depth: int) -> dict[KeyPath, Said]:
        """Return the values of a table, key by key, whichever layer says each.

        Args:
            table: ``knobs`` or ``parameters``.
            depth: How many keys lead to a value, the table's own included.
        """
        found: dict[KeyPath, Said] = {}
        for layer in reversed(self.layers):
            if layer.has(table):
                for path, value in _leaves(getattr(layer.keys, table), (table,), depth):
                    found[path] = Said(path=path, value=value, layer=layer, cell=layer.cells)
        return found

    @property
    def place(self) -> Place:
        """Where the item stands."""
        return self.layers[0].where.value(())


def _leaves(table: Mapping[str, Any], path: KeyPath, depth: int) -> list[tuple[KeyPath, Any]]:
    if len(path) == depth - 1:
        return [((*path, key), value) for key, value in table.items()]
    return [leaf for key, below in table.items() for leaf in _leaves(below, (*path, key), depth)]
