"""Where an item's company or notebook lies: foreach spread out, folders and files looked for."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from unequal.errors import EnvironmentFault, did_you_mean, shown
from unequal.workspace.folder import scenario_names
from unequal.workspace.sources import FILE

from .entries import Entry, Layer, Said
from .faults import Faults, Fixed, Place
from .rows import read_rows
from .schema import RowKeys
from .shape import held_against

ADDRESS = "://"
LISTS = (".csv", ".jsonl")
NOTEBOOK = ".ipynb"
MOST_NEAR = 50  # a whole list of clients under a wrong folder: each search goes through all names beside it
SOURCES = ("workspace", "notebook", "foreach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A company's folder, or a notebook.

    Attributes:
        kind: ``workspace`` or ``notebook``.
        address: Absolute path, or an fsspec address.
        path: The path; None for an address, where nothing is looked at, and where nothing is there.
        name: Last part of it.
        said: Who says so.
    """

    kind: str
    address: str
    path: Path | None
    name: str
    said: Said


def spread(entry: Entry, faults: Faults) -> list[Entry]:
    """Return an item's entries: several for a foreach, none where its source is not clear."""
    own = [name for name in SOURCES if entry.layers[0].has(name)]
    if len(own) != 1:
        says = f"an item has one of {', '.join(SOURCES)}; this has {' and '.join(own) if own else 'none'}"
        faults.add("item-source", entry.place, says, mend='write  workspace = "clients/acme"  or another one of them')
        return []
    said = entry.said("foreach")
    if said is None:
        return [entry]
    text = str(said.value)
    if ADDRESS in text:
        mend = "list the addresses in a .csv file, and give that"
        faults.add("foreach-empty", said.place, "foreach: addresses are not listed from here", mend=mend, value=text)
        return []
    if text.lower().endswith(LISTS):
        return list(_of_list(entry, said, faults))
    return list(_of_pattern(entry, said, faults))


def _of_list(entry: Entry, said: Said, faults: Faults) -> Iterator[Entry]:
    path = said.layer.base / str(said.value)
    if not _is(path, Path.is_file):
        says = f"foreach: the file does not exist.{_near(path, faults)}"
        faults.add("file-missing", said.place, says, mend="correct the path; it is relative to the manifest",
                   value=said.value)  # fmt: skip
        return
    yield from row_entries(path, path.name, entry.layers, faults)


def row_entries(path: Path, file: str, below: tuple[Layer, ...], faults: Faults) -> list[Entry]:
    """Return an entry for each row of a list of clients, with layers below it."""
    found: list[Entry] = []
    before = len(faults.problems)
    rows = read_rows(path, file, faults)
    if not rows and len(faults.problems) == before:
        faults.add("foreach-empty", Place(file=file), "the list holds no client", mend="write a line for each client")
    for row in rows:
        keys = held_against(RowKeys, row.content, row.where, faults)
        layer = Layer(keys=keys, where=row.where, base=path.parent, cells=row.cells)
        own = [name for name in SOURCES if layer.has(name)]
        if len(own) == 1:
            found.append(Entry(layers=(layer, *below)))
        else:
            says = f"a client has one of workspace, notebook; this has {' and '.join(own) if own else 'none'}"
            faults.add("item-source", row.where.value(()), says, mend="fill the cell of one of them")
    return found


def _of_pattern(entry: Entry, said: Said, faults: Faults) -> Iterator[Entry]:
    """Yield an entry for each folder that holds a workspace.toml, in the order of their names."""
    pattern = os.path.join(glob.escape(str(said.layer.base)), str(said.value))  # noqa: PTH118  # glob takes texts
    folders = sorted({Path(found) for found in glob.glob(pattern, recursive=True)}, key=lambda path: path.parts)  # noqa: PTH207  # Path.glob refuses absolute patterns
    companies = [folder for folder in folders if _is(folder / FILE, Path.is_file)]
    if not companies:
        first = said.layer.base / Path(str(said.value)).parts[0]
        near = "" if glob.has_magic(first.name) or _is(first, Path.is_dir) else _near(first, faults)
        what = f"{len(folders)} of that name, and none holds a {FILE}" if folders else f"no folder of that name.{near}"
        mend = "correct the pattern; it is relative to the manifest"
        faults.add("foreach-empty", said.place, f"foreach: {what}", mend=mend, value=said.value)
    for folder in companies:
        layer = replace(entry.layers[0], keys=RowKeys(workspace=str(folder)), where=Fixed(said.place))
        yield Entry(layers=(layer, *entry.layers))


def found_source(said: Said, faults: Faults) -> Source:
    """Return where a company or notebook lies; that it is missing is noted, and the rest of the item is looked at."""
    kind, text = str(said.path[0]), str(said.value)
    if ADDRESS in text:
        name = text.rstrip("/").rpartition("/")[2]
        name = name.removesuffix(NOTEBOOK) if kind == "notebook" else name
        return Source(kind=kind, address=text, path=None, name=name, said=said)
    path = Path(os.path.abspath(said.layer.base / text))  # noqa: PTH100  # resolve() would follow links
    if kind == "workspace":
        path = path.parent if path.name == FILE and not _is(path, Path.is_dir) else path
        there, code, what = _is(path, Path.is_dir), "workspace-missing", "folder"
    else:
        there, code, what = _is(path, Path.is_file), "file-missing", "notebook"
    if not there:
        mend = f"correct the path; it is relative to {said.place.file}"
        faults.add(code, said.place, f"{kind}: this {what} does not exist.{_near(path, faults)}", mend=mend, value=text)
    name = path.name.removesuffix(NOTEBOOK) if kind == "notebook" else path.name
    return Source(kind=kind, address=str(path), path=path if there else None, name=name, said=said)


def scenarios_of(folder: Path) -> tuple[str, ...] | None:
    """Return the scenarios of a workspace, None where they cannot be listed: that is found when it runs."""
    with contextlib.suppress(EnvironmentFault, OSError):
        return scenario_names(folder)
    return None


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Whether there is a folder or file that may be looked at; a name that is too long is none."""
    with contextlib.suppress(OSError):
        return kind(path)
    return False


def _near(path: Path, faults: Faults) -> str:
    """Return the nearest name beside a path that is not there; in a long list of faults, for the first ones only."""
    if len(faults.problems) > MOST_NEAR:
        return ""
    with contextlib.suppress(OSError):
        if path.parent.is_dir():
            return did_you_mean(path.name, [one.name for one in path.parent.iterdir()])
        return f" Nor does {shown(path.parent.name)} around it."
    return ""
