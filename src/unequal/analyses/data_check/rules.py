"""What to make of the data before any figure is believed."""

from __future__ import annotations

import pandas as pd

from unequal.findings import Basis, Evidence, Finding, Verdict
from unequal.units import months

from .facts import Facts
from .knobs import Knobs
from .name_rules import roles, segment_names

FEWEST = 5  # rows below which a share says nothing
SEGMENT_RULE = 20  # closed deals below which a habit cannot be told from chance (assumption)


def rows(facts: Facts, knobs: Knobs, basis: Basis) -> Finding:
    """Is enough of what was read in use?"""
    share = facts.rows_set_aside / facts.rows_read if facts.rows_read else 0.0
    verdict = Verdict.GO if share < knobs.set_aside_share else Verdict.CAUTION
    return basis.finding(
        leans_on=(*basis.inputs, "set_aside_share"),
        code="rows",
        verdict=verdict,
        question=basis.say("rows.question"),
        headline=basis.say("rows.headline", read=facts.rows_read, aside=facts.rows_set_aside),
        answer=basis.say(
            "rows.answer" if len(facts.problems) else "rows.clean",
            share=share,
            tables=len(facts.tables),
            problems=len(facts.problems),
        ),
        estimate=share,
        unit="share",
        n=facts.rows_read,
        evidence=(
            Evidence(name=basis.say("rows.aside"), value=share, unit="share", source="set_aside", n=facts.rows_read),
        ),
        would_change_it=basis.say("rows.change", limit=knobs.set_aside_share),
    )


def late_entry(facts: Facts, _knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Are closed deals missing from before a day?"""
    habits = facts.habits
    if habits is None or (habits.silence is None and facts.complete_from is None):
        return ()
    settled = facts.complete_from is not None
    if settled:
        headline = basis.say("late_entry.settled", day=facts.complete_from)
        answer = basis.say("late_entry.settled_answer", day=facts.complete_from)
    else:
        silence = habits.silence
        assert silence is not None
        line = f"deals_complete_from = {silence.complete_from.isoformat()}"
        headline = basis.say(
            f"late_entry.{silence.missing}", months=months(silence.gap_days), day=silence.first_created
        )
        answer = basis.say(f"late_entry.{silence.missing}_answer", n=silence.deals_before, line=line)
    return (
        basis.finding(
            leans_on=("deals",),
            code="late_entry",
            verdict=Verdict.GO if settled else Verdict.CAUTION,
            question=basis.say("late_entry.question"),
            headline=headline,
            answer=answer,
            n=habits.deals,
            would_change_it=basis.say("late_entry.change"),
        ),
    )


def dead_pipeline(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """How much of the open pipeline is still alive?"""
    habits = facts.habits
    if habits is None or not habits.open_deals:
        return ()
    share = habits.dead_share
    few = habits.timed_open < FEWEST
    verdict = Verdict.CANNOT_TELL if few else Verdict.GO if share < knobs.dead_share else Verdict.CAUTION
    key = "dead_pipeline.few" if few else "dead_pipeline.headline"
    return (
        basis.finding(
            leans_on=("deals", "silent_days", "dead_share"),
            code="dead_pipeline",
            verdict=verdict,
            question=basis.say("dead_pipeline.question"),
            headline=basis.say(key, share=share, n=habits.timed_open, dead=habits.dead),
            answer=basis.say(
                "dead_pipeline.few_answer" if few else "dead_pipeline.answer",
                days=knobs.silent_days,
                no_clock=habits.without_clock,
            ),
            estimate=share,
            unit="share",
            n=habits.timed_open,
            would_change_it=basis.say("dead_pipeline.change"),
        ),
    )


def close_dates(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Are close dates days on which something happened?"""
    habits = facts.habits
    if habits is None or habits.closed < SEGMENT_RULE:
        return ()
    share = habits.quarter_end_share
    verdict = Verdict.GO if share < knobs.quarter_end_share else Verdict.CAUTION
    return (
        basis.finding(
            leans_on=("deals", "quarter_end_share"),
            code="close_dates",
            verdict=verdict,
            question=basis.say("close_dates.question"),
            headline=basis.say("close_dates.headline", share=share, n=habits.closed),
            answer=basis.say("close_dates.answer", limit=knobs.quarter_end_share),
            estimate=share,
            unit="share",
            n=habits.closed,
            would_change_it=basis.say("close_dates.change"),
        ),
    )


def segments_known(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Can every deal be put into a segment, the open ones as well as the closed?"""
    if facts.unknown.empty:
        return ()
    is_open = facts.unknown["status"].eq("open")
    shares = [_share_unknown(facts, chosen) for chosen in (is_open, ~is_open)]
    unknown = int(facts.unknown["unknown"].sum())
    gap = shares[0] - shares[1]
    verdict = Verdict.CAUTION if gap > knobs.unknown_gap else Verdict.GO
    key = "segments_known.headline" if unknown else "segments_known.all"
    open_unknown = int(facts.unknown.loc[is_open, "unknown"].sum())
    return (
        basis.finding(
            leans_on=("deals", "unknown_gap"),
            code="segments_known",
            verdict=verdict,
            question=basis.say("segments_known.question"),
            headline=basis.say(key, n=unknown, open=open_unknown, scheme=facts.scheme),
            answer=basis.say(
                "segments_known.gap" if gap > knobs.unknown_gap else "segments_known.answer",
                open=shares[0],
                closed=shares[1],
                rule=facts.scheme_rule,
                why=facts.scheme_why,
            ),
            estimate=shares[0],
            unit="share",
            n=int(facts.unknown["deals"].sum()),
            would_change_it=basis.say("segments_known.change"),
        ),
    )


def _share_unknown(facts: Facts, chosen: pd.Series) -> float:
    part = facts.unknown[chosen]
    deals = float(part["deals"].sum())
    return float(part["unknown"].sum()) / deals if deals else 0.0


def channel_and_users(facts: Facts, knobs: Knobs, basis: Basis) -> tuple[Finding, ...]:
    """Is the channel told apart from those who use the product?"""
    if not facts.customers:
        return ()
    shares = dict(zip(facts.roles["role"], facts.roles["share"], strict=True))
    silent = float(shares.get("not said", 0.0))
    channel = 1.0 - silent - float(shares.get("end_user", 0.0))
    unknown = silent >= knobs.unknown_role_share
    key = "channel.unknown" if unknown else "channel.headline" if channel > 0 else "channel.none"
    return (
        basis.finding(
            leans_on=("customers", "unknown_role_share"),
            code="channel_and_users",
            verdict=Verdict.CANNOT_TELL if unknown else Verdict.GO,
            question=basis.say("channel.question"),
            headline=basis.say(key, share=channel, silent=silent, n=facts.customers),
            answer=basis.say("channel.answer", families=facts.families, n=facts.customers),
            estimate=channel,
            unit="share",
            n=facts.customers,
            would_change_it=basis.say("channel.change"),
        ),
    )


RULES = (rows, late_entry, dead_pipeline, close_dates, segments_known, segment_names, channel_and_users, roles)
