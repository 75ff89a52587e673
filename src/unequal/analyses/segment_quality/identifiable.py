"""Can one tell, before the sale, who belongs to a segment?

A segment that is cut by a field that is known before the sale is known by that field, where it is filled in. Any other
is guessed from the fields that are known before the sale, by a small tree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from unequal.findings.grade import grade_of_own
from unequal.segments.order import OTHER, UNKNOWN
from unequal.segments.surrogate import BEFORE_THE_SALE, FEWEST_CUSTOMERS, Surrogate, known_before_sale, learn_surrogate
from unequal.stats.agreement import LEAST_RECALL
from unequal.stats.proportions import jeffreys, jeffreys_probability
from unequal.workbook import Inputs

from .judged import IDENTIFIABLE, Judged

FEWEST_SEGMENTS = 2  # with one there is nobody to tell it from
SAID = {"annual_revenue": "yearly revenue"}
STATED = ("customers.segment", "deals.segment")
MADE_OF_ALL = ("clusters", "combined")  # their fields are what a tree may use: it must find a rule of its own
BY_RULE, BY_TREE, ONE, FEW, NOTHING_KNOWN = "rule", "tree", "one", "few", "nothing_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """How the segments are told apart before a sale.

    Attributes:
        how: rule, tree, one (there is one segment), few (too few customers), nothing_known (no field to go by).
        rule_text: The rule in words.
        fields: What it goes by.
        known, of: Prospects, else customers, whose fields are filled in; how many there are.
        where: Table that was counted.
        kappa, low, high: Of the tree; nan where there is none.
        recall: segment, recall, precision, low, high, n, probability; empty where there is no tree.
        sampled: Customers that the tree learned from, where those are fewer than all; else 0.
    """

    how: str
    rule_text: str
    fields: tuple[str, ...]
    known: int
    of: int
    where: str
    kappa: float
    low: float
    high: float
    recall: pd.DataFrame
    sampled: int


def recognised(inputs: Inputs, view: pd.DataFrame, names: tuple[str, ...]) -> Recognised:
    """Return how well the segments can be told apart before a sale.

    Args:
        inputs: All that the analysis may look at.
        view: The customers who use the product themselves.
        names: The segments.
    """
    labels = inputs.labels
    own = tuple(one.partition(".")[2] for one in labels.fields_used if one.startswith("customers."))
    if len(names) < FEWEST_SEGMENTS:
        return _told(inputs, view, how=ONE, fields=own)
    if labels.observable_on_prospects and is_by_rule(labels.scheme_used, labels.fields_used):
        return _told(inputs, view, how=BY_RULE, fields=_mentioned(own, labels.rule_text))
    of_customers = view["customer_id"].map(labels.customers)
    placed = of_customers.mask(of_customers.eq(UNKNOWN))
    known = known_before_sale(view, without=() if labels.scheme_used in MADE_OF_ALL else own)
    found = learn_surrogate(known, placed)
    if found is None and placed.nunique() < FEWEST_SEGMENTS:
        return _told(inputs, view, how=ONE, fields=own)
    if found is None:
        how = FEW if placed.notna().sum() < FEWEST_CUSTOMERS else NOTHING_KNOWN
        return _told(inputs, view, how=how, fields=own)
    return _told(inputs, view, how=BY_TREE, fields=found.fields, found=found)


def _mentioned(fields: tuple[str, ...], rule_text: str) -> tuple[str, ...]:
    """Return the fields that a rule names; a rule of size goes by employees or by revenue, never by both."""
    named = tuple(one for one in fields if SAID.get(one, one.replace("_", " ")) in rule_text)
    return named or fields


def is_by_rule(scheme: str, fields: tuple[str, ...]) -> bool:
    """Return whether a scheme's fields can be read off an account before a sale.

    >>> is_by_rule("size", ("customers.employees",)), is_by_rule("value", ("revenue.mrr",))
    (True, False)
    """
    readable = {f"customers.{name}" for name in BEFORE_THE_SALE} | set(STATED)
    return scheme != "clusters" and set(fields) <= readable


def identifiable(segment: str, n: int, found: Recognised) -> Judged:
    """Return the test of one segment.

    Args:
        segment: Its name.
        n: Its customers.
        found: How the segments are told apart.
    """
    if not n:
        return Judged(test=IDENTIFIABLE, reason="nobody")
    if found.how == BY_RULE:
        return _by_rule(found)
    rows = found.recall[found.recall["segment"].eq(segment)]
    if found.how != BY_TREE or rows.empty:
        return Judged(test=IDENTIFIABLE, reason=found.how if found.how != BY_TREE else FEW, n=n)
    row = rows.iloc[0]
    return Judged(
        test=IDENTIFIABLE, reason=BY_TREE, estimate=float(row["recall"]), low=float(row["low"]),
        high=float(row["high"]), probability=float(row["probability"]), unit="share", n=int(row["n"]),
        grade=str(grade_of_own(int(row["n"]))), source="customers",
    )  # fmt: skip


def _by_rule(found: Recognised) -> Judged:
    ends = jeffreys(found.known, found.of)
    return Judged(
        test=IDENTIFIABLE, reason=BY_RULE, estimate=found.known / found.of if found.of else math.nan,
        low=float(ends.low), high=float(ends.high),
        probability=float(jeffreys_probability(found.known, found.of, above=LEAST_RECALL)) if found.of else math.nan,
        unit="share", n=found.of, grade=str(grade_of_own(found.of)), source=found.where,
    )  # fmt: skip


def _told(
    inputs: Inputs, view: pd.DataFrame, *, how: str, fields: tuple[str, ...], found: Surrogate | None = None
) -> Recognised:
    prospects = inputs.labels.prospects
    placed = prospects if len(prospects) else view["customer_id"].map(inputs.labels.customers)
    known = int(placed.ne(UNKNOWN).sum())
    columns = ["segment", "recall", "precision", "low", "high", "n", "probability"]
    empty = pd.DataFrame({name: pd.Series(dtype="str" if name == "segment" else "float64") for name in columns})
    return Recognised(
        how=how,
        rule_text=inputs.labels.rule_text if found is None else found.rule_text,
        fields=fields,
        known=known,
        of=len(placed),
        where="prospects" if len(prospects) else "customers",
        kappa=math.nan if found is None else found.kappa,
        low=math.nan if found is None else found.low,
        high=math.nan if found is None else found.high,
        recall=empty if found is None else found.recall[found.recall["segment"].ne(OTHER)][columns],
        sampled=found.n if found is not None and found.sampled else 0,
    )
