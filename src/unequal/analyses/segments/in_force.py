"""Sentences on the grouping in force: how it does beside the best one, and what speaks against building on that."""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.findings import Basis

from .against import figure
from .facts import Facts
from .judged import ALONE, KEEP, SHAKY, UNDECIDED, USE
from .learned import EVERYONE
from .said import capital, interval_of, named
from .targets import FEWEST
from .unknown import why_no_margin

LARGE = 0.90  # share of customers in one segment, above which there is hardly a grouping (assumption)
SAME = 0.80  # adjusted Rand index


def in_force_headline(facts: Facts, basis: Basis, values: dict[str, Any]) -> str:
    """Return the title."""
    if not facts.headline:
        return basis.say("force.undecided" if facts.customers < FEWEST else "force.unknown", **values)
    key = facts.target(facts.headline)["key"]
    if key == USE and facts.in_force == EVERYONE:
        key = "use_none"
    elif key == UNDECIDED and facts.in_force == EVERYONE:
        key = "undecided_none"
    elif key == KEEP and values["name"] != facts.in_force:
        key = "keep_same"
    elif key == SHAKY and values["name"] == facts.in_force:
        key = "shaky_force"
    elif key == USE and interval_of(facts.on(facts.headline), facts.in_force)[0] < 0:
        key = "use_worse"
    return basis.say(f"force.{key}", **values)


def in_force_answer(facts: Facts, basis: Basis, values: dict[str, Any]) -> str:
    """Return the figures behind it, and what else a reader must know."""
    key = facts.target(facts.headline)["key"]
    if key == ALONE:
        return basis.say("force.alone_answer")
    told = _figures(facts, basis, values)
    if key in (KEEP, USE, SHAKY) and values["name"] != facts.in_force:
        told.append(basis.say("force.sure", **values))
    told += _doubts(facts, basis, values)
    if key == USE:
        told.append(basis.say("force.advice", **values))
    return " ".join([*told, *_others(facts, basis), *why_no_margin(facts, basis)])


def _figures(facts: Facts, basis: Basis, values: dict[str, Any]) -> list[str]:
    schemes = facts.on(facts.headline)
    shown = [one for one in dict.fromkeys((values["name"], facts.in_force)) if one in schemes.index and one != EVERYONE]
    told = [
        basis.say(
            "force.tells",
            scheme_up=capital(named(basis.words, one)),
            r2=interval_of(schemes, one),
            target=values["target"],
            n=int(figure(schemes, one, "n")),
        )
        for one in shown
    ]
    if facts.in_force not in schemes.index:
        told.append(basis.say("force.leaks", force=capital(values["force"]), target=values["target"]))
    return told


def _doubts(facts: Facts, basis: Basis, values: dict[str, Any]) -> list[str]:
    """Return what speaks against building on the best grouping, and how it lies to the one in force."""
    best = facts.scheme(values["name"])
    both = [facts.scheme(name) for name in dict.fromkeys((values["name"], facts.in_force)) if name != EVERYONE]
    told = [
        basis.say("force.large", share=float(one["largest_share"]), scheme=named(basis.words, one["scheme"]))
        for one in both
        if one["largest_share"] > LARGE
    ]
    if facts.target(facts.headline)["key"] == SHAKY:
        told += _shaky(best, basis)
    pair = {values["name"], facts.in_force}
    alike = facts.overlap[facts.overlap["index"] > SAME]
    if any({row["first"], row["second"]} == pair for row in alike.to_dict("records")):
        told.append(basis.say("force.same", best=values["best_up"], force=values["force"]))
    return told


def _shaky(best: pd.Series, basis: Basis) -> list[str]:
    told = []
    if best["stability"] == best["stability"]:
        told.append(basis.say("force.stability", kept=float(best["stability"])))
    if best["kappa"] == best["kappa"]:
        told.append(basis.say("force.kappa", kappa=float(best["kappa"])))
    if best["changed"] > 0:
        told.append(basis.say("force.changed", share=float(best["changed"])))
    return told


def _others(facts: Facts, basis: Basis) -> list[str]:
    """Return for which other outcomes another grouping is the best, and surely one."""
    headline = facts.target(facts.headline)
    told = []
    for row in facts.targets.to_dict("records"):
        sure = row["key"] in (KEEP, USE, SHAKY, "not_better")
        if row["target"] != facts.headline and sure and row["best"] != headline["best"]:
            share = interval_of(facts.on(str(row["target"])), str(row["best"]))[0]
            target = basis.say(f"target.{row['target']}")
            told.append(basis.say("force.other", target=target, best=named(basis.words, str(row["best"])), r2=share))
    return told
