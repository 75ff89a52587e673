"""Which segments pass the three tests, which fail, and what is missing where it cannot be told."""

from __future__ import annotations

import math
from typing import Any

from unequal.findings import Basis, Evidence, Finding, Grade, Input, Verdict, worst
from unequal.findings.grade import grade_of_own
from unequal.segments.order import ALL
from unequal.stats.resampled_sums import FEWEST

from .facts import Facts, Segment
from .judged import PROFITABLE, Judged
from .knobs import Knobs
from .missing_datum import cheapest, overturns
from .said import named, said, said_growing, said_identifiable, said_profitable

KNOBS = ("window_months", "go_probability", "stop_probability")
MOST_LINES = 5  # segments; more are left to the table
MOST_NEEDS = 2  # missing data that the headline names
MOST_CARDS = 8  # segments with a finding of their own, those with most customers; all are in the tables


def overall(facts: Facts, _knobs: Knobs, basis: Basis) -> Finding:
    """How many of the segments can be told in advance, earn money and grow?"""
    by_verdict = {one: [s.name for s in facts.segments if s.verdict is one] for one in Verdict}
    passed = [one.name for one in facts.segments if one.verdict in (Verdict.GO, Verdict.CAUTION)]
    failed, careful = by_verdict[Verdict.STOP], by_verdict[Verdict.CAUTION]
    key = _overall_key(len(passed), len(failed), len(facts.segments))
    verdict = {"all": Verdict.GO, "some": Verdict.CAUTION, "none": Verdict.STOP}.get(key, Verdict.CANNOT_TELL)
    values = {
        "passed": passed, "failed": failed, "open": by_verdict[Verdict.CANNOT_TELL], "n": len(passed),
        "of": len(facts.segments), "bad": len(failed), "segment": named(basis, facts.segments[0].name),
    }  # fmt: skip
    weakest = worst(Grade(test.grade) for one in facts.segments for test in one.tests if test.source)
    customers = sum(one.customers for one in facts.segments)
    based = basis.with_inputs(Input(name="segment_quality.customers", grade=weakest, source="customers", n=customers))
    if verdict is Verdict.GO and (weakest.is_weak or careful):
        verdict = Verdict.CAUTION
    return based.finding(
        leans_on=("segment_quality.customers", *KNOBS),
        code="overall",
        verdict=verdict,
        question=basis.say("overall.question"),
        headline=basis.say(f"overall.{key}", **values),
        answer=" ".join([basis.say("overall.lines"), *_lines(facts, basis), *_remarks(facts, basis)]),
        estimate=float(len(passed)),
        unit="segments",
        n=customers,
        would_change_it=_needs(facts, basis),
    )


def _overall_key(passed: int, failed: int, of: int) -> str:
    if of == 1:
        return "one_failed" if failed else "all" if passed else "one_open"
    if passed == of:
        return "all"
    return "some" if passed else "none" if failed else "open"


def _needs(facts: Facts, basis: Basis) -> str:
    """Return the cheapest datum of those segments that are open; a datum that several lack is named once."""
    lacking: dict[str, list[str]] = {}
    for one in facts.segments:
        if one.verdict is Verdict.CANNOT_TELL:
            lacking.setdefault(cheapest(facts, one, basis), []).append(named(basis, one.name))
    told = [basis.say("overall.need", segments=names, need=need) for need, names in list(lacking.items())[:MOST_NEEDS]]
    return " ".join(told) if told else basis.say("overall.change")


def _lines(facts: Facts, basis: Basis) -> list[str]:
    """Return a line a segment, where those are few enough to be read."""
    if len(facts.segments) > MOST_LINES:
        return [basis.say("overall.table")]
    return [_line(one, basis) for one in facts.segments]


def _line(one: Segment, basis: Basis) -> str:
    told = {test.test: basis.say(f"line.{'unknown' if math.isnan(test.probability) else 'known'}", p=test.probability)
            for test in one.tests}  # fmt: skip
    return basis.say("line.all", segment=named(basis, one.name), **told)


def _remarks(facts: Facts, basis: Basis) -> list[str]:
    found = facts.recognised
    with_customers = [one for one in facts.segments if one.customers]
    keys = {
        "one": len(with_customers) == 1,
        "spellings": facts.respelled > 0,
        "left_out": facts.left_out > 0,
        "channel": facts.channel > 0,
        "sampled": found.sampled > 0,
        "many": len(facts.segments) > MOST_CARDS,
    }
    values = {
        "segment": named(basis, with_customers[0].name) if with_customers else "",
        "n": sum(one.customers for one in facts.segments),
        "respelled": facts.respelled,
        "out": facts.left_out, "channel": facts.channel, "sampled": found.sampled, "most": MOST_CARDS,
    }  # fmt: skip
    return [basis.say(f"remark.{key}", **values) for key, holds in keys.items() if holds]


