"""Open deals by age, new deals beside old ones, and chances beside what came."""

from __future__ import annotations

import pandas as pd

from unequal.charts import Axis, Caption, dots, steps
from unequal.charts.parts import Chart
from unequal.economics.drift import RECENT_MONTHS
from unequal.words import Words

from .charts import shortened
from .facts import Facts
from .open_tables import age_group

FULL = (0, 1)
FEWEST_GROUPS = 2  # one dot is no picture


def open_by_age(facts: Facts, words: Words) -> Chart | None:
    """Draw the chance of an open deal to be won soon, by its age."""
    found = facts.open_deals
    rows = found.by_age.dropna(subset="chance")
    if len(rows) < FEWEST_GROUPS:
        return None
    shown = rows.assign(
        age=[age_group(row, words) for row in rows.to_dict("records")], accent=rows["standing"].eq("tells")
    )
    young, old = shown.iloc[0], shown.iloc[-1]
    sentence = words(
        "by_age.sentence",
        young=young["age"],
        first=young["chance"],
        old=old["age"],
        last=old["chance"],
    )
    return dots(
        shown[["age", "chance", "low", "high", "accent"]],
        x=Axis(field="chance", title=words("by_age.x", months=found.within_months), unit="percent", domain=FULL),
        y=Axis(field="age", title="", kind="nominal", unit="text"),
        caption=Caption(
            name="open_by_age",
            sentence=sentence,
            description=words("by_age.description", sentence=sentence, months=found.within_months),
            source="deals",
            n=int(found.by_age["deals"].sum()),
        ),
    )


def new_and_old(facts: Facts, words: Words) -> Chart | None:
    """Draw the curves of new deals and of old ones."""
    found = facts.doubts.drift
    if pd.isna(found.p_value):
        return None
    names = {name: words(f"drift.{name}", months=RECENT_MONTHS) for name in found.cohorts["cohort"]}
    new, old = found.cohorts.to_dict("records")
    known = pd.notna(found.difference)
    shares = {"new_share": new["share"], "old_share": old["share"], "days": found.days}
    sentence = words("drift.sentence", **shares) if known else words("drift.nothing")
    return steps(
        shortened(found.curves, "cohort", list(names)).assign(begun=lambda rows: rows["cohort"].map(names)),
        x=Axis(field="days", title=words(facts.clock.key("incidence.x"), stage=facts.clock.stage), unit="days"),
        y=Axis(
            field="estimate",
            title=words("drift.y_late", start=found.starts_days) if found.starts_days > 0 else words("drift.y"),
            unit="percent",
        ),
        series=Axis(field="begun", title=words("column.cohort"), kind="nominal"),
        caption=Caption(
            name="new_and_old",
            sentence=sentence,
            description=words("drift.description", sentence=sentence),
            source="deals",
            n=int(found.cohorts["deals"].sum()),
        ),
    )


def calibration(facts: Facts, words: Words) -> Chart | None:
    """Draw what came of similar chances beside the chances; nothing without a backtest."""
    found = facts.backtest
    if found is None or found.groups.empty:
        return None
    groups = found.groups.assign(
        group=[
            words("backtest.group", range=(row["from_chance"], row["to_chance"]), n=int(row["n"]))
            for row in found.groups.to_dict("records")
        ]
    )
    given = groups[["group"]].assign(share=groups["chance"], low=groups["chance"], high=groups["chance"], accent=False)
    came = groups[["group", "share", "low", "high"]].assign(accent=True)
    shown = groups[groups["off"]] if groups["off"].any() else groups
    heaviest = shown.sort_values("n", kind="stable").iloc[-1]
    sentence = words(
        "backtest.sentence", range=(heaviest["from_chance"], heaviest["to_chance"]), share=heaviest["share"]
    )
    return dots(
        pd.concat([given, came]).sort_index(kind="stable"),
        x=Axis(field="share", title=words("backtest.x", months=found.window_months), unit="percent", domain=FULL),
        y=Axis(field="group", title="", kind="nominal", unit="text"),
        caption=Caption(
            name="calibration",
            sentence=sentence,
            description=words("backtest.description", sentence=sentence),
            source="deals",
            n=int(found.groups["n"].sum()),
        ),
    )
