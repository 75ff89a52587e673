"""Recipe `bars`: amounts from zero, with their intervals and the line they must reach."""

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


def bars(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    caption: Caption,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw upright bars in the order of the rows; a column ``accent`` picks out the one that decides.

    Args:
        rows: Tidy, one row a bar; optional are `low` and `high`, the ends of its interval, and the
            boolean `accent`.
        x: What the bars are of.
        y: How high they are.
        caption: What the chart says.
        marks: Named lines.
    """
    data = drawable(rows)
    base = alt.Chart(data).encode(encoding(x, "x", order=data[x.field], labelAngle=0))
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (x, y)]
    up = encoding(y, "y")
    layers = [
        part.mark_bar(style="accent" if decides else "context").encode(up, tooltip=tooltip)
        for part, decides in accented(base, data)
    ]
    if has_interval(data):
        ends = alt.Y(field=LOW, type="quantitative"), alt.Y2(field=HIGH)
        layers.append(base.mark_rule(style="whisker").encode(*ends))
    layers.extend(named_lines(marks))
    return finished(layers, recipe="bars", caption=caption, channels={"x": x, "y": y})
