"""From when the deals are counted, and which of them never got so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from unequal.economics.clock_start import (
    CREATED,
    FIRST_MEETING,
    NOT_REACHED,
    NOT_RECORDED,
    STAGE,
    ClockStart,
    clock_starts,
    meetings,
    stage_changes,
)
from unequal.economics.clocks import OUTCOMES, DealClocks
from unequal.economics.cycle import durations
from unequal.errors import InputError, did_you_mean
from unequal.tables import Tables
from unequal.workbook import Inputs, Missing
from unequal.workbook.end_user_deals import partners

MOST_GAPS = 0.10  # of the won deals; with more that have no start on record, winners are missing (assumption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """From when the target's deals are counted.

    Attributes:
        kind: ``created``, ``stage`` or ``first_meeting``.
        stage: Name of the stage; empty for the others.
        won, lost, open: Deals that never got so far, by what became of them.
        not_recorded: Deals that got so far, or not, before the records begin.
        won_on_clock: Deals won that got so far.
    """

    kind: str
    stage: str
    won: int
    lost: int
    open: int
    not_recorded: int
    won_on_clock: int

    @property
    def never(self) -> int:
        """Deals that never got so far."""
        return self.won + self.lost + self.open

    @property
    def has_gaps(self) -> bool:
        """Whether so many were won without ever getting there that the records must have gaps."""
        return self.won > MOST_GAPS * (self.won + self.won_on_clock)

    def key(self, key: str) -> str:
        """Return the key of the phrase that fits the clock.

        >>> Counted(kind="stage", stage="Demo", won=0, lost=0, open=0, not_recorded=0, won_on_clock=1).key("drift.x")
        'drift.x_stage'
        """
        return key if self.kind == CREATED else f"{key}_{self.kind}"

    def noted(self, note: str, words: Callable[..., str]) -> str:
        """Return a note that also says from when is counted, where it is not from the creation."""
        if self.kind == CREATED:
            return note
        return f"{note} {words(self.key('clock.note'), stage=self.stage)}"


def counted(start: ClockStart, clocks: DealClocks) -> Counted:
    """Return what a clock leaves out of some deals."""
    rows = clocks.left_out
    never = rows.loc[rows["reason"].eq(NOT_REACHED), "outcome"].value_counts()
    return Counted(
        kind=start.kind,
        stage=start.stage,
        **{outcome: int(never.get(outcome, 0)) for outcome in OUTCOMES},
        not_recorded=int(rows["reason"].eq(NOT_RECORDED).sum()),
        won_on_clock=clocks.counts["won"],
    )


def missing_records(inputs: Inputs, clock_from: str) -> Missing | None:
    """Return why no clock can count from there, None where one can."""
    start = ClockStart.of(clock_from)
    if start.kind == STAGE and stage_changes(inputs.tables).empty:
        return Missing(says="missing_stages", unlock="unlock_stages")
    if start.kind == FIRST_MEETING and meetings(inputs.tables).empty:
        return Missing(says="missing_meetings", unlock="unlock_meetings")
    return None


def clock_asked(tables: Tables, clock_from: str) -> ClockStart:
    """Return from when is counted.

    Raises:
        InputError: No deal ever stood in a stage of that name.
    """
    start = ClockStart.of(clock_from)
    if start.kind != STAGE:
        return start
    changes = stage_changes(tables)
    known = sorted({str(name) for column in ("old", "new") for name in changes[column].dropna()})
    if start.stage not in known:
        raise InputError(
            f"No deal ever stood in a stage '{start.stage}'.{did_you_mean(start.stage, known)}",
            mend=f"Write clock_from as stage: with one of {', '.join(known)}.",
        )
    return start


def clocks_from(inputs: Inputs, start: ClockStart, *, tables: Tables, as_of: date) -> DealClocks:
    """Return the clocks of all deals of end users as known on a day, counted from there."""
    return durations(
        tables["deals"],
        as_of,
        inputs.workspace.deals_complete_from,
        segments=inputs.labels.deals,
        starts=clock_starts(tables, start),
        apart=partners(inputs),
    )
