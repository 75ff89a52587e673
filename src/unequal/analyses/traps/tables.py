"""Signs, levers and what the same effort would bring elsewhere: three short tables a trap."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from unequal.words import Words
from unequal.workbook import presented
from unequal.workbook.written import measured

from .changes import Change
from .facts import Facts
from .signs import Sign

UNDER = ("O1", "G4", "T2", "T3", "no_win", "cover")  # a trap where the value lies below its threshold
TURNS = {
    "T1_left": "not_over",
    "O0": "at_least",
    "G2": "worth",
    "G2_helped": "worth",
    "G3": "at_least",
    "G3_market": "there",
}
COUNTED = ("wins", "customers", "deals", "contacts", "minutes", "times")


def over_reach_signs(facts: Facts, words: Words) -> pd.DataFrame:
    """Every sign of Over-Reach against its threshold."""
    return _signs(facts.over_reach.signs, words, "over")


def over_reach_changes(facts: Facts, words: Words) -> pd.DataFrame:
    """Every lever against Over-Reach."""
    return _changes(facts.over_reach.changes, words, "over")


def over_reach_elsewhere(facts: Facts, words: Words) -> pd.DataFrame:
    """The same selling hours in each segment."""
    found = facts.over_reach
    return presented(
        found.elsewhere,
        title=words("elsewhere.title_over", day=found.decision_date),
        columns={
            "segment": (words("column.segment"), "text"),
            "started": (words("column.started"), "count"),
            "expected_wins": (words("column.expected_wins"), "number"),
            "probability": (words("column.probability"), "percent"),
            "expected_arr": (words("column.expected_arr"), "money"),
            "arr_probability": (words("column.arr_probability"), "percent"),
        },
        note=words("elsewhere.note_over"),
        source="deals, segments",
    )


def going_too_big_signs(facts: Facts, words: Words) -> pd.DataFrame:
    """Every sign of Going Too Big against its threshold."""
    return _signs(facts.going_too_big.signs, words, "big")


def going_too_big_changes(facts: Facts, words: Words) -> pd.DataFrame:
    """Every lever against Going Too Big."""
    return _changes(facts.going_too_big.changes, words, "big")


def going_too_big_elsewhere(facts: Facts, words: Words) -> pd.DataFrame:
    """A year of the same budget in each segment."""
    return presented(
        facts.going_too_big.elsewhere,
        title=words("elsewhere.title_big"),
        columns={
            "segment": (words("column.segment"), "text"),
            "cost": (words("column.cost"), "money"),
            "value": (words("column.worth"), "money"),
            "customers": (words("column.customers"), "count"),
            "arr": (words("column.arr"), "money"),
        },
        note=words("elsewhere.note_big"),
        source="funnel, segments",
    )


def too_much_tlc_signs(facts: Facts, words: Words) -> pd.DataFrame:
    """Every sign of Too Much TLC against its threshold."""
    return _signs(facts.too_much_tlc.signs, words, "tlc")


def too_much_tlc_changes(facts: Facts, words: Words) -> pd.DataFrame:
    """Every lever against Too Much TLC."""
    return _changes(facts.too_much_tlc.changes, words, "tlc")


def too_much_tlc_elsewhere(facts: Facts, words: Words) -> pd.DataFrame:
    """The same service hours in each segment."""
    return presented(
        facts.too_much_tlc.elsewhere,
        title=words("elsewhere.title_tlc"),
        columns={
            "segment": (words("column.segment"), "text"),
            "contribution": (words("column.contribution"), "money"),
            "customers": (words("column.customers"), "count"),
            "profit": (words("column.profit"), "money"),
        },
        note=words("elsewhere.note_tlc"),
        source="activities, cost_pools, market",
    )


def _signs(signs: Iterable[Sign], words: Words, trap: str) -> pd.DataFrame:
    rows = [
        {
            "sign": words(f"sign.{one.sign}"),
            "value": _value(one, words),
            "threshold": _threshold(one, words),
            "state": words(f"state.{one.state.replace(' ', '_')}"),
            "n": one.n or None,
            "source": one.source,
        }
        for one in signs
    ]
    frame = pd.DataFrame(rows, columns=["sign", "value", "threshold", "state", "n", "source"])
    kinds: dict[str, Any] = {"n": "count"}
    return presented(
        frame.astype({"n": "float64"}),
        title=words(f"signs.title_{trap}"),
        columns={name: (words(f"column.{name}"), kinds.get(name, "text")) for name in frame.columns},
        note=words("signs.note"),
    )


def _value(sign: Sign, words: Words) -> str:
    if sign.unit == "yes or no":
        return words("yes" if sign.value else "no")
    value = _amount(sign.value, sign.unit, words)
    if math.isnan(sign.low) or math.isnan(sign.high):
        return value
    return f"{value} ({_amount(sign.low, sign.unit, words)} – {_amount(sign.high, sign.unit, words)})"


def _amount(value: float, unit: str, words: Words) -> str:
    first, _, rest = unit.partition(" ")
    if first in COUNTED:
        return measured(value, "", words)
    return measured(value, first if rest else unit, words)


def _threshold(sign: Sign, words: Words) -> str:
    if math.isnan(sign.threshold):
        return words("turns.none")
    kind = TURNS.get(sign.sign, "under" if sign.sign in UNDER else "over")
    return words(f"turns.{kind}", x=_amount(sign.threshold, sign.unit, words))


def _changes(changes: Iterable[Change], words: Words, trap: str) -> pd.DataFrame:
    rows = [
        {
            "lever": words(f"lever.{one.lever}"),
            "now": measured(one.now, one.unit, words),
            "needed": measured(one.needed, one.unit, words) if math.isfinite(one.needed) else "",
            "times": one.times,
        }
        for one in changes
    ]
    frame = pd.DataFrame(rows, columns=["lever", "now", "needed", "times"])
    return presented(
        frame.astype({"times": "float64"}),
        title=words(f"changes.title_{trap}"),
        columns={
            "lever": (words("column.lever"), "text"),
            "now": (words("column.now"), "text"),
            "needed": (words("column.needed"), "text"),
            "times": (words("column.times"), "number"),
        },
        note=words("changes.note"),
    )
