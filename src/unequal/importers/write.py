"""A plan becomes a workspace: copies of the files, derived columns, workspace.toml. All of it or nothing."""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

from unequal.errors import EnvironmentFault, InputError
from unequal.tables.declared import TABLES

from . import workspace_file
from .gather import sha256
from .model import RawFile, TableMap
from .phrases import one_line
from .plan import ImportPlan

LONGEST_STEM = 80
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def write_import(plan: ImportPlan, into: Path | str) -> Path:
    """Write a workspace of a plan; return its folder.

    It is built in a folder beside and moved into place at the end, so that nothing half-written is ever there. The
    files given are only read; a file that is no longer what was planned with is refused.

    Raises:
        InputError: `into` is a file or a folder that is not empty, or a file changed since the plan was made.
        EnvironmentFault: The folder cannot be written.

    Source: `workspace.toml` as `unequal.workspace` reads it.
    """
    folder = Path(into)
    _refuse_occupied(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=folder.parent) as beside:
            built = Path(beside) / "workspace"
            _build(plan, built, one_line(folder.resolve().name) or "company")
            _refuse_occupied(folder)
            if folder.is_dir():
                folder.rmdir()
            built.rename(folder)
            _settle(folder.parent)
    except OSError as fault:
        found = f"The workspace cannot be written at {folder}: {fault.strerror or fault}."
        raise EnvironmentFault(
            found, mend="choose another folder, or make room and give the right to write."
        ) from fault
    return folder


def _refuse_occupied(folder: Path) -> None:
    mend = "give a folder that does not exist yet; its tables can be put together by hand afterwards."
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(f"{folder} is no folder.", mend=mend)
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; an import never writes over anything.", mend=mend)


def _build(plan: ImportPlan, folder: Path, name: str) -> None:
    (folder / "data").mkdir(parents=True)
    owners = {table.file.sha256: table.table for table in plan.tables}
    files = {file.sha256: file for file in (*(table.file for table in plan.tables), *plan.joined)}
    names = dict(zip(files, copy_names(files.values(), owners), strict=True))
    for digest, file in files.items():
        _copy(file, folder / "data" / names[digest])
    places = {}
    for table in plan.tables:
        copied = names[table.file.sha256]
        places[table.table] = f"data/{_derive(table, folder / 'data') if table.derived else copied}"
    text = workspace_file.text(plan, name, places)
    parsed = tomllib.loads(text)
    assert parsed == workspace_file.expected(plan, name, places), "workspace.toml does not say what was planned"
    _write(folder / "workspace.toml", text)
    _settle(folder / "data")
    _settle(folder)


def copy_names(files: Iterable[RawFile], owners: dict[str, str]) -> list[str]:
    """Return a name for each copy: legal everywhere, no two alike, none that would be read as a table it is not.

    Args:
        files: The files.
        owners: Hash of a file -> the table of ours that it fills.
    """
    taken: set[str] = set()
    names = []
    for file in files:
        stem, suffix = _slug(file.path.stem), file.path.suffix.lower()
        if stem.casefold() in _RESERVED or (stem.casefold() in TABLES and owners.get(file.sha256) != stem.casefold()):
            stem = f"{stem}_export"
        free = next(
            candidate
            for candidate in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
            if f"{candidate}{suffix}".casefold() not in taken
        )
        taken.add(f"{free}{suffix}".casefold())
        names.append(f"{free}{suffix}")
    return names


def _slug(stem: str) -> str:
    return re.sub(r"[^A-Za-z0-9_. -]+", "-", stem).strip(" .-")[:LONGEST_STEM].rstrip(" .") or "export"


def _copy(file: RawFile, to: Path) -> None:
    shutil.copyfile(file.path, to, follow_symlinks=False)
    if sha256(to) != file.sha256:
        raise InputError(
            f"{file.name} changed while it was imported; nothing was written.", mend="import again when it is finished."
        )
    _flush(to)


def _derive(table: TableMap, data: Path) -> str:
    """Write the file with its derived columns at the end; return its name."""
    name = f"derived_{table.table}.csv"
    header = [*table.file.headers, *(workspace_file.derived_header(each.ours) for each in table.derived)]
    rows = zip(
        table.file.cells.itertuples(index=False, name=None), *(each.cells for each in table.derived), strict=True
    )
    with (data / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([*cells, *made] for cells, *made in rows)
    _flush(data / name)
    return name


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    _flush(path)


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Make a folder's entries durable where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
