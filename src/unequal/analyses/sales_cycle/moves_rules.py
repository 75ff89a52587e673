"""What goes together with a win, as far as it was known when the deal began?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.economics.covariates import ACV, MOST_MISSING, OTHER, Moves
from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import Grade, grade_of_own
from unequal.units import months

from .facts import Facts
from .knobs import Knobs


def what_moves(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """What goes together with a win?"""
    found = facts.moves
    if not found.asked:
        return ()
    effect, cause = told_effect(found)
    key, verdict = _standing(effect)
    values = _values(found, effect, cause, basis.say)
    endings = min(found.won, found.lost)
    grade = grade_of_own(endings) if endings else Grade.GUESS
    based = basis.with_inputs(Input(name="deals.compared_alike", grade=grade, source="deals", n=found.won + found.lost))
    ratio = values.get("ratio", (float("nan"),) * 3)
    return based.finding(
        leans_on=("deals.compared_alike",),
        code="what_moves",
        verdict=verdict,
        question=basis.say("moves.question"),
        headline=basis.say(f"moves.{_headline(effect, cause) if key == 'seen' else key}", **values),
        answer=" ".join(_answer(found, key, effect, values, basis)),
        estimate=ratio[0],
        low=ratio[1],
        high=ratio[2],
        unit="times",
        n=found.deals,
        evidence=_evidence(found, basis),
        would_change_it=basis.say("moves.change"),
        scope=facts.target,
    )


def told_effect(found: Moves) -> tuple[Any, str]:
    """Return the row that is spoken of and whether of its wins or its losses (``lost_``): the clearest, wins first."""
    if found.effects.empty:
        return None, ""
    for prefix in ("", "lost_"):
        rows = found.effects[found.effects[f"{prefix}seen"].astype(bool)]
        if len(rows):
            return rows.sort_values(f"{prefix}p", kind="stable").iloc[0], prefix
    return found.effects.sort_values("p", kind="stable").iloc[0], ""


def name_of(row: Any, words: Any) -> str:
    """Return how a row of effects is called, words being a catalogue or a basis's own."""
    if row["property"] == ACV:
        return words("moves.row_acv")
    return words(
        "moves.row_level",
        property=words(f"moves.{row['property']}").capitalize(),
        level=level_of(row["level"], words),
        reference=row["reference"],
    )


def level_of(level: str, words: Any) -> str:
    """Return a level as the client writes it, or what we call the rest."""
    return words("moves.other") if level == OTHER else level


def _standing(effect: Any) -> tuple[str, Verdict]:
    """Return the key of what is said, and the verdict: a pace that moves the chance, too, is a plain answer."""
    if effect is None:
        return "few", Verdict.CANNOT_TELL
    if not (effect["seen"] or effect["lost_seen"]):
        return "none", Verdict.CANNOT_TELL
    return "seen", Verdict.GO if _moves_the_chance(effect) else Verdict.CAUTION


def _moves_the_chance(effect: Any) -> bool:
    return bool(effect["points_low"] > 0 or effect["points_high"] < 0)


def _headline(effect: Any, prefix: str) -> str:
    return f"{'lost' if prefix else 'won'}_{'acv' if effect['property'] == ACV else 'level'}"


def _values(found: Moves, effect: Any, prefix: str, say: Any) -> dict[str, Any]:
    counts = {"n": found.deals, "won_n": found.won, "lost_n": found.lost}
    if effect is None:
        return counts
    held = [say(f"moves.{one}") for one in found.effects["property"].unique() if one != effect["property"]]
    return {
        **counts,
        "times": effect[f"{prefix}ratio"],
        "ratio": tuple(effect[f"{prefix}{end}"] for end in ("ratio", "low", "high")),
        "name": name_of(effect, say),
        "property": say(f"moves.{effect['property']}"),
        "level": level_of(effect["level"], say),
        "reference": effect["reference"],
        "held": held,
        "months": months(found.within_days),
        "before": effect["before"],
        "after": effect["after"],
        "low": effect["points_low"],
        "high": effect["points_high"],
    }


def _answer(found: Moves, key: str, effect: Any, values: dict[str, Any], basis: Basis) -> list[str]:
    shown = {**values, "ratio": values["ratio"][1:]} if key == "seen" else values
    told = [basis.say(f"moves.{key}_answer", **shown)]
    if effect is not None and values["held"]:
        told.append(basis.say("moves.held", **values))
    if effect is not None and pd.notna(effect["points"]):
        told.append(basis.say("moves.chance", **values))
    if key == "seen":
        told.extend([] if _moves_the_chance(effect) else [basis.say("moves.pace_only")])
        told.append(basis.say("moves.association"))
    missing = found.left_out.head(1) if key == "few" else found.left_out  # one wait is enough to know
    return [*told, *(_left_out(row, basis) for row in missing.to_dict("records"))]


def _left_out(row: dict[Any, Any], basis: Basis) -> str:
    won, lost = int(row["more_won"]), int(row["more_lost"])
    kind = row["reason"] if row["reason"] != "few" else "both" if won and lost else "won" if won else "lost"
    name = basis.say(f"moves.{row['property']}")
    return basis.say(f"moves.left_{kind}", name=name, won=won, lost=lost, most=MOST_MISSING)


def _evidence(found: Moves, basis: Basis) -> tuple[Evidence, ...]:
    n = found.deals
    return tuple(
        Evidence(name=basis.say(f"win.evidence_{name}"), value=float(count), unit="deals", source="deals", n=n)
        for name, count in (("won", found.won), ("lost", found.lost))
    )
