"""Recipe `steps`: right-continuous curves of incidence with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .parts import Axis, Caption, Chart, NamedLine, drawable, encoding, finished, named_lines, series_color, spread


def steps(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    series: Axis,
    caption: Caption,
    band: tuple[str, str] | None = None,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one step curve a series, labelled at its end.

    Args:
        rows: Tidy, one row a series and step, sorted by x within the series.
        x: Time.
        y: Share, 0 to 1.
        series: Who the curve is of.
        caption: What the chart says.
        band: Columns of the interval's ends.
        marks: Named lines.
    """
    data = drawable(rows)
    color = series_color(data, series.field)
    base = alt.Chart(data).encode(encoding(x, "x"), color=color)
    layers: list[alt.Chart] = []
    if band:
        low, high = band
        layers.append(
            base.mark_area(interpolate="step-after", style="interval").encode(
                alt.Y(field=low, type="quantitative"), alt.Y2(field=high)
            )
        )
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (series, x)]
    tooltip.append(alt.Tooltip(field=y.field, title=y.title, type="quantitative", format=".0%"))
    layers.append(
        base.mark_line(interpolate="step-after", style="series").encode(encoding(y, "y"), tooltip=tooltip)
    )
    layers.append(_end_labels(data, x=x, y=y, series=series, color=color))
    layers.extend(named_lines(marks))
    return finished(layers, recipe="steps", caption=caption, channels={"x": x, "y": y, "series": series})


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
