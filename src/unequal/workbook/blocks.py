"""Blocks: what a notebook's output says to every renderer, beside what JupyterLab shows.

A block is a JSON object under `BLOCK_MIME`. Renderers read blocks of executed notebooks and nothing else, so what a
consultant reorders or writes in a notebook is what every format shows. `block_schema.json` is the contract.

| kind | holds | made by |
|---|---|---|
| finding | a judged answer with evidence | `run.findings`, `run.finding(code)` |
| chart | recipe, rows, channels, sentence, spec | `run.chart(name)` |
| table | rows with typed columns | `run.table(name)` |
| note | somebody's words, Markdown | `run.note` |
| what_if | computed cells along up to three axes | `run.what_if(name)` |
| model | named inputs and formulas | `run.model(name)` |
| set_aside | rows read, used and set aside, with problems | `run.set_aside` |
| assumptions | every default in force | `run.assumptions` |
| run | what was run: as of, scenario, knobs with origin | `run` |
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from unequal.charts.renderer import BLOCK_MIME, BLOCK_SCHEMA
from unequal.findings import Finding

from .plain import plain

KINDS = ("finding", "chart", "table", "note", "what_if", "model", "set_aside", "assumptions", "run")
MOST_CELLS = 500  # of a what-if, so that a page stays small
MOST_AXES = 3

Json = dict[str, Any]
ColumnKind = Literal["text", "number", "count", "percent", "money", "months", "days", "date", "verdict", "boolean"]


@cache
def block_schema() -> Json:
    """Return the JSON Schema of a block."""
    room = resources.files(__name__.rpartition(".")[0])
    return json.loads(room.joinpath("block_schema.json").read_text(encoding="utf-8"))


def block(kind: str, name: str, analysis: str | None, **rest: Any) -> Json:
    """Return a block of a kind; values become plain JSON (nan null, infinities strings, dates ISO)."""
    head = {"schema": BLOCK_SCHEMA, "kind": kind, "name": name, "analysis": analysis}
    return {**head, **{key: plain(value) for key, value in rest.items()}}


def finding_block(finding: Finding) -> Json:
    """Return a finding as a block; its name is its code, which begins with its analysis."""
    return block("finding", finding.code, finding.code.partition(".")[0], **asdict(finding))


def note_block(markdown: str, *, name: str, analysis: str | None) -> Json:
    """Return somebody's words as a block."""
    return block("note", name, analysis, markdown=markdown)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfAxis:
    """One lever of a what-if: a knob and the values that were computed, ascending."""

    knob: str
    label: str
    unit: str
    values: tuple[float, ...]
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Answers computed beforehand in closed form, so that a page can answer without a kernel.

    Attributes:
        name: Name by which a run knows it.
        title: What moves what.
        axes: Up to three; cells run with the last axis fastest.
        output: What the cells hold, and its unit.
        cells: Up to 500 values.
        verdicts: One a cell.
        sentences: Verdict to sentence; ``{value}`` and the knobs' names in braces are filled by the reader's page.
        chart: Name of the chart that moves with it, if one does.
    """

    name: str
    title: str
    axes: tuple[WhatIfAxis, ...]
    output: str
    unit: str
    cells: tuple[float, ...]
    verdicts: tuple[str, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])
    chart: str | None = None

    def __post_init__(self) -> None:
        expected = 1
        for axis in self.axes:
            expected *= len(axis.values)
        if not 1 <= len(self.axes) <= MOST_AXES or len(self.cells) > MOST_CELLS or len(self.cells) != expected:
            problem = (
                f"what-if '{self.name}' has {len(self.axes)} axes and {len(self.cells)} cells for {expected} places"
            )
            raise ValueError(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInput:
    """A named input of a model: a cell a reader may change."""

    name: str
    label: str
    value: float
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFormula:
    """A named formula over inputs and earlier formulas, in the small language of `workbook.model`."""

    name: str
    label: str
    expression: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A calculation small enough to live in a spreadsheet.

    Attributes:
        name: Name by which a run knows it.
        title: What it works out.
        inputs: Cells that a reader may change.
        formulas: In an order in which each uses only what stands before it.
    """

    name: str
    title: str
    inputs: tuple[ModelInput, ...]
    formulas: tuple[ModelFormula, ...]


def what_if_block(what_if: WhatIf, analysis: str) -> Json:
    """Return a what-if as a block."""
    return block("what_if", what_if.name, analysis, **{k: v for k, v in asdict(what_if).items() if k != "name"})


def model_block(model: Model, analysis: str, values: Mapping[str, float]) -> Json:
    """Return a model as a block, with the values that its formulas gave."""
    inputs = [asdict(one) for one in model.inputs]
    formulas = [{**asdict(one), "value": values[one.name]} for one in model.formulas]
    return block("model", model.name, analysis, title=model.title, inputs=inputs, formulas=formulas)


def bundle(content: Json | list[Json], *, text: str, html: str | None = None) -> Json:
    """Return the MIME bundle of an output: one block or a list of them, text, and HTML for JupyterLab."""
    shown: Json = {BLOCK_MIME: content, "text/plain": text}
    if html is not None:
        shown["text/html"] = html
    return shown
