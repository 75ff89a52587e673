"""The groupings side by side, and what each is good for."""

from __future__ import annotations

import pandas as pd

from unequal.segments.comparison import MARKS
from unequal.words import Words
from unequal.workbook import presented
from unequal.workbook.view import Columns

from .facts import Facts
from .learned import EVERYONE
from .moved import ALL_CUTS
from .said import capital, named, values_of

LARGE = 0.90
LEAST_OVERLAP = 0.3  # pairs below it are not worth a row
MOST_ROWS = 12
SAME = 0.80
OF_FIRMS, OF_PERSONS = "size", ("age_band", "education", "gender")


def compared(facts: Facts, words: Words) -> pd.DataFrame | None:
    """One row a grouping, on the headline's outcome; what it explains of the others stands beside."""
    if not facts.headline:
        return None
    rows = facts.on(facts.headline).reset_index()
    ordered = rows.sort_values(["r2_out_of_sample", "scheme"], ascending=[False, True])
    others = [name for name in facts.schemes["target"].unique() if name != facts.headline]
    shown = ordered.assign(
        grouping=[_label(facts, words, str(name)) for name in ordered["scheme"]],
        **{f"on_{name}": ordered["scheme"].map(facts.on(name)["r2_out_of_sample"]) for name in others},
    )
    columns: Columns = {
        "grouping": (words("table.scheme"), "text"),
        "segments": (words("table.segments"), "count"),
        "r2_out_of_sample": (words("table.r2"), "percent"),
        "low": (words("table.low"), "percent"),
        "high": (words("table.high"), "percent"),
        "eta2": (words("table.eta2"), "percent"),
        **{f"on_{name}": (words(f"target_short.{name}"), "percent") for name in others},
        "stability": (words("table.stability"), "percent"),
        "kappa": (words("table.kappa"), "number"),
    }
    used: Columns = {key: value for key, value in columns.items() if shown[key].notna().any()}
    return presented(
        shown,
        title=words("table.title", **values_of(facts, words)),
        columns=used,
        note=" ".join([words("table.note"), *_remarks(facts, words)]),
        source="customers, revenue, activities, cost_pools",
    )


def _remarks(facts: Facts, words: Words) -> list[str]:
    """Return who and what is in no figure, and where a grouping is hardly one."""
    told = [
        words("table.left", scheme=capital(named(words, row["scheme"])), why=words(f"leaves.{row['why']}"))
        for row in facts.not_compared.to_dict("records")
        if row["target"] in ("", facts.headline)
    ]
    on = facts.on(facts.headline)
    told += [
        words("table.dropped", scheme=capital(named(words, str(name))), n=int(row["dropped"]))
        for name, row in on[on["dropped"] > 0].iterrows()
    ]
    hardly = facts.described[facts.described["largest_share"].gt(LARGE) & facts.described["scheme"].ne(EVERYONE)]
    told += [
        words("table.large", scheme=capital(named(words, row["scheme"])), share=float(row["largest_share"]))
        for row in hardly.to_dict("records")
    ]
    if facts.short:
        told.append(words("table.short", n=facts.short))
    return [*told, words("table.others", n=facts.channel)] if facts.channel else told


def _label(facts: Facts, words: Words, scheme: str) -> str:
    name = named(words, scheme)
    return words("table.in_force", scheme=name) if scheme == facts.in_force else name


def rules(facts: Facts, words: Words) -> pd.DataFrame:
    """Each grouping as a sentence."""
    shown = facts.described.assign(grouping=[_label(facts, words, str(name)) for name in facts.described["scheme"]])
    return presented(
        shown,
        title=words("rules.title"),
        columns={
            "grouping": (words("table.scheme"), "text"),
            "segments": (words("table.segments"), "count"),
            "rule_text": (words("rules.rule"), "text"),
            "observable": (words("rules.observable"), "boolean"),
        },
        source="customers",
    )


def outcomes(facts: Facts, words: Words) -> pd.DataFrame:
    """The verdict on each outcome."""
    best = facts.targets["best"]
    shown = facts.targets.assign(
        outcome=[capital(words(f"target.{name}")) for name in facts.targets["target"]],
        best_named=[named(words, name) if name else "" for name in best],
        r2=[
            facts.on(target)["r2_out_of_sample"].get(name, float("nan"))
            for target, name in zip(facts.targets["target"], best, strict=True)
        ],
        why=[words(f"why.{reason}") if reason else "" for reason in facts.targets["why_not"]],
    )
    return presented(
        shown,
        title=words("targets.title"),
        columns={
            "outcome": (words("targets.target"), "text"),
            "n": (words("targets.n"), "count"),
            "best_named": (words("targets.best"), "text"),
            "r2": (words("targets.r2"), "percent"),
            "chance": (words("targets.chance"), "percent"),
            "verdict": (words("targets.verdict"), "verdict"),
            "why": (words("targets.why"), "text"),
        },
        note=words("targets.note"),
        source="customers, revenue, activities, cost_pools",
    )


