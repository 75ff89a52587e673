"""Templates, data and pictures in a folder of their own, handed to typst."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from unequal.errors import ReportFailed
from unequal.report.brand import Brand
from unequal.report.document import Document
from unequal.report.fonts import STAND_IN, covered, print_folders
from unequal.report.items import PictureItem
from unequal.report.shown import day_of

from .data import Pack, pack

ACCESSIBLE, ARCHIVAL = "ua-1", "a-2b"
TEMPLATES = ("lib.typ", "report.typ", "memo.typ")
MOST_LETTERS_NAMED = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, and what had to be given up for it, in the report's language."""

    data: bytes
    notes: tuple[str, ...] = ()


def as_pdf(document: Document) -> bytes:
    """Return a report as PDF, A4 or Letter as its locale has it."""
    return pdf_with_notes(document).data


def memo_pdf(document: Document) -> bytes | None:
    """Return the memo as a PDF of one page; None where there is no memo."""
    return _made(document, "memo.typ").data if document.memo else None


def pdf_with_notes(document: Document) -> Made:
    """Return a report as PDF with what it could not keep: accessibility, or letters that no font has."""
    return _made(document, "report.typ")


def _made(document: Document, template: str) -> Made:
    content = pack(document)
    silent = [
        item.number
        for section in document.chapters
        for item in section.items
        if isinstance(item, PictureItem) and not item.alt
    ]
    notes = [document.words("report.no_alt_note", n=number) for number in silent[:1]]
    standards = [ARCHIVAL] if silent else [ACCESSIBLE, ARCHIVAL]
    missing = sorted(letter for letter in set(_letters(content)) if ord(letter) not in covered())
    attempts: list[Callable[[], Made]] = []
    if not missing or document.brand.fonts:
        attempts.append(lambda: Made(_compiled(content, template, document, standards), tuple(notes)))
    notes_too = (*notes, *([_letters_note(document, missing)] if missing else []))
    attempts.append(lambda: Made(_compiled(_replaced(content, missing), template, document, standards), notes_too))
    loose = (*notes_too, document.words("report.no_standard_note"))
    attempts.append(lambda: Made(_compiled(_replaced(content, missing), template, document, []), loose))
    return _first(attempts)


def _first(attempts: list[Callable[[], Made]]) -> Made:
    """Return the first that typst accepts; a foreign picture may hold what no standard allows."""
    import typst

    fault: Exception | None = None
    for attempt in attempts:
        try:
            return attempt()
        except typst.TypstError as refused:
            fault = refused
    found = f"The PDF could not be made: {str(fault).strip().splitlines()[0]}."
    raise ReportFailed(found, mend="Send us the report folder; HTML can be made without it.") from fault


def _compiled(content: Pack, template: str, document: Document, standards: list[Any]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="unequal-pdf-") as name:
        folder = Path(name)
        for file in TEMPLATES:
            source = files("unequal.report.pdf") / "templates" / file
            (folder / file).write_text(source.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
        for file, data in content.files.items():
            (folder / file).write_bytes(data)
        (folder / "data.json").write_text(json.dumps(content.data, ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            folder / template,
            root=folder,
            font_paths=_fonts(document.brand),
            ignore_system_fonts=True,
            pdf_standards=standards,
            timestamp=_moment(document),
        )


def _moment(document: Document) -> datetime.datetime:
    """Return the day that everything is seen from: the only time in the file."""
    day = day_of(document.run["as_of"]) or datetime.date(2000, 1, 1)
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)


@lru_cache(maxsize=4)
def _fonts(brand: Brand) -> Any:
    import typst

    folders = [str(folder) for folder in print_folders(brand)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _letters(content: Pack) -> str:
    texts = [json.dumps(content.data, ensure_ascii=False)]
    texts += [data.decode("utf-8", "ignore") for name, data in content.files.items() if name.endswith(".svg")]
    return "".join(texts).replace("\n", "").replace("\t", "")


def _replaced(content: Pack, missing: list[str]) -> Pack:
    table = {ord(letter): STAND_IN for letter in missing}
    data = json.loads(json.dumps(content.data, ensure_ascii=False).translate(table))
    drawn = {
        name: picture.decode("utf-8").translate(table).encode() if name.endswith(".svg") else picture
        for name, picture in content.files.items()
    }
    return Pack(data, drawn)


def _letters_note(document: Document, missing: list[str]) -> str:
    shown = " ".join(missing[:MOST_LETTERS_NAMED]) + (" …" if len(missing) > MOST_LETTERS_NAMED else "")
    return document.words("report.letters_note", letters=shown)
