"""The curves, and the naive figures beside the right ones."""

from __future__ import annotations

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots, steps
from unequal.charts.parts import Chart
from unequal.segments.order import ALL, UNKNOWN
from unequal.words import Words

from .facts import Facts

MOST_STEPS = 200  # steps a segment and curve; more cannot be seen


def incidence(facts: Facts, words: Words) -> Chart:
    """Draw the share of started deals won by each day, per segment, dashed beyond the reliable horizon."""
    won = facts.incidence[facts.incidence["outcome"].eq("won") & facts.incidence["segment"].ne(UNKNOWN)]
    shown = [name for name in facts.order if name in set(won["segment"])]
    rows = pd.concat([thinned(won[won["segment"].eq(name)]) for name in shown], ignore_index=True)
    ends = facts.of(facts.target)
    sentence = words(
        facts.clock.key("incidence.sentence") if pd.notna(ends["won_by_horizon"]) else "incidence.nothing",
        stage=facts.clock.stage,
        segment="" if facts.target == ALL else f"{facts.target} ",
        days=ends["horizon_days"],
        won=ends["won_by_horizon"],
    )
    return steps(
        rows,
        x=Axis(field="days", title=words(facts.clock.key("incidence.x"), stage=facts.clock.stage), unit="days"),
        y=Axis(field="estimate", title=words(facts.clock.key("incidence.y"), stage=facts.clock.stage), unit="percent"),
        series=Axis(field="segment", title=words("column.segment"), kind="nominal"),
        marks=[
            NamedLine(
                at=float(ends["horizon_days"]),
                label=words("incidence.horizon", segment="" if facts.target == ALL else f" ({facts.target})"),
            )
        ],
        caption=Caption(
            name="incidence",
            sentence=sentence,
            description=words("incidence.description", sentence=sentence, segments=shown),
            source="deals",
            n=int(facts.of(ALL)["deals"]),
        ),
    )


def thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a curve with no more steps than can be seen."""
    ordered = rows.sort_values("days")
    step = -(-len(ordered) // MOST_STEPS)
    # The last row stays: the curve must end where the data end.
    return pd.concat([ordered.iloc[:-1:step], ordered.iloc[[-1]]])


def naive_and_right(facts: Facts, words: Words) -> Chart:
    """Draw the win rate of the CRM beside the share of started deals that is won, per segment."""
    known = facts.naive.dropna(subset=["right"])
    rows = []
    for row in known.to_dict("records"):
        name = words("naive.row_segment", segment=row["segment"])
        rows.append({"what": words("naive.row_right", segment=name), "share": row["right"], "low": row["low"],
                     "high": row["high"], "accent": True})  # fmt: skip
        rows.append({"what": words("naive.row_naive", segment=name), "share": row["win_rate"], "low": row["win_rate"],
                     "high": row["win_rate"], "accent": False})  # fmt: skip
    sentence = words("naive.sentence")
    return dots(
        pd.DataFrame(rows, columns=["what", "share", "low", "high", "accent"]),
        x=Axis(field="share", title=words("naive.x"), unit="percent", domain=(0, 1)),
        y=Axis(field="what", title="", kind="nominal", unit="text"),
        caption=Caption(
            name="naive_and_right",
            sentence=sentence,
            description=words("naive.description", sentence=sentence),
            source="deals",
            n=int(facts.segments["deals"].iloc[0]),
        ),
    )
