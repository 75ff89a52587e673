"""The cheapest datum that would settle an open test, and what would turn a settled one."""

from __future__ import annotations

import math

from scipy.special import ndtri

from unequal.findings import Basis, Verdict

from .facts import Facts, Segment
from .identifiable import BY_RULE
from .judged import GROWING, IDENTIFIABLE, PROFITABLE, Judged

ORDER = (PROFITABLE, IDENTIFIABLE, GROWING)  # the cheapest first: margins, then five prospects more, then waiting
MOST_MORE = 500  # customers; a need for more is said as "many more"
SURE = 0.80


def cheapest(facts: Facts, one: Segment, basis: Basis) -> str:
    """Return what would settle the first of the open tests, in the order of what it costs."""
    if not one.customers:
        return basis.say("need.nobody")
    undecided = [test for test, found in zip(one.tests, one.verdicts, strict=True) if found is Verdict.CANNOT_TELL]
    test = min(undecided, key=lambda each: ORDER.index(each.test))
    key = f"need.{test.test}_{test.reason}"
    if key not in basis.words:
        key = f"need.{test.reason}"
    more = customers_more(test)
    if test.test == PROFITABLE and test.reason == "after":
        key = "need.profitable_more" if more <= MOST_MORE else "need.profitable_even"
    lacking = facts.recognised.of - facts.recognised.known if test.reason == BY_RULE else 0
    return basis.say(key, more=more, waits=one.growth.waits, lacking=lacking, few=max(5 - test.n, 1))


def customers_more(test: Judged) -> float:
    """Return how many customers more would make the test sure, if they were like these; inf where none would.

    >>> customers_more(Judged(test="profitable", reason="after", estimate=1.0, low=-2.0, high=4.0, n=10))
    14
    """
    spread = (test.high - test.low) / (2 * float(ndtri(0.95)))
    if not (spread > 0 and test.estimate != 0):
        return math.inf
    times = (float(ndtri(SURE)) * spread / test.estimate) ** 2
    return max(math.ceil(test.n * (times - 1)), 1)


def overturns(one: Segment, basis: Basis) -> str:
    """Return what would turn a verdict that stands: what its least likely test needs, or what would fail one."""
    failed = [test for test, found in zip(one.tests, one.verdicts, strict=True) if found is Verdict.STOP]
    if not failed:
        profit = one.of(PROFITABLE)
        return basis.say("turn.go", left=profit.estimate, growth=one.of(GROWING).estimate)
    test = min(failed, key=lambda each: each.probability)
    paid = one.growth.paid
    return basis.say(f"turn.{test.test}", short=abs(test.estimate), gap=max(paid.start - paid.end, 0.0))
