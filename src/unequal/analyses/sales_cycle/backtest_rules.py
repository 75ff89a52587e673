"""Would the chances have been right?"""

from __future__ import annotations

from typing import Any

from unequal.economics.zombies import SHARE_WORTH_A_WARNING
from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import grade_of_own

from .backtest import FAR, FEWEST_OF_EACH, FEWEST_PREDICTIONS, Backtest
from .facts import Facts
from .knobs import Knobs

SURE = 0.8  # probability from which on a claim counts as true
UNEVEN = 0.1  # share; wins this near to what was expected, and only single groups are off (assumption)


def backtest(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[Finding, ...]:
    """Would these chances have been right in the past?"""
    found = facts.backtest
    if found is None:
        return ()
    row = found.of(found.target)
    verdict, key = _standing(found, row)
    n = int(row["predictions"])
    shape = facts.of(found.target)
    many_dead = shape["dead"] > SHARE_WORTH_A_WARNING * shape["open"]
    values = {**_values(found, row), "dead": int(shape["dead"]), "open": int(shape["open"]), "asked": facts.target}
    parts = ["few_answer"] if key == "few" else _parts(key, row, many_dead=bool(many_dead))
    parts += ["instead"] if found.target != facts.target else []
    based = basis.with_inputs(Input(name="deals.looks", grade=grade_of_own(int(row["wins"])), source="deals", n=n))
    return based.finding(
        leans_on=("deals.looks", "backtest_months", "within_months"),
        code="backtest",
        verdict=verdict,
        question=basis.say("backtest.question", **values),
        headline=basis.say(f"backtest.{key}", **values),
        answer=" ".join(basis.say(f"backtest.{part}", **values) for part in parts),
        action=basis.say(f"backtest.action_{key}", **values),
        estimate=row["skill"],
        low=row["skill_low"],
        high=row["skill_high"],
        unit="share",
        prob=row["better"],
        n=n,
        evidence=_evidence(row, basis),
        would_change_it=basis.say("backtest.change"),
        scope=found.target,
    )


def _standing(found: Backtest, row: Any) -> tuple[Verdict, str]:
    """Return the verdict and the key of its headline."""
    better = row["better"]
    if better != better:
        return Verdict.CANNOT_TELL, "few"
    if better <= 1 - SURE:
        return Verdict.STOP, "worse"
    if better < SURE:
        return Verdict.CANNOT_TELL, "alike"
    if not found.groups["off"].any():
        return Verdict.GO, "right"
    if abs(row["wins"] - row["expected"]) <= UNEVEN * row["expected"]:
        return Verdict.CAUTION, "uneven"
    return Verdict.CAUTION, "too_much" if row["wins"] < row["expected"] else "too_little"


def _parts(key: str, row: Any, *, many_dead: bool) -> list[str]:
    """Return the keys of the sentences: what was done, what to conclude, then the scores."""
    conclusion = [*(["dead"] if many_dead else []), "discount"] if key == "too_much" else []
    smaller = "smaller" if row["skill"] > 0 else "no_smaller"
    wait = ["wait"] if row["wait"] == row["wait"] else []
    return ["answer", *conclusion, "brier", smaller, "inside", *wait]


def _values(found: Backtest, row: Any) -> dict[str, Any]:
    told = found.looks.dropna(subset="expected")
    return {
        "n": int(row["predictions"]),
        "wins": int(row["wins"]),
        "expected": row["expected"],
        "ratio": row["wins"] / row["expected"] if row["expected"] else float("nan"),
        "brier": (row["brier"], row["brier_low"], row["brier_high"]),
        "spreadsheet": (row["spreadsheet"], row["spreadsheet_low"], row["spreadsheet_high"]),
        "skill": row["skill"],
        "skills": (row["skill"], row["skill_low"], row["skill_high"]),
        "looks": int(row["looks"]),
        "asked": len(found.looks),
        "first": told["day"].iloc[0].date() if len(told) else None,
        "inside": int(row["inside"]),
        "months": found.window_months,
        "back": found.back_months,
        "wait": row["wait"],
        "wait_expected": row["wait_expected"],
        "off": int(found.groups["off"].sum()),
        "groups": int(found.groups["judged"].sum()),
        "far": FAR,
        "fewest": FEWEST_PREDICTIONS,
        "of_each": FEWEST_OF_EACH,
    }


def _evidence(row: Any, basis: Basis) -> tuple[Evidence, ...]:
    n = int(row["predictions"])
    figures = (("expected", row["expected"]), ("wins", float(row["wins"])))
    return tuple(
        Evidence(name=basis.say(f"backtest.evidence_{name}"), value=value, unit="wins", source="deals", n=n)
        for name, value in figures
    )
