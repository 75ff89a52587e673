"""From when a deal's clock counts: from its creation, from a stage, or from its first call or meeting.

A deal that never got so far has no such clock. It is not lost, and not at risk of being won either: it belongs to
another question, and is counted apart. A deal that got so far before its records begin has a clock whose start nobody
wrote down; it is left out for what it is, whatever became of it, and bends nothing. And a meeting held before the deal
was entered is late entry: had nothing come of it, no deal would have been entered.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from unequal.tables import Tables

CREATED, STAGE, FIRST_MEETING = "created", "stage", "first_meeting"
PATTERN = r"^(created|first_meeting|stage:.*\S.*)$"
MEETINGS = ("call", "meeting")  # kinds of activity
LONGEST_SILENCE = (
    30  # days from the first deal to the first record; after a longer one the records began late (assumed)
)
MOST = 0.5  # of the deals that stood in both; a stage that more of them entered later is a later one

NOT_REACHED = "never got so far"
NOT_RECORDED = "got so far before the records begin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStart:
    """From when clocks count.

    Attributes:
        kind: ``created``, ``stage`` or ``first_meeting``.
        stage: Name of the stage; empty for the others.
    """

    kind: str
    stage: str = ""

    @staticmethod
    def of(written: str) -> ClockStart:
        """Return what a knob says.

        >>> ClockStart.of("stage: Demo")
        ClockStart(kind='stage', stage='Demo')
        """
        kind, _, stage = written.partition(":")
        return ClockStart(kind=kind, stage=stage.strip())

    @property
    def is_creation(self) -> bool:
        """Whether a deal counts from its creation."""
        return self.kind == CREATED


def stage_changes(tables: Tables) -> pd.DataFrame:
    """Return the changes of stage in their order: deal_id, day, old, new."""
    history = tables.get("deal_history")
    if history is None:
        return pd.DataFrame({"deal_id": [], "day": pd.to_datetime([]), "old": [], "new": []})
    changes = history[history["field"].eq("stage")].sort_values("changed_at", kind="stable")
    return changes.rename(columns={"changed_at": "day"})[["deal_id", "day", "old", "new"]].reset_index(drop=True)


def meetings(tables: Tables) -> pd.DataFrame:
    """Return the calls and meetings that name a deal: deal_id, day."""
    rows = tables.get("activities")
    if rows is None:
        return pd.DataFrame({"deal_id": [], "day": pd.to_datetime([])})
    held = rows["deal_id"].notna() & rows["kind"].str.strip().str.lower().isin(MEETINGS)
    return rows[held].rename(columns={"date": "day"})[["deal_id", "day"]]


def clock_starts(tables: Tables, start: ClockStart) -> pd.DataFrame | None:
    """Return the day on which the clock of each deal starts; None where that is its creation.

    Args:
        tables: As known on the day that is looked from.
        start: From when clocks count.

    Returns:
        Index deal_id: started_at, and absent (why there is none).
    """
    if start.is_creation:
        return None
    deals = tables["deals"].drop_duplicates("deal_id").set_index("deal_id")
    deals = deals.assign(closed_at=deals["closed_at"].mask(deals["status"].eq("open")))
    records = stage_changes(tables) if start.kind == STAGE else meetings(tables)
    early = deals["created_at"] < _late_from(deals, records)
    if start.kind == STAGE:
        first, unseen = _first_in_stage(deals, records, start.stage, early)
    else:
        first, unseen = records.groupby("deal_id")["day"].min().reindex(deals.index), early
    after = first > deals["closed_at"]  # a meeting after the signature is no step towards it
    known = first.mask(after | unseen).astype("datetime64[ns]")
    absent = pd.Series(NOT_REACHED, index=deals.index, dtype="str").mask(unseen, NOT_RECORDED).mask(known.notna())
    return pd.DataFrame({"started_at": known, "absent": absent})


def _late_from(deals: pd.DataFrame, records: pd.DataFrame) -> pd.Timestamp:
    """Return the day from which records are kept, where they begin long after the first deal; else the first day."""
    begun, first = deals["created_at"].min(), records["day"].min()
    late = pd.notna(begun) and pd.notna(first) and (first - begun).days >= LONGEST_SILENCE
    return first if late else pd.Timestamp.min


def _first_in_stage(
    deals: pd.DataFrame, changes: pd.DataFrame, stage: str, early: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return the first day of each deal in a stage or a later one, and whether that lies before the records.

    Of the deals that are older than the records it is known only where they moved there within them.
    """
    entered = _entered(deals, changes)
    reached = {stage, *_later(entered, deals, changes, stage)}
    closing = entered["stage"].ne(stage) & (entered["day"] >= entered["deal_id"].map(deals["closed_at"]))
    rows = entered[
        entered["stage"].isin(reached) & ~closing
    ]  # a later stage that is entered with the close is the close
    first = rows.drop_duplicates("deal_id").set_index("deal_id").reindex(deals.index)
    unmoved = ~deals.index.isin(changes["deal_id"])
    return first["day"], early & (first["begins"].eq(other=True) | unmoved)


def _entered(deals: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return every stage that a deal entered, in order: deal_id, stage, day, begins (it stood there from the start).

    A deal stood from its creation where its first change found it, and one that never changed where it stands now.
    """
    opening = changes.drop_duplicates("deal_id").set_index("deal_id")["old"].replace("", None)
    unchanged = deals["stage"][~deals.index.isin(changes["deal_id"])]
    stood = pd.concat([opening, unchanged]).dropna()
    begun = pd.DataFrame({"deal_id": stood.index, "stage": stood.to_numpy(), "begins": True})
    begun = begun.assign(day=begun["deal_id"].map(deals["created_at"]))
    moved = changes.dropna(subset="new").rename(columns={"new": "stage"}).assign(begins=False)
    columns = ["deal_id", "stage", "day", "begins"]
    return pd.concat([begun[columns], moved[columns]], ignore_index=True)


def _later(entered: pd.DataFrame, deals: pd.DataFrame, changes: pd.DataFrame, stage: str) -> set[str]:
    """Return the stages that come after one: most deals that stood in both entered them later.

    A stage that no deal ever left, and in which none stands open, is how a close is written.
    """
    first = entered.drop_duplicates(["deal_id", "stage"])
    place = pd.Series(first.index, index=first.index)
    asked = first["stage"].eq(stage)
    at = first["deal_id"].map(place[asked].set_axis(first.loc[asked, "deal_id"]))
    both = first[at.notna() & ~asked]
    share = (place[both.index] > at[both.index]).groupby(both["stage"]).mean()
    standing = {*changes["old"].dropna(), *deals.loc[deals["status"].eq("open"), "stage"].dropna()}
    return {str(name) for name in share.index[share > MOST] if name in standing}
