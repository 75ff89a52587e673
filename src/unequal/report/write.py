"""A finished report moved into its place, whole or not at all; and read back.

    <out>/.tmp/<id>/new/…        written and flushed file by file, run.json last
    <out>/.tmp/<id>/old/…        the older report while the new one moves in
    <out>/.tmp/<id>.lock         held by the writer; free once it has ended, however it ended
    <out>/<slug>/<period>/       the report

What a killed writer left is cleared away when the next one starts; an older report that it had moved aside goes back.
A folder without a run.json whose hashes match is no report.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from unequal.errors import InputError

from .disk import Disk, fault_of
from .lock import held
from .recording import as_text

Json = dict[str, Any]

SCHEMA = "unequal.run/1"
RUN = "run.json"
TEMPORARY = ".tmp"
LOCK = ".lock"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
PERIOD = re.compile(r"\d{4}-\d{2}-\d{2}(-[a-z0-9][a-z0-9-]{0,79})?")
PART = re.compile(r"\w(?:[\w .()+-]{0,118}[\w)])?")  # no separator, no control sign, no point or blank at the end
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # of Windows


def write_report(
    out: Path, slug: str, period: str, files: Mapping[str, bytes], run: Mapping[str, Any], *, disk: Disk | None = None
) -> Path:
    """Write a report and return its folder; the older one of the same name is gone only when the new one stands.

    Args:
        out: Where reports lie.
        slug: The company, as a name that any system takes.
        period: As-of day, with the scenario where it is not the base.
        files: Content by name; names may have folders, set apart by ``/``.
        run: What run.json says; the hashes of the files are put in here.
        disk: For tests.

    Raises:
        EnvironmentFault: The disk is full, or does not let us write. An older report stands as it was.
        ValueError: A name could leave the folder, or is none that every system takes.
    """
    _refuse_names(slug, period, files)
    at = disk or Disk()
    try:
        at.folder(out)
        at.folder(out / TEMPORARY)
        clear_leftovers(out, disk=at)
        with _workplace(out, at) as folder:
            _fill(folder / "new", files, run, at)
            with held(out / TEMPORARY / f"moving{LOCK}"):
                return _move_in(folder, out, PurePosixPath(slug, period), at)
    except OSError as problem:
        raise fault_of(problem, out) from problem


def read_report(folder: Path) -> Json:
    """Return what a report's run.json says, once every file has been found as it was written.

    Raises:
        InputError: The folder is no report, or a file of it is missing or changed.
    """
    again = "Make the report again, or take the folder from where it was whole."
    try:
        run = json.loads((folder / RUN).read_text(encoding="utf-8"))
        files = {str(name): str(about["sha256"]) for name, about in run["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError(f"{folder} is no report: it has no sound {RUN}.", mend=again) from fault
    if run.get("schema") != SCHEMA:
        found = f"{folder} was written by another version: {run.get('schema')!r}, not {SCHEMA!r}."
        raise InputError(found, mend="Read it with the version that wrote it.")
    changed = sorted(name for name, sha256 in files.items() if _hash_of(folder, name) != sha256)
    if changed:
        found = f"{folder} is not as it was written: {', '.join(changed)} missing or changed."
        raise InputError(found, mend=again)
    return run


def clear_leftovers(out: Path, *, disk: Disk | None = None) -> None:
    """Clear away what writers left that are no more, and put back a report that one of them had moved aside."""
    at, temporary = disk or Disk(), out / TEMPORARY
    names = {path.name.removesuffix(LOCK) for path in temporary.iterdir()} - {"moving"}
    for name in sorted(names):
        with held(temporary / f"{name}{LOCK}", wait=False) as is_free, held(temporary / f"moving{LOCK}"):
            if is_free and (temporary / name).is_dir():
                _put_back(temporary / name, out, at)
                at.remove(temporary / name)


def _refuse_names(slug: str, period: str, files: Mapping[str, bytes]) -> None:
    if not SLUG.fullmatch(slug) or not PERIOD.fullmatch(period) or RESERVED.fullmatch(slug):
        problem = f"{slug!r} and {period!r} do not name the place of a report"
        raise ValueError(problem)
    seen = {RUN}
    for name in files:
        parts = name.split("/")
        if not all(PART.fullmatch(part) and not RESERVED.fullmatch(part) for part in parts) or name.lower() in seen:
            problem = f"{name!r} is no name for a file of a report, or there are two of it"
            raise ValueError(problem)
        seen.add(name.lower())


@contextmanager
def _workplace(out: Path, disk: Disk) -> Iterator[Path]:
    """Give a folder of one's own under a lock, and clear it away when done, also when it failed."""
    name = secrets.token_hex(6)
    folder = out / TEMPORARY / name
    with held(out / TEMPORARY / f"{name}{LOCK}"):
        try:
            disk.folder(folder)
            yield folder
        finally:
            with contextlib.suppress(OSError):  # what cannot be cleared now, the next writer clears
                disk.remove(folder)


def _fill(folder: Path, files: Mapping[str, bytes], run: Mapping[str, Any], disk: Disk) -> None:
    disk.folder(folder)
    inner = sorted({(folder / name).parent for name in files} - {folder})
    for one in inner:
        disk.folder(one)
    for name in sorted(files):
        disk.file(folder / name, files[name])
    for one in inner:
        disk.settle(one)
    about = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(files.items())
    }
    disk.file(folder / RUN, as_text({**run, "schema": SCHEMA, "files": about}).encode())
    disk.settle(folder)


def _move_in(folder: Path, out: Path, place: PurePosixPath, disk: Disk) -> Path:
    final, aside = out / place, folder / "old" / place
    disk.folder(final.parent)
    if final.exists():
        disk.folder(aside.parent)
        disk.move(final, aside)
    try:
        disk.move(folder / "new", final)
    except OSError:
        _put_back(folder, out, disk)
        raise
    disk.settle(final.parent)
    return final


def _put_back(folder: Path, out: Path, disk: Disk) -> None:
    for aside in sorted((folder / "old").glob("*/*")):
        final = out / aside.parent.name / aside.name
        if not final.exists():
            disk.move(aside, final)
            disk.settle(final.parent)


def _hash_of(folder: Path, name: str) -> str | None:
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return hashlib.sha256(path.read_bytes()).hexdigest() if inside else None
    except OSError:
        return None
