"""What each grouping explains, against treating all alike; and how that moves with the cuts."""

from __future__ import annotations

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots, lines
from unequal.charts.parts import Chart
from unequal.words import Words

from .facts import Facts
from .judged import KEEP, NOT_BETTER, SHAKY, USE
from .learned import EVERYONE
from .moved import ALL_CUTS
from .said import named, values_of

LEAST_SHOWN = -1.0  # share explained; what lies below is drawn here


def comparison(facts: Facts, words: Words) -> Chart | None:
    """Draw one dot with its interval a grouping, the best above; the one in force and the best stand out."""
    if not facts.headline:
        return None
    row = facts.target(facts.headline)
    rows = facts.on(facts.headline).reset_index()
    rows = rows[rows["scheme"].ne(EVERYONE)].sort_values(["r2_out_of_sample", "scheme"], ascending=[False, True])
    if rows.empty:
        return None
    shown = pd.DataFrame(
        {
            "grouping": [_label(facts, words, str(name)) for name in rows["scheme"]],
            "explained": rows["r2_out_of_sample"].clip(lower=LEAST_SHOWN),
            "low": rows["low"].clip(lower=LEAST_SHOWN),
            "high": rows["high"].clip(lower=LEAST_SHOWN),
            "accent": rows["scheme"].isin([row["best"], facts.in_force]),
        }
    )
    key = "comparison_go" if row["key"] in (KEEP, USE, SHAKY, NOT_BETTER) else "comparison_none"
    sentence = words(f"chart.{key}", **values_of(facts, words))
    return dots(
        shown,
        x=Axis(field="explained", title=words("chart.comparison_x", **values_of(facts, words)), unit="percent"),
        y=Axis(field="grouping", title="", unit="text", kind="nominal"),
        marks=[NamedLine(at=0.0, label=words("chart.everyone"))],
        caption=Caption(
            name="comparison",
            sentence=sentence,
            description=words("chart.comparison_description", sentence=sentence),
            source="customers, revenue, activities, cost_pools",
            n=int(row["n"]),
        ),
    )


def _label(facts: Facts, words: Words, scheme: str) -> str:
    name = named(words, scheme)
    return words("table.in_force", scheme=name) if scheme == facts.in_force else name


def sensitivity(facts: Facts, words: Words) -> Chart | None:
    """Draw what the scheme in force explains as all its cuts move together."""
    rows = facts.moved[facts.moved["cut"].eq(ALL_CUTS)]
    if rows.empty:
        return None
    values = values_of(facts, words)
    shown = rows[["by", "r2", "low", "high"]].clip(lower=LEAST_SHOWN)
    ends = {"least": float(rows["r2"].min()), "most": float(rows["r2"].max())}
    sentence = words("chart.sensitivity", **values, **ends)
    return lines(
        shown,
        x=Axis(field="by", title=words("chart.sensitivity_x"), unit="percent"),
        y=Axis(field="r2", title=words("chart.sensitivity_y"), unit="percent"),
        marks=[
            NamedLine(at=0.0, label=words("chart.everyone"), along="y"),
            NamedLine(at=0.0, label=words("chart.as_is")),
        ],
        caption=Caption(
            name="sensitivity",
            sentence=sentence,
            description=words("chart.sensitivity_description", sentence=sentence),
            source="customers",
            n=int(facts.target(facts.headline)["n"]),
        ),
    )
