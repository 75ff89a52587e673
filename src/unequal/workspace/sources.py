"""Which file is which table: entries of the file, and what lies in data/ under a declared name."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unequal.errors import EnvironmentFault
from unequal.tables.source import MAY_SET_ASIDE, TableSource

from .document import Document
from .faults import Faults, nearest
from .locate import KeyPath
from .schema import TableEntry

DATA = "data"
FILE = "workspace.toml"
MOST_NAMED = 6  # files that a message lists
ENDINGS = (".csv", ".tsv", ".xlsx", ".ods", ".parquet")
DATABASES = frozenset(
    {"bigquery", "clickhouse", "databricks", "druid", "duckdb", "exasol", "impala", "mssql", "mysql", "oracle"}
    | {"postgres", "postgresql", "pyspark", "redshift", "risingwave", "singlestoredb", "snowflake", "sqlite", "trino"}
)
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PASSWORD = re.compile(r"://[^/@:]*:(?!\$\{)[^/@]+@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the tables are.

    Attributes:
        files: By table.
        databases: Addresses by table, as written.
    """

    files: Mapping[str, TableSource] = field(default_factory=dict)
    databases: Mapping[str, str] = field(default_factory=dict)


def find_sources(folder: Path, entries: Mapping[str, TableEntry], tables: Collection[str], faults: Faults) -> Found:
    """Return a source for each entry and for each declared name in data/; what is wrong is noted.

    Args:
        folder: The workspace.
        entries: ``[tables.…]`` of declared tables.
        tables: Names of all declared tables.
        faults: Where faults are noted.
    """
    by_table = _by_table(_lying_in(folder / DATA), tables)
    databases = {name: entry.source for name, entry in entries.items() if entry.source and _ADDRESS.match(entry.source)}
    refused = {name for name, address in databases.items() if not _is_database(address, _key(name), faults)}
    files: dict[str, TableSource] = {}
    for name in [table for table in tables if table in entries or table in by_table]:
        entry = entries.get(name, TableEntry())
        if name in databases:
            continue
        path = _file(folder, name, entry.source, by_table.get(name, []), faults)
        if path is not None:
            files[name] = _source(folder, name, path, entry)
    return Found(files=files, databases={name: address for name, address in databases.items() if name not in refused})


def named_sources(document: Document) -> dict[str, str]:
    """Return the sources that a file names, by table."""
    tables = document.tree.get("tables", {})
    entries = tables.items() if isinstance(tables, Mapping) else ()
    return {name: str(entry["source"]) for name, entry in entries if isinstance(entry, Mapping) and "source" in entry}


def unexpected_in(folder: Path, by_name: Iterable[str], named: Collection[str]) -> tuple[str, ...]:
    """Return the names in data/ that belong to no table, sorted; a folder's name ends with a slash.

    Args:
        folder: The workspace.
        by_name: Tables whose file is found by its name.
        named: Sources that the workspace or a scenario names, as written.
    """
    lying = _lying_in(folder / DATA)
    used = {path for paths in _by_table(lying, by_name).values() for path in paths}
    used |= {folder / source for source in named if "\0" not in source}
    return tuple(sorted(_shown(path) for path in lying if path not in used))


def is_inside(folder: Path, path: Path) -> bool:
    """Whether a path that exists stays in the folder when links and ``..`` are followed."""
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _lying_in(data: Path) -> list[Path]:
    try:
        return sorted(data.iterdir()) if data.is_dir() else []
    except OSError as fault:
        raise EnvironmentFault(f"The folder {data} cannot be listed: {fault.strerror}.", mend="give access") from fault


def _by_table(lying: Iterable[Path], tables: Iterable[str]) -> dict[str, list[Path]]:
    declared = set(tables)
    found: dict[str, list[Path]] = {}
    for path in lying:
        name = path.stem.casefold()
        if name in declared and path.suffix.casefold() in ENDINGS:
            found.setdefault(name, []).append(path)
    return found


def _source(folder: Path, name: str, path: Path, entry: TableEntry) -> TableSource:
    return TableSource(
        table=name,
        path=path,
        shown_as=path.relative_to(folder).as_posix(),
        sheet=entry.sheet,
        columns=dict(entry.columns),
        values={column: dict(words) for column, words in entry.values.items()},
        decimal=entry.decimal,
        date_order=entry.date_order,
        may_set_aside=MAY_SET_ASIDE if entry.may_set_aside is None else entry.may_set_aside,
    )


def _file(folder: Path, name: str, source: str | None, lying: list[Path], faults: Faults) -> Path | None:
    if source is not None:
        return _named(folder, source, _key(name), faults)
    if not lying:
        mend = f'put the file there, or write source = "data/…" under [tables.{name}]'
        faults.add("file-missing", ("tables", name), f"there is no {DATA}/{name}.csv", mend=mend)
        return None
    if len(lying) > 1:
        names = ", ".join(path.name for path in lying)
        mend = f'take all but one out of {DATA}/, or write source = "{DATA}/…" under [tables.{name}]'
        faults.add("two-files", ("tables", name), f"{len(lying)} files could be this table: {names}", mend=mend)
        return None
    return _good(folder, lying[0], ("tables", name), faults)


def _named(folder: Path, source: str, key: KeyPath, faults: Faults) -> Path | None:
    path = Path(source)
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:|\\\\", source):
        says = "the path leaves the workspace's folder"
        faults.add("outside-folder", key, says, mend="copy the file into data/", value=source)
        return None
    return _good(folder, folder / path, key, faults)


def _good(folder: Path, path: Path, key: KeyPath, faults: Faults) -> Path | None:
    shown = path.relative_to(folder).as_posix()
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        beside = [one.name for one in _lying_in(path.parent) if not one.name.startswith(".")]
        there = f"; {Path(shown).parent}/ holds {', '.join(beside[:MOST_NAMED])}" if beside else ""
        mend = f"put the file there, or correct its name in {FILE}{there}"
        faults.add("file-missing", key, f"there is no such file.{nearest(path.name, beside)}", mend=mend, value=shown)
        return None
    if not is_inside(folder, path):
        says = "a link leaves the workspace's folder"
        faults.add("outside-folder", key, says, mend="copy the file itself into data/", value=shown)
        return None
    if not stat.S_ISREG(mode):
        faults.add("not-regular", key, "this is no ordinary file", mend="name a file", value=shown)
        return None
    return path


def _is_database(address: str, key: KeyPath, faults: Faults) -> bool:
    scheme = _ADDRESS.match(address)
    if scheme is None or scheme[1].lower() not in DATABASES:
        says = "nothing is fetched from an address; only databases are read where they are"
        faults.add("address-not-read", key, says, mend="download the file into data/ and name it here", value=address)
        return False
    if _PASSWORD.search(address):
        mend = "write ${NAME} in its place, and set NAME in the environment"
        faults.add("secret", key, "the address holds a password", mend=mend)
        return False
    return True


def _key(table: str) -> KeyPath:
    return ("tables", table, "source")


def _shown(path: Path) -> str:
    return f"{path.name}/" if path.is_dir() and not path.is_symlink() else path.name
