"""What goes together with a win, as a table and as a chart."""

from __future__ import annotations

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots
from unequal.charts.parts import Chart
from unequal.units import months
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts
from .moves_rules import name_of, told_effect

MOST = 5.0  # times; a wider interval is cut off in the chart
FEWEST = 2  # dots; one is no picture
LEAST = 2.0  # times that the axis reaches at least


def what_moves(facts: Facts, words: Words) -> pd.DataFrame | None:
    """How many times as likely in any week, to be won and to be lost; a row a property."""
    found = facts.moves
    if found.effects.empty:
        return None
    note = [words("moves.note")]
    if found.effects["points"].notna().any():
        note.append(words("moves.note_points", months=months(found.within_days)))
    if found.incomplete:
        note.append(words("moves.note_missing", n=found.incomplete))
    return presented(
        found.effects.assign(name=[name_of(row, words) for row in found.effects.to_dict("records")]),
        title=words("moves.title"),
        columns={
            "name": (words("column.property"), "text"),
            "deals": (words("column.deals"), "count"),
            "won": (words("column.won"), "count"),
            "ratio": (words("column.win_pace"), "number"),
            "low": (words("column.low"), "number"),
            "high": (words("column.high"), "number"),
            "seen": (words("column.seen_win"), "boolean"),
            "lost_ratio": (words("column.loss_pace"), "number"),
            "lost_low": (words("column.loss_low"), "number"),
            "lost_high": (words("column.loss_high"), "number"),
            "lost_seen": (words("column.seen_loss"), "boolean"),
            "points": (words("column.change_points"), "percent"),
            "points_low": (words("column.points_low"), "percent"),
            "points_high": (words("column.points_high"), "percent"),
        },
        note=" ".join(note),
        source="deals",
    )


def hazard_ratios(facts: Facts, words: Words) -> Chart | None:
    """Draw how many times as likely a deal is to be won in any week, a dot a property."""
    found = facts.moves
    if len(found.effects) < FEWEST:
        return None
    effect, _ = told_effect(found)
    seen = bool(effect["seen"])
    rows = pd.DataFrame(
        {
            "what": [name_of(row, words) for row in found.effects.to_dict("records")],
            "ratio": found.effects["ratio"].clip(upper=MOST),
            "low": found.effects["low"].clip(upper=MOST),
            "high": found.effects["high"].clip(upper=MOST),
            "accent": found.effects["seen"].astype(bool),
        }
    )
    cut = bool(found.effects["high"].gt(MOST).any())
    sentence = (
        words("moves.sentence_seen", name=name_of(effect, words), ratio=effect["ratio"])
        if seen
        else words("moves.sentence_none")
    )
    return dots(
        rows,
        x=Axis(
            field="ratio",
            title=words("moves.x", most=MOST) if cut else words("moves.x_whole"),
            domain=(0.0, max(LEAST, float(rows["high"].max()))),
        ),
        y=Axis(field="what", title="", kind="nominal", unit="text"),
        marks=[NamedLine(at=1.0, label="")],  # named along the axis: the first row leaves no room for it
        caption=Caption(
            name="hazard_ratios",
            sentence=sentence,
            description=words("moves.description", sentence=sentence),
            source="deals",
            n=found.deals,
        ),
    )
