"""Recipe `pyramid`: how many are as large or larger, on two logarithmic axes, one line a series."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from .parts import ACCENT, Axis, Caption, Chart, drawable, encoding, finished

ROOM = 0.09  # of an axis in powers of ten, left free at its ends
LABEL_ROOM = 0.14  # of the axis across, for the labels to the right of the last dots
LABEL = "label"
BESIDE: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 7, "dy": -3}
BELOW: dict[str, Any] = {"align": "right", "baseline": "top", "dx": 2, "dy": 9}  # under a falling line nothing stands


def pyramid(rows: pd.DataFrame, *, x: Axis, y: Axis, series: Axis, caption: Caption) -> Chart:
    """Draw one falling line a series; where the sizes rise tenfold the line shows how many are left.

    Args:
        rows: Tidy, one row a series and size, sorted by size within the series. `label` stands beside a dot where it
            is not empty (of a context line below the dot, unless it is the first); the boolean `accent` picks out the
            series that decides, the others are context.
        x: Size, above zero.
        y: How many are as large or larger; what is not above zero is left out, since no logarithmic axis holds it.
        series: Whose numbers they are.
        caption: What the chart says.
    """
    data = drawable(rows[rows[x.field].gt(0) & rows[y.field].gt(0)])
    across, up = _log(x, "x", data, right=LABEL_ROOM), _log(y, "y", data)
    tooltip = [alt.Tooltip(field=one.field, title=one.title) for one in (series, x, y)]
    layers: list[alt.Chart] = []
    for decides in (False, True):
        part = data[data[ACCENT].astype(bool).eq(decides)].reset_index(drop=True)
        if part.empty:
            continue
        base = alt.Chart(part).encode(across, up, detail=alt.Detail(field=series.field, type="nominal"))
        layers.append(base.mark_line(style="accent" if decides else "context"))
        layers.append(base.mark_point(style="dot" if decides else "dot-context").encode(tooltip=tooltip))
        first = part.groupby(series.field).cumcount().eq(0)
        for said, place in ((part[first | decides], BESIDE), (part[~(first | decides)], BELOW)):
            named = said[said[LABEL].ne("")].reset_index(drop=True)
            text = alt.Chart(named).mark_text(style="label", **place)
            layers.append(text.encode(across, up, text=alt.Text(field=LABEL, type="nominal")))
    return finished(layers, recipe="pyramid", caption=caption, channels={"x": x, "y": y, "series": series})


def _log(axis: Axis, channel: str, rows: pd.DataFrame, *, right: float = ROOM) -> alt.X | alt.Y:
    values = rows[axis.field].astype("float64")
    low, high = (math.log10(values.min()), math.log10(values.max())) if len(values) else (0.0, 1.0)
    room = max(high - low, 0.5)
    domain = [10 ** (low - ROOM * room), 10 ** (high + right * room)]
    powers = max(1, math.floor(math.log10(domain[1] / domain[0])))  # more would be filled up with twos and fives
    made = encoding(axis, "x" if channel == "x" else "y", tickCount=powers)
    made["scale"] = alt.Scale(type="log", domain=domain, nice=False)
    return made
