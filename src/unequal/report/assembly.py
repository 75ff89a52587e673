"""Executed notebooks and what was run become one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from unequal.words import Words

from .appendix import appendix
from .brand import brand_of
from .cards import Cards
from .document import Cover, Document, Open, Section
from .emptiness import Emptiness
from .inert import cleaned, wholesome
from .items import FindingItem, Item, NoteItem, Prose
from .pieces import LeftOut, Piece, pieces
from .prose import Node, Tree, tree_of, words_of
from .shown import day_of
from .tiles import tiles

Json = dict[str, Any]
Notebooks = Iterable[tuple[str, Mapping[str, Any]]]

MEMO = "memo"
WORST_FIRST = ("stop", "caution", "cannot tell", "go")
DEEPEST_HEADING = 4  # of prose, under a section's own second level


def report_words(run: Mapping[str, Any]) -> Words:
    """Return the words of a report, in the run's language, locale and currency."""
    return Words.load(files("unequal.report") / "words.toml", locale=run["locale"], currency=run["currency"])


def assemble(run: Mapping[str, Any], notebooks: Notebooks) -> Document:
    """Return a report's document.

    Args:
        run: Content of run.json, without the hashes of the report's files.
        notebooks: Name of the analysis and executed notebook, in any order.

    Raises:
        ReportFailed: A notebook holds an error, or a block that this version does not know.
        InputError: The brand is not usable.
    """
    told = cleaned(dict(run))
    words = report_words(told)
    cards = Cards(words, as_of=told["as_of"])
    read = _read(told, notebooks)
    order = _reading_order(told, read)
    sections = [_section(cards, told, name, [one for one in read[name] if isinstance(one, Piece)]) for name in order]
    memo = next((one for one in sections if one.name == MEMO), None)
    others = tuple(one for one in sections if one.name != MEMO)
    blocks = [block for name in read for one in read[name] if (block := _block_of(one)) is not None]
    chosen, memo = tiles(cards, memo, others, told.get("tiles"))
    left_out = [one for name in order for one in read[name] if isinstance(one, LeftOut)]
    return Document(
        run=told,
        words=words,
        brand=brand_of(told.get("brand")),
        cover=_cover(told, words),
        tiles=chosen,
        memo=memo,
        sections=others,
        open=_open(told, (*([memo] if memo else []), *others)),
        appendix=appendix(cards, told, sections, left_out),
        blocks=tuple(wholesome(block) for block in blocks),
    )


def _block_of(one: Piece | LeftOut) -> Json | None:
    if isinstance(one, LeftOut):
        return one.block
    return one.content if one.kind == "block" else None


def _read(run: Json, notebooks: Notebooks) -> dict[str, list[Piece | LeftOut]]:
    files_by_name = {one["name"]: one.get("notebook") for one in run["analyses"]}
    read: dict[str, list[Piece | LeftOut]] = {}
    for name, notebook in notebooks:
        file = str(files_by_name.get(name) or f"{name}.ipynb")
        read.setdefault(name, []).extend(pieces(notebook, file))
    return read


def _reading_order(run: Json, read: Mapping[str, Any]) -> list[str]:
    """Return the analyses that have something to say: the memo, the others by their order, then foreign notebooks."""
    known = sorted(run["analyses"], key=lambda one: (one["name"] != MEMO, one["order"], one["name"]))
    speaking = [one["name"] for one in known if not one.get("unavailable") and one["name"] in read]
    return [*speaking, *(name for name in read if name not in {one["name"] for one in known})]


def _section(cards: Cards, run: Json, name: str, found: Sequence[Piece]) -> Section:
    about = next((one for one in run["analyses"] if one["name"] == name), {"title": name, "question": ""})
    title, question = str(about["title"]), str(about["question"])
    items: list[Item] = []
    level = 2
    empty = Emptiness(cards.words)
    for position, piece in enumerate(found):
        made = _item(cards, piece, found[:position])
        items.extend(empty.before(piece, made))
        if isinstance(made, Prose):
            own_title, tree = _opened(made.tree, question) if position == 0 else (None, made.tree)
            title = own_title or title
            tree, level = _levelled(tree, level)
            made = Prose(tree=tree) if tree else None
        if isinstance(made, FindingItem):
            level = 3
        if made is not None:
            items.append(made)
    items.extend(empty.at_the_end())
    items.extend(_own_note(run, name, items))
    verdicts = {item.verdict for item in items if isinstance(item, FindingItem)}
    return Section(
        name=name,
        anchor=cards.anchor(name),
        title=title,
        question="" if _same(question, title) else question,
        items=tuple(items),
        verdict=None if name == MEMO else next((one for one in WORST_FIRST if one in verdicts), None),
    )


