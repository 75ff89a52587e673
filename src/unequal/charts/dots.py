"""Recipe `dots`: estimates with intervals, one under the other."""

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
    accented,
    drawable,
    encoding,
    finished,
    has_interval,
    named_lines,
)


def dots(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one dot with its interval a row, in the order of the rows; a column ``accent`` picks out those that count.

    Args:
        rows: Tidy, one row a dot; optional are `low` and `high`, the ends of its interval, and the
            boolean `accent`.
        x: The estimate.
        y: What it is of.
        caption: What the chart says.
        marks: Named lines.
    """
    data = drawable(rows)
    base = alt.Chart(data).encode(encoding(y, "y", order=data[y.field], title=None, labelLimit=260))
    layers: list[alt.Chart] = []
    if has_interval(data):
        ends = alt.X(field=LOW, type="quantitative"), alt.X2(field=HIGH)
        layers.append(base.mark_rule(style="whisker").encode(*ends))
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (y, x)]
    across = encoding(x, "x")
    layers.extend(
        part.mark_point(style="dot" if decides else "dot-context").encode(across, tooltip=tooltip)
        for part, decides in accented(base, data)
    )
    layers.extend(named_lines(marks))
    return finished(layers, recipe="dots", caption=caption, channels={"x": x, "y": y})
