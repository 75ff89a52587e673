"""Recipe `paths`: several lines on one axis, with the points of each that decide named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import altair as alt
import pandas as pd

from .parts import (
    Axis,
    Caption,
    Chart,
    NamedLine,
    crowded_from,
    drawable,
    encoding,
    finished,
    named_lines,
    series_color,
    spread,
)

LABEL, CONTEXT, BELOW = "label", "context", "below"  # columns: a point's name; drawn grey; its name stands below it
GAP = 0.055  # of the height, between two names
WIDE, NARROW = 0.22, 0.13  # of the width, that a long name takes, and a short one
HIGHER, LEVELS = 15, 3  # pixels, for a name above another; so many stand above one another
EDGE = 0.78  # of the width: beyond it a name stands to the left of its point


def paths(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    series: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one line a series, labelled at its end, and a dot with its name wherever a row has a `label`.

    Args:
        rows: Tidy, sorted by x within the series. A series whose boolean `context` holds is drawn grey and dashed. A
            text in `label` names a point; where the boolean `below` holds, the name stands under it.
        x: Time.
        y: What is followed.
        series: Whose line it is.
        caption: What the chart says.
        marks: Named lines.
    """
    data = drawable(rows)
    grey = data[CONTEXT].astype(bool) if CONTEXT in data.columns else pd.Series(data=False, index=data.index)
    color = series_color(data[~grey], series.field)
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (series, x, y)]
    across, up = encoding(x, "x"), encoding(y, "y")
    layers: list[alt.Chart] = []
    detail = alt.Detail(field=series.field, type="nominal")
    if grey.any():
        line = alt.Chart(data[grey]).mark_line(style="context", strokeDash=[6, 3])
        layers.append(line.encode(across, up, detail=detail, tooltip=tooltip))
    layers.append(alt.Chart(data[~grey]).mark_line(style="series").encode(across, up, color=color, tooltip=tooltip))
    layers += _points(data, x=x, y=y, color=color)
    layers.append(_end_labels(data[~grey], x=x, y=y, series=series).encode(color=color))
    if grey.any():
        layers.append(_first_labels(data[grey], x=x, y=y, series=series))
    layers.extend(named_lines(marks, far=crowded_from(data, x)))
    return finished(layers, recipe="paths", caption=caption, channels={"x": x, "y": y, "series": series})


def _points(data: pd.DataFrame, *, x: Axis, y: Axis, color: alt.Color) -> list[alt.Chart]:
    """Return the named points, and their names: under the deepest ones, over the others, where there is room."""
    if LABEL not in data.columns:
        return []
    named = data[data[LABEL].fillna("").ne("")]
    if named.empty:
        return []
    dots = alt.Chart(named).mark_point(filled=True, size=60, opacity=1)
    layers = [dots.encode(encoding(x, "x"), encoding(y, "y"), color=color)]
    under = named[BELOW].astype(bool)
    placed = named.assign(
        level=_levels(named, under, wide=NARROW * float(data[x.field].max()), x=x.field),
        left=named[x.field].gt(EDGE * float(data[x.field].max())) | ~under | _near_the_next(named, data, under, x, y),
        under=under,
    )
    for below, level, left in product((True, False), range(LEVELS), (True, False)):
        part = placed[placed["under"].eq(below) & placed["level"].eq(level) & placed["left"].eq(left)]
        if part.empty:
            continue
        side: dict[str, Any] = {"baseline": "top", "dy": 7} if below else {"baseline": "bottom", "dy": -7}
        side["dy"] -= HIGHER * level * (not below)
        side |= {"align": "right", "dx": -4} if left else {"align": "left", "dx": 2}
        text = alt.Chart(part).mark_text(style="label", **side)
        name = alt.Text(field=LABEL, type="nominal")
        layers.append(text.encode(encoding(x, "x"), encoding(y, "y"), text=name, color=color))
    return layers


def _levels(named: pd.DataFrame, under: pd.Series, *, wide: float, x: str) -> pd.Series:
    """Return how many lines higher each name over a point stands, so that it is not written over the one before it."""
    over = named.loc[~under, x].sort_values(kind="stable")
    levels: list[int] = []
    for apart in over.diff():
        levels.append((levels[-1] + 1) % LEVELS if levels and apart < wide else 0)
    return pd.Series(levels, index=over.index, dtype="int64").reindex(named.index, fill_value=0)


def _near_the_next(named: pd.DataFrame, data: pd.DataFrame, under: pd.Series, x: Axis, y: Axis) -> pd.Series:
    """Return whether the next name below is so near that this one had better stand to the left of its point."""
    width, height = float(data[x.field].max()), float(data[y.field].max() - data[y.field].min())
    found: list[bool] = []
    for at, point in named.iterrows():
        after = named[under & named[x.field].ge(point[x.field]) & (named.index != at)]
        close = after[x.field].sub(point[x.field]).lt(WIDE * width)
        found.append(bool((close & after[y.field].sub(point[y.field]).abs().lt(2 * GAP * height)).any()))
    return pd.Series(found, index=named.index, dtype="bool")


def _first_labels(data: pd.DataFrame, *, x: Axis, y: Axis, series: Axis) -> alt.Chart:
    """Name what is context where it begins, away from the ends that are named already."""
    first = data.dropna(subset=[y.field]).groupby(series.field, sort=False, as_index=False).first()
    text = alt.Chart(first).mark_text(style="label", align="left", baseline="top", dx=4, dy=4)
    name = alt.Text(field=series.field, type="nominal")
    return text.encode(encoding(x, "x"), encoding(y, "y"), text=name)


def _end_labels(data: pd.DataFrame, *, x: Axis, y: Axis, series: Axis) -> alt.Chart:
    ends = data.dropna(subset=[y.field]).groupby(series.field, sort=False, as_index=False).last()
    height = max(float(data[y.field].max() - data[y.field].min()), 1e-9)
    heights = spread([float(value) for value in ends[y.field]], gap=GAP * height)
    labels = ends[[series.field, x.field]].assign(label_height=heights)
    return (
        alt.Chart(labels)
        .mark_text(style="label", align="left", dx=5)
        .encode(
            encoding(x, "x"),
            alt.Y(field="label_height", type="quantitative"),
            text=alt.Text(field=series.field, type="nominal"),
        )
    )