def _item(cards: Cards, piece: Piece, before: Sequence[Piece]) -> Item | None:
    if piece.kind == "markdown":
        return Prose(tree=tree_of(piece.content))
    if piece.kind == "picture":
        media, data, alt = piece.content
        return cards.picture(media, data, alt or _sentence_above(before))
    return cards.item(piece.content)


def _sentence_above(before: Sequence[Piece]) -> str:
    """Return the last sentence of the nearest Markdown above a picture."""
    nearest = next((piece.content for piece in reversed(before) if piece.kind == "markdown"), "")
    tree = tree_of(nearest)
    words = words_of(tree[-1:]) if tree and tree[-1]["t"] in ("p", "h") else ""
    sentences = words.replace("? ", "?\n").replace(". ", ".\n").splitlines()
    return sentences[-1].strip() if sentences else ""


def _opened(tree: Tree, question: str) -> tuple[str | None, Tree]:
    """Take the heading that a notebook opens with, which may be a better title than ours, and the question after it."""
    title = None
    if tree and tree[0]["t"] == "h" and tree[0]["level"] == 1:
        title, tree = words_of(tree[:1]) or None, tree[1:]
    if tree and tree[0]["t"] == "p" and _same(words_of(tree[:1]), question):
        tree = tree[1:]
    return title, tree


def _levelled(tree: Tree, level: int) -> tuple[Tree, int]:
    """Return prose whose headings follow on the section's, none of them skipping a level."""
    made: list[Node] = []
    for node in tree:
        is_heading = node["t"] == "h"
        level = max(3, min(node["level"] + 1, level + 1, DEEPEST_HEADING)) if is_heading else level
        made.append({**node, "level": level} if is_heading else node)
    return made, level


def _own_note(run: Json, name: str, items: Sequence[Item]) -> list[NoteItem]:
    """Return the consultant's words of ``notes/<analysis>.md``, unless the notebook shows them itself."""
    tree = tree_of(str((run.get("notes") or {}).get(name, "")))
    shown_already = any(isinstance(item, NoteItem) and item.tree == tree for item in items)
    return [] if not tree or shown_already else [NoteItem(tree=tree)]


def _same(one: str, other: str) -> bool:
    return one.strip(" .?!").casefold() == other.strip(" .?!").casefold()


def _open(run: Json, sections: Sequence[Section]) -> tuple[Open, ...]:
    """Return the questions without an answer: analyses without their tables, then findings that cannot tell."""
    notes = run.get("notes") or {}
    missing = [
        Open(
            title=str(one["title"]),
            question=str(one["question"]),
            says=str(one["unavailable"]["says"]),
            unlock=str(one["unavailable"]["unlock"]),
            note=tree_of(str(notes.get(one["name"], ""))),
        )
        for one in sorted(run["analyses"], key=lambda one: (one["order"], one["name"]))
        if one.get("unavailable")
    ]
    undecided = {
        (item.block["code"], item.block.get("scope")): Open(
            title=section.title,
            question=item.question,
            says=item.headline,
            unlock=item.would_change,
            link=item.anchor,
        )
        for section in sections
        for item in section.items
        if isinstance(item, FindingItem) and item.verdict == "cannot tell"
    }
    return (*missing, *undecided.values())


def _cover(run: Json, words: Words) -> Cover:
    scenario = str(run["scenario"])
    version = str((run.get("versions") or {}).get("unequal", ""))
    return Cover(
        company=str(run["company"]),
        title=words("report.title", company=run["company"]),
        as_of=words("page.as_of", day=day_of(run["as_of"])),
        scenario="" if scenario == "base" else words("page.scenario", name=scenario),
        made_with=words("page.made_with", version=version).strip(),
    )
