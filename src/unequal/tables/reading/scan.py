"""A look into a workbook's archive before it is opened: bombs, foreign entities, far cells; and what a reader omits.

The archive is read with a counter, never by the sizes that its own directory states.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO

from unequal.errors import InputError, Problem
from unequal.tables.problem_codes import found

from .file import refuse

MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 10_000
MAX_CELLS = 20_000_000
_CHUNK = 2**20
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bt="e"[^>]*>(?:<f\b[^>]*?(?:/>|>.*?</f>))?<v>(.*?)</v>'
)
_NO_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_HIDDEN = re.compile(rb'<(row|col)\b[^>]*?\bhidden="(?:1|true)"')


@dataclass(slots=True)
class SheetScan:
    """What one worksheet's XML says that a reader of cells does not.

    Attributes:
        errors: (row, column), counted from 0 -> the error, such as ``#DIV/0!``.
        without_value: Cells whose formula has no stored value.
        hidden: Whether rows or columns are hidden.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class WorkbookScan:
    """What the archive says about all sheets."""

    sheets: dict[str, SheetScan] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan_workbook(data: bytes, name: str) -> WorkbookScan:
    """Return what an XLSX or ODS archive holds beside its cells.

    Raises:
        InputError: When the archive is cut, too big once unpacked, holds a document type, or a cell so far out that
            reading it would fill the memory.
    """
    parts = _unpack(data, name)
    scan = WorkbookScan()
    book = parts.get("xl/workbook.xml", b"")
    if re.search(rb'date1904="(1|true)"', book):
        scan.problems.append(found("dates-from-1904", file=name))
    for sheet, part in _sheets(book, parts.get("xl/_rels/workbook.xml.rels", b"")).items():
        if part in parts:
            scan.sheets[sheet] = _scan_sheet(parts[part], name, sheet)
    return scan


def _unpack(data: bytes, name: str) -> dict[str, bytes]:
    """Return the XML parts that are looked into; every part is unpacked and counted."""
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                refuse(name, "workbook-too-big", f"the archive has more than {MAX_PARTS:,} parts")
            for info in archive.infolist():
                with archive.open(info) as part:
                    content = _counted(part, left, name)
                left -= len(content)
                if info.filename.endswith((".xml", ".rels")):
                    _refuse_entities(content, name)
                    parts[info.filename] = content
    except InputError:
        raise
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError, ValueError, zlib.error):
        refuse(name, "cut-workbook")
    return parts


def _counted(part: IO[bytes], left: int, name: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := part.read(_CHUNK):
        size += len(chunk)
        if size > left:
            refuse(name, "workbook-too-big")
        chunks.append(chunk)
    return b"".join(chunks)


def _refuse_entities(content: bytes, name: str) -> None:
    head = content[:65536].replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        refuse(name, "workbook-with-entities")


def _sheets(book: bytes, relations: bytes) -> dict[str, str]:
    """Return sheet name -> part of the archive."""
    targets: dict[bytes, bytes] = {}
    for match in re.finditer(rb"<Relationship\b[^>]*>", relations):
        identity = re.search(rb'\bId="([^"]*)"', match[0])
        target = re.search(rb'\bTarget="([^"]*)"', match[0])
        if identity and target:
            targets[identity[1]] = target[1]
    sheets: dict[str, str] = {}
    for match in re.finditer(rb"<(?:\w+:)?sheet\b[^>]*>", book):
        sheet = re.search(rb'\bname="([^"]*)"', match[0])
        identity = re.search(rb'\b\w+:id="([^"]*)"', match[0])
        if sheet and identity and identity[1] in targets:
            part = targets[identity[1]].decode("utf-8", "replace")
            path = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            sheets[html.unescape(sheet[1].decode("utf-8", "replace"))] = path
    return sheets


def _scan_sheet(content: bytes, name: str, sheet: str) -> SheetScan:
    cells = _CELL.findall(content)
    rows = max((int(row) for _, row in cells), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _ in cells}), default=-1) + 1
    if rows * columns > MAX_CELLS:
        says = f"sheet '{sheet}' reaches to row {rows:,}, column {columns:,}, with {len(cells):,} cells in it"
        refuse(name, "far-cell" if rows * columns > 20 * len(cells) else "workbook-too-big", says)
    return SheetScan(
        errors={_place(c, r): html.unescape(text.decode("utf-8", "replace")) for c, r, text in _ERROR.findall(content)},
        without_value=[_place(letters, row) for letters, row in _NO_VALUE.findall(content)],
        hidden=_HIDDEN.search(content) is not None,
    )


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, _column(letters)


def _column(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - 64
    return position - 1
