"""A what-if as sliders for a screen and as small tables for print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .items import Cell, Column, Lever, View, WhatIfItem
from .shown import Shown, number_of

Json = dict[str, Any]

_NAME = re.compile(r"\{(\w+)\}")


def what_if_item(block: Json, shown: Shown, *, anchor: str) -> WhatIfItem:
    """Return a what-if block as an item.

    Args:
        block: Cleaned.
        shown: Writes its values.
        anchor: Its address.
    """
    levers = tuple(_lever(axis, shown) for axis in block["axes"])
    answers = tuple(shown.value(one, block["unit"]) for one in block["cells"])
    base = position(tuple(lever.base for lever in levers), tuple(len(lever.values) for lever in levers))
    sentence = block["sentences"].get(block["verdicts"][base], "") if block["verdicts"] else ""
    names = {lever.knob: lever.shown[lever.base] for lever in levers} | {"value": answers[base]}
    return WhatIfItem(
        anchor=anchor,
        title=block["title"],
        output=block["output"],
        unit=block["unit"],
        levers=levers,
        cells=tuple(block["cells"]),
        shown=answers,
        verdicts=tuple(block["verdicts"]),
        sentences=block["sentences"],
        base=base,
        base_sentence=filled(sentence, names),
        views=tuple(_one_at_a_time(block, levers, answers, moved, shown) for moved in range(len(levers))),
        block=block,
    )


def _lever(axis: Json, shown: Shown) -> Lever:
    values = tuple(float(value) for value in axis["values"])
    base = number_of(axis["base"])
    nearest = min(range(len(values)), key=lambda i: abs(values[i] - (base if base is not None else values[0])))
    return Lever(
        knob=axis["knob"],
        label=axis["label"],
        unit=axis["unit"],
        values=values,
        shown=tuple(shown.value(value, axis["unit"]) for value in values),
        base=nearest,
    )


def filled(sentence: str, names: Mapping[str, str]) -> str:
    """Return a sentence with the names in braces replaced; what is not known stays.

    >>> filled("With {cash}: {value}.", {"cash": "€1", "value": "2 %"})
    'With €1: 2 %.'
    """
    return _NAME.sub(lambda found: names.get(found.group(1), found.group()), sentence)


def position(places: tuple[int, ...], sizes: tuple[int, ...]) -> int:
    """Return where in the cells an answer stands; the last lever moves fastest.

    >>> position((1, 2), (2, 3))
    5
    """
    at = 0
    for place, size in zip(places, sizes, strict=True):
        at = at * size + place
    return at


def _one_at_a_time(block: Json, levers: tuple[Lever, ...], answers: tuple[str, ...], moved: int, shown: Shown) -> View:
    sizes = tuple(len(lever.values) for lever in levers)
    rows: list[tuple[Cell, ...]] = []
    for place in range(sizes[moved]):
        at = position(tuple(place if i == moved else lever.base for i, lever in enumerate(levers)), sizes)
        is_base = place == levers[moved].base
        label = levers[moved].shown[place] + (f" ({shown.words('report.what_if_base')})" if is_base else "")
        cells = [Cell(text=label), Cell(text=answers[at])]
        if block["verdicts"]:
            verdict = str(block["verdicts"][at])
            cells.append(Cell(text=shown.words.write(verdict, "word", "verdict"), verdict=verdict))
        rows.append(tuple(cells))
    columns = [Column(label=levers[moved].label, align="right"), Column(label=block["output"], align="right")]
    columns += [Column(label=shown.words("column.verdict"))] if block["verdicts"] else []
    return View(columns=tuple(columns), rows=tuple(rows))
