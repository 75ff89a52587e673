"""What every recipe takes: axes, named lines, a caption; and how they become Altair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal

import altair as alt
import pandas as pd

Chart = alt.Chart | alt.LayerChart
Kind = Literal["quantitative", "nominal", "ordinal", "temporal"]
Unit = Literal["percent", "money", "months", "days", "count", "number", "text"]

LOW, HIGH = "low", "high"  # columns of an interval's ends, drawn wherever rows have them
BEYOND, ACCENT = "beyond", "accent"  # boolean columns: past the reliable horizon; the row that decides
MOST_MARKS = 2000  # a chart with more is a table drawn small; the page grows with each
FORMATS: dict[str, str] = {"percent": ".0%", "money": "~s", "months": "~r", "days": "~r", "count": "~s", "number": "~r"}
FAR, NEAR = 0.7, 0.3  # of a time axis: beyond it a name stands to the left; nearer than that, two names collide
FIRST_LABEL, LABEL_HEIGHT = 2, 15  # pixels from the top
SEGMENT_ORDER = ("all", "Small", "Medium", "Big")
"""Segments hold these places of the palette in every chart; others follow in alphabetical order, unknown last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One channel of a chart.

    Attributes:
        field: Column of the rows.
        title: What stands along the axis, with its unit.
        unit: How its values read.
        kind: How its values are spaced.
        domain: First and last value shown; None fits the rows.
    """

    field: str
    title: str
    unit: Unit = "number"
    kind: Kind = "quantitative"
    domain: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A decision drawn as a line with its name on it, so that no reader looks for the threshold.

    Attributes:
        at: Where it lies.
        label: Its name.
        along: The axis that it lies on.
        end: Whether the name of a level line stands beyond its right end, because the chart has no room for it.
    """

    at: float
    label: str
    along: Literal["x", "y"] = "x"
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a chart says, for its title, its footer and a screen reader.

    Attributes:
        name: Name by which a run knows the chart.
        sentence: The finding that it shows; its title.
        description: The same for somebody who cannot see it: what rises, what crosses, at which figures.
        source: Tables that the rows come from.
        n: Rows of data behind it.
    """

    name: str
    sentence: str
    description: str
    source: str = ""
    n: int | None = None


def encoding(axis: Axis, channel: Literal["x", "y"], *, order: pd.Series | None = None, **look: Any) -> alt.X | alt.Y:
    """Return an axis as an Altair channel; the field's name is never read as shorthand.

    Args:
        axis: What is shown.
        channel: Where.
        order: Values in the order in which they stand; None leaves it to the values.
        **look: Further settings of the axis.
    """
    shown: dict[str, Any] = {"title": axis.title, **look}
    if axis.unit in FORMATS:
        shown["format"] = FORMATS[axis.unit]
    scale = alt.Scale(domain=list(axis.domain), nice=False) if axis.domain else alt.Undefined
    sort = alt.Undefined if order is None else [str(value) for value in order]
    make = alt.X if channel == "x" else alt.Y
    return make(field=_escaped(axis.field), type=axis.kind, axis=alt.Axis(**shown), scale=scale, sort=sort)


def series_color(rows: pd.DataFrame, field: str) -> alt.Color:
    """Return the colour of a series: its place in the palette, the same in every chart; labelled directly."""
    names = sorted({str(name) for name in rows[field]} - set(SEGMENT_ORDER) - {"unknown"})
    return alt.Color(
        field=_escaped(field),
        type="nominal",
        scale=alt.Scale(domain=[*SEGMENT_ORDER, *names, "unknown"], range="category"),
        legend=None,
    )


def named_lines(marks: Sequence[NamedLine], *, far: float = math.inf) -> list[alt.Chart]:
    """Return each named line as a rule and its label; beyond `far` the label stands to the left, where it has room."""
    layers: list[alt.Chart] = []
    lefts, crowded = _crowded([mark.at for mark in marks if mark.along == "x" and math.isfinite(mark.at)], far)
    for mark in marks:
        if not math.isfinite(mark.at):
            continue
        data = alt.InlineData(values=[{"at": mark.at, "label": mark.label}])
        across = mark.along == "x"
        place: dict[str, Any] = {mark.along: alt.X(field="at", type="quantitative")} if across else {}
        if not across:
            place = {"y": alt.Y(field="at", type="quantitative")}
        layers.append(alt.Chart(data).mark_rule(style="threshold").encode(**place))
        text = {"style": "threshold-label", "align": "left", "dx": 4, "baseline": "top"}
        if across and (mark.at > far or mark.at in lefts):
            text |= {"align": "right", "dx": -4}
        if across:
            down = FIRST_LABEL + LABEL_HEIGHT * (mark.at in crowded)
            layers.append(alt.Chart(data).mark_text(**text).encode(**place, y=alt.value(down), text="label:N"))
        else:
            text |= {"baseline": "bottom", "dy": -3}
            side: Any = alt.value("width" if mark.end else 0)
            if mark.end:
                text |= {"baseline": "middle", "dy": 0, "lineBreak": " "}
            layers.append(alt.Chart(data).mark_text(**text).encode(**place, x=side, text="label:N"))
    return layers


def _crowded(places: Sequence[float], far: float) -> tuple[set[float], set[float]]:
    """Return which of upright lines that stand near each other have their name to the left, and which a line lower."""
    near = NEAR * far / FAR
    pairs = [pair for pair in pairwise(sorted(places)) if math.isfinite(far) and pair[1] - pair[0] < near]
    return {before for before, _ in pairs if before > near}, {after for _, after in pairs}


def finished(layers: Sequence[alt.Chart], *, recipe: str, caption: Caption, channels: dict[str, Axis | None]) -> Chart:
    """Return the layers as one chart that carries its caption and channels."""
    meta = {
        **asdict(caption),
        "recipe": recipe,
        "channels": {name: asdict(axis) for name, axis in channels.items() if axis is not None},
    }
    chart: Chart = alt.LayerChart(layer=list(layers)) if len(layers) > 1 else layers[0]
    return chart.properties(description=caption.description, usermeta={"unequal": meta})


def crowded_from(rows: pd.DataFrame, x: Axis) -> float:
    """Return where along x the right edge is near, so that a label had better stand to the left."""
    return FAR * float(rows[x.field].max()) if len(rows) and x.kind == "quantitative" else math.inf


def signed(chart: Chart, **own: Any) -> Chart:
    """Return a chart that also knows whose it is."""
    return chart.properties(usermeta={"unequal": {**chart.usermeta["unequal"], **own}})


def drawable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a chart may hold them: no infinities, at most 2,000.

    Raises:
        ValueError: More rows than a chart may hold; the analysis must aggregate first.
    """
    if len(rows) > MOST_MARKS:
        problem = f"{len(rows)} rows for one chart; aggregate to at most {MOST_MARKS} first"
        raise ValueError(problem)
    return rows.replace([math.inf, -math.inf], math.nan).reset_index(drop=True)


