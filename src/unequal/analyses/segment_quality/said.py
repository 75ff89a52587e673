"""What was found of a segment, in sentences."""

from __future__ import annotations

import math
from typing import Any

from unequal.findings import Basis
from unequal.segments.order import ALL

from .facts import Facts, Segment
from .growing import Grown
from .identifiable import BY_RULE, BY_TREE
from .judged import GROWING, IDENTIFIABLE, PROFITABLE, Judged, short_of_certain

WORTH_A_WORD = 0.01  # a difference of retention at list prices from here on


def named(basis: Basis, segment: str) -> str:
    """Return a segment's name in a sentence."""
    return basis.say("all_segments") if segment == ALL else segment


def said(test: Judged, basis: Basis, how: str) -> str:
    """Return a test that failed or is open, as a part of a headline."""
    known = "" if not math.isnan(test.probability) and not test.is_half else "_unknown"
    return basis.say(f"{how}{known if how == 'open' else ''}.{test.test}", p=test.probability)


def said_identifiable(facts: Facts, one: Segment, basis: Basis) -> str:
    """Return whether it can be told in advance who belongs."""
    test, found = one.of(IDENTIFIABLE), facts.recognised
    values: dict[str, Any] = {
        "known": (test.estimate, test.low, test.high), "n": test.n, "p": test.probability, "kappa": found.kappa,
        "fields": [basis.say(f"field.{name}") if f"field.{name}" in basis.words else name.replace("_", " ")
                   for name in found.fields],
    }  # fmt: skip
    if test.reason == BY_RULE:
        return basis.say(f"identifiable.rule_{found.where}{'' if found.fields else '_stated'}", **values)
    if test.reason == BY_TREE and not found.fields:
        return basis.say("identifiable.tree_blind", **values)
    return basis.say(f"identifiable.{test.reason}", **values)


def said_profitable(one: Segment, basis: Basis) -> str:
    """Return what a customer leaves."""
    test, found = one.of(PROFITABLE), one.profit
    if not one.customers:
        return ""
    values: dict[str, Any] = {
        "left": (test.estimate, test.low, test.high), "p": test.probability, "n": found.n, "median": found.median,
        "earning": (found.earning, found.earning_low, found.earning_high), "gross": found.gross,
        "cost": found.cost_to_win, "life": found.life,
    }  # fmt: skip
    told = basis.say(f"profitable.{test.reason}", **values)
    if test.reason == "no_service" and not math.isnan(found.gross):
        return f"{told} {basis.say('profitable.gross', **values)}"
    return told


def said_growing(facts: Facts, one: Segment, basis: Basis) -> str:
    """Return how it has grown, the components apart."""
    test, found = one.of(GROWING), one.growth
    values = values_of_growth(facts, found, test)
    if test.reason != "known":
        return basis.say(f"growing.{test.reason}", **values)
    parts = [basis.say("growing.known", **values), basis.say("growing.logos", **values)]
    if found.is_young:
        parts.append(basis.say("growing.young", **values))
    else:
        parts.append(basis.say(f"growing.stayed{'_few' if math.isnan(found.paid.shrinks) else ''}", **values))
    parts.append(basis.say(f"growing.carried_{found.carried_by}", **values))
    if abs(found.paid.nrr_listed.value - found.paid.nrr.value) >= WORTH_A_WORD:
        parts.append(basis.say("growing.listed", **values))
    if found.paid.in_first_term:
        parts.append(basis.say("growing.first_term", **values))
    return " ".join(parts)


def values_of_growth(facts: Facts, found: Grown, test: Judged) -> dict[str, Any]:
    """Return the figures of growth as the sentences name them."""
    paid = found.paid
    return {
        "growth": (test.estimate, test.low, test.high), "p": test.probability, "n": test.n,
        "born": found.logos.born, "left": found.logos.left, "logos": found.logos.probability,
        "nrr": (paid.nrr.value, paid.nrr.low, paid.nrr.high), "grr": paid.grr.value, "usual": found.usual_nrr,
        "shrinks": short_of_certain(paid.shrinks), "listed": paid.nrr_listed.value, "inside": paid.in_first_term,
        "old": paid.nrr.n,
        "months": facts.window_months, "waits": found.waits, "term": found.term, "market": found.market,
    }  # fmt: skip