def segment(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Is this segment one at all: can it be told in advance, does it earn money, does it grow?"""
    most = sorted(facts.segments, key=lambda one: (-one.customers, one.name))[:MOST_CARDS]
    return tuple(_judged(facts, one, knobs, basis) for one in facts.segments if one in most)


def _judged(facts: Facts, one: Segment, knobs: Knobs, basis: Basis) -> Finding:
    based, leaning = _with_inputs(one, basis)
    verdict = one.verdict
    decides = _deciding(one)
    told = [said_identifiable(facts, one, basis), said_profitable(one, basis), said_growing(facts, one, basis)]
    return based.finding(
        leans_on=(*leaning, *KNOBS),
        code="segment",
        verdict=verdict,
        question=basis.say("segment.question", segment=named(basis, one.name)),
        headline=_headline(one, basis),
        answer=" ".join(part for part in (*told, *_doubts(one, knobs, basis)) if part),
        estimate=decides.estimate,
        low=decides.low,
        high=decides.high,
        unit=decides.unit,
        prob=decides.probability,
        n=one.customers,
        evidence=_evidence(one, basis),
        would_change_it=cheapest(facts, one, basis) if verdict is Verdict.CANNOT_TELL else overturns(one, basis),
        scope=one.name if one.name != ALL else "all",
    )


def _deciding(one: Segment) -> Judged:
    """Return the test that passes least likely; the first where none is known."""
    known = [test for test in one.tests if not math.isnan(test.probability)]
    return min(known, key=lambda test: test.probability, default=one.tests[0])


def _headline(one: Segment, basis: Basis) -> str:
    name, verdict = named(basis, one.name), one.verdict
    if not one.customers:
        return basis.say("segment.nobody", segment=name)
    if verdict is Verdict.GO:
        return basis.say("segment.go", segment=name, p=min(test.probability for test in one.tests))
    if verdict is Verdict.CAUTION:
        share = one.growth.paid.top_expansion if one.careful == "one" else one.largest
        return basis.say("segment.caution", segment=name, why=basis.say(f"segment.why_{one.careful}", share=share))
    failed = verdict is Verdict.STOP
    parts = [
        said(test, basis, "fail" if failed else "open")
        for test, found in zip(one.tests, one.verdicts, strict=True)
        if found is verdict
    ]
    return basis.say("segment.stop" if failed else "segment.cannot_tell", segment=name, parts=parts)


def _doubts(one: Segment, knobs: Knobs, basis: Basis) -> list[str]:
    told = []
    if one.growth.hangs_on_one:
        told.append(basis.say("doubt.one", share=one.growth.paid.top_expansion))
    if one.largest >= knobs.disclose_share:
        told.append(basis.say("doubt.largest", share=one.largest))
    if one.profit.credited:
        told.append(basis.say("doubt.credited", n=one.profit.credited))
    return told


def _with_inputs(one: Segment, basis: Basis) -> tuple[Basis, tuple[str, ...]]:
    known = [test for test in one.tests if test.source]
    inputs = [
        Input(name="segment_quality.customers", grade=grade_of_own(one.customers), source="customers", n=one.customers)
    ]
    inputs += [
        Input(name=f"segment_quality.{test.test}", grade=Grade(test.grade), source=test.source, n=test.n)
        for test in known
    ]
    if any(test.test == PROFITABLE and not test.is_half for test in known):
        inputs.append(
            Input(name="segment_quality.cost_to_win", grade=Grade(one.profit.grade), source="segments, deals")
        )
    return basis.with_inputs(*inputs), tuple(each.name for each in inputs)


def _evidence(one: Segment, basis: Basis) -> tuple[Evidence, ...]:
    grown, profit = one.growth.paid, one.profit
    rows: list[tuple[str, Any, str, str]] = [
        ("earned", profit.earned, "money a year", "revenue, activities, cost_pools"),
        ("nrr", grown.nrr, "share", "revenue"),
        ("grr", grown.grr, "share", "revenue"),
    ]
    return tuple(
        Evidence(
            name=basis.say(f"evidence.{key}"), value=found.value, unit=unit, source=source, low=found.low,
            high=found.high, n=found.n,
        )
        for key, found, unit, source in rows
        if found.n >= FEWEST and not math.isnan(found.value)
    )  # fmt: skip


def one_customer(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Does too much of the revenue come from one customer?"""
    share = facts.largest_share
    unknown = math.isnan(share)
    key = (
        "unknown"
        if unknown
        else "heavy"
        if share >= knobs.heavy_share
        else "word"
        if share >= knobs.disclose_share
        else "spread"
    )
    verdict = {"unknown": Verdict.CANNOT_TELL, "heavy": Verdict.STOP, "word": Verdict.CAUTION}.get(key, Verdict.GO)
    grade = grade_of_own(facts.paying)
    if verdict is Verdict.GO and grade.is_weak:
        verdict = Verdict.CAUTION
    values = {
        "customer": facts.largest, "share": share, "segment": facts.largest_segment, "n": facts.paying,
        "word": knobs.disclose_share, "heavy": knobs.heavy_share,
    }  # fmt: skip
    based = basis.with_inputs(Input(name="segment_quality.paying", grade=grade, source="revenue", n=facts.paying))
    return based.finding(
        leans_on=("segment_quality.paying", "disclose_share", "heavy_share"),
        code="one_customer",
        verdict=verdict,
        question=basis.say("one.question"),
        headline=basis.say(f"one.{key}", **values),
        answer=basis.say("one.answer_unknown" if unknown else "one.answer", **values),
        estimate=share,
        unit="share",
        n=facts.paying or None,
        would_change_it=basis.say(f"one.change_{key}", **values),
    )


def _weight(share: float, knobs: Knobs) -> str:
    if share >= knobs.heavy_share:
        return "heavy"
    return "word" if share >= knobs.disclose_share else "spread"


RULES = (overall, segment, one_customer)
