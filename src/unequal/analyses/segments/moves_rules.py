"""Do size, value and complexity mean the same, and does the answer hang on where the cuts are?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Input, Verdict
from unequal.findings.grade import grade_of_own
from unequal.stats.proportions import jeffreys

from .facts import Facts
from .knobs import Knobs
from .moved import ALL_CUTS
from .said import capital, named
from .targets import FEWEST

PLACED = "customers.placed_twice"
MOVED = "customers.compared"


def size_and_complexity(facts: Facts, knobs: Knobs, basis: Basis) -> Finding | tuple[()]:
    """Do size, value and complexity put the same customers into Small, Medium and Big?

    `caution`: any two of them disagree for more than 30 % of the customers that both can place. `go`: they do not.
    Below ten such customers it cannot be told.
    """
    n, share = facts.conflict_n, facts.conflict_share
    if not n:
        return ()
    key = "few" if n < FEWEST else "caution" if share > knobs.conflict_share else "go"
    ends = jeffreys(round(share * n), n, level=0.90)
    low, high = float(ends.low), float(ends.high)
    values: dict[str, Any] = {
        "parts": facts.conflict_parts, "share": share, "agree": 1 - share, "n": n, "limit": knobs.conflict_share,
    }  # fmt: skip
    parts = [named(basis.words, one) for one in facts.conflict_parts]
    values["parts"] = [capital(parts[0]), *parts[1:]] if key != "few" else parts
    told = [basis.say("conflict.answer", **(values | {"share": (share, low, high)}))]
    if len(facts.disagreements):
        told.append(_commonest(facts.disagreements.iloc[0], basis))
    verdict = {"few": Verdict.CANNOT_TELL, "caution": Verdict.CAUTION}.get(key, Verdict.GO)
    return basis.with_inputs(Input(name=PLACED, grade=grade_of_own(n), source="customers", n=n)).finding(
        leans_on=(PLACED, "conflict_share"),
        code="size_and_complexity",
        verdict=verdict,
        question=basis.say("conflict.question"),
        headline=basis.say(f"conflict.{key}", **values),
        answer=" ".join([*told, basis.say("conflict.note", **values)]),
        estimate=share,
        low=low,
        high=high,
        unit="share",
        n=n,
        would_change_it=basis.say("conflict.change"),
    )


def _commonest(row: pd.Series, basis: Basis) -> str:
    return basis.say(
        "conflict.most",
        of_first=row["of_first"],
        first=named(basis.words, row["first"]),
        of_second=row["of_second"],
        second=named(basis.words, row["second"]),
        customers=int(row["customers"]),
    )


def sensitivity(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding | tuple[()]:
    """Does the scheme in force beat treating all alike wherever its cuts are, from 30 % lower to 30 % higher?

    At each place the claim that it explains more is judged by itself: `go` from a probability of 0.80, `stop` at 0.20
    or below. Where all places agree that is the verdict; where any two differ it is `caution`.
    """
    whole = facts.moved[facts.moved["cut"].eq(ALL_CUTS)]
    if whole.empty:
        return ()
    found = set(whole["verdict"])
    verdict = Verdict(found.pop()) if len(found) == 1 else Verdict.CAUTION
    now = whole[whole["by"].eq(0)].iloc[0]
    values: dict[str, Any] = {
        "force": named(basis.words, facts.in_force),
        "target": basis.say(f"target.{facts.headline}"),
        "cuts": now["cuts"] or basis.say("chart.as_is"),
        "r2": (float(now["r2"]), float(now["low"]), float(now["high"])),
        "least": float(whole["r2"].min()),
        "most": float(whole["r2"].max()),
        "turns": _turns(whole, now, facts, basis),
    }
    key = "undecided" if verdict is Verdict.CANNOT_TELL else verdict.value
    n = int(facts.target(facts.headline)["n"])
    return basis.with_inputs(Input(name=MOVED, grade=grade_of_own(n), source="customers", n=n)).finding(
        leans_on=(MOVED, "enough_probability"),
        code="sensitivity",
        verdict=verdict,
        question=basis.say("sensitivity.question"),
        headline=basis.say(f"sensitivity.{key}", **values),
        answer=" ".join([basis.say("sensitivity.answer", **values), *_one_cut(facts, basis)]),
        estimate=float(now["r2"]),
        low=float(now["low"]),
        high=float(now["high"]),
        unit="share explained",
        n=n,
        evidence=_evidence(whole, n, basis),
        would_change_it=basis.say("sensitivity.change"),
    )


def _turns(whole: pd.DataFrame, now: pd.Series, facts: Facts, basis: Basis) -> str:
    """Return the nearest places, below and above, where the verdict is another than now."""
    other = whole[whole["verdict"].ne(now["verdict"])]
    places = [*other[other["by"] < 0].tail(1).to_dict("records"), *other[other["by"] > 0].head(1).to_dict("records")]
    told = []
    for place in places:
        key = {"go": "go", "stop": "stop"}.get(place["verdict"], "undecided")
        told.append(
            basis.say(
                "sensitivity.turns_down" if place["by"] < 0 else "sensitivity.turns_up",
                by=abs(place["by"]),
                verdict=basis.say(f"sensitivity.{key}_verdict"),
                target=basis.say(f"target.{facts.headline}"),
            )
        )
    return "; ".join(told)


def _one_cut(facts: Facts, basis: Basis) -> list[str]:
    """Return which single cut moves the figure most."""
    single = facts.moved[facts.moved["cut"].ne(ALL_CUTS)]
    if single.empty:
        return []
    ends = single.groupby("cut")["r2"].agg(["min", "max"])
    spread = (ends["max"] - ends["min"]).sort_index()
    cut = str(spread.idxmax())
    return [basis.say("sensitivity.cut", cut=cut, least=float(ends["min"][cut]), most=float(ends["max"][cut]))]


def _evidence(whole: pd.DataFrame, n: int, basis: Basis) -> tuple[Evidence, ...]:
    ends = whole[whole["by"].isin([whole["by"].min(), whole["by"].max()])]
    return tuple(
        Evidence(
            name=basis.say("sensitivity.turns_name", by=float(row["by"])), value=float(row["r2"]), unit="share",
            source="customers", low=float(row["low"]), high=float(row["high"]), n=n,
        )
        for row in ends.to_dict("records")
    )  # fmt: skip