def accented(base: alt.Chart, rows: pd.DataFrame) -> list[tuple[alt.Chart, bool]]:
    """Return the rows of a chart apart: the context, and those that decide where rows say which."""
    if ACCENT not in rows.columns:
        return [(base, False)]
    return [(base.transform_filter("!datum.accent"), False), (base.transform_filter("datum.accent"), True)]


def has_interval(rows: pd.DataFrame) -> bool:
    """Return whether rows have the ends of an interval."""
    return LOW in rows.columns and HIGH in rows.columns


def spread(values: Sequence[float], *, gap: float) -> list[float]:
    """Return label heights near the values, no two closer than the gap.

    >>> spread([0.5, 0.5, 0.9], gap=0.1)
    [0.45, 0.55, 0.9]
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = [values[i] for i in order]
    for _ in range(20):
        moved = False
        for i in range(1, len(placed)):
            short = gap - (placed[i] - placed[i - 1])
            if short > 1e-9:
                placed[i - 1] -= short / 2
                placed[i] += short / 2
                moved = True
        if not moved:
            break
    heights = dict(zip(order, placed, strict=True))
    return [round(heights[i], 6) for i in range(len(values))]


def _escaped(field: str) -> str:
    # Vega reads a.b and a[0] as paths into a row
    return field.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("]", "\\]")
