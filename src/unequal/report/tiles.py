"""The row of tiles that a report opens with.

Where the memo shows a table named ``tiles`` (columns label, value, and, if it likes, note and verdict), its rows are
the tiles and the table is not shown again; else a run may name them; else they are the findings that weigh most: the
memo's first, then the worst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .cards import Cards, is_tiles
from .document import Section, Tile
from .inert import clean
from .items import FindingItem, TableItem

Json = dict[str, Any]

MOST = 6
OF_FINDINGS = 5
WORST_FIRST = ("stop", "caution", "cannot tell", "go")


def tiles(
    cards: Cards, memo: Section | None, sections: Sequence[Section], given: Sequence[Mapping[str, Any]] | None
) -> tuple[tuple[Tile, ...], Section | None]:
    """Return the tiles, and the memo without the table that they were made of."""
    table = _table_of_tiles(memo)
    if memo is not None and table is not None and table.block is not None:
        rest = replace(memo, items=tuple(item for item in memo.items if item is not table))
        return _made(cards, table.block["rows"], table.block["columns"]), rest
    if given:
        return _made(cards, given, ()), memo
    return _of_findings(cards, memo, sections), memo


def _table_of_tiles(memo: Section | None) -> TableItem | None:
    tables = [item for item in memo.items if isinstance(item, TableItem)] if memo else []
    return next((item for item in tables if item.block and is_tiles(item.block)), None)


def _made(cards: Cards, rows: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]]) -> tuple[Tile, ...]:
    keys = [str(one["key"]) for one in columns]
    kinds = {str(one["key"]): str(one["kind"]) for one in columns}
    label, value = ("label", "value") if not keys or {"label", "value"} <= set(keys) else (keys[0], keys[-1])
    return tuple(
        Tile(
            label=str(row.get(label) or ""),
            value=_written(cards, row.get(value), kinds.get(value, "text"), str(row.get("unit") or "")),
            note=clean(str(row.get("note") or "")),
            verdict=_verdict(row.get("verdict")),
            word=cards.words.write(row["verdict"], "word", "verdict") if _verdict(row.get("verdict")) else "",
        )
        for row in rows[:MOST]
    )


def _written(cards: Cards, value: Any, kind: str, unit: str) -> str:
    if unit or not isinstance(value, str):
        return cards.shown.value(value, unit or kind)
    return cards.shown.cell(value, kind)


def _verdict(value: Any) -> str | None:
    return str(value) if value in WORST_FIRST else None


def _of_findings(cards: Cards, memo: Section | None, sections: Sequence[Section]) -> tuple[Tile, ...]:
    order = [*([memo] if memo else []), *sections]
    found = [(section, item) for section in order for item in section.items if isinstance(item, FindingItem)]
    ranked = sorted(found, key=lambda pair: (pair[0] is not memo, WORST_FIRST.index(pair[1].verdict)))
    once = {item.block["code"]: (section, item) for section, item in reversed(ranked)}
    return tuple(
        Tile(
            label=section.title,
            value=_figure(cards, item),
            note=item.headline,
            verdict=item.verdict,
            word=item.word,
            link=item.anchor,
        )
        for section, item in list(reversed(once.values()))[:OF_FINDINGS]
    )


def _figure(cards: Cards, item: FindingItem) -> str:
    if item.block["estimate"] is None:
        return item.word
    return cards.shown.value(item.block["estimate"], item.block["unit"])
