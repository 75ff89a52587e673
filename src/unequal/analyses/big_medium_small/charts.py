"""Holes of all segments on one axis, what the answer hangs on, and cost against what it may be."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots, paths
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts

SHOWN_AFTER = 4.0  # months after the last break-even
LEAST_MONTHS, MOST_MONTHS = 24.0, 72.0
ABOVE = 0.3  # of the deepest hole, shown above zero
FAR = 4.0  # times what it may cost: too far to be drawn beside the others
MOST_SHOWN = 8  # figures that the answer hangs on
MOST_SEGMENTS = 7  # lines on one axis; with more, the best


def troughs(facts: Facts, words: Words) -> Chart | None:
    """Draw the cumulative cash of each segment's programme, and the cash that is there for it."""
    digging = [name for name in facts.ranked if facts.of(name)["trough"] < 0]
    back = [name for name in digging if facts.of(name)["break_even_month"] > 0]
    shown = (back or digging)[:MOST_SEGMENTS]  # beside one that is never back, the others would be flat
    if not shown:
        return None
    rows = facts.tradeoffs[facts.tradeoffs["segment"].isin(shown)]
    last = _last_month(rows)
    lines = _until_back(facts.paths[facts.paths["segment"].isin(shown) & facts.paths["month"].le(last)], rows)
    data = pd.concat([_named(lines, rows, words), _room(facts, rows, words, last)], ignore_index=True)
    told = [
        words("chart.hole" if row["break_even_month"] > 0 else "chart.never", **_values(row))
        for _, row in facts.tradeoffs[facts.tradeoffs["segment"].isin([*shown, *digging])].iterrows()
    ]
    sentence = words("chart.sentence", holes=told)
    return paths(
        data,
        x=Axis(field="month", title=words("chart.x"), unit="months", domain=(0, last)),
        y=Axis(
            field="cash",
            title=words("chart.y", currency=words.currency),
            unit="money",
            domain=(1.15 * float(lines["cash"].min()), 1.1 * max(float(lines["cash"].max()), 0.0)),
        ),
        series=Axis(field="segment", title=words("column.segment"), kind="nominal", unit="text"),
        marks=[NamedLine(at=0.0, label=words("chart.nothing"), along="y")],
        caption=Caption(
            name="troughs",
            sentence=sentence,
            description=words("chart.description", sentence=sentence, budget=facts.budget),
            source=", ".join(dict.fromkeys(["segments", facts.cash_source or "segments"])),
        ),
    )


def _last_month(rows: pd.DataFrame) -> float:
    back = float(rows["break_even_month"].max()) if rows["break_even_month"].notna().any() else MOST_MONTHS
    return min(max(back + SHOWN_AFTER, LEAST_MONTHS), MOST_MONTHS)


def _until_back(lines: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lines as far as they are holes: what rises high afterwards would flatten all that matters."""
    top = -ABOVE * float(rows["trough"].min())
    low = lines["segment"].map(rows.set_index("segment")["trough_month"])
    return lines[lines["cash"].le(top) | lines["month"].le(low)]


def _values(row: pd.Series) -> dict[str, object]:
    return {
        "segment": row["segment"],
        "hole": -row["trough"],
        "low": row["trough_month"],
        "back": row["break_even_month"],
    }


def _named(lines: pd.DataFrame, rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the lines with their deepest point and the month that they are back named."""
    by_segment = rows.set_index("segment")
    low, back = (lines["segment"].map(by_segment[name]) for name in ("trough_month", "break_even_month"))
    at_low, at_back = lines["month"].eq(low), lines["month"].eq(back)
    texts = {row["segment"]: row for _, row in rows.iterrows()}
    label = [
        words("chart.trough", **_values(texts[name]))
        if deep
        else words("chart.back", **_values(texts[name]))
        if done
        else ""
        for name, deep, done in zip(lines["segment"], at_low, at_back, strict=True)
    ]
    return lines.assign(label=label, below=at_low, context=False)


def _room(facts: Facts, rows: pd.DataFrame, words: Words, last: float) -> pd.DataFrame:
    """Return minus the cash above the reserve: what lies below that line does not fit; as far as the chart goes."""
    deepest = float(rows["trough"].min())
    room = facts.room[facts.room["month"].le(last)]
    seen = room[(-room["cash"]).between(deepest, 0.0)]
    return pd.DataFrame(
        {"segment": words("chart.room"), "month": seen["month"], "cash": -seen["cash"], "label": "", "below": False,
         "context": True}
    )  # fmt: skip


def moves(facts: Facts, words: Words) -> Chart | None:
    """Draw how closely the answer on the headline's segment follows each figure."""
    rows = facts.moves[facts.moves["segment"].eq(facts.best) & facts.moves["correlation"].abs().gt(0.005)].head(
        MOST_SHOWN
    )
    if rows.empty:
        return None
    named = [words(f"figure.{one}") for one in rows["figure"]]
    data = pd.DataFrame(
        {"figure": named, "correlation": rows["correlation"].to_numpy(), "low": np.minimum(rows["correlation"], 0.0),
         "high": np.maximum(rows["correlation"], 0.0), "accent": np.arange(len(rows)) == 0}
    )  # fmt: skip
    sentence = words("chart.moves", segment=facts.best, first=named[0])
    return dots(
        data,
        x=Axis(field="correlation", title=words("chart.moves_x"), domain=(-1, 1)),
        y=Axis(field="figure", title="", unit="text", kind="nominal"),
        marks=[NamedLine(at=0.0, label=words("chart.moves_nothing"))],
        caption=Caption(
            name="moves",
            sentence=sentence,
            description=words("chart.moves_description", segment=facts.best, list=named),
            source="segments, deals, customers",
        ),
    )


def cost_against_ceiling(facts: Facts, words: Words) -> Chart | None:
    """Draw what winning a customer costs, as a share of what it may cost."""
    known = facts.tradeoffs[facts.tradeoffs["cac_p90"].notna()]
    rows = known[known["cac"].lt(FAR * known["ceiling"])]
    if rows.empty:
        return None
    far = [str(one) for one in known.loc[~known["segment"].isin(rows["segment"]), "segment"]]
    data = pd.DataFrame(
        {"segment": rows["segment"], "share": rows["cac"] / rows["ceiling"], "low": rows["cac_p10"] / rows["ceiling"],
         "high": rows["cac_p90"] / rows["ceiling"], "accent": rows["segment"].eq(facts.best)}
    )  # fmt: skip
    over = [str(one) for one in data.loc[data["high"] > 1, "segment"]]
    sentence = words("chart.ceiling", over=over) if over else words("chart.ceiling_none")
    if far:
        sentence = words("chart.ceiling_far", sentence=sentence, far=far)
    return dots(
        data,
        x=Axis(field="share", title=words("chart.ceiling_x"), unit="percent", domain=(0.0, _most(data))),
        y=Axis(field="segment", title="", unit="text", kind="nominal"),
        marks=[NamedLine(at=1.0, label=words("chart.ceiling_line"))],
        caption=Caption(
            name="cost_against_ceiling",
            sentence=sentence,
            description=words("chart.ceiling_description", sentence=sentence),
            source="segments, deals",
        ),
    )


def _most(data: pd.DataFrame) -> float:
    highest = float(data["high"].replace(math.inf, math.nan).max())
    return max(1.25, math.ceil(highest * 4) / 4)
