"""Recipe `dots`: estimates with intervals, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .parts import Axis, Caption, Chart, NamedLine, drawable, encoding, finished, named_lines


def dots(
    rows: pd.DataFrame,
    *,
    x: Axis,
    y: Axis,
    caption: Caption,
    interval: tuple[str, str] | None = None,
    marks: Sequence[NamedLine] = (),
) -> Chart:
    """Draw one dot with its interval a row, in the order of the rows; a column ``accent`` picks out those that count.

    Args:
        rows: Tidy, one row a dot; a boolean column ``accent`` is optional.
        x: The estimate.
        y: What it is of.
        caption: What the chart says.
        interval: Columns of the interval's ends.
        marks: Named lines.
    """
    data = drawable(rows)
    down = encoding(y, "y")
    down.sort = [str(value) for value in data[y.field]]
    down.axis = alt.Axis(title=None, labelLimit=260)
    base = alt.Chart(data).encode(down)
    layers: list[alt.Chart] = []
    if interval:
        low, high = interval
        ends = alt.X(field=low, type="quantitative"), alt.X2(field=high)
        layers.append(base.mark_rule(style="whisker").encode(*ends))
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (y, x)]
    across = encoding(x, "x")
    picked = "accent" in data.columns
    plain = base.transform_filter("!datum.accent") if picked else base
    layers.append(plain.mark_point(style="dot-context").encode(across, tooltip=tooltip))
    if picked:
        layers.append(base.transform_filter("datum.accent").mark_point(style="dot").encode(across, tooltip=tooltip))
    layers.extend(named_lines(marks))
    return finished(layers, recipe="dots", caption=caption, channels={"x": x, "y": y})
