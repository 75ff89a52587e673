"""What a plan tells of deals before anything is computed from them: gaps, and deals that nobody closed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from .contents import filled, missing
from .model import Draft, Note
from .phrases import counted, names, percent
from .reading import days, texts


def gaps(draft: Draft) -> Draft:
    """Note the deals without an account, and the open deals without a start."""
    deals = draft.tables.get("deals")
    if deals is None:
        return draft
    status = texts(deals, "status")
    notes = []
    if deals.mapped("account_id") is not None:
        notes += _without_account(texts(deals, "account_id") == "", status)
    if deals.mapped("created_at") is not None:
        no_start = missing(texts(deals, "created_at")) & (status == "open")
        if no_start.any():
            stages = names([str(stage) for stage in texts(deals, "stage")[no_start].drop_duplicates() if stage])
            of_stage = f" ({stages})" if stages else ""
            says = (
                f"{counted(int(no_start.sum()), 'open deal')}{of_stage} without a start date: counted as deals, in no "
                "duration, and never as 0 days old."
            )
            count, of = int(no_start.sum()), int((status == "open").sum())
            notes.append(Note(code="deals-without-start", says=says, table="deals", count=count, of=of))
    return draft.noting(*notes)


def _without_account(nameless: pd.Series, status: pd.Series) -> list[Note]:
    if not nameless.any():
        return []
    is_open = status == "open"
    open_ones, closed_ones = int((nameless & is_open).sum()), int((nameless & ~is_open).sum())
    says = (
        f"{int(nameless.sum()):,} of {len(nameless):,} deals name no account ({open_ones:,} of {int(is_open.sum()):,} "
        f"open, {closed_ones:,} of {int((~is_open).sum()):,} closed): no segment is possible for them. They count "
        "under all and unknown."
    )
    if _uneven(open_ones, int(is_open.sum()), closed_ones, int((~is_open).sum())):
        says += " Open and closed deals lack it unequally, so win rates by segment would look better than they are."
    mend = "fill the account in the CRM, open deals first."
    return [
        Note(
            code="deals-without-account",
            says=says,
            mend=mend,
            table="deals",
            count=int(nameless.sum()),
            of=len(nameless),
        )
    ]


def _uneven(open_ones: int, open_all: int, closed_ones: int, closed_all: int) -> bool:
    """Tell whether open deals lack the account much more often: more than twice as often, and 5 points more."""
    if not open_all or not closed_all:
        return False
    left, right = open_ones / open_all, closed_ones / closed_all
    return left > 2 * right and left - right > 0.05


def dead_pipeline(draft: Draft) -> Draft:
    """Note the open deals that are older than the longest deal that ever closed."""
    deals, day = draft.tables.get("deals"), _as_of(draft)
    if deals is None or day is None:
        return draft
    created, is_open = days(deals, "created_at"), texts(deals, "status") == "open"
    taken = (days(deals, "closed_at") - created)[~is_open].dropna().dt.days
    ages = (pd.Timestamp(day) - created)[is_open].dropna().dt.days
    if taken.empty or ages.empty:
        return draft
    longest, dead = int(taken.max()), int((ages > taken.max()).sum())
    if not dead:
        return draft
    stages = names([str(stage) for stage in texts(deals, "stage")[ages.index].drop_duplicates() if stage])
    of_stage = f" (stage {stages})" if stages else ""
    says = (
        f"{dead:,} of {counted(len(ages), 'open deal')} with a start date{of_stage}, {percent(dead / len(ages))}, are "
        f"older than the longest deal that ever closed ({longest:,} days); the oldest is {int(ages.max()):,} days old. "
        "Most are dead and were never marked lost."
    )
    mend = "go through the old open deals in the CRM and close them; the sales cycle says what they change."
    return draft.noting(Note(code="dead-pipeline", says=says, mend=mend, table="deals", count=dead, of=len(ages)))


def _as_of(draft: Draft) -> date | None:
    return next((each.value for each in draft.settings if isinstance(each.value, date) and each.key == "as_of"), None)


def quiet_owners(draft: Draft) -> Draft:
    """Note the people of a team list who own no deal."""
    deals, team = draft.tables.get("deals"), draft.helpers.get("team_list")
    if deals is None or team is None or deals.mapped("owner") is None:
        return draft
    people = filled(team.file.column(team.key)).drop_duplicates()
    quiet = people[~people.isin(set(texts(deals, "owner")))]
    if quiet.empty or len(quiet) == len(people):
        return draft
    says = f"{len(quiet):,} of {len(people):,} people in {team.file.name} own no deal: {names(list(quiet))}."
    return draft.noting(Note(code="owners-without-deals", says=says, count=len(quiet), of=len(people)))
