"""How likely each test passes, and what a customer leaves."""

from __future__ import annotations

import math

import pandas as pd

from unequal.charts import Axis, Caption, NamedLine, dots
from unequal.charts.parts import Chart
from unequal.findings import Verdict
from unequal.segments.order import ALL
from unequal.words import Words

from .facts import Facts, Segment
from .judged import PROFITABLE

MOST_SHOWN = 8  # segments, those with most customers


def profile(facts: Facts, words: Words) -> Chart | None:
    """Draw how likely each segment passes each test, against the lines at which it counts as passed or failed."""
    shown = _most(facts)
    rows = pd.DataFrame(
        [
            (words("profile.row", segment=_named(one.name, words), test=words(f"test.{test.test}")), test.probability,
             verdict is not Verdict.CANNOT_TELL)
            for one in shown
            for test, verdict in zip(one.tests, one.verdicts, strict=True)
        ],
        columns=["what", "probability", "accent"],
    )  # fmt: skip
    if rows["probability"].isna().all():
        return None
    passed = [one.name for one in facts.segments if one.verdict is Verdict.GO]
    sentence = words("profile.sentence" if passed else "profile.none", n=len(passed), of=len(facts.segments))
    return dots(
        rows[rows["probability"].notna()],
        x=Axis(field="probability", title=words("profile.x"), unit="percent", domain=(0.0, 1.0)),
        y=Axis(field="what", title="", unit="text", kind="nominal"),
        marks=[
            NamedLine(at=facts.failed_to, label=words("profile.failed")),
            NamedLine(at=facts.passed_from, label=words("profile.passed")),
        ],
        caption=Caption(
            name="profile",
            sentence=sentence,
            description=words("profile.description", sentence=sentence),
            source="customers, revenue, activities, cost_pools",
            n=sum(one.customers for one in facts.segments),
        ),
    )


def contribution(facts: Facts, words: Words) -> Chart | None:
    """Draw what a customer of each segment leaves in a year, with its interval."""
    found = [(one, one.of(PROFITABLE)) for one in _most(facts)]
    rows = pd.DataFrame(
        [(_named(one.name, words), test.estimate, test.low, test.high, not test.is_half) for one, test in found
         if not math.isnan(test.estimate)],
        columns=["segment", "left", "low", "high", "accent"],
    )  # fmt: skip
    if rows.empty:
        return None
    best = rows.sort_values("left", kind="stable").iloc[-1]
    half = not bool(rows["accent"].all())
    key = "contribution.before" if half else "contribution.sentence"
    sentence = words(key, segment=best["segment"], left=best["left"])
    return dots(
        rows,
        x=Axis(field="left", title=words("contribution.x", currency=words.currency), unit="money"),
        y=Axis(field="segment", title="", unit="text", kind="nominal"),
        marks=[NamedLine(at=0.0, label=words("contribution.zero"))] if (rows["low"] < 0).any() else [],
        caption=Caption(
            name="contribution",
            sentence=sentence,
            description=words("contribution.description", sentence=sentence),
            source="revenue, activities, cost_pools, segments",
            n=sum(one.profit.n for one, _ in found),
        ),
    )


def _most(facts: Facts) -> list[Segment]:
    most = sorted(facts.segments, key=lambda one: (-one.customers, one.name))[:MOST_SHOWN]
    return [one for one in facts.segments if one in most and one.customers]


def _named(segment: str, words: Words) -> str:
    return words("all_segments") if segment == ALL else segment
