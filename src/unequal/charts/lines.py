"""Recipe `lines`: something over time, against the lines that decide."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .parts import (
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
)


def lines(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one line over time with the lines that decide.

    Args:
        rows: Tidy, sorted by x; columns `low` and `high` become a band.
        x: Time.
        y: What is followed.
        caption: What the chart says.
        marks: Named lines, such as a reserve or a decision date.
    """
    data = drawable(rows)
    base = alt.Chart(data).encode(encoding(x, "x"))
    layers: list[alt.Chart] = []
    if has_interval(data):
        ends = alt.Y(field=LOW, type="quantitative"), alt.Y2(field=HIGH)
        layers.append(base.mark_area(style="interval").encode(*ends))
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (x, y)]
    layers.append(base.mark_line(style="accent").encode(encoding(y, "y"), tooltip=tooltip))
    layers.extend(named_lines(marks, far=crowded_from(data, x)))
    return finished(layers, recipe="lines", caption=caption, channels={"x": x, "y": y})
