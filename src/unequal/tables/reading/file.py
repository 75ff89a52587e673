"""The bytes of a file, or a refusal that says why and how to mend it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import NoReturn

from unequal.errors import InputError, did_you_mean
from unequal.tables.problem_codes import found, with_guess

MAX_BYTES = 2**30  # what fits into memory several times over; more belongs into a database

FORMATS = (  # first bytes, what the file is
    (b"PK\x03\x04", "a workbook or zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"{\\rtf", "a rich text document"),
)


_ADDRESS = re.compile(r"(duckdb|sqlite|postgres(ql)?|mysql|bigquery|snowflake|mssql|clickhouse|trino|spark):/")


def refuse(name: str, code: str, says: str = "", *, mend: str = "") -> NoReturn:
    """Raise the refusal of a whole file.

    Raises:
        InputError: Always, with one problem of the code.
    """
    problem = found(code, says, mend=mend, file=name, fate="refused")
    raise InputError(f"{name} cannot be used.", problems=[problem])


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a local file that does not change meanwhile.

    Args:
        path: The file; never a pattern, never an address on the network.
        name: The file's name in messages.

    Raises:
        InputError: When there is no such file, it is no regular file, it is too big or may not be read, or it
            grows while it is read.
    """
    if _ADDRESS.match(str(path)):
        refuse(name, "database-not-read")
    before, data, after = _read(path, name)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        refuse(name, "still-being-written")
    if not data:
        refuse(name, "empty-file")
    return data


def _read(path: Path, name: str) -> tuple[os.stat_result, bytes, os.stat_result]:
    """Return the state of a file before, its bytes, and its state after."""
    try:
        state = path.stat()
    except FileNotFoundError:
        refuse(name, "file-missing", mend=_near(path))
    except (OSError, ValueError) as fault:
        refuse(name, "file-not-readable", f"the file cannot be found: {getattr(fault, 'strerror', None) or fault}")
    _refuse_odd_file(state, name)  # before opening: a named pipe would hold us until somebody writes
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()), file.read(), os.fstat(file.fileno())
    except PermissionError:
        refuse(name, "file-not-readable")
    except OSError as fault:
        refuse(name, "file-not-readable", f"the file cannot be read: {fault.strerror or fault}")


def _refuse_odd_file(state: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(state.st_mode):
        refuse(name, "not-a-file", f"{name} is a folder")
    if not stat.S_ISREG(state.st_mode):
        refuse(name, "not-a-file")
    if state.st_size > MAX_BYTES:
        refuse(name, "file-too-big", f"the file has {state.st_size / 2**20:,.0f} MB; {MAX_BYTES // 2**20:,} are read")


def _near(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        names = []
    near = did_you_mean(path.name, names)
    return with_guess("check the name and the folder", near) if near else ""


def format_of(data: bytes) -> str | None:
    """Return what a file is by its first bytes, or None when it may be text.

    >>> format_of(b"%PDF-1.7")
    'a PDF'
    >>> format_of(b"id,name") is None
    True
    """
    for magic, says in FORMATS:
        if data.startswith(magic):
            return says
    head = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "a web page, perhaps of a log-in"
    if head.startswith(b"<?xml"):
        return "an XML document"
    return "JSON, perhaps an error message" if _is_json(data, head) else None


def _is_json(data: bytes, head: bytes) -> bool:
    import json

    if not head.startswith((b"{", b"[")):
        return False
    if head[1:].lstrip()[:1] in {b'"', b"{", b"[", b"}"}:
        return True
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