def actionability(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Five marks of each grouping."""
    if facts.marks.empty:
        return None
    shown = facts.marks.assign(grouping=[_label(facts, words, str(name)) for name in facts.marks["scheme"]])
    return presented(
        shown,
        title=words("marks.title"),
        columns={
            "grouping": (words("table.scheme"), "text"),
            **{mark: (words(f"marks.{mark}"), "boolean") for mark in MARKS},
        },
        note=words("marks.note"),
        source="customers, deals, coverage",
    )


def overlap(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Which groupings are alike."""
    rows = facts.overlap[facts.overlap["index"] >= LEAST_OVERLAP].head(MOST_ROWS)
    if rows.empty:
        return None
    shown = rows.assign(
        one=[named(words, str(name)) for name in rows["first"]],
        other=[named(words, str(name)) for name in rows["second"]],
        same=rows["index"] > SAME,
    )
    return presented(
        shown,
        title=words("overlap.title"),
        columns={
            "one": (words("overlap.first"), "text"),
            "other": (words("overlap.second"), "text"),
            "index": (words("overlap.index"), "number"),
            "same": (words("overlap.same"), "boolean"),
        },
        note=words("overlap.note", limit=SAME),
        source="customers",
    )


def disagreements(facts: Facts, words: Words) -> pd.DataFrame | None:
    """Who is one thing by size and another by value or complexity."""
    rows = facts.disagreements.head(MOST_ROWS)
    if rows.empty:
        return None
    shown = rows.assign(
        by_first=[named(words, str(name)) for name in rows["first"]],
        by_second=[named(words, str(name)) for name in rows["second"]],
    )
    return presented(
        shown,
        title=words("disagreements.title"),
        columns={
            "by_first": (words("disagreements.first"), "text"),
            "of_first": (words("disagreements.of_first"), "text"),
            "by_second": (words("disagreements.second"), "text"),
            "of_second": (words("disagreements.of_second"), "text"),
            "customers": (words("disagreements.customers"), "count"),
            "share": (words("disagreements.share"), "percent"),
        },
        note=words("disagreements.note"),
        source="customers",
    )


def moved_cuts(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What the scheme in force explains at each place of its cuts."""
    if facts.moved.empty:
        return None
    values = values_of(facts, words)
    rows = facts.moved[facts.moved["cut"].ne(ALL_CUTS) | (facts.moved["by"] * 10).round(6).mod(1).eq(0)]
    shown = rows.assign(which=rows["cut"].replace(ALL_CUTS, words("moved.all_cuts")))
    columns: Columns = {
        "which": (words("moved.cut"), "text"),
        "by": (words("moved.by"), "percent"),
        "cuts": (words("moved.cuts"), "text"),
        "r2": (words("table.r2"), "percent"),
        "low": (words("table.low"), "percent"),
        "high": (words("table.high"), "percent"),
        "verdict": (words("moved.verdict", **values), "verdict"),
    }
    return presented(
        shown,
        title=words("moved.title", force=capital(str(values["force"]))),
        columns={key: columns[key] for key in columns if key != "cuts" or rows["cuts"].ne("").any()},
        note=words("moved.note", limit=0.80),
        source="customers",
    )


def not_yet(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What each further grouping would take."""
    are_firms = bool(facts.described["scheme"].eq(OF_FIRMS).any())
    passed_over = OF_PERSONS if are_firms else ()
    rows = facts.not_learned[~facts.not_learned["scheme"].isin(passed_over)]
    if rows.empty:
        return None
    shown = rows.assign(
        grouping=[capital(named(words, str(name))) for name in rows["scheme"]],
        missing=[capital(str(why)) for why in rows["why"]],
    )
    return presented(
        shown,
        title=words("not_yet.title"),
        columns={"grouping": (words("table.scheme"), "text"), "missing": (words("not_yet.missing"), "text")},
        source="customers",
    )


TABLES = (compared, rules, outcomes, actionability, overlap, disagreements, moved_cuts, not_yet)
