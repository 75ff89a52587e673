"""Every scheme on the same customers and the same targets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from unequal.customers import end_users
from unequal.segments.comparison import MARKS, adjusted_rand, leaks, marks_of
from unequal.segments.comparison import Known as KnownOfCustomers
from unequal.workbook import Inputs, Missing

from .against import Contest, contest
from .judged import judge
from .knobs import Knobs
from .learned import (
    EVERYONE,
    Schemes,
    changed_in_a_year,
    disagreements,
    labels_frame,
    learn_all,
    stability_of,
    told_in_advance,
)
from .moved import COLUMNS as MOVED
from .moved import moved_cuts
from .targets import ORDER, Measured, measure

NAN = float("nan")
LEAKS = "leaks"
SCHEMES = (
    "scheme", "target", "r2_out_of_sample", "low", "high", "eta2", "stability", "segments", "r2_ranks", "chance_alone",
    "better_than_all", "worse_than_all", "better_than_in_force", "kappa", "n", "dropped",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What each way of grouping tells.

    Attributes:
        schemes: scheme, target (margin, cost_to_serve, contribution, retention), r2_out_of_sample (of retention the
            Brier skill at 12 months), low, high (90 %), eta2 (in sample), stability, segments, r2_ranks, chance_alone,
            better_than_all, worse_than_all, better_than_in_force (probabilities), kappa, n, dropped; Everyone,
            the null, is a row.
        labels: customer_id, scheme, segment; end users only.
        described: scheme, rule_text, observable, segments, unknown, largest_share, stability, changed (share that would
            have been elsewhere a year ago), kappa, in_force, near_in_force (adjusted Rand index).
        targets: target, why_not (empty where it is compared), n, chance, tried_on, best, key, verdict; margin first.
        not_compared: scheme, target (empty: on none), why.
        not_learned: scheme, why (in words): those that nothing is known to make of.
        marks: scheme and the five marks of a scheme that can be acted upon.
        overlap: first, second, index (adjusted Rand).
        moved: How the scheme in force does on the headline's target as its cuts move; see `moved_cuts`.
        disagreements: first, second, of_first, of_second, customers, share.
        conflict_share: Share of end users for whom size, value and complexity disagree; nan where fewer than two are
            known. conflict_n: Of how many. conflict_parts: Which of the three are known.
        in_force, asked: The scheme that every analysis uses, and the one that the workspace names.
        headline: The target judged first: margin, or the next one that is known; empty where none is.
        customers, channel: End users, and customers in other roles, who are in no figure.
        short: End users there for too few months to count.
    """

    schemes: pd.DataFrame
    labels: pd.DataFrame
    described: pd.DataFrame
    targets: pd.DataFrame
    not_compared: pd.DataFrame
    not_learned: pd.DataFrame
    marks: pd.DataFrame
    overlap: pd.DataFrame
    moved: pd.DataFrame
    disagreements: pd.DataFrame
    conflict_share: float
    conflict_n: int
    conflict_parts: tuple[str, ...]
    in_force: str
    asked: str
    headline: str
    customers: int
    channel: int
    short: int

    def on(self, target: str) -> pd.DataFrame:
        """Return the schemes on one target, by name."""
        return self.schemes[self.schemes["target"].eq(target)].set_index("scheme")

    def target(self, name: str) -> pd.Series:
        """Return one target's row."""
        return self.targets[self.targets["target"].eq(name)].iloc[0]

    def scheme(self, name: str) -> pd.Series:
        """Return one scheme's description."""
        return self.described[self.described["scheme"].eq(name)].iloc[0]


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """There must be somebody to group."""
    return None if len(end_users(inputs.customers)) else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Set every scheme beside treating all alike."""
    all_schemes = inputs.once("schemes", lambda: learn_all(inputs))
    months = knobs.least_months
    measured = inputs.once(("targets", months), lambda: measure(inputs, all_schemes.view, months))
    in_force = inputs.labels.scheme_used
    overlap = inputs.once("overlap", lambda: _overlap(all_schemes))
    described = inputs.once("described", lambda: _described(inputs, all_schemes, in_force, overlap))
    contests = inputs.once(
        ("contests", months),
        lambda: {
            name: contest(one, all_schemes, in_force) for name, one in measured.targets.items() if not one.why_not
        },
    )
    headline = next((name for name in ORDER if name in contests), "")
    conflicts = disagreements(all_schemes)
    return Facts(
        schemes=_schemes(contests, described),
        labels=labels_frame(all_schemes),
        described=described,
        targets=_targets(measured, contests, described, in_force, knobs),
        not_compared=_not_compared(all_schemes, measured),
        not_learned=pd.DataFrame(list(all_schemes.not_learned.items()), columns=["scheme", "why"], dtype="str"),
        marks=inputs.once("marks", lambda: _marks(inputs, all_schemes, measured)),
        overlap=overlap,
        moved=moved_cuts(measured.targets[headline], all_schemes, in_force, knobs.enough_probability)
        if headline
        else pd.DataFrame(columns=list(MOVED)),
        disagreements=conflicts.rows,
        conflict_share=conflicts.share,
        conflict_n=conflicts.n,
        conflict_parts=conflicts.parts,
        in_force=in_force,
        asked=inputs.labels.scheme_asked,
        headline=headline,
        customers=len(all_schemes.view),
        channel=len(inputs.customers) - len(all_schemes.view),
        short=measured.short,
    )


def _described(inputs: Inputs, all_schemes: Schemes, in_force: str, overlap: pd.DataFrame) -> pd.DataFrame:
    as_first, as_second = (overlap[overlap[one].eq(in_force)] for one in ("first", "second"))
    near = pd.concat([as_first.set_index("second")["index"], as_second.set_index("first")["index"]])
    changed = changed_in_a_year(inputs, all_schemes)
    return pd.DataFrame(
        [
            {
                "scheme": name,
                "rule_text": one.rule.rule_text(),
                "observable": one.scheme.observable_on_prospects,
                "segments": one.grouping.segments,
                "unknown": one.grouping.unknown,
                "largest_share": one.grouping.largest_share,
                "stability": stability_of(one, all_schemes.known),
                "changed": changed.get(name, NAN),
                "kappa": told_in_advance(one, all_schemes.view),
                "in_force": name == in_force,
                "near_in_force": 1.0 if name == in_force else float(near.get(name, NAN)),
            }
            for name, one in all_schemes.found.items()
        ]
    )


def _schemes(contests: dict[str, Contest], described: pd.DataFrame) -> pd.DataFrame:
    rows = [one.rows for one in contests.values()]
    if not rows:
        return pd.DataFrame(columns=list(SCHEMES)).astype({"r2_out_of_sample": "float64"})
    joined = pd.concat(rows, ignore_index=True)
    return joined.merge(described[["scheme", "stability", "segments", "kappa"]], on="scheme", how="left")[list(SCHEMES)]


def _targets(
    measured: Measured, contests: dict[str, Contest], described: pd.DataFrame, in_force: str, knobs: Knobs
) -> pd.DataFrame:
    rows = []
    for name, target in measured.targets.items():
        found = contests.get(name)
        judged = None if found is None else judge(found, described, in_force, knobs)
        rows.append(
            {
                "target": name,
                "why_not": target.why_not,
                "n": int(target.rows.sum()),
                "chance": NAN if found is None else found.chance,
                "tried_on": 0 if found is None else found.tried_on,
                "best": "" if found is None else found.best,
                "key": "" if judged is None else judged.key,
                "verdict": "cannot tell" if judged is None else judged.verdict.value,
            }
        )
    return pd.DataFrame(rows)


def _not_compared(all_schemes: Schemes, measured: Measured) -> pd.DataFrame:
    rows = [(name, "", why) for name, why in all_schemes.left_out.items()]
    rows += [
        (name, target, LEAKS)
        for target, one in measured.targets.items()
        for name, learned in all_schemes.found.items()
        if not one.why_not and leaks(learned.scheme.fields_used, target)
    ]
    return pd.DataFrame(rows, columns=["scheme", "target", "why"])


def _marks(inputs: Inputs, all_schemes: Schemes, measured: Measured) -> pd.DataFrame:
    ids = all_schemes.view["customer_id"]
    known = KnownOfCustomers(
        revenue=measured.revenue.fillna(0.0),
        channels=_said_by_deals(inputs, ids, "source"),
        owners=_said_by_deals(inputs, ids, "owner"),
        treatments=_treatments(inputs),
    )
    rows = [
        {"scheme": name, **marks_of(one.labels, known, observable=one.scheme.observable_on_prospects)}
        for name, one in all_schemes.found.items()
        if name != EVERYONE
    ]
    return pd.DataFrame(rows, columns=["scheme", *MARKS])


def _said_by_deals(inputs: Inputs, ids: pd.Series, column: str) -> pd.Series:
    """Return whether any deal of each customer says where it came from, or who sold."""
    deals = inputs.tables.get("deals")
    if deals is None:
        return pd.Series(False, index=ids.index)
    return ids.isin(deals.loc[deals[column].notna(), "account_id"])


def _treatments(inputs: Inputs) -> dict[str, str]:
    """Return what is written down to be done for each segment: required hours by skill, and the sales motion."""
    coverage = inputs.tables.get("coverage")
    told: dict[str, list[str]] = {}
    if coverage is not None:
        for row in coverage.sort_values(["segment", "skill"]).to_dict("records"):
            told.setdefault(str(row["segment"]), []).append(f"{row['skill']} {row['required_hours_per_year']}")
    for segment, plan in inputs.workspace.plan_segments.items():
        if "motion" in plan:
            told.setdefault(segment, []).append(str(plan["motion"]))
    return {segment: "; ".join(lines) for segment, lines in told.items()}


def _overlap(all_schemes: Schemes) -> pd.DataFrame:
    names = [name for name in all_schemes.found if name != EVERYONE]
    codes = {name: all_schemes.found[name].grouping.codes for name in names}
    rows = [(first, second, adjusted_rand(codes[first], codes[second])) for first, second in combinations(names, 2)]
    found = pd.DataFrame(rows, columns=["first", "second", "index"]).astype({"index": "float64"})
    return found.sort_values(["index", "first", "second"], ascending=[False, True, True], ignore_index=True)
