"""A document as JSON for the typst templates, with its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from unequal.report.brand import BADGES_BY_DAY
from unequal.report.document import Document, Open, Section, Tile
from unequal.report.items import (
    ChartItem,
    FindingItem,
    Item,
    ModelItem,
    NoteItem,
    PictureItem,
    Prose,
    SetAsideItem,
    TableItem,
    View,
    WhatIfItem,
)
from unequal.report.pictures import chart_svg
from unequal.report.prose import words_of
from unequal.report.shown import day_of

from .widths import laid_out

Json = dict[str, Any]

LINE, TITLE = 60, 120  # letters that a line of a tile or a head, and the cover, have room for
LONG_NOTE = 1200  # letters; a shorter one is kept on one page
MOST_KEPT, LONG = 16, 1600  # rows and letters; a table with no more is kept on one page
LETTER_LANDS = ("US", "CA")
LONG_WORD = re.compile(r"\S{16,}")  # longer than a narrow column can hold
TOO_LONG = 25  # with so many letters it is broken even where it has no point or hyphen
MAY_BREAK = "\u200b"
LABELS = {
    "report": (
        *("at_a_glance", "contents", "action", "note", "mend", "open_title", "open_lead", "open_none", "unlock"),
        *("register", "register_lead", "inputs", "inputs_lead", "problems", "how_to_read", "verdicts_lead"),
        *("grades_lead", "methods", "left_out", "left_out_lead", "versions", "model_note", "what_if_print"),
        *("memo_only", "continued"),
    ),
    "part": ("stands_on", "would_change", "assumed"),
}


@dataclass(slots=True)
class Pack:
    """What typst is given: the data, and files by name."""

    data: Json = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def pack(document: Document) -> Pack:
    """Return a document for the templates."""
    made = Pack()
    items = _Items(document, made)
    made.data = {
        **_head(document, made),
        "tiles": [_tile(tile) for tile in document.tiles],
        "chapters": [items.chapter(section) for section in document.chapters],
        "memo": items.chapter(document.memo) if document.memo else None,
        "open": [_open(one) for one in document.open],
        **_back(document),
    }
    made.data = _hyphened(_soft(made.data))
    return made


def _head(document: Document, made: Pack) -> Json:
    words, brand = document.words, document.brand
    day = day_of(document.run["as_of"])
    territory = words.locale.replace("-", "_").partition("_")[2].upper()
    logo = None
    if brand.logo:
        logo = {"file": _file(made, "logo", brand.logo.media, brand.logo.data), "alt": brand.logo.alt}
    return {
        "lang": words.language,
        "region": territory[:2].lower() or None,
        "paper": "us-letter" if territory in LETTER_LANDS else "a4",
        "date": [day.year, day.month, day.day] if day else [2000, 1, 1],
        "title": short(document.cover.title, TITLE),
        "author": brand.name or document.cover.company,
        "brand": brand.name,
        "logo": logo,
        "company": short(document.cover.company, LINE),
        "cover": {**asdict(document.cover), "title": short(document.cover.title, TITLE)},
        "fonts": {"sans": brand.base, "serif": brand.prose, "heading": brand.headings},
        "colours": {**asdict(brand.day), "badges": BADGES_BY_DAY},
        "labels": {name: words(f"{group}.{name}") for group, names in LABELS.items() for name in names},
    }


def _file(made: Pack, name: str, media: str, data: bytes) -> str:
    file = f"{name}.{'png' if media == 'image/png' else 'svg'}"
    made.files[file] = data
    return file


def _tile(tile: Tile) -> Json:
    return {
        **asdict(tile),
        "label": short(tile.label, LINE),
        "value": short(tile.value, LINE),
        "note": short(tile.note),
    }


def short(text: str, most: int = 160) -> str:
    """Return text that fits a place of fixed size.

    >>> short("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _open(one: Open) -> Json:
    return {**asdict(one), "title": one.question or one.title}


def _back(document: Document) -> Json:
    words, behind = document.words, document.appendix
    registers = [("register_assumed", behind.assumed), ("register_chosen", behind.chosen)]
    names = {"open": "open_title", "register": "register", "inputs": "inputs", "methods": "how_to_read"}
    return {
        "back": [{"anchor": anchor, "title": words(f"report.{name}")} for anchor, name in names.items()],
        "registers": [
            {"title": words(f"report.{name}"), **laid_out(view, words)} for name, view in registers if view.rows
        ],
        "inputs": laid_out(behind.inputs, words),
        "problems": [asdict(one) for one in behind.problems],
        "verdicts": behind.verdicts,
        "grades": behind.grades,
        "methods": behind.methods,
        "left_out": behind.left_out,
        "versions": " · ".join(f"{name} {version}" for name, version in behind.versions),
    }


class _Items:
    """Makes the items of chapters, and keeps their pictures as files."""

    def __init__(self, document: Document, made: Pack) -> None:
        self._document = document
        self._words = document.words
        self._made = made
        self._makers: dict[type, Callable[[Any], Json]] = {
            Prose: lambda item: {"tree": item.tree},
            NoteItem: lambda item: {"tree": item.tree, "may_split": len(words_of(item.tree)) > LONG_NOTE},
            FindingItem: _finding,
            ChartItem: self._chart,
            PictureItem: self._picture,
            TableItem: self._table,
            SetAsideItem: self._set_aside,
            ModelItem: self._model,
            WhatIfItem: self._what_if,
        }

    def chapter(self, section: Section) -> Json:
        """Return a section for the templates."""
        findings = [item for item in section.items if isinstance(item, FindingItem)]
        return {
            "title": section.title,
            "question": section.question,
            "anchor": section.anchor,
            "items": [self.item(item) for item in section.items],
            "findings": [{"anchor": one.anchor, "verdict": one.verdict, "headline": one.headline} for one in findings],
        }

    def item(self, item: Item) -> Json:
        """Return an item for the templates."""
        return {"kind": item.kind, **self._makers[type(item)](item)}

    def _numbered(self, kind: str, number: int, *parts: str) -> str:
        return " · ".join(part for part in (self._words(f"report.{kind}", n=number), *parts) if part)

    def _chart(self, item: ChartItem) -> Json:
        svg = chart_svg(item, self._document.brand, self._words.locale).encode()
        return {
            "file": _file(self._made, f"figure-{item.number}", "image/svg+xml", svg),
            "alt": item.description,
            "wide": True,
            "sentence": item.sentence,
            "footer": self._numbered("figure", item.number, item.footer),
        }

    def _picture(self, item: PictureItem) -> Json:
        return {
            "file": _file(self._made, f"figure-{item.number}", item.media, item.data),
            "alt": item.alt,
            "wide": item.media != "image/png",
            "sentence": "",
            "footer": self._numbered("figure", item.number, item.alt),
        }

    def _table(self, item: TableItem) -> Json:
        footer = self._numbered("table", item.number, item.footer, item.note)
        is_long = (
            len(item.view.rows) > MOST_KEPT or sum(len(cell.text) for row in item.view.rows for cell in row) > LONG
        )
        return {"title": item.title, "footer": footer, "long": is_long, **laid_out(item.view, self._words)}

    def _set_aside(self, item: SetAsideItem) -> Json:
        return {**laid_out(item.counts, self._words), "problems": [asdict(one) for one in item.problems]}

    def _model(self, item: ModelItem) -> Json:
        return {"title": item.title, "inputs": self._plain(item.inputs), "formulas": self._plain(item.formulas)}

    def _what_if(self, item: WhatIfItem) -> Json:
        verdict = item.verdicts[item.base] if item.verdicts else None
        return {
            "title": item.title,
            "output": item.output,
            "answer": item.shown[item.base],
            "sentence": item.base_sentence,
            "verdict": verdict,
            "word": self._words.write(verdict, "word", "verdict") if verdict else "",
            "views": [self._plain(view) for view in item.views],
        }

    def _plain(self, view: View) -> Json:
        return laid_out(view, self._words)["parts"][0]


def _finding(item: FindingItem) -> Json:
    names = ("anchor", "verdict", "word", "headline", "answer", "action", "would_change", "grade", "grade_means")
    plain = {name: getattr(item, name) for name in (*names, "scope", "may_split")}
    assumed = " · ".join(f"{text} ({source})" if source else text for text, source in item.assumed)
    return {**plain, "stands_on": " · ".join(item.stands_on), "assumed": assumed}


def _soft(value: Any) -> Any:
    """Give every word that is too long for a column places where it may break."""
    if isinstance(value, str):
        return LONG_WORD.sub(lambda found: _broken(found.group()), value)
    if isinstance(value, dict):
        return {key: one if key in ("file", "to", "anchor") else _soft(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_soft(one) for one in value]
    return value


def _broken(word: str) -> str:
    if "\u00a0" in word:
        return word
    most = 8 if len(word) >= TOO_LONG else len(word)
    return MAY_BREAK.join(re.findall(rf"[^._/\-]{{1,{most}}}[._/\-]*|[._/\-]+", word))


def _hyphened(value: Any) -> Any:
    """Write the names of keys as typst writes its own."""
    if isinstance(value, dict):
        return {str(key).replace("_", "-"): _hyphened(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_hyphened(one) for one in value]
    return value
