"""The files of an export: which to read, which to pass over, and every one that cannot be read, at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unequal.errors import InputError, Problem, shown
from unequal.tables import read_raw

from .model import FileUse, Note, RawFile

READABLE = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet"})
CODE = frozenset({".ipynb"})
UNFINISHED = frozenset({".crdownload", ".part", ".tmp", ".icloud"})
ROUND_ROWS = frozenset({1_000, 2_000, 5_000, 10_000, 50_000, 65_535, 100_000, 1_048_575})  # known export limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was found.

    Attributes:
        files: The files that could be read, in the order of their names.
        passed: The files that were not looked into, and why.
        notes: What is odd about the set of files.
    """

    files: tuple[RawFile, ...]
    passed: tuple[FileUse, ...]
    notes: tuple[Note, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Read the files named, and all files in the folders named (not in folders below them).

    In a folder, hidden files, unfinished downloads and files that are no tables are passed over and listed; a file
    named by the user is read or refused.

    Raises:
        InputError: A path that is not there, is no regular file, or cannot be read as a table; all of them at once.
    """
    named = [path for path in paths if not path.is_dir()]
    found = [entry for path in paths if path.is_dir() for entry in sorted(path.iterdir()) if not entry.is_dir()]
    passed = [(path, why) for path in found if (why := _no_table(path))]
    wanted = [*named, *(path for path in found if not _no_table(path))]
    problems: list[Problem] = []
    files: list[RawFile] = []
    for path in dict.fromkeys(wanted):
        try:
            files.append(_read(path))
        except InputError as fault:
            problems.extend(fault.problems or (_problem(path, fault.found, fault.mend),))
    if problems:
        one = len(problems) == 1
        found_what = f"{len(problems)} file{'' if one else 's'} cannot be read; nothing was written."
        raise InputError(found_what, mend="mend each, or leave it out of the import.", problems=problems)
    distinct, doubles = _once(sorted(files, key=lambda file: file.name))
    uses = [FileUse(name=path.name, rows=None, table=None, why=why) for path, why in passed]
    notes = [note for file in distinct for note in _odd(file)]
    return Gathered(files=tuple(distinct), passed=(*uses, *doubles), notes=tuple(notes))


def _no_table(path: Path) -> str:
    suffix = path.suffix.lower()
    if path.name.startswith((".", "~$")) or path.name in {"Thumbs.db", "desktop.ini"} or suffix in UNFINISHED:
        return "passed over: a hidden, temporary or unfinished file"
    if suffix == ".txt":
        return "passed over: a text; name the file if it holds a table"
    if suffix in READABLE | CODE or path.is_symlink():
        return ""
    return "passed over: not a kind of file that holds tables"


def _problem(path: Path, says: str, mend: str) -> Problem:
    return Problem(code="file-not-readable", fate="refused", file=shown(path.name).strip('"'), says=says, mend=mend)


def _read(path: Path) -> RawFile:
    says, mend = _unfit(path)
    if says:
        raise InputError(says, mend=mend)
    cells = read_raw(path)
    if not len(cells.columns):
        raise InputError("the file holds no columns", mend="export it again, with a header line.")
    told, cells.attrs = (
        cells.attrs,
        {},
    )  # every operation on a frame copies its attrs deeply, a line number for each row
    return RawFile(
        path=path,
        name=shown(path.name).strip('"'),
        sha256=told["sha256"],
        cells=cells,
        said=tuple(f"{each['says']} ({each['code']})" for each in told["problems"]),
        left_out=len(told["set_aside"]),
    )


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unfit(path: Path) -> tuple[str, str]:
    """Return what is wrong with a path, before it is read, and the mend; two empty texts when nothing is."""
    if path.is_symlink():
        return "a link to another place, which is not followed", "give the file itself."
    if path.suffix.lower() in CODE:
        return "a notebook, which is code and not data", "leave it out."
    if path.suffix.lower() not in READABLE:
        kinds = ", ".join(sorted(READABLE))
        return f"not a kind of file that holds tables (known: {kinds})", "export it as CSV."
    return "", ""


def _once(files: Sequence[RawFile]) -> tuple[list[RawFile], list[FileUse]]:
    """Return each content once, and the files that only repeat one."""
    first: dict[str, RawFile] = {}
    doubles = []
    for file in files:
        kept = first.setdefault(file.sha256, file)
        if kept is not file:
            why = f"the same bytes as {kept.name}; counted once"
            doubles.append(FileUse(name=file.name, rows=file.rows, table=None, why=why))
    return list(first.values()), doubles


def _odd(file: RawFile) -> list[Note]:
    notes = [Note(code="reader", says=f"{file.name}: {says}.") for says in file.said]
    if file.rows in ROUND_ROWS:
        says = f"{file.name} has exactly {file.rows:,} rows, a limit at which tools cut exports."
        mend = "compare with the number of records that the tool shows; export in parts if it shows more."
        notes.append(Note(code="round-row-count", says=says, mend=mend, count=file.rows, asks=True))
    return notes
