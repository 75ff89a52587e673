"""The days that an export does not state: until when it tells, and from when it is complete."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from unequal.tables.declared import TABLES

from .model import Draft, Note, Setting, TableMap
from .reading import days, of_kind, texts

PLANS = frozenset({("deals", "expected_close"), ("contracts", "end"), ("finance", "month")})
STRAY_DAYS = 366  # assumption: a day more than a year after all others is a slip of the hand
EXPECTED_CLOSES = 5.0  # assumption: where five closes were to be expected, none is no chance (probability below 0.007)
FEW = 20  # assumption: below so many later deals their pace says nothing about the earlier ones


def as_of(draft: Draft) -> Draft:
    """Guess the day from which the export looks: the last event in any dated column; plans do not count."""
    events = {
        (table.file.name, table.header(ours)): days(table, ours).dropna()
        for table in draft.tables.values()
        for ours in _dated(table)
        if (table.table, ours) not in PLANS
    }
    found = [cells for cells in events.values() if not cells.empty]
    if not found:
        says = "No column holds dates, so the day of the export cannot be guessed."
        mend = "set as_of at the top of workspace.toml."
        return draft.noting(Note(code="as-of-unknown", says=says, mend=mend, asks=True))
    known = pd.concat(found).drop_duplicates().sort_values()
    last, stray = _last_event(known)
    name, header = next(place for place, cells in events.items() if (cells == last).any())
    day = last.date()
    says = f"a guess: the last event in any dated column ({header} in {name}); the files do not say when they were made"
    notes = [
        Note(
            code="as-of-guessed",
            says=f"as_of = {day} is a guess: the last event in any dated column ({header} in {name}).",
            mend="set as_of in workspace.toml to the day of the export, if it was later.",
            asks=True,
        )
    ]
    if stray:
        after = ", ".join(str(each) for each in stray)
        text = f"{after} lies more than a year after all other days and is not taken for the day of the export."
        notes.append(Note(code="stray-date", says=text, mend="correct it in the file.", count=len(stray), asks=True))
    return draft.setting(Setting(key="as_of", value=day, says=says)).noting(*notes)


def _dated(table: TableMap) -> tuple[str, ...]:
    made = tuple(each.ours for each in table.derived if TABLES[table.table].column(each.ours).kind.is_date)
    return (*of_kind(table, "is_date"), *made)


def _last_event(known: pd.Series) -> tuple[pd.Timestamp, list[date]]:
    """Return the last day that is not a stray, and the strays after it."""
    ordered = list(known)
    stray: list[date] = []
    while len(ordered) > 1 and (ordered[-1] - ordered[-2]).days > STRAY_DAYS:
        stray.append(ordered.pop().date())
    return ordered[-1], sorted(stray)


def complete_from(draft: Draft) -> Draft:
    """Propose ``deals_complete_from`` where closes begin long after deals do.

    Judged by the deals that started on or after the first close: at their pace, how many of the earlier ones would
    have closed before it? If five or more, and the file has none, those that did are not in the file.

    Source: late entry in `deals` (left truncation); the border of five is an assumption.
    """
    deals = draft.tables.get("deals")
    if deals is None:
        return draft
    created, closed = days(deals, "created_at"), days(deals, "closed_at")
    over = texts(deals, "status") != "open"
    if not (over & closed.notna() & created.notna()).any():
        return draft
    first, began = closed[over].min(), created.min()
    earlier = created < first
    later = (created >= first) & (created <= closed.max())
    expected = _expected(created[earlier], closed[later & over] - created[later & over], int(later.sum()), first)
    if int(later.sum()) < FEW or expected < EXPECTED_CLOSES:
        return draft
    day = first.date()
    says = (
        f"No deal closed before {day}, although deals start on {began.date()}, {(first - began).days:,} days earlier. "
        f"At the pace of the later deals about {expected:,.0f} of the {int(earlier.sum()):,} earlier ones would have "
        "closed by then: they are not in the file."
    )
    mend = "it is set as deals_complete_from, so that an earlier deal counts from that day on only."
    note = Note(code="late-entry", says=says, mend=mend, table="deals", count=int(earlier.sum()), of=len(created))
    origin = f"concluded: no close before this day, although deals start on {began.date()}"
    return draft.setting(Setting(key="deals_complete_from", value=day, says=origin)).noting(note)


def _expected(earlier: pd.Series, durations: pd.Series, started: int, first: pd.Timestamp) -> float:
    """Return how many of the earlier deals would have closed before a day, at the pace of the later ones."""
    if not started:
        return 0.0
    taken = np.sort(durations.dt.days.to_numpy(dtype=float))
    ages = (first - earlier).dt.days.to_numpy(dtype=float)
    return float(np.searchsorted(taken, ages, side="left").sum() / started)
