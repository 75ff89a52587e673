"""The whale curve, idle hours, and the margin over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import t as student

from unequal.charts import Axis, Caption, NamedLine, bars, lines
from unequal.charts.parts import Chart
from unequal.segments.order import ALL
from unequal.words import Words

from .facts import Facts
from .trends import FEW

MOST_POINTS = 200
LEVEL = 0.90
LEAST_SHOWN = 0.10  # of the axis of margins


def whale(facts: Facts, words: Words) -> Chart | None:
    """Draw what customers leave, added up from the most profitable down, with its band."""
    curve, shape = facts.whale, facts.shape
    if curve.empty:
        return None
    unit = shape.total if shape.total > 0 else 1.0
    places = np.unique(np.linspace(0, len(curve) - 1, MOST_POINTS).round().astype(np.int64))
    chosen = curve.iloc[places]
    rows = pd.DataFrame(
        {"share": chosen["rank"] / len(curve), **{to: chosen[one] / unit for to, one in
         (("left", "cumulative"), ("low", "low"), ("high", "high"))}}
    )  # fmt: skip
    start = pd.DataFrame({"share": [0.0], "left": [0.0], "low": [0.0], "high": [0.0]})
    key = "sentence" if shape.total > 0 else "money"
    sentence = words(
        f"whale.{key}", peak=shape.peak_share, at_peak=shape.at_peak, lost=shape.lost, n=shape.losing, total=shape.total
    )
    share = shape.total > 0
    marks = [NamedLine(at=1.0 if share else 0.0, label=words("whale.all" if share else "whale.zero"), along="y")]
    return lines(
        pd.concat([start, rows], ignore_index=True),
        x=Axis(field="share", title=words("whale.x"), unit="percent", domain=(0.0, 1.0)),
        y=Axis(
            field="left", title=words("whale.y_share" if share else "whale.y_money", currency=words.currency),
            unit="percent" if share else "money",
        ),
        marks=[*marks, NamedLine(at=shape.at_peak, label=words("whale.peak"))] if shape.losing else marks,
        caption=_caption("whale", sentence, words, source="revenue, activities, cost_pools", n=shape.customers),
    )  # fmt: skip


def idle(facts: Facts, words: Words) -> Chart | None:
    """Draw how much of each pool's hours customers used."""
    known = facts.pools[facts.pools["use"].notna()]
    if known.empty:
        return None
    rows = known.sort_values(["use", "pool"], ascending=[False, True]).assign(accent=lambda one: one["over"])
    sentence = words("idle_chart.sentence", idle=float(known["idle_cost"].sum()), n=int(known["over"].sum()))
    return bars(
        rows[["pool", "use", "accent"]],
        x=Axis(field="pool", title=words("idle_chart.x"), unit="text", kind="nominal"),
        y=Axis(field="use", title=words("idle_chart.y"), unit="percent"),
        marks=[NamedLine(at=1.0, label=words("idle_chart.full"), along="y")],
        caption=_caption("idle", sentence, words, source="activities, cost_pools", n=len(rows)),
    )


def margin(facts: Facts, words: Words) -> Chart | None:
    """Draw the margin of all customers by quarter, with the band in which its trend runs."""
    found = facts.trends[facts.trends["segment"].eq(ALL)]
    if found.empty or not found["n"].iloc[0]:
        return None
    row = found.iloc[0]
    field = "margin" if row["after_service"] else "gross_margin"
    rows = facts.quarters[facts.quarters["segment"].eq(ALL)]
    rows = rows[rows[field].notna()].reset_index(drop=True)
    low, high = _band(rows[field].to_numpy(dtype=np.float64))
    points = rows[["quarter"]].assign(value=rows[field])
    drawn = points if row["status"] == FEW else points.assign(low=low, high=high)
    kind = words("trend.after_service" if row["after_service"] else "trend.before_service")
    sentence = words(
        f"margin_chart.{'few' if row['status'] == FEW else row['status']}", kind=kind, year=abs(4 * row["a_quarter"]),
        n=len(rows),
    )  # fmt: skip
    return lines(
        drawn,
        x=Axis(field="quarter", title=words("margin_chart.x"), unit="text", kind="temporal"),
        y=Axis(field="value", title=words("margin_chart.y", kind=kind), unit="percent", domain=_domain(drawn)),
        caption=_caption("margin", sentence, words, source="revenue, activities, cost_pools", n=len(rows)),
    )


def _domain(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the part of the axis where the margin moves: ten points at least, or noise would look like news."""
    values = rows.drop(columns="quarter").astype("float64")
    low, high = float(values.min().min()), float(values.max().max())
    room = max((LEAST_SHOWN - (high - low)) / 2, 0.1 * (high - low))
    return round(low - room, 3), round(high + room, 3)


def _band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the fitted line runs with 90 %, at each point."""
    n = values.size
    if n <= 2:
        return np.full(n, np.nan), np.full(n, np.nan)
    x = np.arange(n, dtype=np.float64)
    slope, level = np.polyfit(x, values, 1)
    fitted = level + slope * x
    spread = float(((x - x.mean()) ** 2).sum())
    error = np.sqrt(float(((values - fitted) ** 2).sum()) / (n - 2) * (1 / n + (x - x.mean()) ** 2 / spread))
    half = float(student.ppf((1 + LEVEL) / 2, n - 2)) * error
    return fitted - half, fitted + half


def _caption(name: str, sentence: str, words: Words, *, source: str, n: int) -> Caption:
    return Caption(
        name=name, sentence=sentence, description=words(f"description.{name}", sentence=sentence), source=source, n=n
    )
