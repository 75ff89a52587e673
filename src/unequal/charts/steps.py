"""Recipe `steps`: right-continuous curves of incidence with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import pandas as pd

from .parts import (
    BEYOND,
    HIGH,
    LOW,
    Axis,
    Caption,
    Chart,
    NamedLine,
    crowded_from,
    drawable,
    encoding,
    finished,
    has_interval,
    named_lines,
    series_color,
    spread,
)

LABEL_GAP = 0.075  # of the height: a line of type
HEADROOM = 1.12  # of the highest point: a line of type above it
NEAR_THE_END = 0.97  # of the time shown; a curve that ends later touches its label


def steps(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    series: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one step curve a series, labelled on the right edge, where no line runs.

    Args:
        rows: Tidy, one row a series and step, sorted by x within the series; columns `low` and `high` become a band,
        and
            where the boolean column `beyond` holds the curve is dashed and has no band.
        x: Time.
        y: Share, 0 to 1.
        series: Who the curve is of.
        caption: What the chart says.
        marks: Named lines.
    """
    data = drawable(rows)
    x, y = _to_the_end(data, x), _with_headroom(data, y) if marks else y
    color = series_color(data, series.field)
    sure, unsure = _split(data, series.field)
    layers: list[alt.Chart] = []
    if has_interval(data):
        ends = alt.Y(field=LOW, type="quantitative"), alt.Y2(field=HIGH)
        area = alt.Chart(sure).mark_area(interpolate="step-after", style="interval")
        layers.append(area.encode(encoding(x, "x"), *ends, color=color))
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (series, x)]
    tooltip.append(alt.Tooltip(field=y.field, title=y.title, type="quantitative", format=".0%"))
    for part, style in ((sure, "series"), (unsure, "series-beyond")):
        if len(part):
            line = alt.Chart(part).mark_line(interpolate="step-after", style=style)
            layers.append(line.encode(encoding(x, "x"), encoding(y, "y"), color=color, tooltip=tooltip))
    layers.extend(_end_labels(data, x=x, y=y, series=series, color=color))
    layers.extend(named_lines(marks, far=crowded_from(data, x)))
    return finished(layers, recipe="steps", caption=caption, channels={"x": x, "y": y, "series": series})


def _split(data: pd.DataFrame, series: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows to draw solid and those to draw dashed; the dashed ones begin where the solid ones end."""
    if BEYOND not in data.columns:
        return data, data.iloc[:0]
    dashed = data[BEYOND].astype(bool)
    solid, rest = data[~dashed], data[dashed]
    seam = solid.groupby(series, sort=False).tail(1)
    return solid, pd.concat([seam[seam[series].isin(rest[series])], rest])


def _to_the_end(data: pd.DataFrame, x: Axis) -> Axis:
    """Return the axis of time, ending where the last curve does: the labels stand right there."""
    last = data[x.field].max()
    return replace(x, domain=(0.0, float(last))) if x.domain is None and last > 0 else x


def _with_headroom(data: pd.DataFrame, y: Axis) -> Axis:
    """Return the axis of shares with room above every curve for the name of a line."""
    reach = data[[one for one in (y.field, HIGH) if one in data.columns]]
    if BEYOND in data.columns and HIGH in reach.columns:  # no band is drawn there
        reach = reach.assign(**{HIGH: reach[HIGH].mask(data[BEYOND].astype(bool))})
    top = float(reach.max().max())
    return replace(y, domain=(0.0, HEADROOM * top)) if y.domain is None and top > 0 else y


def _end_labels(data: pd.DataFrame, *, x: Axis, y: Axis, series: Axis, color: alt.Color) -> list[alt.Chart]:
    """Return a label a curve on the right edge, and a faint line to it from a curve that ends earlier."""
    ends = data.dropna(subset=[y.field]).groupby(series.field, sort=False, as_index=False).last()
    top = max(float(data[y.field].max()), y.domain[1] if y.domain else 0.0, 1e-9)
    heights = _lifted(spread([float(value) for value in ends[y.field]], gap=LABEL_GAP * top), gap=LABEL_GAP * top)
    labels = ends[[series.field, x.field, y.field]].assign(label_height=heights)
    early = labels[labels[x.field] < NEAR_THE_END * data[x.field].max()]
    height = alt.Y(field="label_height", type="quantitative")
    lines = (
        alt.Chart(early)
        .mark_rule(style="leader")
        .encode(encoding(x, "x"), encoding(y, "y"), x2=alt.value("width"), y2=alt.Y2(field="label_height"), color=color)
    )
    names = (
        alt.Chart(labels)
        .mark_text(style="label", align="left", dx=5)
        .encode(height, x=alt.value("width"), text=alt.Text(field=series.field, type="nominal"), color=color)
    )
    return [lines, names] if len(early) else [names]


def _lifted(heights: list[float], *, gap: float) -> list[float]:
    """Return label heights of which none lies below zero, still no two closer than the gap.

    >>> _lifted([-0.05, 0.05, 0.5], gap=0.1)
    [0.0, 0.1, 0.5]
    """
    placed: dict[int, float] = {}
    floor = 0.0
    for place in sorted(range(len(heights)), key=lambda one: heights[one]):
        placed[place] = round(max(heights[place], floor), 6)
        floor = placed[place] + gap
    return [placed[place] for place in range(len(heights))]
