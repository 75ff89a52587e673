"""Every scheme that finds something to go by, learned from end users only, and the labels it gives them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.customers import customer_view, end_users
from unequal.segments import UNKNOWN, Known, Rule, Scheme, schemes
from unequal.segments.comparison import Grouping, grouping
from unequal.segments.protocol import why_not
from unequal.segments.schemes import combined
from unequal.segments.schemes.combined import MostDemanding
from unequal.segments.stability import DrawsItself, Moves, changed_over_time, kept_when_cuts_move
from unequal.segments.surrogate import known_before_sale, learn_surrogate
from unequal.tables import as_known_on
from unequal.workbook import Inputs

EVERYONE = "everyone"
MOST_LOOKED_AT = 20_000  # end users, for what is asked many times over
FEWEST_TO_CLUSTER = 15  # end users; below it only Everyone and rules are compared
ONE_SEGMENT, TOO_FEW = "one_segment", "too_few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One scheme.

    Attributes:
        scheme: The scheme.
        rule: What it learned.
        labels: Segment of each end user, in the order of the view.
        grouping: The same as codes.
    """

    scheme: Scheme
    rule: Rule
    labels: pd.Series
    grouping: Grouping


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemes:
    """All schemes of one company.

    Attributes:
        view: End users by customer_id.
        known: What the schemes learned from.
        found: By name; Everyone first, then the one in force, then the others.
        left_out: Name to the reason why a scheme that found something is not compared.
        not_learned: Name to what is missing of a scheme that found nothing to go by, in words.
        together: Size, value and complexity, with the cuts in force; None where none of them is known.
    """

    view: pd.DataFrame
    known: Known
    found: Mapping[str, Learned]
    left_out: Mapping[str, str]
    not_learned: Mapping[str, str]
    together: MostDemanding | None


def learn_all(inputs: Inputs) -> Schemes:
    """Learn every scheme from the end users; the labels in force stay as every other analysis has them."""
    view = end_users(inputs.customers).sort_values("customer_id", kind="stable", ignore_index=True)
    frames = {name: inputs.tables.get(name) for name in ("deals", "prospects", "survey", "coverage")}
    known = Known(customers=view, **{name: frame for name, frame in frames.items() if frame is not None})
    in_force = inputs.labels.scheme_used
    found: dict[str, Learned] = {}
    left_out: dict[str, str] = {}
    not_learned: dict[str, str] = {}
    for name in dict.fromkeys((EVERYONE, in_force, *schemes())):
        scheme = _scheme(inputs, name)
        if len(view) < FEWEST_TO_CLUSTER and isinstance(scheme, DrawsItself) and name != in_force:
            left_out[name] = TOO_FEW
            continue
        learned = _learned(inputs, scheme, known)
        if learned is None:
            not_learned[name] = why_not(scheme, known)
            continue
        if learned.grouping.segments < 2 and name not in (EVERYONE, in_force):
            if learned.grouping.segments:
                left_out[name] = ONE_SEGMENT
            continue
        found[name] = learned
    together = _scheme(inputs, combined.SCHEME.name).learn(known, None)
    return Schemes(
        view=view,
        known=known,
        found=found,
        left_out=left_out,
        not_learned=not_learned,
        together=together if isinstance(together, MostDemanding) else None,
    )


def _scheme(inputs: Inputs, name: str) -> Scheme:
    """Return a scheme; what is made of the one in force takes the cuts in force."""
    in_force = inputs.labels.scheme_used
    return schemes()[name] if name != combined.SCHEME.name else combined.SCHEME.with_cuts(in_force, _cuts(inputs))


def _learned(inputs: Inputs, scheme: Scheme, known: Known) -> Learned | None:
    in_force = scheme.name == inputs.labels.scheme_used
    rule = scheme.learn(known, _cuts(inputs) if in_force else None)
    if rule is None:
        return None
    if in_force:
        ids = known.customers["customer_id"]
        labels = pd.Series(inputs.labels.customers.reindex(ids).to_numpy(), index=known.customers.index, dtype="str")
    else:
        labels = rule.assign(known.customers)
    labels = labels.fillna(UNKNOWN)
    return Learned(scheme=scheme, rule=rule, labels=labels, grouping=grouping(labels))


def _cuts(inputs: Inputs) -> dict[str, float] | None:
    asked = inputs.labels.scheme_used == inputs.labels.scheme_asked
    return dict(inputs.workspace.cuts) or None if asked else None


