"""Blocks become items: each figure written out, each text cleaned, numbers and addresses given in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from unequal.words import Words

from .chart_specs import safe_spec
from .inert import anchor, clean, cleaned
from .items import (
    ChartItem,
    FindingItem,
    Item,
    ModelItem,
    NoteItem,
    PictureItem,
    ProblemLine,
    SetAsideItem,
    TableItem,
    View,
)
from .levers import what_if_item
from .prose import tree_of
from .shown import Shown, day_of
from .views import chart_view, table_view, written_view

Json = dict[str, Any]

TILES = ("memo", "tiles")  # analysis and name of the table that a report's tiles are made of
MANY = 4  # columns of money; from here their currency is said once, under the table
LONG = 1800  # characters of a finding; with more it may run over a page's end
COUNTS = ("read", "used", "set_aside", "duplicates", "after_as_of", "blank")


class Cards:
    """Makes the items of one report, in reading order.

    Args:
        words: The report's language.
        as_of: The day of the run, for the footers of what has no day of its own.
    """

    def __init__(self, words: Words, *, as_of: str) -> None:
        self.words = words
        self.shown = Shown(words)
        self._as_of = as_of
        self._figures = 0
        self._tables = 0
        self._anchors: Counter[str] = Counter()
        self._makers: dict[str, Callable[[Json], Item | None]] = {
            "finding": self._finding,
            "chart": self._chart,
            "table": self._table,
            "note": self._note,
            "what_if": lambda block: what_if_item(block, self.shown, anchor=self.anchor("what-if", block["name"])),
            "model": self._model,
            "set_aside": self._set_aside,
            "assumptions": self._assumptions,
        }

    def item(self, block: Json) -> Item | None:
        """Return a block as an item; None for what a report does not show by itself (a run, an empty note)."""
        maker = self._makers.get(block["kind"])
        return maker(cleaned(block)) if maker else None

    def picture(self, media: str, data: bytes, alt: str) -> PictureItem:
        """Return a picture that was drawn by other means."""
        self._figures += 1
        number = self._figures
        return PictureItem(
            anchor=self.anchor("figure", str(number)), number=number, media=media, data=data, alt=clean(alt)
        )

    def anchor(self, *names: str) -> str:
        """Return an address that no other item of the report has."""
        plain = anchor(*names)
        self._anchors[plain] += 1
        return plain if self._anchors[plain] == 1 else f"{plain}-{self._anchors[plain]}"

    def problems(self, rows: Sequence[Mapping[str, Any]]) -> tuple[ProblemLine, ...]:
        """Return what was found in files as lines."""
        return tuple(
            ProblemLine(
                where=f"{one['where']}: “{one['value']}”" if one.get("value") is not None else str(one["where"]),
                says=str(one["says"]),
                mend=str(one["mend"]),
                rows=self.words("report.found_in", n=one["count"]),
                code=str(one["code"]),
            )
            for one in rows
        )

    def counts(self, rows: Sequence[Mapping[str, Any]], *, hashes: bool = False) -> View:
        """Return files with their rows: read, used, set aside, duplicates, after the day, blank."""
        heads = [(self.words("column.table"), "left"), (self.words("rows.file"), "left")]
        heads += [(self.words(f"rows.{name}"), "right") for name in COUNTS]
        heads += [(self.words("report.sha256"), "left")] * hashes
        lines = [
            [str(row["table"]), str(row["file"]), *(self.words.write(row[name], "whole") for name in COUNTS)]
            + [str(row.get("sha256") or "")[:12]] * hashes
            for row in rows
        ]
        return written_view(heads, lines)

    def footer(self, source: str, *, as_of: str | None, n: int | None = None) -> str:
        """Return ``Source: deals, as of 30 June 2026, n = 20``."""
        parts = [self.words("report.source", source=source)] if source else []
        parts.append(self.words("report.as_of", day=day_of(as_of or self._as_of)))
        if n is not None:
            parts.append(self.words("report.counted", n=n))
        line = ", ".join(parts)
        return line[:1].upper() + line[1:]

    def _finding(self, block: Json) -> FindingItem:
        stands_on = tuple(self.shown.measured(one) for one in block["evidence"])
        assumed = tuple(self._assumed(one) for one in block["assumptions"])
        length = len(block["headline"] + block["answer"] + block["would_change_it"])
        length += sum(len(one) for one in stands_on) + sum(len(one) + len(other) for one, other in assumed)
        return FindingItem(
            anchor=self.anchor(block["code"]),
            verdict=block["verdict"],
            word=self.words.write(block["verdict"], "word", "verdict"),
            headline=block["headline"] or block["question"],
            answer=block["answer"],
            question=block["question"],
            action=block["action"] or "",
            stands_on=stands_on,
            would_change=block["would_change_it"],
            assumed=assumed,
            grade=block["grade"],
            grade_means=self.words(f"grade.{block['grade']}"),
            scope="" if block["scope"] == "all" else block["scope"],
            may_split=length > LONG,
            block=block,
        )

    def _assumed(self, one: Json) -> tuple[str, str]:
        text = f"{one['name'].rstrip('.')}: {self.shown.value(one['value'], one['unit'])}"
        source = one["source"].rstrip(".")
        known = one["id"] if one["id"] and one["id"] not in source and "." not in one["id"] else ""
        return text, ", ".join(part for part in (source, known) if part)

    def _chart(self, block: Json) -> ChartItem | None:
        spec = safe_spec(block["spec"], block["datasets"])
        if spec is None:
            return None
        self._figures += 1
        return ChartItem(
            anchor=self.anchor("chart", block["analysis"] or "", block["name"]),
            number=self._figures,
            sentence=block["sentence"],
            description=block["description"] or block["sentence"] or block["name"],
            footer=self.footer(block["source"], as_of=block["as_of"], n=block["n"]),
            data=chart_view(self.shown, block["rows"], block["channels"]),
            spec=spec,
            datasets=block["datasets"],
            block=block,
        )

    def _table(self, block: Json) -> TableItem:
        amounts = sum(one["kind"] == "money" for one in block["columns"])
        view = table_view(self.shown, block["columns"], block["rows"], say_currency=amounts < MANY)
        if amounts >= MANY:
            said = self.words("report.amounts_in", currency=self.shown.currency)
            block = {**block, "note": f"{block['note']} {said}".strip()}
        return self.table(block["title"], view, block=block)

    def table(self, title: str, view: View, *, block: Json | None = None) -> TableItem:
        """Return a table with its number; the memo's tiles are shown as tiles and get none."""
        said = block or {"note": "", "source": "", "name": "", "analysis": None}
        self._tables += not is_tiles(said)
        return TableItem(
            anchor=self.anchor("table", str(self._tables)),
            number=self._tables,
            title=title,
            view=view,
            note=said["note"],
            footer=self.footer(said["source"], as_of=None) if said["source"] else "",
            block=block,
        )

    def _note(self, block: Json) -> NoteItem | None:
        tree = tree_of(block["markdown"])
        return NoteItem(tree=tree) if tree else None

    def _set_aside(self, block: Json) -> SetAsideItem:
        return SetAsideItem(
            anchor=self.anchor("set-aside"),
            counts=self.counts(block["tables"]),
            problems=self.problems(block["problems"]),
            block=block,
        )

    def _assumptions(self, block: Json) -> TableItem:
        return self.table(self.words("heading.assumptions"), self.register(block["items"], used_by=False), block=None)

    def register(self, items: Sequence[Mapping[str, Any]], *, used_by: bool = True) -> View:
        """Return values that nobody measured: what, value, source, grade, origin, and who leans on them."""
        heads = [self.words(f"column.{name}") for name in ("name", "value", "source", "grade", "origin")]
        heads += [self.words("report.used_by"), self.words("report.id")]
        together: dict[tuple[str, ...], list[str]] = {}
        for one in items:
            value = self.shown.value(one["value"], str(one["unit"]))
            name = str(one.get("says") or one["name"])
            grade = self.words("report.choice") if one.get("choice") else str(one["grade"])
            key = (name, value, str(one["source"]), grade, str(one["origin"]), str(one["id"]))
            together.setdefault(key, []).append(str(one["analysis"]))
        lines = [[*key[:-1], ", ".join(sorted(set(by))), key[-1]] for key, by in sorted(together.items())]
        kept = [i for i in range(len(heads)) if used_by or i != len(heads) - 2]
        sides = [(heads[i], "right" if i == 1 else "left") for i in kept]
        return written_view(sides, [[line[i] for i in kept] for line in lines])

    def _model(self, block: Json) -> ModelItem:
        name, value = self.words("column.name"), self.words("column.value")
        inputs = [[one["label"], self.shown.value(one["value"], one["unit"]), one["source"]] for one in block["inputs"]]
        formulas = [
            [one["label"], self.shown.value(one["value"], one["unit"]), one["expression"]] for one in block["formulas"]
        ]
        sides = [(name, "left"), (value, "right")]
        return ModelItem(
            anchor=self.anchor("model", block["name"]),
            title=block["title"],
            inputs=written_view([*sides, (self.words("column.source"), "left")], inputs),
            formulas=written_view([*sides, (self.words("report.formula"), "left")], formulas),
            block=block,
        )


def is_tiles(block: Mapping[str, Any]) -> bool:
    """Return whether a table block is the memo's row of tiles."""
    return (block["analysis"], block["name"]) == TILES
