"""Is any grouping better than treating all alike, is the one in force the best, and what does that hang on?"""

from __future__ import annotations

from typing import Any

from unequal.findings import Basis, Finding, Input, Verdict
from unequal.findings.grade import grade_of_own

from .facts import Facts
from .in_force import in_force_answer, in_force_headline
from .judged import ALONE
from .knobs import Knobs
from .moves_rules import sensitivity, size_and_complexity
from .said import interval_of, values_of
from .targets import FEWEST
from .unknown import unlock_of, why_no_margin

COMPARED = "customers.compared"
HELP = "experience"
FEW_TO_ASK = 30  # customers that one hour of asking whoever serves them can place (assumption)
TURNS = ("enough_probability", "chance_level", "least_months")


def better_than_everyone(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Does any way of grouping tell more about customers than treating all of them alike?

    Judged on margin, or on the next outcome that is known. `go`: by chance the best of all groupings would explain as
    much, of customers left out one by one, in at most 5 % of cases. `stop`: the best explains less than nothing with
    a probability of at least 0.80. Otherwise, and below ten customers, it cannot be told.
    """
    values = values_of(facts, basis.words)
    key = _better_key(facts, knobs)
    told = [basis.say("better.answer_" + key if key != "go" else "better.answer", **values)] if facts.headline else []
    if not facts.headline:
        told = [basis.say("force.unknown_answer", **_reasons(facts, basis))]
    elif key in ("go", "undecided"):
        told += _doubts(facts, basis, values)
    told += why_no_margin(facts, basis)
    estimate, low, high = values.get("r2", (float("nan"),) * 3)
    verdict = {"go": Verdict.GO, "stop": Verdict.STOP}.get(key, Verdict.CANNOT_TELL)
    return with_compared(facts, basis).finding(
        leans_on=(COMPARED, *TURNS),
        code="better_than_everyone",
        verdict=verdict,
        question=basis.say("better.question"),
        action=basis.say("better.act_alike") if key == "stop" else None,
        headline=basis.say(f"better.{key}", **(values | {"r2": estimate})),
        answer=" ".join(told),
        estimate=estimate,
        low=low,
        high=high,
        unit="share explained",
        n=values["n"],
        would_change_it=_cheapest(facts, basis, values),
    )


def _better_key(facts: Facts, knobs: Knobs) -> str:
    if not facts.headline:
        return "few" if facts.customers < FEWEST else "unknown"
    row = facts.target(facts.headline)
    if row["key"] == ALONE:
        return "alone"
    best = facts.on(facts.headline).loc[row["best"]]
    if row["chance"] <= knobs.chance_level and best["r2_out_of_sample"] > 0:
        return "go"
    return "stop" if best["worse_than_all"] >= knobs.enough_probability else "undecided"


def _doubts(facts: Facts, basis: Basis, values: dict[str, Any]) -> list[str]:
    row = facts.target(facts.headline)
    told = []
    if row["tried_on"] < row["n"]:
        told.append(basis.say("better.sampled", n=int(row["tried_on"])))
    best = facts.on(facts.headline).loc[values["name"]]
    if best["r2_out_of_sample"] > 0 and best["r2_ranks"] < 0:
        told.append(basis.say("better.ranks", r2=float(best["r2_ranks"])))
    return told


def _reasons(facts: Facts, basis: Basis) -> dict[str, str]:
    why = facts.targets.set_index("target")["why_not"]
    return {name: basis.say(f"why.{why[name]}") for name in ("margin", "retention")}


def _cheapest(facts: Facts, basis: Basis, values: dict[str, Any]) -> str:
    """Return the cheapest datum that would settle it: a missing outcome, then the help needed, then more customers."""
    margin = unlock_of(facts, basis)
    if margin:
        return margin
    if HELP not in set(facts.described["scheme"]):
        return basis.say("better.change_help", n=min(FEW_TO_ASK, facts.customers))
    return basis.say("better.change_more", **values)


def scheme_in_force(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """Is the grouping that every page of this report uses the best one that the data knows?

    `go`: the best grouping would do as well by chance in at most 5 % of cases, and it is the one in force, or is
    better than it with a probability of at least 0.80. `caution`: the best beats treating all alike, but not surely
    the one in force; or it does not hold when cuts move or customers are drawn again, or cannot be told before a sale.
    `stop`: treating all alike is better than the one in force with a probability of at least 0.80. Otherwise, and
    below ten customers, it cannot be told.
    """
    values = values_of(facts, basis.words)
    row = facts.target(facts.headline) if facts.headline else None
    schemes = facts.on(facts.headline) if facts.headline else None
    judged_by = facts.in_force if schemes is not None and facts.in_force in schemes.index else ""
    estimate, low, high = interval_of(schemes, judged_by) if schemes is not None else (float("nan"),) * 3
    return with_compared(facts, basis).finding(
        leans_on=(COMPARED, *TURNS, "stable_from", "kappa_from", "changed_share"),
        code="scheme_in_force",
        verdict=Verdict.CANNOT_TELL if row is None else Verdict(row["verdict"]),
        question=basis.say("force.question"),
        action=_action(facts, basis, values),
        headline=in_force_headline(facts, basis, values),
        answer=in_force_answer(facts, basis, values) if row is not None else _not_known(facts, basis),
        estimate=estimate,
        low=low,
        high=high,
        unit="share explained",
        prob=values.get("sure", float("nan")),
        n=values["n"],
        would_change_it=unlock_of(facts, basis)
        or basis.say("force.change_keep" if row is not None and row["key"] == "keep" else "force.change", **values),
    )


def _not_known(facts: Facts, basis: Basis) -> str:
    if facts.customers < FEWEST:
        return basis.say("force.few_answer", n=facts.customers)
    return basis.say("force.unknown_answer", **_reasons(facts, basis))


def _action(facts: Facts, basis: Basis, values: dict[str, Any]) -> str | None:
    key = facts.target(facts.headline)["key"] if facts.headline else ""
    name = {"use": "act_use", "keep": "act_keep", "misleads": "act_none"}.get(key)
    return basis.say(f"force.{name}", **values) if name else None


def with_compared(facts: Facts, basis: Basis) -> Basis:
    """Return a basis that knows on how many customers the headline's target was compared."""
    n = int(facts.target(facts.headline)["n"]) if facts.headline else 0
    return basis.with_inputs(Input(name=COMPARED, grade=grade_of_own(n), source="customers", n=n))


RULES = (better_than_everyone, scheme_in_force, size_and_complexity, sensitivity)
