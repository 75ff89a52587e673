"""Recipe `steps`: right-continuous curves of incidence with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

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


def steps(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    series: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one step curve a series, labelled at its end.

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
    layers.append(_end_labels(data, x=x, y=y, series=series, color=color))
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


def _end_labels(data: pd.DataFrame, *, x: Axis, y: Axis, series: Axis, color: alt.Color) -> alt.Chart:
    ends = data.dropna(subset=[y.field]).groupby(series.field, sort=False, as_index=False).last()
    top = max(float(data[y.field].max()), y.domain[1] if y.domain else 0.0, 1e-9)
    heights = spread([float(value) for value in ends[y.field]], gap=0.07 * top)
    labels = ends[[series.field, x.field]].assign(label_height=heights)
    return (
        alt.Chart(labels)
        .mark_text(style="label", align="left", dx=5)
        .encode(
            encoding(x, "x"),
            alt.Y(field="label_height", type="quantitative"),
            text=alt.Text(field=series.field, type="nominal"),
            color=color,
        )
    )