def stability_of(learned: Learned, known: Known) -> float:
    """Return how well a scheme holds: its clusters when customers are drawn again, its labels when the cuts move 10 %.

    The weakest cluster does not speak for all, so the mean over clusters is taken; nan for words taken as they stand.
    """
    survival = getattr(learned.rule, "survival", None)  # clusters know it since they were chosen by it
    if isinstance(survival, pd.Series):
        return float(survival.mean())
    some = known.customers.iloc[thinned(np.arange(len(known.customers)))]
    return kept_when_cuts_move(learned.rule, some) if isinstance(learned.rule, Moves) else float("nan")


def told_in_advance(learned: Learned, view: pd.DataFrame) -> float:
    """Return the kappa of a small tree that tells the segments before a sale; nan where nobody needs to tell them.

    Nobody needs to where the scheme's own fields are known before a sale, unless clusters were made of them.
    """
    made_by_data = isinstance(learned.scheme, DrawsItself)
    if learned.scheme.observable_on_prospects and not made_by_data:
        return float("nan")
    own = () if made_by_data else (field.rpartition(".")[2] for field in learned.scheme.fields_used)
    found = learn_surrogate(known_before_sale(view, without=own), learned.labels.mask(learned.labels.eq(UNKNOWN)))
    return float("nan") if found is None else found.kappa


def changed_in_a_year(inputs: Inputs, all_schemes: Schemes) -> dict[str, float]:
    """Return the share of end users whom each scheme would have placed elsewhere a year ago; nan where unknown."""
    earlier = inputs.as_of - datetime.timedelta(days=365)
    dated = [
        name
        for name, one in all_schemes.found.items()
        if any(not field.startswith("customers.") for field in one.scheme.fields_used)
    ]
    if not dated:
        return {}
    tables = as_known_on(inputs.tables, earlier)
    some = all_schemes.view.iloc[thinned(np.arange(len(all_schemes.view)))]
    known = {name: tables.get(name) for name in ("customers", "revenue", "orders", "deals")}
    theirs = {name: _of_customers(rows, some["customer_id"]) for name, rows in known.items() if rows is not None}
    then = end_users(customer_view(theirs, earlier))
    before = Known(customers=then[then["start_date"].notna()])
    now = replace(all_schemes.known, customers=some)
    in_force = {inputs.labels.scheme_used: _cuts(inputs)}
    return {name: changed_over_time(all_schemes.found[name].scheme, before, now, in_force.get(name)) for name in dated}


def _of_customers(rows: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    key = "account_id" if "account_id" in rows.columns else "customer_id"
    return rows[rows[key].isin(ids)]


def thinned(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return all rows up to 20,000, else so many evenly spaced in the order of customer_id."""
    if rows.size <= MOST_LOOKED_AT:
        return rows
    return rows[(np.arange(MOST_LOOKED_AT) * rows.size) // MOST_LOOKED_AT]


def labels_frame(all_schemes: Schemes) -> pd.DataFrame:
    """Return customer_id, scheme, segment: one row an end user and scheme."""
    ids = all_schemes.view["customer_id"]
    frames = [
        pd.DataFrame({"customer_id": ids, "scheme": name, "segment": one.labels})
        for name, one in all_schemes.found.items()
    ]
    return pd.concat(frames, ignore_index=True).astype({"scheme": "str"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreements:
    """Where size, value and complexity disagree.

    Attributes:
        rows: first, second (schemes), of_first, of_second (segments), customers, share (of those with both).
        share: Of the end users whom two of them can place, for how many any two disagree; nan where none can be.
        n: How many that are.
        parts: Those of the three that are known.
    """

    rows: pd.DataFrame
    share: float
    n: int
    parts: tuple[str, ...]


def disagreements(all_schemes: Schemes) -> Disagreements:
    """Return where size, value and complexity disagree, with the cuts in force."""
    whole = all_schemes.together
    columns = ["first", "second", "of_first", "of_second", "customers", "share"]
    if whole is None or len(whole.parts) < 2:
        return Disagreements(rows=pd.DataFrame(columns=columns), share=float("nan"), n=0, parts=())
    labels = whole.labels(all_schemes.view)
    names = [name for name, _ in whole.parts]
    rows = []
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            both = labels[[first, second]].dropna()
            apart = both[both[first] != both[second]].groupby([first, second]).size().reset_index()
            rows += [
                (first, second, *pair, count / len(both)) for pair in apart.to_numpy().tolist() for count in pair[2:]
            ]
    found = pd.DataFrame(rows, columns=columns).astype({"share": "float64"})
    ordered = found.sort_values(["customers", *columns[:4]], ascending=[False, *[True] * 4], ignore_index=True)
    several = int((labels.notna().sum(axis=1) > 1).sum())
    share = whole.conflict_share(all_schemes.view) if several else float("nan")
    return Disagreements(rows=ordered, share=share, n=several, parts=tuple(names))
