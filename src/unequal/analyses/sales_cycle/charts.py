"""The curves, and the naive figures beside the right ones."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots, steps
from unequal.charts.parts import Chart
from unequal.segments.order import ALL, UNKNOWN
from unequal.words import Words

from .facts import Facts

SHOWN_BEYOND = 1.5  # times the longest reliable horizon; nothing is concluded from what comes later
MOST_STEPS = 200  # steps a segment and curve; more cannot be seen


def incidence(facts: Facts, words: Words) -> Chart:
    """Draw the share of started deals won by each day, per segment, dashed beyond the reliable horizon."""
    won = facts.incidence[facts.incidence["outcome"].eq("won") & facts.incidence["segment"].ne(UNKNOWN)]
    shown = [name for name in facts.order if name in set(won["segment"])]
    rows = shortened(won, "segment", shown)
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


def shortened(rows: pd.DataFrame, series: str, names: Sequence[str]) -> pd.DataFrame:
    """Return curves with no more steps than can be seen, and not far beyond what is reliable.

    Args:
        rows: days, estimate, beyond, and the name of the curve; one row a step.
        series: Column of the name.
        names: Curves in the order in which they are drawn.
    """
    last = SHOWN_BEYOND * rows.loc[~rows["beyond"].astype(bool), "days"].max()
    return pd.concat([_until(thinned(rows[rows[series].eq(name)]), last) for name in names], ignore_index=True)


def _until(rows: pd.DataFrame, last: float) -> pd.DataFrame:
    """Return a curve as far as a day, and level up to it where it goes on; all of it where nothing is reliable."""
    shown = rows[rows["days"] <= last] if last > 0 else rows
    cut = len(shown) < len(rows)
    return pd.concat([shown, shown.tail(1).assign(days=last, beyond=True)]) if cut else shown


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
